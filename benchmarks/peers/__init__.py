"""Other ways to do the same job, each in its best-case form and a venv of its own."""
