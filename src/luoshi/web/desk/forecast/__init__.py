"""The forecast: what can be proved, what is missing, what to do next; and gaps sent out as questions."""
