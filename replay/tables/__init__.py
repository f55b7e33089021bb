"""Tables of a replay, and tables as CSV, Markdown, LaTeX and Excel: one module for each thing that is told of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from replay.engine.trace import Trace
from replay.text.table import Cell, Column, Table, cell_text
from replay.text.tabletext import csv_text, latex_text, markdown_text

if TYPE_CHECKING:
    from replay.tables.claims import claims_table
    from replay.tables.clocks import clocks_table
    from replay.tables.domains import readings_table
    from replay.tables.events import events_table
    from replay.tables.graph import links_table
    from replay.tables.ledger import ledger_table
    from replay.tables.scores import scores_table

__all__ = [
    "PRINTED", "TABLES", "Cell", "Column", "Table", "cell_text", "claims_table", "clocks_table", "csv_text",
    "events_table", "latex_text", "ledger_table", "links_table", "markdown_text", "printed",
    "readings_table", "scores_table",
]  # fmt: skip

_HOMES = {
    "events": ("events", False), "clocks": ("clocks", False), "ledger": ("ledger", True), "links": ("graph", False),
    "readings": ("domains", False), "scores": ("scores", True), "claims": ("claims", True),
}  # fmt: skip
"""By name of a table: the module that makes it, loaded when it is wanted, and whether it is made of many replays."""


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name.removesuffix("_table"))
    if home is None or not name.endswith("_table"):
        raise AttributeError(f"module 'replay.tables' has no attribute {name!r}")
    return globals().setdefault(name, getattr(import_module(f"replay.tables.{home[0]}"), name))


def _maker(name: str, of_many: bool) -> Callable[[Trace], Table]:
    def made(trace: Trace) -> Table:
        table: Table = __getattr__(f"{name}_table")([trace] if of_many else trace)
        return table

    return made


TABLES: Mapping[str, Callable[[Trace], Table]] = MappingProxyType(
    {name: _maker(name, of_many) for name, (_, of_many) in _HOMES.items()}
)
"""Makers of tables by name."""

PRINTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "events": ("date", "actor", "recipient", "act", "summary", "source"),
        "clocks": ("label", "kind", "who", "to_whom", "what", "worth", "unit", "set", "due", "ended", "how"),
        "ledger": (
            "who",
            "whom",
            "measure_words",
            "worth",
            "unit",
            "announced",
            "due",
            "fate_words",
            "days",
            "if_done",
        ),
        "links": ("source_date", "source", "type", "target_date", "target", "rise", "days"),
        "readings": ("party", "date", "level", "trend", "computed", "summary", "source"),
        "scores": (
            "question",
            "theory",
            "n",
            "rps",
            "hits",
            "skill_uniform",
            "skill_frequencies",
            "difference",
            "p",
        ),
        "claims": ("says", "theory", "wanted", "computed", "agrees"),
    }
)
"""The columns of each table that fit on a printed page; the files for programs hold all of them."""


_FOLDED: Mapping[str, tuple[tuple[str, str, str, str], ...]] = MappingProxyType(
    {
        "clocks": (
            ("label", "kind", "{} ({})", "Name (kind)"), ("who", "to_whom", "{} → {}", "Who → to whom"),
            ("worth", "unit", "{} {}", "Worth"), ("ended", "how", "{}: {}", "Ended: how"),
        ),
        "ledger": (
            ("who", "whom", "{} → {}", "Who → whom"), ("worth", "unit", "{} {}", "Worth"),
            ("fate_words", "days", "{} (after {} days)", "What became of it"),
        ),
        "scores": (("question", "n", "{}, n\u00a0=\u00a0{}", "Decisions"),),
    }
)  # fmt: skip
"""Pairs of columns that stand in one where they are printed, how, and the heading of it."""


def printed(table: Table) -> Table:
    """Return a table with the columns that fit on a printed page and hold something; some pairs stand in one column.

    >>> columns = Column("worth", "Worth"), Column("unit", "Unit")
    >>> Table("t", "T", columns, ((5, "USD"), (None, None))).folded("worth", "unit", "{} {}", "Worth").rows
    (('5 USD',), (None,))
    """
    made = (table.only(PRINTED[table.name]) if table.name in PRINTED else table).filled()
    for first, second, form, words in _FOLDED.get(table.name, ()):
        made = made.folded(first, second, form, words)
    return made
