"""The command line and the one-process launcher."""
