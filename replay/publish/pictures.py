"""The figures of what is handed on; one that has no room is left out, and the reason is kept to be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from replay.engine.trace import Trace
from replay.errors import NoRoomError
from replay.figures import FIGURES, Drawing, Layout, Selection, figure

__all__ = ["CHOSEN", "THEORIES", "LeftOut", "makers"]

THEORIES = ("forecasts", "value", "scores")
"""The figures of the theories, the one that a report shows first."""
CHOSEN = ("story", "escalation")
"""The figures of which an author chooses what a report shows of them."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure that has no room, and why."""

    name: str
    why: str

    def __str__(self) -> str:
        return f"The figure “{self.name}” is left out: {self.why}."


def makers(
    trace: Trace, whole: bool = False, selection: Selection | None = None, layout: Layout | None = None
) -> Mapping[str, Callable[[], Sequence[Drawing | LeftOut]]]:
    """Return what makes the figures of a replay, by name: the story, the domains, the escalation, the forecasts.

    Parameters
    ----------
    whole : bool
        With all of `THEORIES`, not the first alone.
    selection : Selection, optional
        Which part of the replay the figures in `CHOSEN` draw; the others draw all of it.
    layout : Layout, optional
        Title, key, axis and size of the figures in `CHOSEN`.

    Raises
    ------
    ValueError
        For a trace without its timeline.
    """
    timeline = trace.coded("draw its figures")
    found: dict[str, Callable[[], Sequence[Drawing]]] = {
        name: partial(_one, trace, name, *((selection, layout) if name in CHOSEN else ())) for name in FIGURES
    }
    if timeline.decisions:
        found |= {name: partial(_of_theories, trace, name) for name in THEORIES[: None if whole else 1]}
    return {name: partial(_tried, name, make) for name, make in found.items()}


def _tried(name: str, make: Callable[[], Sequence[Drawing]]) -> Sequence[Drawing | LeftOut]:
    try:
        return make()
    except NoRoomError as fault:
        return (LeftOut(name, str(fault)),)


def _one(
    trace: Trace, name: str, selection: Selection | None = None, layout: Layout | None = None
) -> Sequence[Drawing]:
    return (figure(trace, name, selection=selection, layout=layout),)


def _of_theories(trace: Trace, name: str) -> Sequence[Drawing]:
    """Nothing if the replay reaches no decision."""
    from replay.figures.theories import contest, theory_figures
    from replay.scoring import case

    found = case(trace)
    return theory_figures(contest([found]), name) if found.choices else ()
