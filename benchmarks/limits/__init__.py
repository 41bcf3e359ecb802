"""What is physical here: the design without a domain, and each of its parts alone."""
