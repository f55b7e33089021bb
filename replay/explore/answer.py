"""The answer in words: what happens instead, who acts and why, and what differs from the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from replay.codebook import IMPOSITIONS
from replay.counterfactuals import Report
from replay.counterfactuals.branch import KINDS_OF_RUN
from replay.counterfactuals.edits import Edit, SetFate, SetOutcome
from replay.counterfactuals.outcomes import Fired
from replay.counterfactuals.view import View as Replayed
from replay.engine.trace import ENDS, ClockHistory, Entry
from replay.explore.moment import entry_told
from replay.explore.shown import Shown
from replay.explore.told import edit_told
from replay.tables.answers import clocks_told
from replay.tables.headline import sanctions_told, threats_told
from replay.tables.instead import whatif_told
from replay.text.words import counted, joined, money

__all__ = ["Answer", "Change", "Instead", "answer", "changes", "edits_told"]


@dataclass(frozen=True, slots=True)
class Instead:
    """An act that a rule brings about in place of what was recorded.

    Attributes
    ----------
    id, when, who, whom, act, what, worth : str
    because : str
        Which end of a clock, or which act, brings it about.
    announced : str
        Id of the act in which it was announced, "" for none.
    link : str
    sanction : bool
    """

    id: str
    when: str
    who: str
    whom: str
    act: str
    what: str
    worth: str
    because: str
    announced: str
    link: str
    sanction: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page says first.

    Attributes
    ----------
    title : str
    verdict : str
        The answer in a sentence or two.
    told : tuple[str, ...]
        What else there is to say, in sentences.
    instead : tuple[Instead, ...]
    ground, because : str
        What kind of what-if it is, and the reasons that its file gives.
    """

    title: str
    verdict: str
    told: tuple[str, ...]
    instead: tuple[Instead, ...] = ()
    ground: str = ""
    because: str = ""


def answer(shown: Shown) -> Answer:
    """Return the answer of a page."""
    report = shown.report
    if report is None:
        said = (threats_told(shown.record.trace), clocks_told(shown.record.trace), _size(shown))
        return Answer("What happened", sanctions_told(shown.record.trace), tuple(text for text in said if text))
    acts = tuple(_instead(shown, report, act) for act in report.fired)
    named = report.counterfactual
    told = tuple(whatif_told(report))
    if report.fired and report.divergence:  # its first sentence is said in the list
        told = told[1:]
    ground = f"This is {KINDS_OF_RUN[report.kind]}."
    assumed = [edit_told(edit, shown.label) for edit in report.edits if isinstance(edit, (SetOutcome, SetFate))]
    if assumed:
        ground += f" It rests on an assumption that no act in it explains: {' '.join(assumed)}"
    because = named.because if named else ""
    return Answer(named.title if named else "What if", _verdict(shown, report, acts), told, acts, ground, because)


def _size(shown: Shown) -> str:
    timeline = shown.timeline
    acts, clocks = counted(len(shown.acts), "act"), counted(len(timeline.clocks), "clock")
    return f"{acts} and {clocks} are coded; the replay has {counted(shown.steps, 'entry')}."


def _verdict(shown: Shown, report: Report, acts: tuple[Instead, ...]) -> str:
    if report.divergence is None:
        return "Nothing happens instead: both replays are the same, entry for entry."
    sanctions = report.sanctions
    if not sanctions:
        off = sum(act.act in IMPOSITIONS for act in report.ceased)
        gone = f"; {counted(off, 'sanction')} of the record would not have come" if off else ""
        more = "Other acts would have come by rule" if acts else "Clocks and commitments bring about nothing new"
        return f"No new sanction would have come{gone}. {more}."
    replies = {act.id for act in report.fired if _answered(shown, act)}
    first = [act for act in acts if act.sanction and act.id not in replies]
    said = f"Sanctions would have come: {_by(first)}." if first else "New sanctions would have come, all in answer."
    answers: dict[str, list[Instead]] = {}
    for act in acts:
        if act.id in replies:
            answers.setdefault(act.who, []).append(act)
    if not answers:
        return f"{said} The file codes no answer to them."
    return f"{said} {' '.join(f'{who} would have answered: {_by(found, False)}.' for who, found in answers.items())}"


def _by(acts: list[Instead], named: bool = True) -> str:
    parts = []
    for act in acts:
        worth = f", worth {act.worth}" if act.worth else ""
        parts.append(f"{f'{act.who}, ' if named else f'{act.act}, '}{act.when}{worth}")
    return "; ".join(parts)


def _answered(shown: Shown, act: Fired) -> list[str]:
    """The acts of this replay that set off a commitment; none for what follows from the end of a clock."""
    if act.rule != "commitment":
        return []
    entries = shown.replay.entries
    found = [entries[seq] for seq in shown.acts[act.id].causes]
    return [one.event for one in found if one.event and one.act and one.event != act.source]


def _instead(shown: Shown, report: Report, act: Fired) -> Instead:
    timeline, entries = report.branch.coded("tell who acts"), shown.replay.entries
    if act.rule == "end":
        because = f"since the clock “{shown.label(act.source)}” runs out"
    elif answered := _answered(shown, act):
        because = f"in answer to {joined([f'“{shown.label(name)}”' for name in answered])}"
    else:
        ends = [entries[seq] for seq in shown.acts[act.id].causes]
        clocks = [f"“{shown.label(one.clock or '')}”" for one in ends if one.kind in ENDS]
        because = f"since the clock {joined(clocks)} ends" if clocks else "since what it was announced for has come"
    return Instead(
        act.id, shown.when(act.id), timeline.name(act.actor), timeline.name(act.recipient), act.act.words, act.summary,
        money({act.worth.unit: act.worth.amount}) if act.worth else "", because,
        act.source if act.rule == "commitment" else timeline.carriers[act.id].id, shown.link(act.id),
        act.act in IMPOSITIONS,
    )  # fmt: skip


def edits_told(shown: Shown) -> Iterator[tuple[str, str, Edit | None]]:
    """Yield each edit in words with its reason; and the edit itself where the address holds it."""
    report = shown.report
    for edit in report.edits if report else ():
        own = edit if edit in shown.view.edits else None
        yield edit_told(edit, shown.label), "" if own else edit.because, own


@dataclass(frozen=True, slots=True)
class Change:
    """Something that differs: what it is, what it was, what it is now, and the address that shows it."""

    what: str
    before: str
    after: str
    link: str = ""


_HOW = {
    "edit": "taken away", "response": "answered nothing else", "premise": "lost its premise",
    "rule": "its rule does not bring it about", "clock": "no clock left to move or drop",
}  # fmt: skip


def changes(shown: Shown) -> dict[str, tuple[Change, ...]]:
    """Return what differs from the record, by headings: acts, clocks, where the two part."""
    report = shown.report
    if report is None or report.divergence is None:
        return {}
    found = report.divergence
    before, after = report.before.days, report.after.days
    where = Change("", _entry(shown.record, found.before), _entry(shown.replay, found.after))
    lost = tuple(
        Change(
            shown.label(one.id), before.of_act(one.id, one.day), _why(shown, one.how, one.because), shown.link(one.id)
        )
        for one in report.lost
    )
    moved = tuple(
        Change(shown.label(one.id), *_days(before.of_act(one.id, one.before), after.of_act(one.id, one.after),
               one.after > one.before), shown.link(one.id))
        for one in report.moved
    )  # fmt: skip
    clocks = tuple(
        Change(one.label or shown.label(one.id), _life(shown, one.before, False), _life(shown, one.after, True))
        for one in report.clocks
        if one.differs
    )
    return {"parting": (where,), "lost": lost, "moved": moved, "clocks": clocks}


def _days(before: str, after: str, later: bool) -> tuple[str, str]:
    """The days of an act that moved: one that moved between the same bounds is said to have."""
    return before, after if after != before else f"{after}, {'later' if later else 'earlier'} in it"


def _entry(replay: Replayed, entry: Entry | None) -> str:
    """Say an entry of one of the two replays; what ends there has no more."""
    return f"{replay.days.of(entry)}, {entry_told(replay, entry)}" if entry else "nothing more"


def _why(shown: Shown, how: str, because: tuple[str, ...]) -> str:
    names = [shown.label(name) for name in because[:3]]
    return _HOW[how] + (f": {joined(names)}" if names else "")


def _life(shown: Shown, clock: ClockHistory | None, after: bool) -> str:
    if clock is None:
        return "never set"
    days = (shown.replay if after else shown.record).days
    due = " → ".join(days.spans(clock.id))
    ended = f" {days.ended(clock)}" if clock.ended_on is not None else ""
    return f"{clock.kind.end_in_words(clock.outcome)}{ended}; due {due}"
