"""Properties of the reader, over generated input."""
