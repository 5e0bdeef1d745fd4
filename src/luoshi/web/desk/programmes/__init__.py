"""Programmes: the list, the board, what is owed."""
