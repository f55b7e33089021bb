"""Caption of the one figure, and the text that stands for it where it cannot be seen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from replay.codebook import RUNGS
from replay.figures.sheet.content import Dispute
from replay.figures.sheet.wording import (
    absent_clocks,
    absent_note,
    axis_note,
    broken_note,
    clocks_note,
    clocks_told,
    disputed_note,
    key_acts,
    readings_told,
    sourced,
    spelled,
    third_note,
    word_note,
)
from replay.figures.story.content import Story
from replay.figures.story.plan import Plan, climax
from replay.figures.style import link_words
from replay.text.words import counted, joined, sentences, typeset
from replay.timeline import Timeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["story_alt", "story_caption", "story_lists"]


def story_caption(shown: Story, timeline: Timeline, drawn: Figure, arranged: Plan, note: str = "") -> str:
    """Return the caption of the one figure; `note` says what an author left out.

    It says what is shown, what the key does not, and how much is drawn; whatever is a list stands in `story_alt`.
    """
    base, (a, b) = shown.base, shown.base.names
    return sentences(
        f"{typeset(base.title)}.",
        f"Acts of {a} (above) and {b} (below) on the escalation ladder: further out and larger is more hostile.",
        _named(base, arranged), note, drawn_note(shown, drawn), absent_note(base, drawn, timeline),
        "The form of a mark, and of the band month by month, is the strategy." if base.deeds else "",
        "Double line: joint act of both camps." if any(deed.group == "AB" for deed in base.deeds) else "",
        "Two marks at the end of a clock: disputed." if disputed_note(base) else "",
        _domains(shown, arranged), arranged.told, "The scale of the date axis changes." if base.scale.breaks else "",
        sourced([timeline]),
    )  # fmt: skip


def _named(base: Dispute, arranged: Plan) -> str:
    """Say which acts are dark, named and in bold, or that there is none."""
    if not base.deeds:
        return "No act yet."
    if base.naming is not None:
        return sentences("Dark: key acts.", base.naming, _in_bold(base, arranged))
    return sentences("Dark: key acts, named where there is room.", _in_bold(base, arranged))


def _in_bold(base: Dispute, arranged: Plan) -> str:
    """Say which names are in bold, if any is."""
    bold = {tag.id for tags in arranged.tags for tag in tags if tag.bold}
    if not bold:
        return ""
    top, rung, count = climax(base)
    which = "" if count == 1 else f"the first of {count} acts " if len(top) < count else "the acts "
    return f"Bold: {which or 'the act '}on the highest rung reached ({RUNGS[rung]})."


def drawn_note(shown: Story, drawn: Figure) -> str:
    """Say what an arc is, and how many of the links and clocks are drawn, by which rule; nothing of what is whole.

    What an author leaves out is said apart.
    """
    base, there = shown.base, {part.get_gid() for part in drawn.findobj()}
    links, spans = base.answers, base.spans
    count = sum(f"link {link.type.value} {link.source} {link.target}" in there for link in links)
    clocks = len(spans) - len(absent_clocks(base, drawn))
    rule = "" if shown.links == links else ", those between two key acts that do more than respond"
    parts = [f"{count} of {counted(len(links), 'link')} between acts{rule}"] if count < len(links) else []
    parts += [f"{clocks} of {counted(len(spans), 'clock')}, as many as have room"] if clocks < len(spans) else []
    return sentences(
        "Arcs run from an act to its answers." if count else "", f"Drawn are {'; '.join(parts)}." if parts else ""
    )


def _shared(shown: Story, timeline: Timeline, arranged: Plan) -> list[str]:
    """Name the domestic actors of a camp that share a lane."""
    return [
        f"Domestic actors of {shown.base.names['AB'.index(block.group)]}, in one lane: "
        f"{joined([timeline.name(name) for name in block.shared])}."
        for block in arranged.camps
        if block.shared and block.group != "other"
    ]


def _domains(shown: Story, arranged: Plan) -> str:
    """Say of which side nothing is read or computed, so that it has no domain."""
    if not arranged.domains:
        return "No domain is drawn: nothing is read in the source or computed."
    names = [name for group, name in zip("AB", shown.base.names, strict=True) if group not in arranged.domains]
    return sentences(*(f"For {name} nothing is read or computed." for name in names))


def story_lists(shown: Story, timeline: Timeline, drawn: Figure, arranged: Plan) -> str:
    """Say what the caption leaves out: which acts are key acts, who shares a lane, short names, clocks not drawn."""
    base = shown.base
    return sentences(
        key_acts(base) if base.deeds else "", third_note(base, drawn, timeline), *_shared(shown, timeline, arranged),
        clocks_note(base, drawn), word_note(base), axis_note(base.scale), spelled(drawn, [timeline]),
    )  # fmt: skip


def story_alt(shown: Story, whole: Story | None = None, note: str = "", lists: str = "") -> str:
    """Return the one figure in words: counts of the whole dispute, what is left out, clocks and readings one by one.

    `lists` are those of `story_lists`.
    """
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
    return sentences(*said, note, broken_note(part), lists, *clocks_told(part), *readings_told(part))
