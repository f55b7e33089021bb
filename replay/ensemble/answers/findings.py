"""What a row of a sweep says in words that can be compared: the findings whose survival is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from replay.codebook import SWITCHES
from replay.ensemble.rows import Cell
from replay.theories import THEORIES
from replay.theories.statistics.reliability import share_interval
from replay.timeline import Timeline

__all__ = [
    "LEAST_SPIRAL", "OUTCOMES", "RIVALS", "Row", "findings", "interval_told", "labels", "named", "question",
    "scores_of", "share_told", "varied", "where",
]  # fmt: skip

Row = Mapping[str, Cell]
"""A row of a sweep, by the names of its columns."""

LEAST_SPIRAL = 3
"""Acts of the least spiral that is one."""

RIVALS = ("uniform", "frequencies", "persistence")
"""What prospect theory is ranked against: the ignorant, and doing the same again."""

_PLAIN: Mapping[str, Cell] = {
    "coder": 0, "draw": 0, "dropped": "", "continuation": 0, "parameter": "",
    **{f"switch:{name}": switch.default for name, switch in SWITCHES.items()},
}  # fmt: skip
"""What a row has in the columns of the axes when nothing is varied."""


def varied(row: Row) -> frozenset[str]:
    """Return the columns in which a row differs from the replay of the file as it is.

    >>> sorted(varied({"draw": 3, "dropped": "", "switch:ends": "hard"}))
    ['draw', 'switch:ends']
    """
    return frozenset(name for name, plain in _PLAIN.items() if name in row and row[name] not in (plain, None))


def where(rows: Sequence[Row], *columns: str) -> list[Row]:
    """Return the rows that differ from the plain replay in these columns at most."""
    return [row for row in rows if varied(row) <= {*columns}]


def scores_of(row: Row) -> dict[str, float]:
    """Return the mean ranked probability score of each theory that has one, in the order of the theories."""
    found = {name: row.get(f"rps:{name}") for name in THEORIES}
    return {name: float(score) for name, score in found.items() if score is not None}


def findings(row: Row) -> dict[str, str]:
    """Return what a row finds, each finding by its name; what the row has no column for, or no score, is left out.

    ``end:CLOCK`` how a clock ends; ``sanctions``; ``settled``; ``spiral`` of three acts or more; ``path_from`` the act
    with which the longest path of escalation begins; ``rank:THEORY`` whether prospect theory does better than it (a
    tie is not better); ``best`` the theory with the least score, of equals the first in the order of the theories.

    Examples
    --------
    >>> findings({"end:june": "lapsed", "sanctions": 2, "rps:prospect": 0.4, "rps:uniform": 0.5})
    {'end:june': 'lapsed', 'sanctions': 'imposed', 'rank:uniform': 'better', 'best': 'prospect'}
    """
    found = {name: str(cell) for name, cell in row.items() if name.startswith("end:") and cell is not None}
    for name, (yes, no, holds) in _FOUND.items():
        if row.get(holds[0]) is not None:
            found[name] = yes if holds[1](row) else no
    if row.get("path_from") is not None:
        found["path_from"] = str(row["path_from"]) or "none"
    scores = scores_of(row)
    if "prospect" in scores:
        for rival in (rival for rival in RIVALS if rival in scores):
            found[f"rank:{rival}"] = "better" if scores["prospect"] < scores[rival] else "not better"
    if scores:
        found["best"] = min(scores, key=lambda name: scores[name])
    return found


def _number(row: Row, name: str) -> float:
    return float(row[name] or 0)


OUTCOMES: Mapping[str, tuple[str, Callable[[Row], bool]]] = {
    "sanctions": ("sanctions", lambda row: _number(row, "sanctions") > 0),
    "settlement": ("settled", lambda row: _number(row, "settled") > 0),
    "spiral": ("spiral", lambda row: _number(row, "spiral") >= LEAST_SPIRAL),
}
"""What may come of a dispute: for each the column that tells, and whether a row has it."""

_FOUND = {
    "sanctions": ("imposed", "not imposed", OUTCOMES["sanctions"]),
    "settled": ("yes", "no", OUTCOMES["settlement"]),
    "spiral": ("yes", "no", OUTCOMES["spiral"]),
}


def question(name: str) -> str:
    """Return a finding as a question with few words.

    >>> question("end:june"), question("rank:uniform")
    ('how clock june ends', 'prospect theory against uniform')
    """
    kind, _, rest = name.partition(":")
    words = {
        "end": f"how clock {rest} ends", "rank": f"prospect theory against {rest}", "sanctions": "sanctions",
        "settled": "settled", "spiral": "a spiral of three acts or more",
        "path_from": "the first act of the longest path", "best": "the theory with the best score",
    }  # fmt: skip
    return words[kind]


def labels(timeline: Timeline) -> dict[str, str]:
    """Return the label of each act that has one."""
    return {event.id: event.label for event in timeline.events if event.label}


def named(act: str, names: Mapping[str, str]) -> str:
    """Return an act by its label, if it has one, and its id.

    >>> named("list", {"list": "the list of goods"}), named("list", {})
    ('"the list of goods" (list)', 'list')
    """
    return f'"{names[act]}" ({act})' if act in names else act


def share_told(hits: int, n: int) -> str:
    """Return a share in words, with its interval of 95 %.

    >>> share_told(5, 10)
    '5 of 10 (50 %, 95 % interval 24 to 76 %)'
    """
    return f"{hits} of {n} ({100 * hits / n:.0f} %, {interval_told(*share_interval(hits, n))})"


def interval_told(low: float, high: float) -> str:
    """Return an interval of 95 % of a share in words.

    >>> interval_told(0.237, 0.763)
    '95 % interval 24 to 76 %'
    """
    return f"95 % interval {100 * low:.0f} to {100 * high:.0f} %"
