"""The joint table of an assessment: rows beside what serves them, edited in place."""
