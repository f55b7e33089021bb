"""Two codings of one dispute side by side: how far they agree, where they differ, and which one was followed.

Everything is counted over pairs of things that stand for each other (`replay.scoring.matching`, or a table that a
person wrote). Each kind of coding has the share of pairs that agree, with an interval, Cohen's kappa (1960), and
Krippendorff's alpha at its level of measurement (2004, Content Analysis), with an interval over pairs. Dates agree if
their spans overlap; tactics, and options of a decision, by the share of those that either names which both name;
links by whether both codings have them, then by their type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from replay.codebook import SWITCHES, Level, Switches
from replay.domain import Rules
from replay.engine import run
from replay.engine.trace import Trace
from replay.errors import RefusalError
from replay.scoring.board import forecasts, parted, score
from replay.scoring.counterparts import Item, items
from replay.scoring.kinds import DAY_IN_COMMON, KINDS, SAME_SPAN, Kind, numbers
from replay.scoring.matching import Coding, Matches, match
from replay.scoring.situations import case
from replay.text.notebook import InNotebook
from replay.theories.statistics.ratings import weighted_kappa
from replay.theories.statistics.reliability import alpha_interval, krippendorff_alpha, mean_interval, share_interval
from replay.timeline import Timeline

__all__ = ["Agreed", "Compared", "Followed", "SideBySide", "agreement", "sentences", "theory_scores"]


@dataclass(frozen=True, slots=True)
class Compared:
    """What both codings say of one thing.

    Attributes
    ----------
    what : str
        Name of the kind of coding.
    a, b, settled : str
        What it is called in each file; "" where one has none.
    a_says, b_says, settled_says : str
        The values as coded; "" for the settled file where it has no such thing.
    agrees : float
        0 to 1.
    follows : str
        Which the settled file has: "both", "a", "b", "neither"; "" without a settled counterpart.
    """

    what: str
    a: str
    b: str
    settled: str
    a_says: str
    b_says: str
    settled_says: str
    agrees: float
    follows: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far two codings agree in one kind of coding.

    Attributes
    ----------
    what, scale : str
    n : int
        Pairs that count.
    share, share_low, share_high : float or None
        Mean agreement, 0 to 1, with its interval of 95 %: Wilson's of a share of pairs, a bootstrap's of a mean.
    kappa : float or None
        Cohen's kappa; of an ordered scale with linear weights; None where it is undefined or makes no sense.
    alpha, alpha_low, alpha_high : float or None
        Krippendorff's alpha at its scale, with the bootstrap interval of 95 % over pairs.
    """

    what: str
    scale: str
    n: int
    share: float | None = None
    share_low: float | None = None
    share_high: float | None = None
    kappa: float | None = None
    alpha: float | None = None
    alpha_low: float | None = None
    alpha_high: float | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """How often the settled file has what both codings had alike, what A or B alone had, or something else.

    `against` are things on which both agreed and that the settled file has otherwise; `neither` those on which they
    differed and it went a third way. `n` is the sum of all five.
    """

    what: str
    n: int
    both: int
    a: int
    b: int
    neither: int
    against: int


@dataclass(frozen=True)
class SideBySide(InNotebook):
    """Two codings of one dispute, and the file that settles them where one is given.

    Attributes
    ----------
    a, b : Timeline
    settled : Timeline or None
    matches : Matches
    rows : tuple[Agreed, ...]
        Every kind of coding of which there is a pair.
    compared : tuple[Compared, ...]
        All that was compared, by kind and in the order of A.
    only_a, only_b : tuple[str, ...]
        Events without a counterpart in the other coding, in the order of their file.
    followed : tuple[Followed, ...]
        Empty without a settled file.
    kept_a, kept_b : tuple[str, ...]
        Those of `only_a` and `only_b` that the settled file has.
    """

    a: Timeline
    b: Timeline
    settled: Timeline | None
    matches: Matches
    rows: tuple[Agreed, ...]
    compared: tuple[Compared, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    followed: tuple[Followed, ...]
    kept_a: tuple[str, ...]
    kept_b: tuple[str, ...]

    @property
    def pairs(self) -> int:
        """Pairs of events that stand for the same happening, in whole or in part."""
        return sum(bool(a and b) for a, b, _ in self.matches.events)

    @property
    def differences(self) -> tuple[Compared, ...]:
        """What the codings do not fully agree on, each once: of two spans that share no day, this and no more."""
        apart = {(one.a, one.b) for one in self.compared if one.what == DAY_IN_COMMON and one.agrees < 1}
        return tuple(
            one for one in self.compared
            if one.agrees < 1 and not (one.what == SAME_SPAN and (one.a, one.b) in apart)
        )  # fmt: skip

    def row(self, what: str) -> Agreed:
        """Return the row of a kind of coding; of one without pairs, with n = 0."""
        scale = next(kind.scale for kind in KINDS if kind.what == what)
        return next((row for row in self.rows if row.what == what), Agreed(what, scale, 0))


def agreement(
    a: Timeline, b: Timeline, settled: Timeline | None = None, matches: Matches | None = None
) -> SideBySide:  # fmt: skip
    """Set two codings of one dispute side by side.

    Parameters
    ----------
    matches : Matches, optional
        What belongs together; by the rule of `replay.scoring.matching` if not given.

    Raises
    ------
    RefusalError
        If the files are of different disputes, or of different sides.

    Examples
    --------
    >>> import replay
    >>> one = replay.load(replay.example())
    >>> found = agreement(one, one)
    >>> found.pairs, found.row("act").share, found.row("act").alpha, len(found.differences)
    (4, 1.0, 1.0, 0)
    """
    for other in (b, *([settled] if settled else [])):
        if (a.dispute, a.sides) != (other.dispute, other.sides):
            seen = " and ".join(f"'{one.dispute}' ({' and '.join(one.sides)})" for one in (a, other))
            raise RefusalError(f"codings of {seen} were given; allowed: codings of one dispute with the same sides")
    first, second, *rest = Coding.together(a, b, *([settled] if settled else []))
    codings = first, second, rest[0] if rest else None
    known = matches or match(*codings)
    found = items(codings, known)
    rows, compared = [], []
    for kind in KINDS:
        pairs = found[kind.of]
        one = [said for item in pairs if (said := _said(kind, item, settled is not None)) is not None]
        if one:
            rows.append(_row(kind, one, pairs))
            compared += one
    paired = [(x, y) for x, y, _ in known.events if x and y]
    in_a, in_b = {x for x, _ in paired}, {y for _, y in paired}
    kept = {(number, row[number]) for row in known.events if row[2] for number in (0, 1)}
    only_a = tuple(name for name in a.by_id if name not in in_a)
    only_b = tuple(name for name in b.by_id if name not in in_b)
    return SideBySide(
        a, b, settled, known, tuple(rows), tuple(compared), only_a, only_b, tuple(_followed(compared)),
        tuple(name for name in only_a if (0, name) in kept), tuple(name for name in only_b if (1, name) in kept),
    )  # fmt: skip


def _said(kind: Kind, item: Item, settled: bool) -> Compared | None:
    """What is said of one thing; None where the pair does not count."""
    x, y = kind.value(item.held[0]), kind.value(item.held[1])
    agrees = kind.agrees(x, y)
    if agrees is None:
        return None
    said = follows = ""
    if settled and (item.names[2] or kind.absence):
        z = kind.value(item.held[2])
        said, follows = kind.says(z), _which(kind.same(x), kind.same(y), kind.same(z))
    return Compared(kind.what, *item.names, kind.says(x), kind.says(y), said, agrees, follows)


def _which(x: Any, y: Any, z: Any) -> str:
    if x == y:
        return "both" if x == z else "against"
    return "a" if x == z else "b" if y == z else "neither"


def _row(kind: Kind, compared: Sequence[Compared], pairs: Sequence[Item]) -> Agreed:
    shares = [one.agrees for one in compared]
    ends = mean_interval(shares) if kind.partly else share_interval(round(sum(shares)), len(shares))
    low, high = ends or (None, None)
    if not kind.scale:
        return Agreed(kind.what, "", len(shares), fmean(shares), low, high)
    groups = [kind.ratings(kind.value(item.held[0]), kind.value(item.held[1])) for item in pairs]
    rated = numbers(kind, groups)
    flat = [unit for group in rated for unit in group]
    kappa = None
    if flat and kind.scale != "interval":
        weights = "nominal" if kind.scale == "nominal" else "linear"
        kappa = weighted_kappa([int(x) for x, _ in flat], [int(y) for _, y in flat], weights)
    alpha = krippendorff_alpha(flat, kind.scale)
    spread = alpha_interval([group for group in rated if group], kind.scale) if alpha is not None else None
    first, last = spread or (None, None)
    return Agreed(kind.what, kind.scale, len(shares), fmean(shares), low, high, kappa, alpha, first, last)


def _followed(compared: Sequence[Compared]) -> Iterator[Followed]:
    for kind in (kind for kind in KINDS if kind.what != DAY_IN_COMMON):  # the other row of dates says which was taken
        told = [one.follows for one in compared if one.what == kind.what and one.follows]
        if told:
            both, a, b, neither, against = map(told.count, ("both", "a", "b", "neither", "against"))
            yield Followed(kind.what, len(told), both, a, b, neither, against)


def sentences(found: SideBySide) -> str:
    """Say the main of it in words; the head notes of the shipped files give it so.

    Examples
    --------
    >>> import replay
    >>> one = replay.load(replay.example())
    >>> print(sentences(agreement(one, one))[:89])
    Coding A has 4 events and coding B 4. They meet in 4 pairs of events that stand for the s
    """
    counts = f"Coding A has {len(found.a.events)} events and coding B {len(found.b.events)}."
    if not found.pairs:
        return f"{counts} They meet in none."
    shares = {what: found.row(what).share or 0.0 for what in (DAY_IN_COMMON, "actor", "act")}
    kappa = found.row("act").kappa
    apart = fmean(
        abs(found.a.by_id[x].act.rung - found.b.by_id[y].act.rung) for x, y, _ in found.matches.events if x and y
    )
    due, level = found.row("clock: due day"), found.row("reading: level")
    levels, others = ({reading.id: reading.level for reading in file.readings} for file in (found.a, found.b))
    near = sum(_is_near(levels[x], others[y]) for x, y, _ in found.matches.readings if x and y)
    clocks = f"Of {due.n} clocks in both codings {round(due.n * (due.share or 0))} were due on the same day"
    same = round(level.n * (level.share or 0))
    return (
        f"{counts} They meet in {found.pairs} pairs of events that stand for the same happening, in whole or in part; "
        f"{len(found.only_a)} events of A and {len(found.only_b)} of B have no counterpart. Of the pairs, "
        f"{shares[DAY_IN_COMMON]:.0%} have dates that overlap, {shares['actor']:.0%} the same actor and "
        f"{shares['act']:.0%} the same act (Cohen's kappa for the act "
        f"{'undefined' if kappa is None else f'{kappa:.2f}'}); the rungs differ by {apart:.2f} on average. {clocks}; "
        f"of {level.n} readings in both {same} agree on the level, or on giving none, and {near} within one level."
    )


def _is_near(x: Level | None, y: Level | None) -> bool:
    """Whether two levels are the same or next to each other; none agrees with none alone."""
    return x is y or (x is not None and y is not None and abs(x.position - y.position) <= 1)


def theory_scores(files: Mapping[str, Timeline]) -> Mapping[str, tuple[int, Mapping[str, float]]]:
    """Return for each file how many decisions it has, and the mean ranked probability score of each theory on them.

    So one sees how much of a score is coding: the same theories with the same sizes, each file replayed by itself. A
    file that keeps the sizes of several coders for an impact is scored once more for each rule by which one size is
    made of them (switch ``impacts``). Over all decisions; theories that read stakes only where all have them. Lower is
    better; a file without decisions has no scores.

    Examples
    --------
    >>> import replay
    >>> one = replay.load(replay.example())
    >>> n, scores = theory_scores({"A": one})["A"]
    >>> n, round(scores["persistence"], 2)
    (3, 0.89)
    """
    found: dict[str, tuple[int, Mapping[str, float]]] = {}
    for name, timeline in files.items():
        trace = run(timeline)
        found[name] = _scores(trace, SWITCHES["impacts"].default)
        if found[name][0] and any(len(sizes) > 1 for event in timeline.events for sizes in event.impact.values()):
            others = [setting for setting in SWITCHES["impacts"].settings if setting != SWITCHES["impacts"].default]
            found |= {f"{name}, impacts {setting}": _scores(trace, setting) for setting in others}
    return found


def _scores(trace: Trace, impacts: str) -> tuple[int, Mapping[str, float]]:
    """How many decisions a replay reaches, and the mean ranked probability score of each theory on all of them."""
    one = case(trace, Rules(switches=Switches(nodes="all", impacts=impacts)))
    if not one.choices:
        return 0, {}
    ((_, whole), *_) = parted(forecasts([one]), [one])
    return len(one.choices), {row.theory: row.rps for row in score(whole).rows}
