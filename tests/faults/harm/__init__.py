"""The faults: what is done to an installation, when, and how long it suffers."""
