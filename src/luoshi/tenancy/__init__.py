"""Jurisdictions and the accounts of the people who work in them."""
