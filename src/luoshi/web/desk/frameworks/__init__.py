"""Frameworks: kept in versions, brought in from tables, edited a little, adopted."""
