"""The sides' domains: what the source reads beside what the rules compute, step by step, fitted and tried elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from replay.codebook import Level
from replay.dates import iso
from replay.domain.fitting import Closeness, Fit, Sensitivity, closeness
from replay.domain.path import Domain, Step, level_of, path
from replay.domain.readings import GIVEN, Mark, readings
from replay.domain.rules import SIZES, Rules
from replay.engine.days import Days, worded
from replay.engine.trace import Trace
from replay.tables.cells import cited
from replay.text.plain import picked, plain
from replay.text.table import Cell, Column, Table, printable, tabled
from replay.text.words import counted, decimal, typeset
from replay.timeline import Reading, Timeline

__all__ = [
    "agreement_lines", "domain_values", "domains_told", "extremes", "fit_table", "fit_values", "path_table",
    "readings_table", "sensitivity_table", "sizes_table", "steps_table", "transfer_table",
]  # fmt: skip


def domains_told(traces: Sequence[Trace], rules: Rules) -> Iterator[str]:
    """Yield the lowest level of each side as computed, with its date as coded, and the levels that the source reads.

    Then how far the paths agree with the readings.

    Examples
    --------
    >>> import replay
    >>> from replay.domain import Rules
    >>> told = [*domains_told([replay.run(replay.load(replay.example()))], Rules())]
    >>> told[0].removeprefix("United States, ")
    'computed by rule: lowest −0.35, status quo, 14 Mar 1996; at the end 0.50. The source reads no level.'
    >>> told[2]
    'Levels: none is read; directions: none is read.'
    """
    for trace in traces:
        timeline = trace.coded("compare domains")
        said = []
        for party, domain in path(trace, rules).items():
            step = domain.lowest
            if step is None:
                said.append(f"{timeline.camp_name(party) if len(traces) == 1 else party} has no step")
                continue
            when, low = Days(trace, worded).of(trace[step.seq]), decimal(step.position)
            if len(traces) == 1:
                level, last = level_of(step.position).words, decimal(domain.steps[-1].position)
                told = (
                    f"{timeline.camp_name(party)}, computed by rule: lowest {low}, {level}, {when}; at the end {last}"
                )
                said.append(f"{told}. The source reads {_levels_read(timeline, party)}")
            else:
                said.append(f"{party} {low} ({when})")
        yield from (
            (f"{one}." for one in said)
            if len(traces) == 1
            else (f"{timeline.dispute}, computed by rule: lowest {', '.join(said)}.",)
        )
    found = closeness(traces, rules)
    a = found.levels
    levels = f"{a.exact:.0%} of {counted(a.n, 'reading')} exact, {a.within_one:.0%} within one" if a else "none is read"
    alike = f"{found.trends_agreeing} of {found.trends} agree" if found.trends else "none is read"
    yield f"Levels: {levels}; directions: {alike}."


def _levels_read(timeline: Timeline, side: str) -> str:
    """The levels at which the source reads a side, from the best to the worst."""
    found = [one.level for one in timeline.readings if one.level and timeline.side(one.party) == side]
    levels = [level.words for level in Level if level in found]
    if len(levels) > 1:
        return f"levels from {levels[0]} to {levels[-1]}"
    return f"{levels[0]}{' throughout' if len(found) > 1 else ''}" if levels else "no level"


class _Read(NamedTuple):
    """A reading as coded and as placed, with the path of its side."""

    timeline: Timeline
    mark: Mark
    coded: Reading
    computed: Domain


_READINGS = (
    Column("party", "Side", 0.5, of="mark.party"),
    Column("date", "Date", 0.9, of="mark.date"),
    Column("day", "Place in the replay", 0.9, of=lambda read: iso(read.mark.middle)),
    Column("first", "Not before", 0.9, of=lambda read: iso(read.mark.first)),
    Column("last", "Not after", 0.9, of=lambda read: iso(read.mark.last)),
    Column("id", "Id", 1.2, of="mark.id"),
    Column("level", "Level", 0.9, of="coded.level"),
    Column("level_from", "Level from", 0.8, of="mark.placed"),
    Column("trend", "Sense of loss", 0.7, of="mark.trend"),
    Column("computed", "Computed position", 0.7, 2, of=lambda read: round(read.computed.at(read.mark.middle), 3)),
    Column("summary", "Summary", 3.0, of="coded.summary"),
    Column("evidence", "Evidence", 1.5, of=lambda read: "; ".join(read.coded.evidence)),
    Column("predicts", "Predicts", 1.5, of=lambda read: "; ".join(read.coded.predicts)),
    Column("source", "Source", 2.0, of=lambda read: cited(read.timeline, read.coded.cite)),
)


def readings_table(trace: Trace) -> Table:
    """Return what the source says of each side's domain, beside what the rules compute for the day of its place.

    `date` is as coded; `day` is where the replay puts it, which of an imprecise date is a place and no date.
    """
    timeline = trace.coded("make tables")
    computed, by_id = path(trace), {reading.id: reading for reading in timeline.readings}
    marks = (mark for track in readings(timeline) for mark in track.marks)
    found = (_Read(timeline, mark, by_id[mark.id], computed[mark.party]) for mark in marks)
    return tabled("readings", f"{typeset(timeline.title)}: readings of the domains", _READINGS, found)


def path_table(trace: Trace, found: Closeness) -> Table:
    """Return each reading with the level of the path on its day, and whether the two move alike."""
    words = {True: "yes", False: "no", None: ""}
    rows = (
        (
            pair.mark.date, pair.mark.party, pair.mark.label, f"{pair.position:.2f}",
            level_of(pair.position).words,
            abs(pair.level - pair.mark.position) if pair.mark.placed == GIVEN else None, words[pair.trend_agrees],
        )
        for pair in found.pairs
    )  # fmt: skip
    headings = ("Date", "Side", "Reading", ">Position", "Level of the path", ">Levels apart", "Same direction")
    title = trace.coded("compare domains").title
    return printable(f"{title}: what the source reads and what the rules compute", headings, rows)


def agreement_lines(found: Closeness) -> tuple[str, str]:
    """Say how far levels and directions agree."""
    first, a = "Levels (n = 0): no reading gives one, beyond that at which a side starts", found.levels
    if a is not None and found.error is not None:
        kappa, rank = ("undefined" if value is None else f"{value:.2f}" for value in (a.kappa_linear, a.spearman))
        first = (
            f"Levels (n = {a.n}): exact {a.exact:.0%}, within one {a.within_one:.0%}, weighted kappa (linear) {kappa}, "
            f"rank correlation {rank}, distance {found.error:.2f}"
        )
    return first, f"Directions (n = {found.trends}): the path moves with {found.trends_agreeing} of them"


def extremes(found: Domain, days: Days) -> str:
    """Say how many steps a path has, where it is lowest and where it ends, with dates as coded."""
    low = found.lowest
    if low is None:
        return "no step"
    last = found.steps[-1]
    said = f"lowest {low.position:.2f}, {days.counted(low.seq, low.day)} ({low.rule}, entry {low.seq})"
    return f"{counted(len(found.steps), 'step')}, {said}, last {last.position:.2f}, {days.counted(last.seq, last.day)}"


def sizes_table(rules: Rules) -> Table:
    """Return the sizes of the rules with range, unit and origin."""
    rows = (
        (name, f"{getattr(rules, name):g}", f"{size.low:g} to {size.high:g}", size.unit, size.source)
        for name, size in SIZES.items()
    )
    return printable("Sizes of the rules", ("Name", ">Size", "Range", "Unit", "Origin of the default"), rows)


def fit_table(names: Sequence[str], fits: Sequence[Fit], rules: Rules) -> Table:
    """Return the sizes as given, and as fitted on each dispute."""
    rows = (
        (name, f"{getattr(rules, name):g}", *(f"{getattr(found.rules, name):.3g}" for found in fits)) for name in SIZES
    )
    return printable("Sizes fitted on each file", ("Size", ">Given", *(f">{name}" for name in names)), rows)


def transfer_table(traces: Sequence[Trace], names: Sequence[str], fits: Sequence[Fit], rules: Rules) -> Table:
    """Return how far the path agrees in each dispute, with the sizes as given and with those fitted on each."""
    rows: list[tuple[Cell, ...]] = []
    for source, tried in (("as given", rules), *zip(names, (found.rules for found in fits), strict=True)):
        for name, trace in zip(names, traces, strict=True):
            found = closeness([trace], tried)
            if (a := found.levels) is not None:
                rows.append((source, name, a.n, f"{a.exact:.0%}", f"{a.within_one:.0%}", f"{found.error:.2f}"))
    headings = ("Sizes from", "Tried on", ">n", ">Exact", ">Within one", ">Distance")
    return printable("Fit and transfer", headings, rows)


def sensitivity_table(found: Iterable[Sensitivity]) -> Table:
    """Return the distance of path and readings as each size goes through its range."""
    rows = ((row.name, ", ".join(f"{value:g}: {error:.2f}" for value, _, error in row.points)) for row in found)
    title = "Sensitivity: distance in domain units as one size goes through its range"
    return printable(title, ("Size", "value: distance"), rows)


class _Stepped(NamedTuple):
    trace: Trace
    party: str
    step: Step


def steps_table(traces: Sequence[Trace], rules: Rules) -> Table:
    """Return every step of every path, with the entry that caused it."""
    columns = (
        Column("dispute", "Dispute", of=lambda s: s.trace.coded("compute domains").dispute),
        Column("party", "Side"),
        Column("date", "Date", of="step.day"),
        Column("rule", "Rule", of="step.rule"),
        Column("change", "Change", of=lambda s: f"{s.step.change:.6f}"),
        Column("position", "Position", of=lambda s: f"{s.step.position:.6f}"),
        Column("level", "Level", of=lambda s: level_of(s.step.position)),
        Column("seq", "Entry", of="step.seq"),
        Column("cause", "Cause", of=lambda s: s.trace[s.step.seq].event or s.trace[s.step.seq].clock),
    )
    found = (
        _Stepped(trace, party, step)
        for trace in traces
        for party, domain in path(trace, rules).items()
        for step in domain.steps
    )
    return tabled("steps", "Steps of the paths", columns, found)


def domain_values(traces: Sequence[Trace], rules: Rules) -> dict[str, Any]:
    """Return readings, paths and how far they agree as plain values; a size without bound is None."""
    return {
        "rules": plain(rules.sizes()),
        "reference": rules.reference,
        "disputes": [_dispute_values(trace, rules) for trace in traces],
        **_agreement(closeness(traces, rules)),
    }


def _dispute_values(trace: Trace, rules: Rules) -> dict[str, Any]:
    found = closeness([trace], rules)
    return {
        "dispute": trace.coded("compute domains").dispute,
        **_agreement(found),
        "readings": [
            picked(
                pair, id="mark.id", party="mark.party", date="mark.date", day=lambda pair: iso(pair.mark.middle),
                placed="mark.placed",
                reading="mark.position", position="position", level="level", moves_alike="trend_agrees",
            )
            for pair in found.pairs
        ],
        "paths": {
            party: [
                picked(
                    step, date="day", rule="rule", change="change", position="position",
                    level=lambda step: level_of(step.position), seq="seq",
                )
                for step in domain.steps
            ]
            for party, domain in path(trace, rules).items()
        },
    }  # fmt: skip


def _agreement(found: Closeness) -> dict[str, Any]:
    directions = {"n": found.trends, "agreeing": found.trends_agreeing}
    return {"agreement": plain(found.levels), "distance": found.error, "directions": directions}


def fit_values(
    traces: Sequence[Trace], names: Sequence[str], fits: Sequence[Fit], found: Sequence[Sensitivity]
) -> Mapping[str, Any]:
    """Return the sizes fitted on each dispute and tried on every one, and what each size does, as plain values."""
    return {
        "fits": [
            {
                "fitted_on": name, **picked(one, "n", "start", "end"), "rules": plain(one.rules.sizes()),
                "tried_on": {
                    other: closeness([trace], one.rules).error for other, trace in zip(names, traces, strict=True)
                },
            }
            for name, one in zip(names, fits, strict=True)
        ],
        "sensitivity": {
            row.name: [{"value": plain(v), "exact": exact, "distance": error} for v, exact, error in row.points]
            for row in found
        },
    }  # fmt: skip
