"""Issuing a draft, and who has received it."""
