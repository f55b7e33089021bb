"""Two codings side by side, as tables: agreement, differences, which was followed, scores of theories under each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any

from replay.scoring import SideBySide
from replay.scoring.matching import Match, Matches
from replay.text.plain import plain
from replay.text.table import Column, Table, printable, tabled
from replay.text.words import counted, decimal, joined

__all__ = [
    "agreed_table", "agreement_told", "alone_lines", "answer_line", "codings_values", "differences_table",
    "followed_table", "matches_table", "scores_line", "splits_table", "theories_table",
]  # fmt: skip


def agreed_table(found: SideBySide) -> Table:
    """Return a row for each kind of coding: n pairs, share that agree, kappa and alpha, with intervals of 95 %.

    A coefficient is empty where the data leave it undefined, or where it would make no sense.

    Examples
    --------
    >>> import replay
    >>> from replay.scoring import agreement
    >>> one = replay.load(replay.example())
    >>> table = agreed_table(agreement(one, one))
    >>> [row[:3] for row in table.rows[:2]]
    [('act', 4, '100%'), ('rung', 4, '100%')]
    """
    heads = ("Kind of coding", ">n", ">Agree", ">95 %", ">Kappa", ">Alpha", ">95 % ", "Scale")
    rows = (
        (
            row.what, row.n, _percent(row.share), _ends(row.share_low, row.share_high, _percent), _two(row.kappa),
            _two(row.alpha), _ends(row.alpha_low, row.alpha_high, _two), row.scale or None,
        )
        for row in found.rows
    )  # fmt: skip
    title = "Agreement by kind of coding: share of n pairs, Cohen's kappa, Krippendorff's alpha at the scale"
    return printable(title, heads, rows, whole=("Kind of coding",))


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


def _two(value: float | None) -> str:
    return "" if value is None else decimal(value)


def _ends(low: float | None, high: float | None, words: Any) -> str:
    return "" if low is None or high is None else f"{words(low)} to {words(high)}"


def answer_line(found: SideBySide) -> str:
    """Say in a sentence how far they agree, and in which kind of coding least.

    Examples
    --------
    >>> import replay
    >>> from replay.scoring import agreement
    >>> one = replay.load(replay.example())
    >>> print(answer_line(agreement(one, one))[:75])
    The codings agree on the act in 4 of 4 pairs of events (alpha 1.00, 95 % 1.
    """
    act = found.row("act")
    if not act.n:
        return "The codings have no event in common."
    ends = f", 95 % {_ends(act.alpha_low, act.alpha_high, _two)}" if act.alpha_low is not None else ""
    alpha = "undefined" if act.alpha is None else f"{_two(act.alpha)}{ends}"
    said = (
        f"The codings agree on the act in {round(act.n * (act.share or 0))} of {act.n} pairs of events (alpha {alpha})"
    )
    least = min(found.rows, key=lambda row: row.share if row.share is not None else 1.0)
    if least.share == 1.0:
        return f"{said}, and in every other kind of coding."
    return f"{said}, and least in {least.what.replace(':', ',')} ({_percent(least.share)} of {least.n})."


def agreement_told(found: SideBySide) -> Iterator[str]:
    """Yield how far two codings agree: on the act, how many events they share, on clocks and readings.

    Examples
    --------
    >>> import replay
    >>> from replay.scoring import agreement
    >>> one = replay.load(replay.example())
    >>> for line in list(agreement_told(agreement(one, one)))[1:]:
    ...     print(line)
    Events: 4 of A and 4 of B, 4 pairs; 0 of A and 0 of B stand alone.
    Alike: due day of 1 of 1 clock, level of 1 of 1 reading.
    """
    yield answer_line(found)
    yield (
        f"Events: {len(found.a.events)} of A and {len(found.b.events)} of B, {counted(found.pairs, 'pair')}; "
        f"{len(found.only_a)} of A and {len(found.only_b)} of B stand alone."
    )
    due, level = found.row("clock: due day"), found.row("reading: level")
    yield (
        f"Alike: due day of {round(due.n * (due.share or 0))} of {counted(due.n, 'clock')}, level of "
        f"{round(level.n * (level.share or 0))} of {counted(level.n, 'reading')}."
    )


def alone_lines(found: SideBySide) -> tuple[str, ...]:
    """Name the events of each coding that the other lacks, and say how many of them the settled file has."""
    lines = []
    for name, only, kept in (("A", found.only_a, found.kept_a), ("B", found.only_b, found.kept_b)):
        if only:
            settled = f", of which the settled file has {len(kept)}" if found.settled else ""
            lines.append(f"Only in {name}, {counted(len(only), 'event')}{settled}: {', '.join(only)}.")
    return tuple(lines)


_DIFFERENCES = (
    Column("what", "Kind of coding", 1.2),
    Column("a", "In A", 1.4),
    Column("b", "In B", 1.4),
    Column("settled", "Settled", 1.4, of=lambda one: one.settled or None),
    Column("a_says", "A", 1.4),
    Column("b_says", "B", 1.4),
    Column("settled_says", "Settled file", 1.4, of=lambda one: one.settled_says or None),
    Column("follows", "Follows", 0.7, of=lambda one: one.follows or None),
)


def differences_table(found: SideBySide) -> Table:
    """Return every difference with both values as coded, by kind of coding, in the order of A."""
    title = f"What differs: {counted(len(found.differences), 'difference')}"
    return tabled("differences", title, _DIFFERENCES, found.differences)


_FOLLOWED = (
    Column("what", "Kind of coding", 1.6, whole=True),
    Column("n", "n"),
    Column("both", "Both alike, kept"),
    Column("a", "They differ: A kept"),
    Column("b", "B kept"),
    Column("neither", "Neither kept"),
    Column("against", "Both alike, changed"),
)


def followed_table(found: SideBySide) -> Table:
    """Return how often the settled file has what both, A alone, B alone or neither had; no row without one."""
    title = "What the settled file has of the pairs that it has at all"
    return tabled("followed", title, _FOLLOWED, found.followed)


def splits_table(matches: Matches) -> Table:
    """Return the splits that are proposed: events left over that may be a part of one that is matched."""
    columns = (
        Column("coding", "Left over in", of=lambda split: split.coding.upper()), Column("part", "Event", whole=True),
        Column("whole", "Perhaps a part of", whole=True), Column("alike", "Alike", digits=2),
    )  # fmt: skip
    title = "Proposed, not counted: events that may be parts of one that the other coding has whole"
    return tabled("splits", title, columns, matches.splits)


def matches_table(matches: Matches) -> Table:
    """Return what belongs together as the table that `--matches` reads."""
    rows: dict[Match, None] = dict.fromkeys((*matches.events, *matches.clocks, *matches.readings))
    columns = (Column("a", "A"), Column("b", "B"), Column("settled", "Settled"))
    return Table("matches", "What belongs together", columns, tuple(rows))


Scores = Mapping[str, tuple[int, Mapping[str, float]]]


def theories_table(scores: Scores) -> Table:
    """Return the mean ranked probability score of each theory under each file that has decisions; lower is better."""
    having = {name: told for name, (_, told) in scores.items() if told}
    first = next(iter(having.values()), {})
    theories = sorted({one: 0 for told in having.values() for one in told}, key=lambda one: first.get(one, inf))
    headings = ("Theory", *(f">{name.replace(', impacts', ':')}" for name in having))
    rows = [
        ("decisions", *(str(scores[name][0]) for name in having)),
        *((one, *(f"{told[one]:.3f}" if one in told else "" for told in having.values())) for one in theories),
    ]
    title = (
        "Mean ranked probability score of each theory under each file, lower is better; after the colon the rule that "
        "makes one size of an impact that several coders sized (the mean where there is none)"
    )
    return printable(title, headings, rows, whole=("Theory",))


def scores_line(scores: Scores) -> str:
    """Say which files have no decisions, and how far the files move the scores of the theories apart."""
    lacking = [name for name, (n, _) in scores.items() if not n]
    having = [told for _, told in scores.values() if told]
    said = []
    if lacking:
        verb = "has" if len(lacking) == 1 else "have"
        said.append(f"{joined(lacking)} {verb} no decisions that a replay reaches, so no score.")
    if len(having) > 1:
        gaps = {
            theory: max(told[theory] for told in having) - min(told[theory] for told in having)
            for theory in having[0]
            if all(theory in told for told in having)
        }
        widest = max(gaps, key=lambda theory: gaps[theory])
        if gaps[widest] >= 0.0005:
            named = dict.fromkeys([*(["prospect"] if "prospect" in gaps else []), widest])
            ranges = (
                f"{one} from {min(t[one] for t in having):.3f} to {max(t[one] for t in having):.3f}" for one in named
            )
            said.append(f"From file to file, and from rule to rule, scores move: {'; '.join(ranges)}.")
        if len({n for n, _ in scores.values() if n}) > 1:
            said.append("The files do not have the same decisions.")
    elif having:
        said.append("With one file scored there is nothing to set it against.")
    return " ".join(said)


def codings_values(found: SideBySide, sentences: str, scores: Scores | None) -> Mapping[str, Any]:
    """Return all of it as plain values."""
    files = {"a": found.a.path, "b": found.b.path, "settled": found.settled.path if found.settled else None}
    values: dict[str, Any] = {
        "dispute": found.a.dispute, "files": files, "summary": sentences, "pairs": found.pairs,
        "agreement": plain(found.rows), "only_a": [*found.only_a], "only_b": [*found.only_b],
        "kept_a": [*found.kept_a], "kept_b": [*found.kept_b], "differences": plain(found.differences),
        "followed": plain(found.followed), "matches": [*matches_table(found.matches).records()],
        "splits": plain(found.matches.splits),
    }  # fmt: skip
    if scores is not None:
        values["scores"] = {name: {"n": n, "rps": {**told}} for name, (n, told) in scores.items()}
    return values
