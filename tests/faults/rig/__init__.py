"""A whole installation as separate processes, each of which can be hurt by itself."""
