"""The verbs of assessment, one module a subject."""
