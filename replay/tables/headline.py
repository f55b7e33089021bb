"""The findings on a dispute in a few sentences: what stands at the head of its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from replay.codebook import IMPOSITIONS, ClockKind, Outcome
from replay.domain import Rules
from replay.engine.days import Days, worded
from replay.engine.trace import ACTED, Trace
from replay.escalation import Measure, graph, ledger, measures
from replay.scoring import case, forecasts, parted
from replay.scoring import score as score_board
from replay.tables.answers import chain_told, clocks_told, fates_of
from replay.tables.domains import domains_told
from replay.tables.ledger import fates_listed
from replay.tables.scores import best_told, is_of_some
from replay.text.words import counted, joined
from replay.theories import THEORIES
from replay.timeline import Timeline

__all__ = ["Finding", "headline", "sanctions_told", "scores_told", "threats_of", "threats_told"]

_NO_THREAT = "No threat of one side to the other is coded."
_NAMED = 3
"""Measures that are named as imposed; of more it is said how many."""


class Finding(NamedTuple):
    """A finding, by its name, and what it is about: ``clocks``, ``measures``, ``domains`` or ``theories``."""

    about: str
    text: str
    name: str


def headline(trace: Trace) -> tuple[Finding, ...]:
    """Return the findings on a replay, each in a sentence or two; those on nothing coded are left out.

    They are, as far as they apply: who of the sides threatened first and last, and what became of the threats; how the
    clocks ended; whether sanctions were imposed; the longest spiral or escalation path; where each side stood; how
    theories score on the decisions. Threats by others than the sides, and within a camp, are not counted. The
    sentences on clocks, domains and scores are those of the commands `run`, `domain` and `score`.

    Raises
    ------
    RefusalError
        For a trace without its timeline.

    Examples
    --------
    >>> import replay
    >>> found = headline(replay.run(replay.load(replay.example())))
    >>> [finding.about for finding in found]
    ['clocks', 'clocks', 'clocks', 'measures', 'domains', 'theories']
    >>> found[3].text
    'No chain of hostile acts answers another.'
    """
    timeline = trace.coded("tell what it comes to")
    if not trace.select(*ACTED):
        return ()
    drawn, rows = graph(trace), threats_of(trace)
    found = [
        Finding("clocks", f"{threats_told(trace)} {fates_of(rows, 'threat')}" if rows else _NO_THREAT, "threats"),
        Finding("clocks", clocks_told(trace), "ends"),
        Finding("clocks", sanctions_told(trace), "sanctions"),
        Finding("measures", chain_told(drawn, measures(drawn)), "chain"),
        Finding("domains", " ".join([*domains_told([trace], Rules())][:-1]), "domains"),
        Finding("theories", next(scores_told(trace), "") if timeline.decisions else "", "scores"),
    ]
    return tuple(finding for finding in found if finding.text)


def threats_of(trace: Trace) -> list[Measure]:
    """Return the threats of one side towards the other."""
    engaged = trace.coded("tell threats").engaged
    return [row for row in ledger(trace) if row.form == "threat" and engaged(row.who, row.whom)]


def threats_told(trace: Trace) -> str:
    """Say who made the first and the last threat, when and how; nothing without one.

    Examples
    --------
    >>> import replay
    >>> threats_told(replay.run(replay.load(replay.example())))[:68]
    'The first threat is by United States (impose sanctions, 10 Mar 1996)'
    """
    timeline, days, rows = trace.coded("tell threats"), Days(trace, worded), threats_of(trace)

    def told(row: Measure) -> str:
        act = row.acts[0]
        event = timeline.by_id.get(act)
        return f"{event.label if event and event.label else row.act.words}, {days.of_act(act, row.announced)}"

    if not rows:
        return ""
    (first, name), (last, other) = ((row, timeline.name(row.who)) for row in (rows[0], rows[-1]))
    if first.acts[0] == last.acts[0]:
        only = "only" if len(rows) == 1 else "first and last"
        return f"The {only} threat is by {name} ({told(first)})."
    return f"The first threat is by {name} ({told(first)}), the last by {other} ({told(last)})."


def sanctions_told(trace: Trace) -> str:
    """Say which sanctions were imposed, what else took effect, and what became of sanctions that were threatened.

    Counted as sanctions are acts that put one into force (`codebook.IMPOSITIONS`), not those that are only announced.
    What else took effect is what a clock of kind effect carried out, such as duties of a safeguard.

    Examples
    --------
    >>> import replay
    >>> sanctions_told(replay.run(replay.load(replay.example())))
    'No sanction was imposed; 1 sanction was threatened (1 settled, not carried out).'
    """
    timeline, days = trace.coded("tell sanctions"), Days(trace, worded)
    done = [
        f"{_label(timeline, entry.event)} ({timeline.name(entry.actor)}, {days.of(entry)})"
        for entry in trace.select(*ACTED)
        if entry.act in IMPOSITIONS and _happened(timeline, entry.event)
    ]
    other = [
        f"{clock.label} ({timeline.name(clock.holder)}, {days.ended(clock)})"
        for clock in trace.clocks()
        if clock.kind is ClockKind.EFFECT
        and clock.outcome is Outcome.CARRIED_OUT
        and not any(then.act in IMPOSITIONS for then in timeline.clocks[clock.id].on_end)
    ]
    said = f"{_were(len(done), 'sanction')} imposed: {_some(done)}" if done else "No sanction was imposed"
    if other:
        said += f"; {counted(len(other), 'other measure')} took effect: {_some(other)}"
    fates = Counter(row.fate for row in threats_of(trace) if row.act in IMPOSITIONS)
    if fates:
        became = fates_listed(fates, "threat")
        became = f": {became}" if "(" in became else f" ({became})"  # no brackets in brackets
        said += f"; {_were(fates.total(), 'sanction')} threatened{became}"
    return f"{said}."


def _were(number: int, what: str) -> str:
    return f"{counted(number, what)} {'was' if number == 1 else 'were'}"


def _some(named: list[str]) -> str:
    more = len(named) - _NAMED
    return joined(named if more <= 1 else [*named[:_NAMED], f"{more} more"])


def _label(timeline: Timeline, act: str | None) -> str:
    event, rule = timeline.by_id.get(act or ""), timeline.by_rule.get(act or "")
    said = event or rule
    return (event.label if event else "") or (said.act.words.capitalize() if said else act or "")


def _happened(timeline: Timeline, act: str | None) -> bool:
    event = timeline.by_id.get(act or "")
    return event is None or event.status.happened


def scores_told(trace: Trace) -> Iterator[str]:
    """Yield of each question that decisions put which theory is best, in the words and defaults of `replay score`."""
    cases = [case(trace)]
    found = parted(forecasts(cases, list(THEORIES)), cases) if cases[0].choices else ()
    for what, part in found:
        if not is_of_some(what):
            yield " ".join(best_told(what, score_board(part, "uniform")))
