"""Pages of those who work: one folder a subject."""
