"""Asking before issuing: the round of the office, the page of each body."""
