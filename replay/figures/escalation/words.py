"""Captions of the escalation diagram and its key, and the texts that stand for them where they cannot be seen."""

from __future__ import annotations

from collections import Counter

from replay.dates import iso
from replay.escalation import Escalation
from replay.figures.sheet.wording import sourced
from replay.figures.style import link_words
from replay.text.words import counted, typeset
from replay.timeline import Timeline

__all__ = ["escalation_alt", "escalation_caption", "key_alt", "key_caption"]


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
    words = [
        f"Diagram of {typeset(timeline.title)}: {counted(len(acts), 'act')} and {counted(len(found.links), 'link')}."
    ]
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
