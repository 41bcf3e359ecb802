"""The routes of partnerships, one module for each resource."""
