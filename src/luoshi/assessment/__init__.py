"""Assessment: tables of indicators, rounds of marks with their reasons, and what can be proved by a day."""
