"""Rules as data, judged by Great Expectations: residuals in, verdicts out.

`rules` loads and exports the rules, `judge` turns the residuals that the warehouse left as Parquet into verdicts,
`verdict` holds the result type and writes it. Nothing here reads a report or opens the warehouse.
"""
