-- grain: one count or share of participants; empty until a reader of participant tables exists
{{ empty_table() }}
