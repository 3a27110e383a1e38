-- grain: one goal in one document; empty until a reader of goals exists
{{ empty_table() }}
