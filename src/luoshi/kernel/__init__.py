"""Shared vocabulary of the house, without Django: errors, dates, numerals, text, wording."""
