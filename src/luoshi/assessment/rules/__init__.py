"""Decisions about points, rules of marking and the forecast, on values."""
