"""What operators run, on what it is for."""
