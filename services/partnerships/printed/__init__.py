"""A version of an agreement as a document that people keep on paper."""
