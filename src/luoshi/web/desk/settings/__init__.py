"""Settings of a programme: what it serves, its lights, its phases, its end; and the mark of a commitment."""
