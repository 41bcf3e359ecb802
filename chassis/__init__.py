"""The microservice chassis: plumbing without a word of the domain."""
