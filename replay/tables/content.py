"""The tables of a replay: events, clocks, links and readings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isfinite
from types import MappingProxyType

from replay.codebook import Act
from replay.dates import iso
from replay.domain import path, readings
from replay.engine.trace import ACTED, ClockHistory, Trace
from replay.escalation import graph
from replay.scoring import case, forecasts, judge, score
from replay.text.table import Cell, Column, Table
from replay.text.words import typeset
from replay.theories.statistics import Interval
from replay.timeline import Citation, Timeline, Worth

__all__ = ["PRINTED", "TABLES", "claims", "clocks", "events", "links", "readings_table", "scores"]


def events(trace: Trace) -> Table:
    """Return what happened: a row for each act of the replay, in its order, with its source.

    Examples
    --------
    >>> import replay
    >>> table = events(replay.run(replay.load(replay.example())))
    >>> table.column("id")[:2]
    ('demand', 'sanctions-list')
    """
    timeline = trace.coded("make tables")
    columns = (
        Column("number", "No.", 0.4), Column("date", "Date", 0.9), Column("coded_date", "Date as coded", 1.1),
        Column("id", "Id", 1.2), Column("actor", "Actor", 0.8), Column("recipient", "Recipient", 0.8),
        Column("act", "Act", 1.1), Column("rung", "Rung", 0.4), Column("strategy", "Strategy", 0.8),
        Column("tactics", "Tactics", 1.3), Column("label", "Label", 1.2), Column("summary", "Summary", 4.0),
        Column("worth", "Worth", 0.9), Column("unit", "Unit", 0.5), Column("status", "Status", 0.7),
        Column("kind", "In the replay", 0.8), Column("answers", "Answers", 1.4), Column("source", "Source", 2.0),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for entry in (entry for entry in trace if entry.kind in ACTED):
        name, act = entry.event or "", entry.act or Act.COMMENT
        event, rule = timeline.by_id.get(name), timeline.by_rule.get(name)
        strategy = trace.strategy(entry)
        said = event or rule
        rows.append(
            (
                len(rows) + 1, entry.date, event.date.text if event else None, name, entry.actor, entry.recipient,
                act.value, act.rung, strategy.value if strategy else None,
                "; ".join(tactic.value for tactic in event.tactics) if event else None,
                event.label if event else None, said.summary if said else None, *_worth(said.worth if said else None),
                event.status.value if event else None, entry.kind.value,
                "; ".join(f"{link.value} {target}" for target, link in event.answers.items()) if event else None,
                _sources(timeline, event.cite) if event else "by rule",
            )
        )  # fmt: skip
    return Table("events", f"{typeset(timeline.title)}: events", columns, tuple(rows))


def clocks(trace: Trace) -> Table:
    """Return the ledger of threats: who set which clock for whom, what for, worth what, due when, how it ended.

    Examples
    --------
    >>> import replay
    >>> table = clocks(replay.run(replay.load(replay.example())))
    >>> table.column("clock"), table.column("outcome")
    (('sanctions',), ('met',))
    """
    timeline = trace.coded("make tables")
    columns = (
        Column("clock", "Clock", 1.1), Column("label", "Name", 1.3), Column("who", "Who", 0.7),
        Column("to_whom", "To whom", 0.7), Column("said", "What set it", 1.8),
        Column("what", "What follows a lapse", 1.8), Column("worth", "Worth", 0.9),
        Column("unit", "Unit", 0.5), Column("set", "Set", 0.9), Column("set_by", "Set by", 1.2),
        Column("due", "Due", 0.9), Column("earlier_dues", "Due before", 0.9), Column("ended", "Ended", 0.9),
        Column("ended_by", "Ended by", 1.2), Column("outcome", "How it ended", 0.8),
        Column("record", "How the source says", 0.8), Column("days", "Days run", 0.5),
    )  # fmt: skip
    rows = tuple(_clock(timeline, history) for history in trace.clocks())
    return Table("clocks", f"{typeset(timeline.title)}: clocks", columns, rows)


def _clock(timeline: Timeline, history: ClockHistory) -> tuple[Cell, ...]:
    coded, setter = timeline.clocks.get(history.id), timeline.setters.get(history.id)
    lapse = coded.on_lapse if coded else None
    worth = lapse.worth if lapse and lapse.worth else setter.worth if setter else None
    *earlier, due = (iso(day) if day is not None else "none" for _, day in history.dues)
    return (
        history.id, history.label, history.holder, history.target, setter.summary if setter else None,
        f"{lapse.act.value}: {lapse.summary}" if lapse else None, *_worth(worth), iso(history.set_on), history.set_by,
        due, "; ".join(earlier) or None, iso(history.ended_on) if history.ended_on is not None else None,
        history.ended_by, history.outcome.value, history.record.value if history.record else None,
        history.ended_on - history.set_on if history.ended_on is not None else None,
    )  # fmt: skip


def links(trace: Trace) -> Table:
    """Return the links of the escalation graph, in the order of their later ends."""
    timeline = trace.coded("make tables")
    found = graph(trace)
    columns = (
        Column("source", "From", 1.4), Column("source_date", "On", 0.8), Column("source_party", "By", 0.7),
        Column("type", "Link", 0.8), Column("target", "To", 1.4), Column("target_date", "On", 0.8),
        Column("target_party", "By", 0.7), Column("rise", "Rungs up", 0.5), Column("days", "Days", 0.5),
    )  # fmt: skip
    rows = []
    for link in found.links:
        source, target = found.by_id[link.source], found.by_id[link.target]
        ends = ((node.id, iso(node.day), node.party) for node in (source, target))
        first, second = ends
        rows.append((*first, link.type.value, *second, link.rise, link.days))
    return Table("links", f"{typeset(timeline.title)}: links", columns, tuple(rows))


def readings_table(trace: Trace) -> Table:
    """Return what the source says of each side's domain, beside what the rules compute for the same day."""
    timeline = trace.coded("make tables")
    computed = path(trace)
    columns = (
        Column("party", "Side", 0.5), Column("date", "Date", 0.9), Column("first", "Not before", 0.9),
        Column("last", "Not after", 0.9), Column("id", "Id", 1.2), Column("level", "Level", 0.9),
        Column("level_from", "Level from", 0.8), Column("trend", "Sense of loss", 0.7),
        Column("computed", "Computed position", 0.7, 2), Column("summary", "Summary", 3.0),
        Column("evidence", "Evidence", 1.5), Column("predicts", "Predicts", 1.5), Column("source", "Source", 2.0),
    )  # fmt: skip
    by_id = {reading.id: reading for reading in timeline.readings}
    rows: list[tuple[Cell, ...]] = []
    for track in readings(timeline):
        for mark in track.marks:
            coded = by_id[mark.id]
            rows.append(
                (
                    track.party, iso(mark.middle), iso(mark.first), iso(mark.last), mark.id,
                    coded.level.value if coded.level else None, mark.placed, mark.trend.value if mark.trend else None,
                    round(computed[track.party].at(mark.middle), 3), coded.summary, "; ".join(coded.evidence),
                    "; ".join(coded.predicts), _sources(timeline, coded.cite),
                )
            )  # fmt: skip
    return Table("readings", f"{typeset(timeline.title)}: readings of the domains", columns, tuple(rows))


def scores(traces: Sequence[Trace], against: str = "persistence") -> Table:
    """Return how rival theories do on the decisions of one dispute or several, best first; no row without decisions.

    Lower scores are better; the shift from the reference `against` is the Hodges-Lehmann estimate over the paired
    differences of ranked probability scores, below 0 better, with the ends of its exact Wilcoxon interval of 95 % at
    least; an end is empty for the reference, and where there are too few decisions.

    Examples
    --------
    >>> import replay
    >>> table = scores([replay.run(replay.load(replay.example()))])
    >>> set(table.column("n"))
    {3}
    """
    columns = (
        Column("theory", "Theory", 1.3), Column("n", "n", 0.4), Column("rps", "Ranked probability score", 0.8, 3),
        Column("brier", "Brier score", 0.7, 3), Column("log", "Log score", 0.7, 3),
        Column("hits", "Likeliest right", 0.6), Column("skill", f"Skill against {against}", 0.8, 3),
        Column("difference", "Shift from it", 0.7, 3), Column("low", "95 % from", 0.6, 3), Column("high", "to", 0.6, 3),
    )  # fmt: skip
    cases = [case(trace) for trace in traces]
    rows: list[tuple[Cell, ...]] = []
    if any(found.choices for found in cases):
        for row in score(forecasts(cases), against).rows:
            numbers = (row.rps, row.brier, row.log)
            skill = None if row.skill is None else round(row.skill, 4)
            shift = (None, None, None) if row.theory == against else _interval(row.against.shift)
            rows.append((row.theory, row.n, *(round(number, 4) for number in numbers), row.hits, skill, *shift))
    return Table("scores", "Scores of rival theories", columns, tuple(rows))


def claims(traces: Sequence[Trace]) -> Table:
    """Return the source's own claims beside what is computed: a row for each trial; no row without claims.

    Examples
    --------
    >>> import replay
    >>> claims([replay.run(replay.load(replay.example()))]).column("agrees")
    ('yes',)
    """
    columns = (
        Column("dispute", "Dispute", 0.8), Column("claim", "Claim", 1.0), Column("theory", "Theory", 0.8),
        Column("says", "What the source says", 3.0), Column("wanted", "What would bear it out", 2.0),
        Column("computed", "Computed", 2.0), Column("agrees", "Agrees", 0.5), Column("source", "Source", 1.5),
    )  # fmt: skip
    words = {True: "yes", False: "no", None: "not tried"}
    timelines = {timeline.dispute: timeline for timeline in (trace.coded("make tables") for trace in traces)}
    rows = tuple(
        (
            verdict.dispute, verdict.claim.id, verdict.claim.theory, verdict.claim.says, finding.wanted,
            finding.computed, words[finding.holds], _sources(timelines[verdict.dispute], verdict.claim.cite),
        )
        for verdict in judge([case(trace) for trace in traces])
        for finding in verdict.tried
    )  # fmt: skip
    return Table("claims", "Claims of the source, tried", columns, rows)


def _claims(trace: Trace) -> Table:
    return claims([trace])


def _scores(trace: Trace) -> Table:
    return scores([trace])


def _interval(shift: Interval) -> tuple[Cell, Cell, Cell]:
    """The estimate and both ends, nothing for an end that there is not."""
    low, high = (round(end, 4) if isfinite(end) else None for end in (shift.low, shift.high))
    return round(shift.estimate, 4), low, high


def _worth(worth: Worth | None) -> tuple[float | None, str | None]:
    return (worth.amount, worth.unit) if worth else (None, None)


def _sources(timeline: Timeline, cited: Iterable[Citation]) -> str:
    """Write citations with author and year in place of the key."""
    out = []
    for cite in cited:
        source = timeline.sources.get(cite.key)
        name = f"{source.author} {source.year}" if source else cite.key
        note = f"n. {cite.note}" if cite.note is not None else ""
        out.append(", ".join(part for part in (name, cite.section, note, cite.via) if part))
    return "; ".join(out)


TABLES: Mapping[str, Callable[[Trace], Table]] = MappingProxyType(
    {
        "events": events,
        "clocks": clocks,
        "links": links,
        "readings": readings_table,
        "scores": _scores,
        "claims": _claims,
    }
)
"""Makers of tables by name."""

PRINTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "events": ("date", "actor", "recipient", "act", "summary", "source"),
        "clocks": ("label", "who", "to_whom", "what", "worth", "unit", "set", "due", "ended", "outcome"),
        "links": ("source_date", "source", "type", "target_date", "target", "rise", "days"),
        "readings": ("party", "date", "level", "trend", "computed", "summary", "source"),
        "claims": ("says", "theory", "wanted", "computed", "agrees"),
    }
)
"""The columns of each table that fit on a printed page; the files for programs hold all of them."""
