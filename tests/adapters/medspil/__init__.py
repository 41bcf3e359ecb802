"""The launcher and the operator's commands, on servers of their own."""
