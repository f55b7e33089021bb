"""What is to be replayed how often: axes that multiply, as data with a digest, and every case by its number.

A case is one replay with its findings: which coding, which dates, which act left out, how it goes on from a day, which
switches and parameters. Cases are numbered from 0; the axes count like the digits of a number, in the order of `AXES`,
the last the fastest, so that what differs in switches alone shares a replay. Chance is seeded by the seed and the
number on the axis alone: a case is the same whoever computes it, and in whatever order.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from itertools import combinations, product
from math import prod
from types import MappingProxyType
from typing import Any

from replay.codebook import SWITCHES, Switches
from replay.dates import day as parse_day
from replay.errors import RefusalError, ReplayError, closest
from replay.theories import PARAMETERS, THEORIES, UnknownTheoryError

__all__ = ["AXES", "Axes", "Choice", "Specification", "chance_of", "faults", "switches_of"]

AXES: Mapping[str, str] = MappingProxyType(
    {
        "coders": "each coding of the dispute",
        "dates": "dates drawn within their bounds and the coded order",
        "drops": "each act left out, one at a time or in pairs",
        "continuations": "acts from a day on drawn from a theory",
        "parameters": "each parameter of the theories at the ends of its range, one at a time",
        "switches": "the settings of every switch of the model, all together",
    }
)
"""What can be varied, from the slowest to the fastest."""

_VERSION = 2
"""Raised when the same specification gives other rows."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A case: its place on each axis.

    Attributes
    ----------
    number : int
        From 0.
    coder : int
        Number of the coding; 0 is the file itself.
    draw : int
        Number of the draw of dates, from 1; 0 for the dates of the plain replay.
    dropped : tuple[str, ...]
        Acts that are left out.
    continuation : int
        From 1; 0 for the record.
    parameter : tuple[str, float] or None
        What is not at its default.
    switches : tuple[tuple[str, str], ...]
        Those that are not at their default.
    """

    number: int
    coder: int = 0
    draw: int = 0
    dropped: tuple[str, ...] = ()
    continuation: int = 0
    parameter: tuple[str, float] | None = None
    switches: tuple[tuple[str, str], ...] = ()

    @property
    def replay(self) -> tuple[int, int, tuple[str, ...], int]:
        """What the replay itself depends on."""
        return self.coder, self.draw, self.dropped, self.continuation


@dataclass(frozen=True, slots=True)
class Specification:
    """What is to be varied.

    Attributes
    ----------
    over : tuple[str, ...]
        Keys of `AXES`.
    draws : int
        Draws of dates.
    continuations : int
    since : str
        First day, as YYYY-MM-DD, from which decisions are drawn anew; "" for all of them.
    theory : str
        From whose probabilities.
    pairs : bool
        Whether also every pair of acts is left out.
    share : float
        Share of all settings of the switches together, drawn by chance, above 0, up to 1.
    seed : int
    dates : {"earliest", "middle", "latest"}
        Where imprecise dates are put that are not drawn.

    Raises
    ------
    RefusalError
        For an axis that there is not, a number out of range, or a day that is none.

    Examples
    --------
    >>> Specification(("drops", "dates"), draws=10).told()
    {'over': ['drops', 'dates'], 'draws': 10}
    """

    over: tuple[str, ...] = ()
    draws: int = 200
    continuations: int = 100
    since: str = ""
    theory: str = "prospect"
    pairs: bool = False
    share: float = 1.0
    seed: int = 1
    dates: str = "middle"

    def __post_init__(self) -> None:
        for _, fault in faults({one.name: getattr(self, one.name) for one in fields(self)}):
            raise fault

    def told(self) -> dict[str, object]:
        """Return what differs from the defaults, as plain values."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        plain = {key: [*value] if isinstance(value, tuple) else value for key, value in found.items()}
        return {one.name: plain[one.name] for one in fields(self) if found[one.name] != one.default}

    def digest(self, files: Sequence[str]) -> str:
        """Return the SHA-256 of the specification, with the digests of the files that it is for, in their order."""
        said = {"version": _VERSION, "files": [*files], **{one.name: getattr(self, one.name) for one in fields(self)}}
        return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


_RANGES = {"draws": (1, 10**7), "continuations": (1, 10**7), "seed": (0, 2**53)}
_DATES = ("earliest", "middle", "latest")


def faults(given: Mapping[str, Any]) -> Iterator[tuple[str, ReplayError]]:
    """Yield what is wrong with values of fields of a specification, each with the name of its field.

    Examples
    --------
    >>> [(name, str(fault)) for name, fault in faults({"draws": 0, "share": 0.5})]
    [('draws', 'draws is 0; allowed: 1 to 10,000,000')]
    """
    for name, value in given.items():
        try:
            _FAULTS[name](value) if name in _FAULTS else _in_range(name, value)
        except ReplayError as fault:
            yield name, fault


def _in_range(name: str, value: float) -> None:
    low, high = _RANGES.get(name, (value, value))
    if not low <= value <= high:
        raise RefusalError(f"{name} is {value}; allowed: {low} to {high:,}")


def _over(names: Sequence[str]) -> None:
    for name in names:
        if name not in AXES:
            raise RefusalError(
                f"nothing to vary is called '{name}'{closest(name, AXES) or ';'} allowed: {', '.join(AXES)}"
            )
    if len({*names}) < len(names):
        raise RefusalError(f"the same is varied twice: {', '.join(names)}; allowed: each once")


def _share(share: float) -> None:
    if not 0 < share <= 1:
        raise RefusalError(f"share is {share:g}; allowed: above 0, up to 1")


def _dates(dates: str) -> None:
    if dates not in _DATES:
        raise RefusalError(f"dates is '{dates}'; allowed: {', '.join(_DATES)}")


def _theory(theory: str) -> None:
    if theory not in THEORIES:
        raise UnknownTheoryError(theory, THEORIES)


def _since(since: str) -> None:
    if since:
        parse_day(since)


_FAULTS: Mapping[str, Callable[[Any], None]] = {
    "over": _over, "share": _share, "dates": _dates, "theory": _theory, "since": _since,
}  # fmt: skip


class Axes:
    """The axes of a specification for one dispute, and its cases by number.

    Parameters
    ----------
    asked : Specification
    acts : sequence of str
        Ids of the acts of the dispute, in the order of the file.
    coders : int
        How many codings there are.

    Examples
    --------
    >>> axes = Axes(Specification(("drops", "dates"), draws=2), ["a", "b"])
    >>> len(axes), axes[0].dropped, axes[8].dropped, axes[8].draw
    (9, (), ('b',), 2)
    """

    asked: Specification
    acts: Sequence[str]
    coders: int = 1

    def __init__(self, asked: Specification, acts: Sequence[str], coders: int = 1) -> None:
        drops: list[tuple[str, ...]] = [(), *((name,) for name in acts)]
        places: dict[str, Sequence[object]] = {
            "coders": range(coders),
            "dates": range(asked.draws + 1),
            "drops": [*drops, *(combinations(acts, 2) if asked.pairs else ())],
            "continuations": range(asked.continuations + 1),
            "parameters": [*_parameters()],
            "switches": [*_switches(asked.share, asked.seed)] if "switches" in asked.over else [],
        }
        self._places = {name: places[name] for name in AXES if name in asked.over}

    def __len__(self) -> int:
        return prod(len(places) for places in self._places.values())

    def __getitem__(self, number: int) -> Choice:
        if not 0 <= number < len(self):
            raise IndexError(number)
        found: dict[str, object] = {}
        rest = number
        for name in reversed(self._places):
            rest, at = divmod(rest, len(self._places[name]))
            found[_FIELDS[name]] = self._places[name][at]
        return Choice(number, **found)  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[Choice]:
        return (self[number] for number in range(len(self)))


_FIELDS = {
    "coders": "coder", "dates": "draw", "drops": "dropped", "continuations": "continuation", "parameters": "parameter",
    "switches": "switches",
}  # fmt: skip


def _parameters() -> Iterator[tuple[str, float] | None]:
    """The defaults, then each parameter at either end of its range."""
    yield None
    for name, known in PARAMETERS.items():
        yield from ((name, end) for end in (known.low, known.high) if end != known.default)


def _switches(share: float, seed: int) -> Iterator[tuple[tuple[str, str], ...]]:
    """Every setting of all switches together, the defaults first.

    Of a share below 1 those that chance picks, and all in which one switch alone is not at its default.
    """
    names = [*SWITCHES]
    settings = [
        [SWITCHES[name].default, *(s for s in SWITCHES[name].settings if s != SWITCHES[name].default)] for name in names
    ]
    for n, chosen in enumerate(product(*settings)):
        changed = tuple(
            (name, setting) for name, setting in zip(names, chosen, strict=True) if setting != SWITCHES[name].default
        )
        if len(changed) < 2 or share == 1 or chance_of(seed, "switches", n).random() < share:
            yield changed


def chance_of(seed: int, axis: str, number: int) -> random.Random:
    """Return the source of chance of a place on an axis; the same on every machine.

    >>> chance_of(1, "dates", 3).random() == chance_of(1, "dates", 3).random()
    True
    """
    return random.Random(int.from_bytes(sha256(f"{seed}/{axis}/{number}".encode()).digest()[:8], "big"))


def switches_of(choice: Choice) -> Switches:
    """Return the switches of a case."""
    return Switches.given(dict(choice.switches))
