"""The report of a what-if as a document: what is said, in which order, before any form is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from replay.codebook import IMPOSITIONS
from replay.counterfactuals.branch import KINDS_OF_RUN, Report
from replay.counterfactuals.checklist import checklist
from replay.counterfactuals.divergence import entry_words
from replay.counterfactuals.edits import SetFate, SetOutcome, describe
from replay.counterfactuals.expected import expected
from replay.counterfactuals.outcomes import ClockChange, Fired
from replay.engine.days import Days
from replay.engine.trace import ClockHistory
from replay.escalation import Measures
from replay.text.blocks import Block, Figure, Grid, Heading, Paragraph
from replay.text.words import counted, money

__all__ = ["PARTS", "document", "title_of"]

_FLAGS = {
    "unprovoked": "unprovoked: nothing that it answered is left",
    "partly": "partly: some of what it answered is left",
    "too-late": "void: the clock to which it did something had ended, was never set, or did not stand still",
    "assumed": "void: another end of the clock that it ended is assumed",
    "off-rule": "departs: the end or trigger that it departs from in the record came otherwise",
    "whole": "whole: nothing was split off, so that it carries out all that was listed",
}
_HOW = {
    "edit": "edited away", "response": "answered nothing else", "premise": "lost its premise",
    "rule": "its rule does not bring it about", "clock": "no clock left to move or drop",
}  # fmt: skip
_MOST = 24
"""Names in a row; of more it is said how many."""


def document(report: Report, parts: Iterable[str] = ()) -> tuple[Block, ...]:
    """Return the report as blocks, in the order in which they are read.

    Parameters
    ----------
    parts : iterable of str, optional
        Names of `PARTS`; by default all of them.

    Examples
    --------
    >>> import replay
    >>> from replay.counterfactuals.edits import Drop
    >>> report = replay.whatif(replay.load(replay.example()), [Drop("settlement")])
    >>> [block.text for block in document(report, ["divergence"]) if isinstance(block, (Heading, Paragraph))]
    ['First divergence', '2–6 May 1996, at entry 4; the 4 entries before are the same in both.']
    """
    return tuple(block for name in parts or PARTS for block in PARTS[name](report))


def title_of(report: Report) -> str:
    """Return what a what-if is called."""
    return report.counterfactual.title if report.counterfactual else f"What if: {report.timeline.title}"


def _title(report: Report) -> Iterator[Block]:
    timeline = report.timeline
    yield Heading(title_of(report), 1)
    yield Paragraph(f"{timeline.title}; base {timeline.digest[:16] or 'without a digest'}.")


def _grounds(report: Report) -> Iterator[Block]:
    yield Paragraph(f"This is {KINDS_OF_RUN[report.kind]}.", strong=True)
    assumed = [describe(edit) for edit in report.edits if isinstance(edit, (SetOutcome, SetFate))]
    if assumed:
        yield Paragraph(f"It rests on an assumption that no act in it explains: {'; '.join(assumed)}.")
    named = report.counterfactual
    if named and named.because:
        yield Paragraph(named.because)
    if named and named.cite:
        yield Paragraph(f"Source: {'; '.join(map(str, named.cite))}.")
    if named and named.note:
        yield Paragraph(f"Note: {named.note}")


def _changed(report: Report) -> Iterator[Block]:
    yield Heading("What is changed")
    rows = tuple((edit.name or "-", describe(edit), edit.because or "-") for edit in report.edits)
    yield Grid(("Edit", "Does", "Because"), rows)
    size = report.rewrite
    yield Paragraph(
        f"Rewrite: {counted(size.edits, 'edit')}, {size.events} of {size.recorded} recorded events touched "
        f"({size.share:.1%}); {counted(size.lost, 'more event')} gone with them, {size.carried} carried to another day."
    )


def _divergence(report: Report) -> Iterator[Block]:
    yield Heading("First divergence")
    found = report.divergence
    if found is None:
        yield Paragraph("None: both replays are the same, entry for entry.")
        return
    before, after = report.before.days, report.after.days
    same = f"the {found.seq} entries before are the same in both"
    yield Paragraph(f"{report.since_in_words}, at entry {found.seq}; {same}.")
    said = entry_words(found.before, before), entry_words(found.after, after), report.cause() or "the edits together"
    yield Grid(("", "Entry"), tuple(zip(("before", "after", "cause"), said, strict=True)))


def _losses(report: Report) -> Iterator[Block]:
    yield Heading("What does not happen")
    if not report.lost:
        yield Paragraph("Every recorded event happens.")
        return
    rows = [
        (
            report.before.days.of_act(i.id, i.day),
            _named(i.id, report.before.days),
            _HOW[i.how],
            ", ".join(_named(name, report.before.days) for name in i.because) or "-",
        )
        for i in report.lost
    ]
    rows.sort(key=lambda row: row[2] != _HOW["edit"])
    edited = sum(item.how == "edit" for item in report.lost)
    if edited > 12:
        yield Paragraph(f"Edited away: {', '.join(row[1] for row in rows[:edited])}.")
        del rows[:edited]
    if rows:
        yield Grid(("Date", "Event", "How", "Because this is missing"), tuple(rows))
    moved = {item.id for item in report.moved}
    if kept := sum(name not in moved for name in report.kept):
        yield Paragraph(
            f"{counted(kept, 'recorded act')} after {report.since_in_words} {'is' if kept == 1 else 'are'} kept as "
            "recorded: nothing coded depends on what was edited. Read nothing into them."
        )


def _flags(report: Report) -> Iterator[Block]:
    yield Heading("What is kept although its reason is gone")
    if report.flags:
        rows = tuple(
            (
                report.after.days.of_act(flag.id, flag.day),
                _named(flag.id, report.after.days),
                _FLAGS[flag.what],
                ", ".join(_named(name, report.before.days) for name in flag.missing),
                ", ".join(_named(name, report.before.days) for name in flag.left) or "-",
            )
            for flag in report.flags
        )
        yield Grid(("Date", "Event", "Flag", "Missing", "Left"), rows)
    else:
        yield Paragraph("No event that is kept has lost what it answered, ended or followed from.")
    carried = tuple(_moved(report, derived=False))
    if carried:
        yield Grid(("Carried along", "Before", "After"), carried)
    for said, names in (
        ("Kept although they hang on what was changed", report.hanging),
        ("Acts between the sides kept although something new has happened between them", report.unaware),
        ("Kept as background from the divergence on", report.kept),
    ):
        if names:
            named = tuple(_named(name, report.after.days) for name in names)
            yield Paragraph(f"{said} ({len(names)}): {_some(named)}.")


def _moved(report: Report, derived: bool) -> Iterator[tuple[str, str, str]]:
    """What comes on another day, with its day before and after; what rules bring about, or what they do not."""
    before, after = report.before.days, report.after.days
    for one in report.moved:
        if (one.id in report.after.derived) is derived:
            was, now = before.of_act(one.id, one.before), after.of_act(one.id, one.after)
            yield _named(one.id, after), was, _within(one.after - one.before) if was == now else now


def _named(name: str, days: Days) -> str:
    """The label of an act or a clock, else its id."""
    timeline = days.timeline
    found = timeline.by_id.get(name) or timeline.clocks.get(name)
    return (found.label if found else "") or name


def _within(days: int) -> str:
    """Say how far something moves within the bounds of its date, and so only in the replay."""
    return f"{counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'} in the replay"


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more


def _clocks(report: Report) -> Iterator[Block]:
    yield Heading("Clocks")
    yield Figure("clocks", "Clocks before (upper bar) and after (lower bar); the mark at the end says how each ended.")
    before, after = report.before.days, report.after.days
    rows = tuple(
        (c.label or c.id, _clock(c.before, before), _clock(c.after, after), _same(report, c)) for c in report.clocks
    )
    marked = [n for n, change in enumerate(report.clocks) if change.differs]
    yield Grid(("Clock", "Before", "After", ""), rows, marked=marked)
    for clock in (change.after for change in report.clocks if change.after):
        set_on, due = clock.set_on, clock.dues[0][1]
        if due is not None and due <= set_on:
            days = after.set_on(clock.id), after.dues(clock.id)[0]
            said = f"A rule sets {clock.id}, {days[0]}, when its due date, {days[1]}, has come"
            yield Paragraph(f"{said}: it runs out on the very day.")


def _same(report: Report, clock: ClockChange) -> str:
    """Whether a clock differs; one that is the same and still ran at the divergence is so because it was kept."""
    if clock.differs:
        return "differs"
    life = clock.after
    late = report.divergence and life and (life.ended_on is None or life.ended_on >= report.since)
    return "same (kept as recorded)" if late else "same"


def _clock(history: ClockHistory | None, days: Days) -> str:
    if history is None:
        return "never set"
    ended = f" {days.ended(history)}" if history.ended_on is not None else ""
    ended += f" by {_named(history.ended_by, days)}" if history.ended_by else ""
    due = " → ".join(days.spans(history.id))
    return f"{history.outcome.words}{ended}, due {due}"


def _rules(report: Report) -> Iterator[Block]:
    yield Heading("What clocks and commitments bring about")
    shifted = tuple(_moved(report, derived=True))
    if report.fired:
        yield _acts(report.fired, report.after.days)
    elif not shifted:
        yield Paragraph("Nothing that they do not bring about in the base.")
    if shifted:
        yield Paragraph("Recorded acts that they bring about on another day:")
        yield Grid(("Act", "Before", "After"), shifted)
    if report.ceased:
        yield Paragraph("In the base, and not any more:")
        yield _acts(report.ceased, report.before.days)
    if report.sanctions:
        yield Paragraph(_worth(report), strong=True)
        for act in report.sanctions:
            if act.note:
                yield Paragraph(f"On the worth and ground of {act.id}: {act.note}")


def _acts(acts: Iterable[Fired], days: Days) -> Grid:
    return Grid(("Date", "Who and act", "By", "What", "Worth"), tuple(_act(act, days) for act in acts), right=(4,))


def _act(act: Fired, days: Days) -> tuple[str, ...]:
    whom = f" → {act.recipient}" if act.recipient else ""
    worth = "none given" if act.act in IMPOSITIONS else ""
    if act.worth:
        worth = money({act.worth.unit: act.worth.amount})
    return (
        days.spanned(days.of_act(act.id, act.day)),
        f"{act.actor}{whom}: {act.act.value}",
        f"{act.rule} of {act.source}",
        act.summary,
        worth,
    )


def _worth(report: Report) -> str:
    without = tuple(act.id for act in report.sanctions if act.worth is None)
    said = f"Sanctions and counter-sanctions that follow: {len(report.sanctions)}"
    if report.worth:
        said += f", worth {money(report.worth)} in all"
    return f"{said}; the file gives no worth for {_some(without)}." if without else f"{said}."


def _escalation(report: Report) -> Iterator[Block]:
    yield Heading("Escalation")
    yield Figure("escalation", "Acts and links before and after; what is removed, added or changed is marked.")
    names = (
        "acts", "links", "top rung", "longest escalation path, acts", "spirals", "longest chain of a spiral, acts",
        "pivots", "off-ramps, taken", *(f"{one.side} answers {one.other}" for one in report.measures[0].reciprocity),
    )  # fmt: skip
    rows = tuple(zip(names, *map(_measured, report.measures), strict=True))
    marked = [n for n, (_, was, now) in enumerate(rows) if was != now]
    yield Grid(("Measure", "Before", "After"), rows, right=(1, 2), marked=marked)


def _measured(found: Measures) -> Iterator[str]:
    yield from map(str, (found.acts, found.links, found.top_rung, len(found.longest_escalation), len(found.spirals)))
    yield str(max((len(spiral.chain) for spiral in found.spirals), default=0))
    yield str(len(found.pivots))
    yield f"{len(found.off_ramps)}, {sum(bool(ramp.taken) for ramp in found.off_ramps)}"
    yield from (f"{one.answered} of {one.received}, {one.in_kind} in kind" for one in found.reciprocity)


def _paths(report: Report) -> Iterator[Block]:
    yield Heading("Domains, as the rules compute them")
    yield Figure("domain", "Each side's computed domain before and after, and where the two replays part.")
    rows = tuple(
        (
            p.party, *(f"{value:.2f}" for value in (p.lowest_before, p.lowest_after, p.last_before, p.last_after)),
            f"{p.area:.0f}", f"{p.mean:.2f}",
        )
        for p in report.paths
    )  # fmt: skip
    heads = (
        "Side", "Lowest before", "Lowest after", "Last before", "Last after", "Area between, unit-days",
        "Mean distance",
    )  # fmt: skip
    marked = [n for n, path in enumerate(report.paths) if path.area]
    yield Grid(heads, rows, right=(1, 2, 3, 4, 5, 6), marked=marked)
    if report.paths:
        yield Paragraph(
            f"In domain units (+1 gain to -3 strong loss), over the {report.paths[0].days} days from "
            f"{report.since_in_words} to the last entry of either replay."
        )


def _criteria(report: Report) -> Iterator[Block]:
    yield Heading("Is it a good counterfactual?")
    yield Paragraph("The criteria of Tetlock and Belkin (1996), filled in from the above.")
    yield Grid(("Criterion", "Question", "Answer"), tuple((c.name, c.question, c.answer) for c in checklist(report)))


PARTS: Mapping[str, Callable[[Report], Iterator[Block]]] = MappingProxyType({
    "title": _title, "grounds": _grounds, "changed": _changed, "divergence": _divergence, "losses": _losses,
    "flags": _flags, "clocks": _clocks, "rules": _rules, "escalation": _escalation, "paths": _paths,
    "expected": expected, "criteria": _criteria,
})  # fmt: skip
"""The parts of the report, by name, in the order in which they are read."""
