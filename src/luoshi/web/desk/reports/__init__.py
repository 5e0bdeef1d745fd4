"""Reporting: the report of one request, the evidence of a unit, and how the reports of a programme stand."""
