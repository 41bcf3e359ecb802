"""What happens when a process is killed, and when what it stands on goes away."""
