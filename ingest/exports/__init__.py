"""Exports: workbooks, CSV files and tables on pages, under one cell contract. What columns mean is declared in YAML."""
