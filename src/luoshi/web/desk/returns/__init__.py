"""Units that do not sign in: their tables go out, come back, and are taken in by the office."""
