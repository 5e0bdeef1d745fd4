"""Standings of units by kind, and draft lists for a person to decide."""
