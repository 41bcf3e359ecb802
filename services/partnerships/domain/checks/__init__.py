"""What the input of a command must fulfil, beyond what the stage allows."""
