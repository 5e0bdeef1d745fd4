"""What is asked of bodies, what they answer, their evidence and its reuse, and what all of it costs them."""
