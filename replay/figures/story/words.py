"""Caption of the one figure, and the text that stands for it where it cannot be seen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from replay.codebook import is_hostile
from replay.dates import iso
from replay.figures.sheet.wording import axis_note, clocks_told, readings_told, sourced, spelled
from replay.figures.story.content import Story
from replay.figures.style import link_words
from replay.text.words import counted, typeset
from replay.timeline import Timeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["story_alt", "story_caption"]


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
    said[0] += f", {iso(min(days))} to {iso(max(days))}, {counted(len(days), 'act')}." if days else ": no act."
    for group, lane in ((lane.group, lane) for lane in shown.lanes if lane.main):
        own = [act for act in shown.acts if shown.lanes[act.lane].main and shown.lanes[act.lane].group == group]
        hostile = sum(is_hostile(act.rung) for act in own)
        top = max(own, key=lambda act: (act.rung, -act.day), default=None)
        words = f"{lane.name}: {counted(len(own), 'act')}, {hostile} of them hostile"
        said.append(words + (f"; highest on the ladder: {top.label}, {iso(top.day)}." if top else "."))
    kinds = Counter(link_words(arc.type.value) for arc in shown.arcs)
    if kinds:
        said.append("Answers: " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) + ".")
    return " ".join([*said, *clocks_told(shown.base), *readings_told(shown.base)])
