"""Draws sample exports (workbooks and CSV files) with their truth; see samples.py."""
