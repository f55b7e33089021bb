"""What in one coding stands for what in another: events, clocks, readings and decisions matched by a written rule.

The rule. Two events can be the same only if their spans overlap or lie at most `Sizes.reach` days apart. How alike they
are is a weighted mean, from 0 to 1, of five parts (`Sizes` has the weights and why):

- date: 1 if the spans overlap, else falling evenly with the days between them to 0 beyond the reach;
- actor, recipient: parties in common of all parties named (Jaccard's share), 1 if neither file names any;
- words: the same of the words of label and summary, each taken by its first `Sizes.stem` letters and weighted by
  log((N + 1) / n), n of all N events of both files having it, so that names and words that stand everywhere count
  little, and yet two texts that are the same are so in the smallest file;
- act: 1 for the same, a half for another on the same rung.

Pairs that are more alike than the threshold are taken best first; ties go to the earlier date in A, then in B, then to
ids in order. Each event is taken once. An event that is left over and is more alike than the threshold to one that is
taken is proposed as a part of that one (a split): the proposal is listed and changes nothing until somebody writes it
down. No size was fitted to the shipped tables of matches, which measure the rule (docs/agreement.md).

Clocks are matched likewise by whether their setters are matched, due day, kind and words; readings by party (which must
be the same) and date; decisions by camp (which must be the same) and the acts that carry them out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import fsum, log
from typing import Any

from replay.dates import When
from replay.domain import day_bounds
from replay.engine import run
from replay.engine.days import Days
from replay.engine.trace import Trace
from replay.timeline import Event, Reading, Timeline, members
from replay.timeline.schedule import spans

__all__ = [
    "NOWHERE",
    "SIZES",
    "Coding",
    "Match",
    "Matches",
    "Sizes",
    "Split",
    "jaccard",
    "match",
    "matched_events",
    "overlap",
]

Match = tuple[str, str, str]
"""Ids of one thing in coding A, in coding B and in the settled file; "" where one lacks it."""
NOWHERE = ""
Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Weights, reach and threshold of the rule, each by argument.

    Attributes
    ----------
    words : float
        4: of what one party did to another in one week only the words tell one thing from the next.
    date, actor : float
        2 each: when and who are what any two coders of one source see alike.
    recipient, act : float
        1 each: half, since a recipient is often left out, and since agreement on acts is what is to be measured: a
        match that rested on them would bring it about.
    threshold : float
        0.5, to be exceeded: date, actor and recipient alone come to 5 of 10; something in words or act must speak too.
    reach : int
        31 days: a month is the coarsest unit by which codings of one dated report differ.
    stem : int
        5 letters: "sanctions" and "sanctioned" are one word.
    """

    words: float = 4.0
    date: float = 2.0
    actor: float = 2.0
    recipient: float = 1.0
    act: float = 1.0
    threshold: float = 0.5
    reach: int = 31
    stem: int = 5

    @property
    def whole(self) -> float:
        """Sum of the weights of events."""
        return self.words + self.date + self.actor + self.recipient + self.act


SIZES = Sizes()


@dataclass(frozen=True)
class Coding:
    """One coding of a dispute with what matching and agreement ask of it.

    Attributes
    ----------
    timeline : Timeline
    common : frozenset[str] or None
        Ids of parties that all files have which are compared; a party with another id is known by its name. None: all.
    """

    timeline: Timeline
    common: frozenset[str] | None = None

    @classmethod
    def together(cls, *timelines: Timeline) -> tuple[Coding, ...]:
        """Codings that are to be compared with each other."""
        common = frozenset.intersection(*(frozenset(one.parties) for one in timelines))
        return tuple(cls(one, common) for one in timelines)

    def known(self, parties: str | None) -> frozenset[str]:
        """Parties named in a field as all files know them, whatever their order.

        >>> import replay
        >>> sorted(Coding(replay.load(replay.example()), frozenset({"US"})).known("US+KR"))
        ['US', 'korea']
        """
        return frozenset(
            name if self.common is None or name in self.common else self.timeline.parties[name].name.casefold()
            for name in members(parties)
        )

    @cached_property
    def bounds(self) -> Mapping[str, Bounds]:
        """First and last possible day of each event as written; of a relative date and an open end, by the rules."""
        narrowed = spans(self.timeline)
        return {event.id: _written(event, narrowed[event.id]) for event in self.timeline.events}

    @cached_property
    def trace(self) -> Trace:
        """The replay."""
        return run(self.timeline)

    @cached_property
    def dues(self) -> Mapping[str, int | None]:
        """First due day of each clock that the replay sets."""
        return {history.id: history.dues[0][1] for history in self.trace.clocks()}

    @cached_property
    def dues_in_words(self) -> Mapping[str, str]:
        """First due date of each of these clocks in words, as coded."""
        days = Days(self.trace)
        return {clock: days.dues(clock)[0] for clock in self.dues}

    @cached_property
    def readings(self) -> Mapping[str, Reading]:
        """Readings by id."""
        return {reading.id: reading for reading in self.timeline.readings}

    @cached_property
    def spans(self) -> Mapping[str, Bounds]:
        """First and last day of each reading, as written."""
        found = {name: day_bounds(self.timeline, reading.date) for name, reading in self.readings.items()}
        return {name: (first, last) for name, (first, _, last) in found.items()}


@dataclass(frozen=True, slots=True)
class Split:
    """A proposal: the event `part` of one coding ("a" or "b") is a part of `whole` in the other; how alike they are."""

    coding: str
    part: str
    whole: str
    alike: float


@dataclass(frozen=True, slots=True)
class Matches:
    """What belongs together, in the order of coding A, and the splits that are proposed, best first.

    Each row of `events`, `clocks` and `readings` is a `Match`. An event may stand in several rows of a table that a
    person wrote; the rule gives each one row.
    """

    events: tuple[Match, ...]
    clocks: tuple[Match, ...] = ()
    readings: tuple[Match, ...] = ()
    splits: tuple[Split, ...] = field(default=())

    @classmethod
    def of_rows(cls, rows: Iterable[Match], a: Timeline, b: Timeline, settled: Timeline | None = None) -> Matches:
        """Return the rows of a table, each under every kind of which one of its ids is.

        Examples
        --------
        >>> import replay
        >>> example = replay.load(replay.example())
        >>> found = Matches.of_rows([("demand", "demand", ""), ("sanctions", "", "")], example, example)
        >>> found.events, found.clocks
        ((('demand', 'demand', ''),), (('sanctions', '', ''),))
        """
        files, kept = (a, b, settled), list(dict.fromkeys(rows))

        def having(ids: Callable[[Timeline], AbstractSet[str]]) -> tuple[Match, ...]:
            known = [ids(file) if file else frozenset() for file in files]
            cut = [tuple(x if x in names else NOWHERE for x, names in zip(row, known, strict=True)) for row in kept]
            return tuple(dict.fromkeys((x, y, z) for x, y, z in cut if x or y or z))

        return cls(
            having(lambda file: file.by_id.keys()), having(lambda file: file.clocks.keys()),
            having(lambda file: {reading.id for reading in file.readings}),
        )  # fmt: skip


def match(a: Coding, b: Coding, settled: Coding | None = None, sizes: Sizes = SIZES) -> Matches:
    """Match two codings by the rule of this module, and both with the settled file.

    A row of A and B has the settled counterpart of either; none where the two have different ones. What only one of
    them has, or only the settled file, stands in a row of its own.

    Examples
    --------
    >>> import replay
    >>> example = Coding(replay.load(replay.example()))
    >>> match(example, example).events[0], match(example, example).clocks
    (('demand', 'demand', ''), (('sanctions', 'sanctions', ''),))
    """
    pairs, splits = _matched(a, b, sizes)
    if settled is None:
        rows = [_joined(kind, ids(a), ids(b), (), {}, {}) for kind, ids in zip(pairs, _IDS, strict=True)]
    else:
        to_a, to_b = _matched(a, settled, sizes)[0], _matched(b, settled, sizes)[0]
        rows = [
            _joined(kind, ids(a), ids(b), ids(settled), dict(with_a), dict(with_b))
            for kind, with_a, with_b, ids in zip(pairs, to_a, to_b, _IDS, strict=True)
        ]
    return Matches(rows[0], rows[1], rows[2], splits)


Pairs = list[tuple[str, str]]


def matched_events(a: Coding, b: Coding, in_a: AbstractSet[str], in_b: AbstractSet[str], sizes: Sizes = SIZES) -> Pairs:
    """Match some events of one coding with some of another by the rule of this module, best first.

    Examples
    --------
    >>> import replay
    >>> example = Coding(replay.load(replay.example()))
    >>> matched_events(example, example, {"demand", "settlement"}, {"settlement"})
    [('settlement', 'settlement')]
    """
    return _best(_events_alike(a, b, sizes, (in_a, in_b)), lambda x, y: (a.bounds[x], b.bounds[y]))


_IDS: tuple[Callable[[Coding], Sequence[str]], ...] = (
    lambda coding: [*coding.timeline.by_id],
    lambda coding: [*coding.timeline.clocks],
    lambda coding: [*coding.readings],
)


def _joined(
    pairs: Pairs, in_a: Iterable[str], in_b: Iterable[str], in_settled: Iterable[str], with_a: Mapping[str, str],
    with_b: Mapping[str, str],
) -> tuple[Match, ...]:  # fmt: skip
    """Pairs of A and B with the settled counterpart that neither contradicts, then what is left of each file."""
    partner = dict(pairs)
    rows: list[Match] = []
    for x in in_a:
        y = partner.get(x, NOWHERE)
        found = {z for z in (with_a.get(x), with_b.get(y)) if z}
        rows.append((x, y, found.pop() if len(found) == 1 else NOWHERE))
    paired = {*partner.values()}
    rows += [(NOWHERE, y, with_b.get(y, NOWHERE)) for y in in_b if y not in paired]
    taken = {z for *_, z in rows}
    return (*rows, *((NOWHERE, NOWHERE, z) for z in in_settled if z not in taken))


def _matched(a: Coding, b: Coding, sizes: Sizes) -> tuple[tuple[Pairs, Pairs, Pairs], tuple[Split, ...]]:
    alike = _events_alike(a, b, sizes)
    events = _best(alike, lambda x, y: (a.bounds[x], b.bounds[y]))
    clocks = _best(_clocks_alike(a, b, {*events}, sizes), lambda x, y: (a.dues.get(x) or 0, b.dues.get(y) or 0))
    readings = _best(_readings_alike(a, b, sizes), lambda x, y: (a.spans[x], b.spans[y]))
    return (events, clocks, readings), _splits(alike, events)


Alike = Mapping[tuple[str, str], float]


def _best(alike: Alike, dates: Callable[[str, str], tuple[object, object]]) -> Pairs:
    """Pairs, best first, each id once; ties by date in A, then in B, then by ids."""
    chosen: Pairs = []
    left: set[str] = set()
    right: set[str] = set()
    for x, y in sorted(alike, key=lambda pair: (-alike[pair], dates(*pair), pair)):
        if x not in left and y not in right:
            chosen.append((x, y))
            left.add(x)
            right.add(y)
    return chosen


def _splits(alike: Alike, chosen: Pairs) -> tuple[Split, ...]:
    """What is left over with the event of the other coding that it is most alike to, if that is taken already."""
    left, right = {x for x, _ in chosen}, {y for _, y in chosen}
    found: dict[tuple[str, str], Split] = {}
    for (x, y), value in sorted(alike.items(), key=lambda item: (-item[1], item[0])):
        if x not in left and y in right:
            found.setdefault(("a", x), Split("a", x, y, value))
        elif y not in right and x in left:
            found.setdefault(("b", y), Split("b", y, x, value))
    return tuple(sorted(found.values(), key=lambda split: (-split.alike, split.coding, split.part)))


def _events_alike(
    a: Coding, b: Coding, sizes: Sizes, among: tuple[AbstractSet[str], AbstractSet[str]] | None = None
) -> Alike:
    """Pairs of events, of all or `among` some of each, that are more alike than the threshold."""
    first = {event.id: _stems(f"{event.label} {event.summary}", sizes) for event in a.timeline.events}
    second = {event.id: _stems(f"{event.label} {event.summary}", sizes) for event in b.timeline.events}
    weight = _weights([*first.values(), *second.values()])
    found = {}
    left, right = (
        [event for event in coding.timeline.events if among is None or event.id in among[n]]
        for n, coding in enumerate((a, b))
    )
    for x, y in product(left, right):
        near = _near(a.bounds[x.id], b.bounds[y.id], sizes.reach)
        if not near:
            continue
        value = sizes.date * near
        value += sizes.actor * _shared(a.known(x.actor), b.known(y.actor))
        value += sizes.recipient * _shared(a.known(x.recipient), b.known(y.recipient))
        value += sizes.act * (1.0 if x.act is y.act else 0.5 if x.act.rung == y.act.rung else 0.0)
        value += sizes.words * _weighed(first[x.id], second[y.id], weight)
        if value / sizes.whole > sizes.threshold:
            found[x.id, y.id] = round(value / sizes.whole, 9)
    return found


def _clocks_alike(a: Coding, b: Coding, events: AbstractSet[tuple[str, str]], sizes: Sizes) -> Alike:
    """Pairs of clocks: matched setters weigh as the actor, the due day as the date, kind and words 1 each."""
    found, whole = {}, sizes.actor + sizes.date + sizes.act + sizes.recipient
    for x, y in product(a.timeline.clocks.values(), b.timeline.clocks.values()):
        due, other = a.dues.get(x.id), b.dues.get(y.id)
        setters = [
            file.setters[name].id for file, name in ((a.timeline, x.id), (b.timeline, y.id)) if name in file.setters
        ]
        value = sizes.actor * (len(setters) == 2 and (setters[0], setters[1]) in events)
        value += sizes.date * (0.0 if due is None or other is None else _near((due, due), (other, other), sizes.reach))
        value += sizes.act * (x.kind is y.kind)
        value += sizes.recipient * _shared(_stems(f"{x.label} {x.id}", sizes), _stems(f"{y.label} {y.id}", sizes))
        if value / whole > sizes.threshold:
            found[x.id, y.id] = round(value / whole, 9)
    return found


def _readings_alike(a: Coding, b: Coding, sizes: Sizes) -> Alike:
    """Pairs of readings of one party within the reach, by the days between the middles of their dates."""
    found = {}
    for x, y in product(a.spans, b.spans):
        if a.readings[x].party == b.readings[y].party and _near(a.spans[x], b.spans[y], sizes.reach):
            found[x, y] = -abs(sum(a.spans[x]) - sum(b.spans[y])) / 2
    return found


def _written(event: Event, narrowed: Bounds) -> Bounds:
    if isinstance(event.date, When) and event.date.earliest is not None and event.date.latest is not None:
        return event.date.earliest, event.date.latest
    return narrowed


def overlap(x: Bounds, y: Bounds) -> bool:
    """Whether two closed spans of days share a day.

    >>> overlap((1, 3), (3, 5)), overlap((1, 3), (4, 5))
    (True, False)
    """
    return x[0] <= y[1] and y[0] <= x[1]


def _near(x: Bounds, y: Bounds, reach: int) -> float:
    """1 for spans that overlap, 0 for those more than `reach` days apart."""
    gap = max(x[0] - y[1], y[0] - x[1], 0)
    return max(0.0, 1 - gap / (reach + 1))


def jaccard(x: AbstractSet[Any], y: AbstractSet[Any]) -> float | None:
    """The share of what either has that both have, 0 to 1; None where neither has anything.

    >>> jaccard({1, 2}, {2, 3, 4}), jaccard(set(), set())
    (0.25, None)
    """
    return len(x & y) / len(x | y) if x | y else None


def _shared(x: Iterable[str], y: Iterable[str]) -> float:
    share = jaccard({*x}, {*y})
    return 1.0 if share is None else share


def _stems(text: str, sizes: Sizes) -> frozenset[str]:
    return frozenset(word[: sizes.stem] for word in re.findall(r"\w+", text.lower().replace("_", " ")))


def _weights(texts: Sequence[AbstractSet[str]]) -> Mapping[str, float]:
    counts = Counter(word for text in texts for word in text)
    return {word: log((len(texts) + 1) / n) for word, n in counts.items()}


def _weighed(x: AbstractSet[str], y: AbstractSet[str], weight: Mapping[str, float]) -> float:
    """Weight of the words in common of that of all words, 0 where none weighs anything."""
    whole = fsum(sorted(weight[word] for word in x | y))
    return fsum(sorted(weight[word] for word in x & y)) / whole if whole else 0.0
