"""What one body owes: its page, what it answers and asks, and what is decided about it."""
