"""The reader against hand-checked truth, document by document."""
