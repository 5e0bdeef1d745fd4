"""Stored bytes: each kept once by its digest, knowing nothing of what it is for."""
