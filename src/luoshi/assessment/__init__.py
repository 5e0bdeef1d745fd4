"""How far a programme is: tables of indicators, marks with their reasons, and what can be proved by a day."""
