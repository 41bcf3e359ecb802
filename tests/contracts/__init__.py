"""The published promises: schemas, samples, and the document about them."""
