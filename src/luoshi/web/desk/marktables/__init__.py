"""The marks of a round as a table: taken out, brought back, and taken in after a look at every row."""
