"""Lets `python -m medspil` be the command line."""

from medspil.cli import app

app()
