"""Decisions of an assessment on values: frameworks and rules, marks, points with their reasons. Pure."""
