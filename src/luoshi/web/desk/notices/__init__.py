"""The own notices: mail, the address that a calendar fetches from, and what was sent."""
