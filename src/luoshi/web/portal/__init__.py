"""Public pages: the start page, read your own plan, signing in."""
