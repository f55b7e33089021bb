"""Caption of the one figure, and the text that stands for it where it cannot be seen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from replay.figures.sheet.wording import (
    axis_note,
    broken_note,
    clocks_note,
    clocks_told,
    disputed_note,
    key_acts,
    others_note,
    readings_told,
    sourced,
    spelled,
    word_note,
)
from replay.figures.story.content import Story
from replay.figures.story.marks import size_of
from replay.figures.story.plan import Plan
from replay.figures.style import link_words
from replay.text.words import counted, joined, sentences, typeset
from replay.timeline import Timeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["story_alt", "story_caption"]


def story_caption(shown: Story, timeline: Timeline, drawn: Figure, arranged: Plan, note: str = "") -> str:
    """Return the caption of the one figure; `note` says what an author left out."""
    a, b = shown.base.names
    return sentences(
        f"{typeset(shown.base.title)}.",
        f"Acts of {a} (above) and {b} (below) on the rungs of the escalation ladder, mirrored at the middle line: "
        "the further from it, the more hostile. The size of a mark tells the rung of its act alone: each rung adds the "
        f"same, and a mark on rung 9 is {size_of(9) / size_of(0):.1f} times as wide as one off the ladder. Key acts "
        "are dark, others light.",
        note, links_note(shown, drawn), key_acts(shown.base), _bold(shown, arranged),
        "Strategy, by the tactics coded or by the act itself: the form of a mark, and in the band that of a side's "
        "acts towards the other in each month, or half month where the axis has room.",
        "A joint act of both camps has a mark on each ladder, joined by a double line, and counts in both strategies."
        if any(deed.group == "AB" for deed in shown.base.deeds)
        else "",
        broken_note(shown.base),
        "Clocks, each with who set it: the line shows what runs, the mark how it ended." if shown.base.spans else "",
        clocks_note(shown.base, drawn), disputed_note(shown.base), word_note(shown.base),
        others_note(shown.base, timeline, drawn), *_shared(shown, timeline, arranged),
        _domains(shown, arranged), arranged.told,
        axis_note(shown.base.scale), spelled(drawn, [timeline]), sourced([timeline]),
    )  # fmt: skip


def links_note(shown: Story, drawn: Figure) -> str:
    """Say what an arc is, how many of the links between the acts are drawn, and by which rule; nothing without a link.

    What an author leaves out is said apart.
    """
    every = len(shown.base.answers)
    count = sum(str(part.get_gid()).startswith("link ") for part in drawn.findobj() if part.get_gid())
    if not every:
        return ""
    said = "An arc runs from an act to the act that answers it. " * bool(count)
    if count == every:
        return said
    rule = "" if shown.links == shown.base.answers else ", those between two key acts that do more than respond"
    return f"{said}Drawn are {count} of {counted(every, 'link')} between acts{rule}."


def _bold(shown: Story, arranged: Plan) -> str:
    bold = any(tag.bold for tags in arranged.tags for tag in tags)
    return "The name in bold is that of the act highest on the ladder, of several the most important." if bold else ""


def _shared(shown: Story, timeline: Timeline, arranged: Plan) -> list[str]:
    """Name the domestic actors of a camp that share a lane."""
    return [
        f"Domestic actors of {shown.base.names['AB'.index(block.group)]}, in one lane: "
        f"{joined([timeline.name(name) for name in block.shared])}."
        for block in arranged.camps
        if block.shared and block.group != "other"
    ]


def _domains(shown: Story, arranged: Plan) -> str:
    """Say what the domains hold, and of which side nothing is read or computed where the other has a domain."""
    if not arranged.domains:
        return "No domain is drawn: nothing is read in the source or computed."
    said = "Domain: what the source says (marks) and what fixed rules compute from the first level on (dotted)."
    for group, name in zip("AB", shown.base.names, strict=True):
        if group not in arranged.domains:
            said += f" For {name} nothing is read or computed."
    return said


def story_alt(shown: Story, whole: Story | None = None, note: str = "") -> str:
    """Return the one figure in words: counts of the whole dispute, what is left out, clocks and readings one by one."""
    base = (whole or shown).base
    deeds = sorted(base.deeds, key=lambda deed: deed.day)
    said = [f"Timeline of {typeset(base.title)}"]
    said[0] += f", {deeds[0].date} to {deeds[-1].date}, {counted(len(deeds), 'act')}." if deeds else ": no act yet."
    for group, name in zip("AB", base.names, strict=True):
        own = base.by(group, own=True)
        engaged = [deed for deed in own if deed.engaged]
        hostile = sum(deed.hostile for deed in engaged)
        top = max(own, key=lambda deed: (deed.rung, -deed.day), default=None)
        words = f"{name}: {counted(len(own), 'act')}, {len(engaged)} of them towards the other side, "
        words += f"{hostile} of these hostile"
        said.append(words + (f"; highest on the ladder: {top.label}, {top.date}." if top else "."))
    kinds = Counter(link_words(link.type.value) for link in base.answers)
    if kinds:
        said.append("Answers: " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) + ".")
    part = shown.base
    return sentences(*said, note, broken_note(part), *clocks_told(part), *readings_told(part))
