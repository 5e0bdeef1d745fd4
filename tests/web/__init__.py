"""Pages as a client without script sees them."""
