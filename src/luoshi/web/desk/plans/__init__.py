"""Plans: upload one, correct its reading beside the source, accept it."""
