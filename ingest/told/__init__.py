"""Counts told in sentences: of people, and of goals by status."""
