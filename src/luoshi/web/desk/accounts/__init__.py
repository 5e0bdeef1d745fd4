"""Accounts: who signs in, for which bodies, and the own password."""
