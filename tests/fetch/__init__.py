"""The fetcher against a site simulator, and the archive."""
