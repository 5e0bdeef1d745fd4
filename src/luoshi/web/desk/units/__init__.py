"""One body: all that it owes."""
