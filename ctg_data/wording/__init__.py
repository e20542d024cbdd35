"""French words: interface texts, numbers, place names."""
