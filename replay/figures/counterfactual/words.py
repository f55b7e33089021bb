"""Captions of the figures before and after, and texts that stand for them where they cannot be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from replay.counterfactuals import ClockChange, Report
from replay.dates import iso
from replay.engine.trace import ClockHistory
from replay.figures.counterfactual.acts import shown
from replay.figures.counterfactual.clocks import axis_days, endings
from replay.figures.counterfactual.data import titled
from replay.figures.counterfactual.page import KIND_WORDS, days_of
from replay.figures.counterfactual.paths import steps_on
from replay.figures.counterfactual.status import ADDED, CHANGED, DROPPED, GONE, REMOVED, SAME, WORDS, Act
from replay.figures.sheet.timescale import time_scale
from replay.figures.sheet.wording import axis_note, sourced
from replay.text.words import counted, decimal, typeset

__all__ = ["ALTS", "CAPTIONS"]


def acts_caption(report: Report) -> str:
    """Return the caption of the acts before and after."""
    acts, links = _acts(report), Counter(shown(report).links.values())
    status = Counter(act.status for act in acts)
    return _joined(
        f"{_head(report)} Acts of the sides on the rungs of the escalation ladder, 9 (imposition of sanctions) to 1 "
        f"(conciliation), n = {counted(len(acts), 'act')} and {counted(links.total(), 'link')} on the axis. Grey dots, "
        f"in both: {counted(status[SAME], 'act')}; hollow and crossed out, dropped by an edit: "
        f"{counted(status[DROPPED], 'act')}; hollow and struck out, gone with that: {counted(status[GONE], 'act')}; "
        f"diamonds, added by a rule or an edit: {counted(status[ADDED], 'act')}; open squares, changed or on another "
        f"day: {counted(status[CHANGED], 'act')}, each with a small square where it was. "
        f"Links: grey in both ({links[SAME]}), dashed removed ({links[REMOVED]}), thick added ({links[ADDED]}).",
        *_tail(report, days_of(report)),
    )


def acts_alt(report: Report) -> str:
    """Return the acts before and after in words: counts, and every act that is not the same."""
    acts = _acts(report)
    status = Counter(act.status for act in acts)
    counts = f"{status[SAME]} are the same, {status[DROPPED]} dropped by an edit, {status[GONE]} gone with that, "
    counts += f"{status[ADDED]} added, {status[CHANGED]} changed"
    head = f"Diagram of the acts before and after, {_named(report)}."
    said = [head, f"Of {counted(len(acts), 'act')} on the axis {counts}.", _parted(report)]
    for what, words in WORDS.items():
        listed = [_said(act) for act in acts if act.status == what]
        if listed:
            said.append(f"{words.capitalize()}: {'; '.join(listed)}.")
    return _joined(*said)


def _said(act: Act) -> str:
    who = "" if act.status == ADDED else f" by {act.node.party}"
    return f"{act.said}{who}, {iso(act.node.day)}"


def paths_caption(report: Report) -> str:
    """Return the caption of the domains before and after."""
    scale = time_scale(days_of(report))
    before, after = (
        sum(len(steps_on(domain, scale)) - 1 for domain in view.domains.values())
        for view in (report.before, report.after)
    )
    return _joined(
        f"{_head(report)} Domain of each side as computed from acts and clocks, in domain units from the reference "
        f"point: before (dashed, n = {counted(before, 'step')}) and after (solid, n = {counted(after, 'step')}). "
        "Tinted: the area between them, from the first divergence on.",
        *_tail(report, days_of(report)),
    )


def paths_alt(report: Report) -> str:
    """Return the domains before and after in words: for each side the lowest and the last position, and the area."""
    said = [f"Chart of each side's computed domain before and after, {_named(report)}.", _parted(report)]
    for change in report.paths:
        name = report.timeline.parties[change.party].name
        lowest, last = (
            f"{decimal(one)} before and {decimal(two)} after"
            for one, two in ((change.lowest_before, change.lowest_after), (change.last_before, change.last_after))
        )
        said.append(
            f"{name}: lowest from then on {lowest}; at the end {last}; {change.area:,.0f} unit-days between them, "
            f"{decimal(change.mean)} domain units on average over {counted(change.days, 'day')}."
        )
    return _joined(*said)


def clocks_caption(report: Report) -> str:
    """Return the caption of the clocks before and after."""
    differ = sum(change.differs for change in report.clocks)
    return _joined(
        f"{_head(report)} Deadlines and sanction timers, n = {counted(len(report.clocks), 'clock')}; on tinted rows "
        f"those that differ: {differ}. The upper, pale bar of a row is the clock before, the lower, dark one after, "
        "from the day it was set to the day it ended, with the mark of how; dotted, to a due day that was not waited "
        "for; a short stroke, an earlier due day.",
        *_tail(report, axis_days(report)),
    )


def clocks_alt(report: Report) -> str:
    """Return the clocks before and after in words, one by one."""
    differ = sum(change.differs for change in report.clocks)
    said = [
        f"Chart of {counted(len(report.clocks), 'clock')} before and after, {_named(report)}; those that differ: "
        f"{differ}.",
        _parted(report),
    ]  # fmt: skip
    return _joined(*said, *(_clock(change) for change in report.clocks))


def _clock(change: ClockChange) -> str:
    before, after = _ended(change.before), _ended(change.after)
    if change.differs and before == after:  # what differs is who ended it, or when it was moved
        before, after = endings(change)
    if not change.differs:
        return f"Clock {change.label}: {before} in both."
    return f"Clock {change.label}: {before} before, {after} after."


def _ended(clock: ClockHistory | None) -> str:
    if clock is None:
        return "never set"
    due = f", due {iso(clock.due)}" if clock.due is not None else ""
    ended = f"{clock.outcome.value} {iso(clock.ended_on)}" if clock.ended_on is not None else "still running"
    return f"set {iso(clock.set_on)}{due}, {ended}"


def _acts(report: Report) -> Sequence[Act]:
    return [act for lane in shown(report).lanes for act in lane.acts]


def _head(report: Report) -> str:
    """The title of the counterfactual, the dispute, and what kind of run it is."""
    return f"{_named(report)}, before and after: {KIND_WORDS[report.kind]}."


def _tail(report: Report, days: Sequence[int]) -> tuple[str, ...]:
    line = f"Vertical dashes: {_since(report)}." if report.divergence else "The replays are the same."
    return line, axis_note(time_scale(days)), sourced([report.timeline])


def _named(report: Report) -> str:
    """Say which what-if of which dispute this is."""
    title, dispute = typeset(titled(report)), typeset(report.timeline.title)
    return dispute if title == dispute else f"{title} ({dispute})"


def _parted(report: Report) -> str:
    return f"Vertical line: {_since(report)}." if report.divergence else "The replays are the same."


def _since(report: Report) -> str:
    return f"the first divergence, {iso(report.since)}, {report.cause() or 'the edits together'}"


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


Words = Mapping[str, Callable[[Report], str]]
CAPTIONS: Words = MappingProxyType({"escalation": acts_caption, "domain": paths_caption, "clocks": clocks_caption})
"""Makers of captions by the name of the figure."""
ALTS: Words = MappingProxyType({"escalation": acts_alt, "domain": paths_alt, "clocks": clocks_alt})
"""Makers of words by the name of the figure."""
