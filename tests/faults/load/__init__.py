"""A steady load of mixed commands over HTTP, and the memory of what was answered."""
