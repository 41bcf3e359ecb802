"""Reporting against a real database, and as real documents."""
