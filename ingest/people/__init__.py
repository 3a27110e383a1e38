"""Participant tables of reports: found by their words, read by their words and places."""
