"""The journal: what was done, by whom, with old and new values; append-only."""
