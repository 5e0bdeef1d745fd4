"""A body's one inbox over all programmes, and the office's desk."""
