"""Pages of assessment: what a programme is assessed by, its rounds, subjects and rows, and marking them."""
