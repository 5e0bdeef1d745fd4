"""One commitment: its sentence, its bodies, its dates."""
