"""The annual evaluation as a document: words, charts, tables, and the printed page."""
