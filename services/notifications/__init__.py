"""Owns contacts, and who is told what and when."""
