"""Compares what was answered with what is stored, streamed, projected and mailed."""
