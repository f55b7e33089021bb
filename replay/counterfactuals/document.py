"""A report as a document: what is said, in which order, before any form is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from replay.codebook import Act
from replay.counterfactuals.checklist import checklist
from replay.counterfactuals.divergence import entry_words
from replay.counterfactuals.edits import describe
from replay.counterfactuals.expected import expected
from replay.counterfactuals.report import KINDS_OF_RUN, Report
from replay.counterfactuals.values import ClockChange, Fired, Lost
from replay.dates import iso
from replay.engine.trace import ClockHistory
from replay.escalation import Measures
from replay.text.document import Block, Figure, Heading, Paragraph, Table
from replay.text.words import money

__all__ = ["document"]


_FLAGS = {
    "unprovoked": "unprovoked: nothing that it answered is left",
    "partly": "partly: some of what it answered is left",
    "too-late": "too late: the clock that it ended or moved had ended, or was never set",
    "no-rule": "no rule: the lapse or commitment that brought it about did not come",
}
_HOW = {"edit": "edited away", "response": "answered nothing else", "premise": "lost its premise"}


def document(report: Report, *, theories: bool = True) -> tuple[Block, ...]:
    """Return the report as blocks, in the order in which they are read.

    Parameters
    ----------
    theories : bool
        Whether what the theories expect is part of it.
    """
    parts = [
        _head(report), _divergence(report), _losses(report), _flags(report), _clocks(report), _rules(report),
        _measures(report), _paths(report), expected(report) if theories else (), _criteria(report),
    ]  # fmt: skip
    return tuple(block for part in parts for block in part)


def _head(report: Report) -> Iterator[Block]:
    named, timeline = report.counterfactual, report.timeline
    yield Heading(named.title if named else f"What if: {timeline.title}", 1)
    yield Paragraph(f"{timeline.title}; base {timeline.digest[:16] or 'without a digest'}.")
    yield Paragraph(f"This is {KINDS_OF_RUN[report.kind]}.", strong=True)
    if named and named.because:
        yield Paragraph(named.because)
    if named and named.cite:
        yield Paragraph(f"Source: {'; '.join(map(str, named.cite))}.")
    if named and named.note:
        yield Paragraph(f"Note: {named.note}")
    yield Heading("What is changed")
    rows = tuple((edit.name or "-", describe(edit), edit.because or "-") for edit in report.edits)
    yield Table((("Edit", "left"), ("Does", "left"), ("Because", "left")), rows)
    size = report.rewrite
    yield Paragraph(
        f"Rewrite: {_count(size.edits, 'edit')}, {size.events} of {size.recorded} recorded events touched "
        f"({size.share:.1%}); "
        f"{_count(size.lost, 'more event')} gone with them, {size.carried} carried to another day."
    )


def _divergence(report: Report) -> Iterator[Block]:
    yield Heading("First divergence")
    found = report.divergence
    if found is None:
        yield Paragraph("None: both replays are the same, entry for entry.")
        return
    due, other = (iso(day) if day else "" for day in (found.due_before, found.due_after))
    yield Paragraph(f"On {iso(found.day)}, at entry {found.seq}; the {found.seq} entries before are the same in both.")
    yield Table(
        (("", "left"), ("Entry", "left")),
        (("before", entry_words(found.before, due)), ("after", entry_words(found.after, other)),
         ("cause", report.cause() or "the edits together")),
    )  # fmt: skip


def _losses(report: Report) -> Iterator[Block]:
    yield Heading("What does not happen")
    if not report.lost:
        yield Paragraph("Every recorded event happens.")
        return
    edited = [item for item in report.lost if item.how == "edit"]
    rest = [item for item in report.lost if item.how != "edit"]
    if len(edited) > 12:
        yield Paragraph(f"Edited away: {_names(edited)}.")
        edited = []
    rows = tuple((iso(i.day), i.id, _HOW[i.how], ", ".join(i.because) or "-") for i in [*edited, *rest])
    if rows:
        yield Table((("Date", "left"), ("Event", "left"), ("How", "left"), ("For want of", "left")), rows)


def _names(items: Iterable[Lost]) -> str:
    return ", ".join(item.id for item in items)


def _flags(report: Report) -> Iterator[Block]:
    yield Heading("What stands on shaken ground")
    if report.flags:
        rows = tuple(
            (iso(flag.day), flag.id, _FLAGS[flag.what], ", ".join(flag.missing), ", ".join(flag.left) or "-")
            for flag in report.flags
        )
        columns = (("Date", "left"), ("Event", "left"), ("Flag", "left"), ("Missing", "left"), ("Left", "left"))
        yield Table(columns, rows)
    else:
        yield Paragraph("No event that is kept has lost what it answered, ended or followed from.")
    if report.moved:
        carried = tuple((item.id, iso(item.before), iso(item.after)) for item in report.moved)
        yield Table((("Carried along", "left"), ("Before", "left"), ("After", "left")), carried)
    if report.hanging:
        yield Paragraph(
            f"Kept although they hang on what was changed ({len(report.hanging)}): {_listed(report.hanging)}."
        )
    if report.unaware:
        what = "Acts between the sides kept although something new has happened between them"
        yield Paragraph(f"{what} ({len(report.unaware)}): {_listed(report.unaware)}.")
    if report.kept:
        yield Paragraph(f"Kept as background from the divergence on ({len(report.kept)}): {_listed(report.kept)}.")


def _listed(names: tuple[str, ...], most: int = 24) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _clocks(report: Report) -> Iterator[Block]:
    yield Heading("Clocks")
    yield Figure("clocks", "Clocks before (upper bar) and after (lower bar); the mark at the end says how each ended.")
    rows = tuple((c.id, _clock(c.before), _clock(c.after), _verdict(c)) for c in report.clocks)
    marked = frozenset(n for n, change in enumerate(report.clocks) if change.differs)
    yield Table((("Clock", "left"), ("Before", "left"), ("After", "left"), ("", "left")), rows, marked)
    for clock in (change.after for change in report.clocks if change.after):
        set_on, due = clock.set_on, clock.dues[0][1]
        if due is not None and due <= set_on:
            said = f"A rule sets {clock.id} on {iso(set_on)}, when its due date {iso(due)} has come"
            yield Paragraph(f"{said}: it lapses on the very day.")


def _clock(history: ClockHistory | None) -> str:
    if history is None:
        return "never set"
    ended = f" {iso(history.ended_on)}" if history.ended_on is not None else ""
    ended += f" by {history.ended_by}" if history.ended_by else ""
    due = " → ".join(iso(day) if day else "no date" for _, day in history.dues)
    return f"{history.outcome.value}{ended}, due {due}"


def _verdict(change: ClockChange) -> str:
    return "differs" if change.differs else "same"


def _rules(report: Report) -> Iterator[Block]:
    yield Heading("What lapses and commitments bring about")
    columns = (("Date", "left"), ("Who and act", "left"), ("By", "left"), ("What", "left"), ("Worth", "right"))
    if report.fired:
        yield Table(columns, tuple(_fired(act) for act in report.fired))
    else:
        yield Paragraph("Nothing that they do not bring about in the base.")
    if report.ceased:
        yield Paragraph("In the base, and not any more:")
        yield Table(columns, tuple(_fired(act) for act in report.ceased))
    if report.sanctions:
        yield Paragraph(_worth(report), strong=True)
        for act in report.sanctions:
            if act.note:
                yield Paragraph(f"On the worth and ground of {act.id}: {act.note}")


def _worth(report: Report) -> str:
    without = tuple(act.id for act in report.sanctions if act.worth is None)
    said = f"Sanctions and counter-sanctions that follow: {len(report.sanctions)}"
    if report.worth:
        said += f", worth {money(report.worth)} in all"
    return f"{said}; the file gives no worth for {_listed(without)}." if without else f"{said}."


def _fired(act: Fired) -> tuple[str, ...]:
    who = f"{act.actor} → {act.recipient}: {act.act.value}" if act.recipient else f"{act.actor}: {act.act.value}"
    by = f"lapse of {act.source}" if act.rule == "lapse" else f"commitment of {act.source}"
    worth = (
        money({act.worth.unit: act.worth.amount})
        if act.worth
        else "none given"
        if act.act is Act.IMPOSE_SANCTIONS
        else ""
    )
    return iso(act.day), who, by, act.summary, worth


def _measures(report: Report) -> Iterator[Block]:
    yield Heading("Escalation")
    yield Figure("escalation", "Acts and links before and after; what is removed, added or changed is marked.")
    old, new = report.measures
    pairs: list[tuple[str, object, object]] = [
        ("acts", old.acts, new.acts), ("links", old.links, new.links), ("top rung", old.top_rung, new.top_rung),
        ("longest escalation path, acts", len(old.longest_escalation), len(new.longest_escalation)),
        ("spirals", len(old.spirals), len(new.spirals)),
        ("longest spiral, acts", max(map(len, old.spirals), default=0), max(map(len, new.spirals), default=0)),
        ("pivots", len(old.pivots), len(new.pivots)),
        ("off-ramps, taken", _ramps(old), _ramps(new)),
    ]  # fmt: skip
    for before, after in zip(old.reciprocity, new.reciprocity, strict=True):
        one, two = (f"{r.answered} of {r.received}, {r.in_kind} in kind" for r in (before, after))
        pairs.append((f"{before.side} answers {before.other}", one, two))
    rows = tuple((name, str(was), str(now)) for name, was, now in pairs)
    marked = frozenset(n for n, (_, was, now) in enumerate(rows) if was != now)
    yield Table((("Measure", "left"), ("Before", "right"), ("After", "right")), rows, marked)


def _ramps(found: Measures) -> str:
    return f"{len(found.off_ramps)}, {sum(ramp.taken for ramp in found.off_ramps)}"


def _paths(report: Report) -> Iterator[Block]:
    yield Heading("Domains, as the rules compute them")
    yield Figure("domain", "Each side's computed domain before and after, and where the two replays part.")
    rows = tuple(
        (
            p.party, f"{p.lowest_before:.2f}", f"{p.lowest_after:.2f}", f"{p.last_before:.2f}", f"{p.last_after:.2f}",
            f"{p.area:.0f}", f"{p.mean:.2f}",
        )
        for p in report.paths
    )  # fmt: skip
    columns = (
        ("Side", "left"), ("Lowest before", "right"), ("Lowest after", "right"), ("Last before", "right"),
        ("Last after", "right"), ("Area between, unit-days", "right"), ("Mean distance", "right"),
    )  # fmt: skip
    marked = frozenset(n for n, p in enumerate(report.paths) if p.area)
    yield Table(columns, rows, marked)
    if report.paths:
        yield Paragraph(
            f"In domain units (+1 gain to -3 strong loss), over the {report.paths[0].days} days from "
            f"{iso(report.since)} to the last entry of either replay."
        )


def _criteria(report: Report) -> Iterator[Block]:
    yield Heading("Is it a good counterfactual?")
    yield Paragraph("The criteria of Tetlock and Belkin (1996), filled in from the above.")
    rows = tuple((c.name, c.question, c.answer) for c in checklist(report))
    yield Table((("Criterion", "left"), ("Question", "left"), ("Answer", "left")), rows)


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"
