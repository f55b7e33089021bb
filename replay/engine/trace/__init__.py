"""The product of a replay: an immutable record of entries, as text, as a table, as clock histories.

Everything else (graph, charts, tables) is a projection of a `Trace`. Entries are kept in columns
and made into `Entry` values when they are looked at, so a kept entry costs well under 200 bytes.
"""

from replay.engine.trace.columns import Trace
from replay.engine.trace.entries import (
    ACTED,
    CODES,
    ENDS,
    HANDLED,
    MET,
    RUN_OUT,
    STARTS,
    WIDTH,
    ClockHistory,
    Clocks,
    Entry,
    Kind,
    State,
    Subject,
)
from replay.timeline.schedule import Phase

__all__ = [
    "ACTED", "CODES", "ENDS", "HANDLED", "MET", "RUN_OUT", "STARTS", "WIDTH", "ClockHistory", "Clocks",
    "Entry", "Kind", "Phase",
    "State", "Subject", "Trace",
]  # fmt: skip
