"""Tables of a replay, and tables as CSV, Markdown, LaTeX and Excel."""

from replay.tables.content import PRINTED, TABLES, claims, clocks, events, links, readings_table, scores
from replay.tables.text import csv_text, latex_text, markdown_text
from replay.tables.values import Cell, Column, Table, shown

__all__ = [
    "PRINTED", "TABLES", "Cell", "Column", "Table", "claims", "clocks", "csv_text", "events", "latex_text", "links",
    "markdown_text", "readings_table", "scores", "shown",
]  # fmt: skip
