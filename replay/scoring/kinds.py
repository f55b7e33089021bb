"""The kinds of coding that are set side by side: what is coded, on which scale, and when two codings agree on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from replay.codebook import Tactic
from replay.dates import When
from replay.scoring.matching import jaccard, overlap
from replay.theories import ORDER

__all__ = ["DAY_IN_COMMON", "KINDS", "SAME_SPAN", "Kind", "Rating", "numbers"]

Rating = tuple[Any, Any]
"""What A and what B has."""
DAY_IN_COMMON, SAME_SPAN = "date: spans overlap", "date: same span"


def _equal(x: Any, y: Any) -> float | None:
    return float(x == y)


def _both(x: Any, y: Any) -> float | None:
    """Whether they are equal, where both have something; not counted else."""
    return None if x is None or y is None else float(x == y)


def _present(x: Any, y: Any) -> list[Rating]:
    return [(x, y)] if x is not None and y is not None else []


def _word(value: Any) -> str:
    return "none" if value is None or value == "" else str(getattr(value, "value", value))


def _words(value: frozenset[Any]) -> str:
    return ", ".join(sorted(_word(one) for one in value)) or "none"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of coding, and how two values of it are set against each other.

    Attributes
    ----------
    what, of : str
        Its name, and the sort of pairs it is about: a key of `replay.scoring.counterparts.items`.
    value : callable
        What one coding says, from what it holds of the thing.
    scale : str
        Level of measurement for alpha (`nominal`, `ordinal`, `interval`), "" where there is none.
    agrees : callable
        From both values, 0 to 1, or None where the pair does not count.
    ratings : callable
        From both values, the pairs of ratings of which kappa and alpha are made.
    number : callable
        From a rating, its place on an ordered scale.
    says : callable
        A value in words, as coded.
    same : callable
        What must be equal for two values to be the same, where that is not the value.
    partly : bool
        Whether two values may agree in part.
    absence : bool
        Whether that a file has no such thing is itself an answer.
    """

    what: str
    of: str
    value: Callable[[Any], Any]
    scale: str = ""
    agrees: Callable[[Any, Any], float | None] = _equal
    ratings: Callable[[Any, Any], list[Rating]] = _present
    number: Callable[[Any], float] | None = None
    says: Callable[[Any], str] = _word
    same: Callable[[Any], Any] = lambda value: value
    partly: bool = False
    absence: bool = False


def _parties(field: str, held: Any) -> tuple[str, str]:
    """The parties that a field names as both files know them, whatever their order, and as coded."""
    coding, event = held
    named = getattr(event, field)
    return ", ".join(sorted(coding.known(named))), named or ""


def _known(value: Any) -> Any:
    return value[0]


def _last(value: Any) -> str:
    return _word(value[1])


def _same_first(x: Any, y: Any) -> float | None:
    return float(x[0] == y[0])


def _first(x: Any, y: Any) -> list[Rating]:
    return [(x[0], y[0])]


def _dates(held: Any) -> tuple[tuple[int, int], str]:
    coding, event = held
    return coding.bounds[event.id], event.date.text


def _due(held: Any) -> tuple[int | None, str]:
    coding, clock = held
    day = coding.dues.get(clock.id)
    coded = str(clock.due.text)
    said = coding.dues_in_words.get(clock.id, coded)
    return day, coded if day is None or coded == said or isinstance(clock.due, When) else f"{coded} ({said})"


def _tactics(x: frozenset[Tactic], y: frozenset[Tactic]) -> list[Rating]:
    return [(tactic in x, tactic in y) for tactic in Tactic]


KINDS: tuple[Kind, ...] = (
    Kind("act", "events", lambda held: held[1].act, "nominal"),
    Kind("rung", "events", lambda held: held[1].act.rung, "ordinal", number=float),
    Kind("actor", "events", partial(_parties, "actor"), "nominal", _same_first, _first, says=_last, same=_known),
    Kind("recipient", "events", partial(_parties, "recipient"), "nominal", _same_first, _first, says=_last,
         same=_known),
    Kind(DAY_IN_COMMON, "events", _dates, agrees=lambda x, y: float(overlap(x[0], y[0])),
         says=lambda value: str(value[1]), same=lambda value: value[0]),
    Kind(SAME_SPAN, "events", _dates, agrees=lambda x, y: float(x[0] == y[0]),
         says=lambda value: str(value[1]), same=lambda value: value[0]),
    Kind("tactics", "events", lambda held: frozenset(held[1].tactics), "nominal", jaccard, _tactics, says=_words,
         partly=True),
    Kind("strategy, if any", "events", lambda held: held[1].strategy is not None, "nominal",
         says=lambda value: "some" if value else "none"),
    Kind("strategy", "events", lambda held: held[1].strategy, "ordinal", _both, number=ORDER.index),
    Kind("link, if any", "links", lambda held: held is not None, absence=True,
         says=lambda value: "link" if value else "none"),
    Kind("link: type", "links", lambda held: held, "nominal", _both),
    Kind("clock: due day", "clocks", _due, agrees=lambda x, y: float(x[0] == y[0]),
         says=lambda value: str(value[1]), same=lambda value: value[0]),
    Kind("clock: kind", "clocks", lambda held: held[1].kind, "nominal"),
    Kind("clock: end", "clocks", lambda held: held[1].record, "nominal"),
    Kind("reading: level", "readings", lambda held: held[1].level, "ordinal", number=lambda level: level.position),
    Kind("decision: what was done", "decisions", lambda held: held.did, "ordinal", number=ORDER.index),
    Kind("decision: options", "decisions", lambda held: frozenset(held.options), agrees=jaccard, says=_words,
         partly=True),
    Kind("decision: widest spread", "decisions", lambda held: held.spread, "ordinal", number=float),
    Kind("impact, if any", "impacts", bool, says=lambda value: "some" if value else "none"),
    Kind("impact: size", "impacts", lambda held: held or None, "interval", _both, number=float),
)  # fmt: skip
"""Every kind of coding that is compared, in the order of the tables."""


def numbers(kind: Kind, groups: Sequence[Sequence[Rating]]) -> list[list[tuple[float, float]]]:
    """Return ratings as numbers: places on the scale, or, on none, places among the words that occur."""
    if kind.number:
        return [[(kind.number(x), kind.number(y)) for x, y in group] for group in groups]
    words = sorted({_word(value) for group in groups for pair in group for value in pair})
    place = {word: float(n) for n, word in enumerate(words)}
    return [[(place[_word(x)], place[_word(y)]) for x, y in group] for group in groups]
