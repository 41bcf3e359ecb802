"""Reporting owns the policy catalogue, the facts and the annual evaluation."""
