"""What the explorer shows: a dispute with its counterfactuals, made from files elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from replay.counterfactuals.edits import Counterfactual
from replay.counterfactuals.view import View as Replayed
from replay.engine import run
from replay.explore.address import View, of_edits
from replay.timeline import Timeline

__all__ = ["Case"]


@dataclass(frozen=True)
class Case:
    """A dispute that the explorer shows.

    Attributes
    ----------
    name : str
        Its name in the address.
    timeline : Timeline
    counterfactuals : tuple[Counterfactual, ...]
        Those that are on offer, in the order of their files.
    items : Mapping[str, Mapping[str, Any]]
        The edits of these as their edit file has them, as plain values, by the names of the edits.
    file : str
        Name of the event file, without a folder.
    own : frozenset[str]
        Names of counterfactuals from an edit file that does not come with the event file: addresses hold their edits.

    Examples
    --------
    >>> import replay
    >>> case = Case("example", replay.load(replay.example()))
    >>> len(case.record.trace) > 0
    True
    """

    name: str
    timeline: Timeline
    counterfactuals: tuple[Counterfactual, ...] = ()
    items: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    file: str = ""
    own: frozenset[str] = frozenset()

    @cached_property
    def record(self) -> Replayed:
        """The replay of what is coded, made once."""
        return Replayed(run(self.timeline))

    @cached_property
    def _read(self) -> dict[str, Case]:
        """The case as each party reads it that was asked for."""
        return {}

    def read_by(self, party: str) -> Case:
        """Return the case in which disputed ends of clocks are as one party reads them; "" for as they are coded.

        Raises
        ------
        RefusalError
            If no end of a clock is read by that party.
        """
        if party and party not in self._read:
            self._read[party] = replace(self, timeline=self.timeline.read_by(party))
        return self._read[party] if party else self

    def asked(self, name: str) -> View:
        """Return what asks for a counterfactual: its name, or its edits where others do not have its file."""
        found = self.named(name)
        whole = of_edits(self.name, found.title, found.edits) if found and name in self.own else None
        return whole or View(self.name, name)

    def named(self, name: str) -> Counterfactual | None:
        """Return a counterfactual by its name; None if there is none."""
        return next((one for one in self.counterfactuals if one.name == name), None)

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields alone, without what was computed from them, nor the places in the file."""
        kept = {one.name: getattr(self, one.name) for one in fields(self)}
        return kept | {"timeline": replace(self.timeline, marks={})}
