"""Whose part of a table is, where it has parts for one body each."""
