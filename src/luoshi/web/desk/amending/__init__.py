"""Amendments of a programme: a newer version against it, and who changed what."""
