"""The questions of assessment, one module a subject."""
