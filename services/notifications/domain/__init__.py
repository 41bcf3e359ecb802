"""Who is told what, and what an attempt to tell them amounts to: pure rules."""
