"""One way out for each target: terminal, TeX, HTML, Markdown, CSV and Excel; words, tables and documents as values."""
