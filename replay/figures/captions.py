"""Captions, and texts that stand for a figure where it cannot be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from replay.chart import Content
from replay.chart.multiples import ALIGNMENTS
from replay.chart.story import Story
from replay.codebook import HOSTILE, Outcome
from replay.dates import iso
from replay.escalation import Escalation
from replay.figstyle import link_words, typeset
from replay.figures.wording import axis_note, decimal, listed, sourced, spelled
from replay.timeline import Timeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "compared_alt", "compared_caption", "domain_alt", "domain_caption", "escalation_alt", "escalation_caption",
    "key_alt", "key_caption", "story_alt", "story_caption",
]  # fmt: skip


def story_caption(shown: Story, timeline: Timeline, drawn: Figure) -> str:
    """Return the caption of the one figure."""
    a, b = (lane.name for lane in shown.lanes if lane.main)
    parts = [
        f"{typeset(shown.title)}.",
        f"Acts of {a} (above) and {b} (below) on the rungs of the escalation ladder, mirrored at the middle line: "
        "the further from it, the more hostile. An arc runs from an act to the act that answers it. "
        "Key acts are named.",
        "Strategy: tactics coded for a side's acts in each month, or half month where the axis has room. "
        "Clocks: deadlines and sanction timers with whose they are; the mark shows how each ended."
        if shown.spans
        else "Strategy: tactics coded for a side's acts in each month, or half month where the axis has room.",
        "Domain: what the source says (marks) and what fixed rules compute from acts and clocks alone (dotted).",
        axis_note(shown.scale), spelled(drawn, [timeline]), sourced([timeline]),
    ]  # fmt: skip
    return " ".join(part for part in parts if part)


def story_alt(shown: Story, timeline: Timeline) -> str:
    """Return the one figure in words: counts, clocks one by one, readings one by one."""
    days = [act.day for act in shown.acts]
    said = [f"Timeline of {typeset(shown.title)}"]
    said[0] += f", {iso(min(days))} to {iso(max(days))}, {len(days)} acts." if days else ": no act."
    for group, lane in ((lane.group, lane) for lane in shown.lanes if lane.main):
        own = [act for act in shown.acts if shown.lanes[act.lane].main and shown.lanes[act.lane].group == group]
        hostile = sum(act.rung >= HOSTILE for act in own)
        top = max(own, key=lambda act: (act.rung, -act.day), default=None)
        words = f"{lane.name}: {len(own)} acts, {hostile} of them hostile"
        said.append(words + (f"; highest on the ladder: {top.label}, {iso(top.day)}." if top else "."))
    kinds = Counter(link_words(arc.type.value) for arc in shown.arcs)
    if kinds:
        said.append("Answers: " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) + ".")
    return " ".join([*said, *_clocks(shown.base), *_readings(shown.base)])


def domain_caption(shown: Content, timeline: Timeline, drawn: Figure) -> str:
    """Return the caption of the domain chart."""
    parts = [
        f"{typeset(shown.title)}: domain of each side over time.",
        "Marks: readings of the source; open where it gives only a direction, which then stands at the last level "
        "given, or before any at the status quo. Dotted: computed from acts and clocks alone, without the readings. "
        "Acts are ticks, longer on higher rungs, key acts named. Clocks end in the mark of how they ended.",
        axis_note(shown.scale), spelled(drawn, [timeline]), sourced([timeline]),
    ]  # fmt: skip
    return " ".join(part for part in parts if part)


def domain_alt(shown: Content) -> str:
    """Return the domain chart in words."""
    words = [f"Chart of {typeset(shown.title)}: the domain of each side over time."]
    for track, found in zip(shown.tracks, shown.paths, strict=False):
        low = min(found.steps, key=lambda step: (step.position, step.seq), default=None)
        if low is not None:
            where = f"at {decimal(low.position)} domain units"
            words.append(f"The computed path of {track.name} is lowest on {iso(low.day)}, {where}.")
    return " ".join([*words, *_readings(shown), *_clocks(shown)])


def escalation_caption(found: Escalation, timeline: Timeline, keyed: bool) -> str:
    """Return the caption of the escalation diagram; `keyed` says whether the key stands on it."""
    key = "" if keyed else "The numbers of acts are those of the key and of the table of events. "
    return (
        f"{typeset(timeline.title)}: escalation diagram. A lane for each party; the two sides' lanes have a row for "
        "each rung of the ladder, 9 (imposition of sanctions) to 1 (conciliation), 0 off it. Lines run from an act to "
        f"what answers it or follows from it; clocks run in the middle. {key}The time axis is stretched where acts "
        f"crowd. {sourced([timeline])}"
    )


def escalation_alt(found: Escalation, timeline: Timeline) -> str:
    """Return the escalation diagram in words."""
    acts = [node for node in found.nodes if node.kind == "act"]
    kinds = Counter(link_words(link.type.value) for link in found.links)
    top = max(acts, key=lambda node: (node.rung, -node.seq), default=None)
    words = [f"Diagram of {typeset(timeline.title)}: {len(acts)} acts and {len(found.links)} links."]
    if kinds:
        words.append("Links: " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) + ".")
    if top is not None:
        words.append(f"The highest act on the ladder is {top.label} by {top.party} on {iso(top.day)}, rung {top.rung}.")
    return " ".join(words)


def key_caption(timeline: Timeline) -> str:
    """Return the caption of the key of the escalation diagram."""
    return (
        f"{typeset(timeline.title)}: key of the escalation diagram. Number, date, actor and label of every act; "
        f"~ before a date that is known only within bounds. {sourced([timeline])}"
    )


def key_alt(found: Escalation, timeline: Timeline) -> str:
    """Return the key of the escalation diagram in words: every act."""
    acts = [node for node in found.nodes if node.kind == "act"]
    rows = (f"{n}, {iso(node.day)}, {node.party}: {node.label}" for n, node in enumerate(acts, 1))
    return f"Key of the acts of {typeset(timeline.title)}. {'; '.join(rows)}."


def compared_caption(timelines: Sequence[Timeline], align: str, drawn: Figure) -> str:
    """Return the caption of a comparison."""
    zero = "dates" if align == "calendar" else f"months from the {ALIGNMENTS[align]} of each"
    return (
        f"{listed([typeset(timeline.title) for timeline in timelines])}, on one axis of {zero}. Acts of the sides as "
        "sticks, as long as their rung is high, the sender's upwards and the target's downwards; strategies by the "
        "tactics coded in each month; clocks with the mark of how they ended; domains as read (marks) and as "
        f"computed from acts and clocks alone (dotted), on one scale. {spelled(drawn, timelines)} {sourced(timelines)}"
    ).strip()


def compared_alt(stories: Sequence[Story], timelines: Sequence[Timeline]) -> str:
    """Return a comparison in words: the one figure of each dispute."""
    return " ".join(story_alt(shown, timeline) for shown, timeline in zip(stories, timelines, strict=True))


def _clocks(shown: Content) -> list[str]:
    out = []
    for span in shown.spans:
        end = "still open" if span.outcome is Outcome.OPEN else f"{span.outcome.value} {iso(span.last)}"
        out.append(f"Clock {span.label}: set {iso(span.first)}, {end}.")
    return out


def _readings(shown: Content) -> list[str]:
    return [
        f"Reading of {track.name}, {iso(mark.middle)}: {mark.label}." for track in shown.tracks for mark in track.marks
    ]
