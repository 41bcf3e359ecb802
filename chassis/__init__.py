"""The microservice chassis: plumbing without a word of the domain."""

VERSION = "0.1.0"  # as in pyproject.toml; a test compares them
