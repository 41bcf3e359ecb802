"""The chassis against the real servers."""
