"""Partnerships from proposal to evaluation, through every service at once."""
