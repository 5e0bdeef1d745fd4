"""Programmes: what an accepted plan asks, of whom, by when."""
