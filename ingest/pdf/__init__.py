"""From a page to words, lines and tables; knows geometry and numerals, and only as much of words as regions need."""
