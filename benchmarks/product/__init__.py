"""The product itself, whole: as people and other systems use it."""
