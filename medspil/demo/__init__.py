"""Two policy years of three business improvement districts, played over HTTP."""
