"""Owns gatherings: what people are invited to and attend."""
