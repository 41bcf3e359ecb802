"""The chassis by itself: no server, no network."""
