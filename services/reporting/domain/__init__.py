"""The rules of the annual evaluation, free of databases and documents."""
