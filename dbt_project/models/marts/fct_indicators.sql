-- grain: one answer or share of one survey question; empty until a reader of surveys exists
{{ empty_table() }}
