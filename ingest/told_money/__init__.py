"""Amounts of money told in sentences: which line item, scenario and period each is of. Tables are not read here."""
