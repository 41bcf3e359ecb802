"""The rules about gatherings: planning, inviting, answering, meeting."""
