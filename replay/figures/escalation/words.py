"""Caption of the escalation diagram, and the text that stands for it where it cannot be seen."""

from __future__ import annotations

from collections import Counter

from replay.escalation import Escalation, LinkType, ranking
from replay.figures.escalation.content import BOTH, OTHERS, Content, content
from replay.figures.sheet.selection import Chosen
from replay.figures.sheet.wording import sourced
from replay.text.words import counted, joined, sentences
from replay.timeline import Timeline, members

__all__ = ["escalation_alt", "escalation_caption"]


def escalation_caption(found: Escalation, shown: Content, timeline: Timeline, chosen: Chosen | None = None) -> str:
    """Return the caption of the escalation diagram: what is drawn, how to read it, and what is left out."""
    parts = [
        f"{shown.title}: escalation diagram. Time runs down, dates are as coded; a lane for each side"
        f"{', and for third parties' if OTHERS in shown.lanes else ''}; the darker a box, the higher the act on the "
        "ladder. An arrow runs from an act to the act that answers it or follows from it; its words, where they "
        "have room, are read along it.",
        _by_choice(found, shown, chosen) or _most_important(found, shown, timeline), _besides(shown),
        _without(found, shown, timeline), sourced([timeline]),
    ]  # fmt: skip
    return sentences(*parts)


def _by_choice(found: Escalation, shown: Content, chosen: Chosen | None) -> str:
    """Say what is left out of what an author chose; nothing without a choice."""
    if chosen is None:
        return ""
    every = sum(len(line.types) for line in content(found, [node.id for node in found.acts]).lines)
    links = sum(len(line.types) for line in shown.lines)
    return chosen.left_out(len(shown.acts), {"link": (links, every)}, room=len(shown.acts) < len(chosen.ranked))


def _most_important(found: Escalation, shown: Content, timeline: Timeline) -> str:
    """Say how many acts are drawn, and which if it is not all of them."""
    count, total = len(shown.acts), counted(len(found.acts), "act")
    if count == len(found.acts):
        return f"{total}." if count else "No act yet."
    third = OTHERS in shown.lanes
    ranked = [
        name
        for name in ranking(found, closing=True, linked=True)
        if third or timeline.sides_of(found.by_id[name].party)
    ]
    first = {node.id for node in shown.acts} == set(ranked[:count])
    how = (
        ", those first that are on a spiral or the longest path, set or end a clock, threaten or promise, carry that "
        "out, turn the dispute, or are marked by the coder"
    )
    return f"{count} of {total}{how if first else ''}."


def _besides(shown: Content) -> str:
    """Say what lies across the lanes, what was not done, and which ends of clocks are disputed."""
    said = ["A box across both lanes is a joint act of both camps."] if BOTH in shown.homes.values() else []
    said += ["A clock stands near an act that sets or ends it, with its end in words."] if shown.clocks else []
    if shown.broken:
        said.append("×: not done although its day had come, a bluff or a broken promise.")
    if any(len(shown.marks[clock.id]) > 1 for clock in shown.clocks):
        said.append("A clock with two marks ended as the parties read it, each otherwise.")
    return " ".join(said)


def _without(found: Escalation, shown: Content, timeline: Timeline) -> str:
    """Say which clocks and whose acts are left out."""
    clocks, total = len(shown.clocks), len(found.trace.clocks())
    drawn = {party for node in shown.acts for party in members(node.party)}
    absent = dict.fromkeys(party for node in found.acts for party in members(node.party) if party not in drawn)
    names = [timeline.name(party) for party in absent]
    said = [f"{clocks} of {counted(total, 'clock')}."] if clocks < total else []
    return " ".join([*said, *([f"No act of {joined(names)} is among them."] if names else [])])


def escalation_alt(found: Escalation, shown: Content, timeline: Timeline) -> str:
    """Return the escalation diagram in words: who escalated against whom, the highest acts, how it ended."""
    total = len(found.acts)
    said = [
        f"Diagram of {shown.title}: {len(shown.acts)} of {counted(total, 'act')}, {counted(len(shown.lines), 'link')}."
    ]
    dates = {node.id: stop.date for stop in shown.stops for node in stop.acts}
    by_id = found.by_id
    steps = Counter(
        (shown.homes.get(line.target), shown.homes.get(line.source))
        for line in shown.lines
        if LinkType.ESCALATES in line.types and by_id[line.source].kind == "act"
    )
    for side in timeline.sides:
        own = [node for node in shown.acts if shown.lane(node) in (side, BOTH)]
        top = max(own, key=lambda node: (node.rung, -node.seq), default=None)
        if top is None:
            said.append(f"{shown.lanes[side]}: no act.")
            continue
        other = next(key for key in timeline.sides if key != side)
        said.append(
            f"{shown.lanes[side]}: {counted(len(own), 'act')}, {sum(node.in_dyad for node in own)} of them towards the "
            f"other side, {sum(node.in_dyad and node.hostile for node in own)} of these hostile; escalates against "
            f"{shown.lanes[other]} {counted(steps[side, other], 'time')}; highest, on "
            f"rung {top.rung}: {top.label}, {dates[top.id]}."
        )
    others = [node for node in shown.acts if shown.lane(node) == OTHERS]
    said += [f"Third parties: {'; '.join(f'{node.label}, {dates[node.id]}' for node in others)}."] if others else []
    for clock in shown.clocks:
        said.append(f"Clock {shown.names[clock.id]}, {shown.ends[clock.id]}.")
    labels = {node.id: node.label for node in shown.acts}
    said += [f"{labels[name]}: {'; '.join(words).removeprefix('× ')}." for name, words in shown.broken.items()]
    if shown.acts:
        last = shown.acts[-1]
        said.append(f"The last act is {last.label}, {dates[last.id]}.")
    return " ".join(said)
