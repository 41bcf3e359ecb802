"""Rules about the shape of the tree, held by reading it."""
