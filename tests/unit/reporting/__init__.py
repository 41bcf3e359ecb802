"""The evaluation's rules, tried on hand-written facts."""
