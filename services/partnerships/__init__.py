"""Owns what a partnership is, and every step of its life."""
