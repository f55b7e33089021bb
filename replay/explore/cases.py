"""What the explorer shows: a dispute with its counterfactuals, made from files elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from replay.counterfactuals.edits import Counterfactual
from replay.counterfactuals.view import View as Replayed
from replay.engine import run
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

    @cached_property
    def record(self) -> Replayed:
        """The replay of what is coded, made once."""
        return Replayed(run(self.timeline))

    def named(self, name: str) -> Counterfactual | None:
        """Return a counterfactual by its name; None if there is none."""
        return next((one for one in self.counterfactuals if one.name == name), None)

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields alone, without what was computed from them, nor the places in the file."""
        kept = {one.name: getattr(self, one.name) for one in fields(self)}
        return kept | {"timeline": replace(self.timeline, marks={})}
