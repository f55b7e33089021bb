"""The words that the marks of a figure say: acts, links, clocks and readings, by their names in the figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from replay.domain import readings
from replay.engine.days import Days, worded
from replay.engine.trace import ACTED, Trace
from replay.escalation import graph
from replay.figures.sheet.ends import history_told
from replay.scoring import asked, case, forecasts
from replay.theories import ORDER, spoken
from replay.timeline import Timeline

__all__ = ["tips"]


def tips(trace: Trace) -> Mapping[str, str]:
    """Return words by the name of a mark: ``act demand``, ``link counters demand reply``, ``end sanctions``.

    Examples
    --------
    >>> import replay
    >>> tips(replay.run(replay.load(replay.example())))["act demand"][:25]
    '5 Feb 1996, United States'
    """
    timeline = trace.coded("describe marks")
    return dict(_pairs(trace, timeline))


def _pairs(trace: Trace, timeline: Timeline) -> Iterator[tuple[str, str]]:
    labels, days = {}, Days(trace, worded)
    for entry in trace:
        if entry.kind not in ACTED:
            continue
        name = entry.event or ""
        event, rule = timeline.by_id.get(name), timeline.by_rule.get(name)
        said = event.summary if event else rule.summary if rule else ""
        labels[name] = (event.label if event else "") or name
        whom = f" to {_party(timeline, entry.recipient)}" if entry.recipient else ""
        act = entry.act.words if entry.act else ""
        source = "; ".join(str(cite) for cite in event.cite) if event else "follows by rule"
        words = f"{days.of(entry)}, {_party(timeline, entry.actor)}{whom}, {act}: {said} [{source}]"
        yield f"act {name}", words
        yield f"name {name}", words
        yield f"stick {name}", words
    for link in graph(trace).links:
        first, second = labels.get(link.source, link.source), labels.get(link.target, link.target)
        yield f"link {link.type.value} {link.source} {link.target}", f"→ {first} → {second}: {link.type.value}"
    for clock in trace.clocks():
        told = history_told(clock, days)
        words = f"Clock {clock.label} of {_party(timeline, clock.holder)}: {told}"
        yield f"end {clock.id}", words
        yield f"clock {clock.id}", words
        yield f"run {clock.id}", words
    cases = [case(trace)]
    for found in asked(forecasts(cases), cases) if timeline.decisions else ():
        chances = ", ".join(f"{strategy.value} {found.prediction.chance(strategy):.0%}" for strategy in ORDER)
        words = (
            f"{found.date}, {_party(timeline, found.prediction.party)}, {found.label}: {spoken(found.theory)} "
            f"expected {chances}, for {found.prediction.grounds}; what was done: {found.did.value}"
        )
        yield f"done {found.theory} {found.dispute} {found.decision}", words
    for track in readings(timeline):
        for mark in track.marks:
            yield f"reading {mark.id}", f"{mark.date}, {track.name} as read: {mark.label} [{mark.citation}]"


def _party(timeline: Timeline, name: str | None) -> str:
    return timeline.name(name) or "nobody"
