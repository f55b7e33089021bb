"""Tables of a replay, and tables as CSV, Markdown, LaTeX and Excel."""

from replay.tables.content import PRINTED, TABLES, claims, clocks, events, links, readings_table, scores
from replay.text.table import Cell, Column, Table, shown
from replay.text.tabletext import csv_text, latex_text, markdown_text

__all__ = [
    "PRINTED", "TABLES", "Cell", "Column", "Table", "claims", "clocks", "csv_text", "events", "latex_text", "links",
    "markdown_text", "readings_table", "scores", "shown",
]  # fmt: skip
