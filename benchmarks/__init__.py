"""How fast, how dear, how steady: limits, peers and the product in one run."""
