"""Disputes from elsewhere and for elsewhere: workbooks, foreign tables, other formats."""
