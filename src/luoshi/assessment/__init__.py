"""Assessment: tables of indicators, their scoring rules, marks, and totals that say where they come from."""
