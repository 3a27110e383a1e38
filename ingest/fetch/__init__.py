"""Finds documents on the associations' sites and pulls them politely. Knows nothing of what they hold."""
