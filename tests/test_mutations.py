"""Every recorded fact about clocks, what follows from them and commitments, told wrongly, is reported.

By `check` or by comparing replay and record. What cannot be seen is listed below with the reason: nothing in the file
speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase as fnmatch
from pathlib import Path

import pytest

import replay
from replay.codebook import Act, Fate, Outcome
from replay.dates import Lag, When, iso, parse, parse_lag
from replay.errors import TimelineError
from replay.timeline import Commitment, Consequence, Event, Timeline
from replay.timeline.checks import check

ROOT = Path(__file__).parent
FILES = [*sorted((ROOT.parent / "timelines").glob("*.yaml")), *sorted((ROOT / "cases").glob("*.yaml"))]
EXCEPT = {"consequence-too-early"}
"""Reported as it stands, so that no change to it can show anything."""

NOTHING = "no act and no rule hangs on the end: that it is not known contradicts nothing"
WORD = "met on the word of the source alone, which nothing else in the file bears out"
UNDONE = "what never came about has no day with which a delay could be compared"
WITHIN = "the act comes on a day that this delay allows, too"
LATER = "without a delay the act may come on any later day"
PART = "whether what was promised was done in full or in part, the act itself does not say"
UNSEEN = {
    "japan-autos-1993-1995": {
        "*: lapsed -> unknown": NOTHING,
        "agreement-term: expired -> unknown": NOTHING,
        "*/end: after *": UNDONE,
        "*/reply-1: after *": UNDONE,
    },
    "korea-autos-1995-1998": {
        "review-july-1996: met -> *": WORD,
        "compliance-1996: met -> *": WORD,
        "super301-1989/end: after *": UNDONE,
        "super301-1995/end: after *": UNDONE,
        "section-301-if-1995/end: after *": UNDONE,
        "compliance-1996/end: after *": UNDONE,
        "sanctions-1998/end: after *": UNDONE,
        "*/reply-1: after *": UNDONE,
        "super301-1997/end: after P0D": WITHIN,  # the day of the citation
    },
    "steel-safeguards-2001-2003": {
        "consultation-period: elapsed -> unknown": NOTHING,
        "goods-council: elapsed -> unknown": NOTHING,
        "eu-provisional-term: expired -> unknown": NOTHING,
        "panel-circulation: lapsed -> unknown": NOTHING,
        "ds248-consultations: * days": LATER,
        "eu-ends-safeguards: * days": LATER,
        "*: kept -> in-part": PART,
        "safeguard-start/end: after P0D": WITHIN,  # the day of the duties themselves
        "short-list/end: after *": UNDONE,
        "long-list/end: after *": UNDONE,
        "japan-duties/end: after *": UNDONE,
    },
    "bluff": {"warning/reply-1: after *": UNDONE},
    "consequence-of-a-moved-clock": {"c/end: after P0D": WITHIN},
    "duties-on-the-due-day": {"c/end: after P0D": WITHIN},
    "kept-commitment-in-the-graph": {
        "a-duties: +*": LATER,
        "warning: nothing -> kept": "that is what naming the event says",
        "warning: nothing -> in-part": PART,
        "warning/reply-1: after P0D": WITHIN,
    },
    "move-by-length": {"c: lapsed -> unknown": NOTHING},
    "waiting-period": {"consultations: elapsed -> unknown": NOTHING},
}
UNSEEN["no-loop-through-the-record"] = UNSEEN["kept-commitment-in-the-graph"]
"""By file, the changes that are not reported, with the reason."""


def told_wrongly(timeline: Timeline) -> Iterator[tuple[str, Timeline]]:
    """Each recorded fact, changed, with a name for the change."""
    for clock, setter in timeline.clocks_set:
        if setter is None:
            continue
        for end in (end for end in Outcome if clock.kind.allows(end) and end is not clock.record):
            yield (
                f"{clock.id}: {clock.record.value} -> {end.value}",
                timeline.with_clocks(lambda old, c=clock, e=end: replace(old, record=e) if old.id == c.id else old),
            )
    for name in timeline.ruled:
        event = timeline.by_id[name]
        others = [p for p in timeline.parties if p not in (event.actor, event.recipient)]
        yield (
            f"{name}: another act",
            _with(timeline, replace(event, act=Act.MEET if event.act is not Act.MEET else Act.DENY)),
        )
        yield f"{name}: another actor", _with(timeline, replace(event, actor=others[0]))
        yield f"{name}: another recipient", _with(timeline, replace(event, recipient=others[0]))
        for days in (-10, -1, 1, 10):
            if isinstance(event.date, When) and event.date.is_exact:
                moved = parse(iso(event.date.middle + days))
                yield f"{name}: {days:+} days", _with(timeline, replace(event, date=moved))
    for event in timeline.events:
        for n, made in enumerate(event.commits):
            for fate in (fate for fate in Fate if made.record != (fate,)):
                changed = _promise(event, n, replace(made, record=(fate,)))
                said = ", ".join(old.value for old in made.record) or "nothing"
                yield f"{event.id}: {said} -> {fate.value}", _with(timeline, changed)
    for rule, then in timeline.by_rule.items():
        for length in ("P0D", "P3D", "P400D"):
            lag = parse_lag(length)
            if then.after != lag:
                after = timeline.with_clocks(
                    lambda old, t=then, to=lag: replace(old, on_end=tuple(_after(o, t, to) for o in old.on_end))
                )
                for event in after.events:
                    for n, made in enumerate(event.commits):
                        if made.then is then:
                            after = _with(after, _promise(event, n, replace(made, then=_after(then, then, lag))))
                yield f"{rule}: after {length}", after


def _after(old: Consequence, then: Consequence, lag: Lag) -> Consequence:
    return replace(old, after=lag) if old is then else old


def _promise(event: Event, n: int, made: Commitment) -> Event:
    return replace(event, commits=(*event.commits[:n], made, *event.commits[n + 1 :]))


def _with(timeline: Timeline, event: Event) -> Timeline:
    return replace(timeline, events=tuple(event if old.id == event.id else old for old in timeline.events))


def reported(timeline: Timeline) -> bool:
    return bool(list(check(timeline)) or replay.conformance(replay.run(timeline)))


def sound(path: Path) -> bool:
    try:
        replay.load(path)
    except TimelineError:
        return False
    return path.stem not in EXCEPT


@pytest.mark.parametrize("path", [path for path in FILES if sound(path)], ids=lambda path: path.stem)
def test_what_is_told_wrongly_is_reported(path):
    timeline, known = replay.load(path), UNSEEN.get(path.stem, {})
    assert not reported(timeline)
    unseen = [name for name, wrong in told_wrongly(timeline) if not reported(wrong)]
    assert [name for name in unseen if not any(fnmatch(name, pattern) for pattern in known)] == []
    assert [pattern for pattern in known if not any(fnmatch(name, pattern) for name in unseen)] == []


def test_there_is_something_to_tell_wrongly():
    told = [name for path in FILES if sound(path) for name, _ in told_wrongly(replay.load(path))]
    assert len(told) > 200  # 63 and 91 in the shipped disputes, some 80 in the small files
