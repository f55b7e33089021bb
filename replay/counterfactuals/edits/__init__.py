"""Edits of a timeline as data, and what they make of it: a pure function from timeline and edits to timeline.

A dropped event takes with it what `needs` it, and that what needs those; what only `answers` it stays, unless the edit
says ``responses: drop``. Everything that an edit does not touch keeps the day that it has in the base replay, so
nothing differs before the first edit bites. An edited timeline replays like any other.
"""

from replay.counterfactuals.edits.apply import apply
from replay.counterfactuals.edits.dues import overdue
from replay.counterfactuals.edits.fingerprints import changes, fingerprint, touched
from replay.counterfactuals.edits.vocabulary import (  # fmt: skip
    KINDS,
    RECORD,
    Branches,
    Counterfactual,
    Counterfactuals,
    Cut,
    Drop,
    Edit,
    EditError,
    Insert,
    Replace,
    SetClock,
    SetFate,
    SetOutcome,
    SetReading,
    Shift,
    describe,
    kind_of,
)

__all__ = [
    "KINDS", "RECORD", "Branches", "Counterfactual", "Counterfactuals", "Cut", "Drop", "Edit",
    "EditError", "Insert", "Replace", "SetClock", "SetFate", "SetOutcome", "SetReading", "Shift", "apply", "changes",
    "describe", "fingerprint", "kind_of", "overdue", "touched",
]  # fmt: skip
