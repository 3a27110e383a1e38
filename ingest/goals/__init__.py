"""Goals of reports and plans: from tables of text, lists and sentences to rows."""
