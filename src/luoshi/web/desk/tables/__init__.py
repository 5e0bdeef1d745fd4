"""The task table of a programme out, and back in."""
