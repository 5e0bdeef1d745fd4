"""The bodies that a plan names, what they are called, how they are grouped, and who works for them."""
