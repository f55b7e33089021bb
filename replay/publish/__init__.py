"""What is handed on: a report as one page, a deposit as one archive."""
