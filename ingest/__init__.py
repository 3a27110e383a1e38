"""Bytes to facts with provenance.

Knows nothing of Dagster, dbt, Great Expectations or the warehouse file. The package re-exports nothing.
"""

__version__ = "0.1.0"
