"""What two codings say of one and the same thing: pairs of events, clocks, readings, links, impacts and decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import fmean
from typing import Any

from replay.codebook import Answer
from replay.scoring.matching import NOWHERE, Coding, Match, Matches, jaccard
from replay.timeline import Decision

__all__ = ["Item", "items"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in both codings.

    Attributes
    ----------
    names : Match
        What it is called in A, in B and in the settled file; "" where one has none.
    held : tuple
        What each of the three has of it: an event, a clock with its coding, an answer, and so on; None for nothing.
    """

    names: Match
    held: tuple[Any, Any, Any]


Codings = tuple[Coding, Coding, Coding | None]


def items(codings: Codings, matches: Matches) -> Mapping[str, tuple[Item, ...]]:
    """Return the pairs of each sort: "events", "clocks", "readings", "impacts", "links", "decisions".

    Of events, clocks and readings those that A and B both have; what the settled file lacks is None there. Of impacts
    every side on which either puts one, of links every link that either has between things that both have; of decisions
    the pairs of one camp that share acts, the most in common first.

    Examples
    --------
    >>> import replay
    >>> from replay.scoring.matching import match
    >>> one = Coding(replay.load(replay.example()))
    >>> {sort: len(found) for sort, found in items((one, one, None), match(one, one)).items()}
    {'events': 4, 'clocks': 1, 'readings': 1, 'impacts': 0, 'links': 2, 'decisions': 3}
    """
    things = _Things(codings, matches)
    return {
        "events": tuple(_found(codings, matches.events, lambda coding, name: (coding, coding.timeline.by_id[name]))),
        "clocks": tuple(_found(codings, matches.clocks, lambda coding, name: (coding, coding.timeline.clocks[name]))),
        "readings": tuple(_found(codings, matches.readings, lambda coding, name: (coding, coding.readings[name]))),
        "impacts": tuple(_impacts(codings, matches.events)),
        "links": tuple(_links(codings, things)),
        "decisions": tuple(_decisions(codings, things)),
    }


def _found(codings: Codings, rows: Sequence[Match], get: Any) -> Iterator[Item]:
    for row in rows:
        if row[0] and row[1]:
            first, second, third = (
                get(coding, name) if coding and name else None for coding, name in zip(codings, row, strict=True)
            )
            yield Item(row, (first, second, third))


def _impacts(codings: Codings, rows: Sequence[Match]) -> Iterator[Item]:
    """A size (of several coders the mean) or 0 for each side on which either coding has an impact of the event."""
    for row in rows:
        if not (row[0] and row[1]):
            continue
        told = [
            coding.timeline.by_id[name].impact if coding and name else None
            for coding, name in zip(codings, row, strict=True)
        ]
        for side in codings[0].timeline.sides:
            sizes = [None if impact is None else fmean(impact.get(side, (0.0,))) for impact in told]
            if sizes[0] or sizes[1]:
                a, b, settled = (f"{name}.impact.{side}" if name else NOWHERE for name in row)
                yield Item((a, b, settled), (sizes[0], sizes[1], sizes[2]))


class _Things:
    """What is one thing in both codings, by one of its ids: all that hangs together by rows of the table is one."""

    def __init__(self, codings: Codings, matches: Matches) -> None:
        self._home: dict[tuple[int, str], tuple[int, str]] = {}
        rows = (*matches.events, *matches.clocks)
        for a, b, _ in rows:
            if a and b:
                self._home[self._root((1, b))] = self._root((0, a))
        self.both = {self._root((0, a)) for a, b, _ in rows if a and b}
        self._settled: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
        for a, b, settled in rows:
            for number, name in enumerate((a, b)):
                if name and settled:
                    self._settled[settled].add(self._root((number, name)))

    def _root(self, one: tuple[int, str]) -> tuple[int, str]:
        self._home.setdefault(one, one)
        while self._home[one] != one:
            one = self._home[one]
        return one

    def of(self, number: int, name: str) -> set[tuple[int, str]]:
        """The things that an event or clock of A (0), B (1) or the settled file (2) stands for, in both codings."""
        return (self._settled[name] if number == 2 else {self._root((number, name))}) & self.both


Ends = tuple[tuple[int, str], tuple[int, str]]


def _links(codings: Codings, things: _Things) -> Iterator[Item]:
    """The links that A or B has between two things that both have; of several types the one that both have."""
    told = [_answers(coding, number, things) for number, coding in enumerate(codings)]
    for ends in dict.fromkeys((*told[0], *told[1])):
        types = [one.get(ends, {}) for one in told]
        common = [answer for answer in types[0] if answer in types[1]]
        chosen = [next(iter([answer for answer in common if answer in some] or some), None) for some in types]
        names = [some[answer] if answer else NOWHERE for some, answer in zip(types, chosen, strict=True)]
        yield Item((names[0], names[1], names[2]), (chosen[0], chosen[1], chosen[2]))


def _answers(coding: Coding | None, number: int, things: _Things) -> Mapping[Ends, Mapping[Answer, str]]:
    """The types of the links between two things, each with the first link of that type in the file."""
    found: dict[Ends, dict[Answer, str]] = {}
    for event in coding.timeline.events if coding else ():
        for target, answer in event.answers.items():
            for ends in product(sorted(things.of(number, event.id)), sorted(things.of(number, target))):
                if ends[0] != ends[1]:
                    found.setdefault(ends, {}).setdefault(answer, f"{event.id}.answers.{target}")
    return found


def _decisions(codings: Codings, things: _Things) -> Iterator[Item]:
    """Pairs of decisions of A and B, each with that of the settled file that shares most acts with the one of A."""
    acts = [
        {
            decision.id: (decision, {end for act in decision.acts for end in things.of(number, act)})
            for decision in (coding.timeline.decisions if coding else ())
        }
        for number, coding in enumerate(codings)
    ]
    settled = dict(_sharing(acts[0], acts[2]))
    for x, y in _sharing(acts[0], acts[1]):
        z = settled.get(x, NOWHERE)
        yield Item((x, y, z), (acts[0][x][0], acts[1][y][0], acts[2][z][0] if z else None))


Acts = Mapping[str, tuple[Decision, set[tuple[int, str]]]]


def _sharing(first: Acts, second: Acts) -> list[tuple[str, str]]:
    """Pairs of one camp, by the share of acts in common, then by ids; each decision once."""
    alike = {
        (x, y): share
        for (x, (one, acts)), (y, (other, others)) in product(first.items(), second.items())
        if one.party == other.party and (share := jaccard(acts, others))
    }
    chosen: list[tuple[str, str]] = []
    for x, y in sorted(alike, key=lambda pair: (-alike[pair], pair)):
        if all(x != one and y != other for one, other in chosen):
            chosen.append((x, y))
    order = [*first]
    return sorted(chosen, key=lambda pair: order.index(pair[0]))
