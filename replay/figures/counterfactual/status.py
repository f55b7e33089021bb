"""What became of every act and link: the same in both replays, dropped, gone with that, added or changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from replay.counterfactuals import Report
from replay.dates import iso
from replay.escalation import Escalation, LinkType, Node
from replay.figures.sheet.timescale import TimeScale

__all__ = ["WORDS", "ActChange", "ActChanges", "ActStatus", "Camp", "LinkStatus", "act_changes", "status"]

ActStatus = Literal["same", "dropped", "gone", "added", "changed"]
"""What became of an act: dropped by an edit, gone with that."""
LinkStatus = Literal["same", "removed", "added"]
"""What became of a link: where it is removed, one of its acts does not happen, or no longer answers the other."""
WORDS: Mapping[ActStatus, str] = {
    "dropped": "dropped by an edit", "gone": "gone with that", "added": "added by a rule or an edit",
    "changed": "changed or on another day",
}  # fmt: skip
"""What each status of an act that is not the same means."""


@dataclass(frozen=True, slots=True)
class ActChange:
    """An act of either replay and what became of it; `was` is a changed act as it was before."""

    node: Node
    status: ActStatus
    was: Node | None = None

    @property
    def said(self) -> str:
        """The label; of an added act with its actor, of a changed one with what is other: day, kind, parties, label."""
        if self.was is None:
            return f"{self.node.label} by {self.node.party}" if self.status == "added" else self.node.label
        pairs = [(iso(n.day), n.act, n.party, n.recipient or "nobody") for n in (self.was, self.node)]
        other = [f"{one} → {two}" for one, two in zip(*pairs, strict=True) if one != two]
        return f"{self.was.label} ({', '.join(other) or f'now {self.node.label}'})"


@dataclass(frozen=True, slots=True)
class Camp:
    """Those whose acts stand together: key of their colour, their name, their acts in order of time."""

    side: str
    name: str
    acts: tuple[ActChange, ...]


@dataclass(frozen=True, slots=True)
class ActChanges:
    """Acts within the axis, camp by camp from the top, the links between them, and in words all that is not the same,
    within the axis or not."""

    camps: tuple[Camp, ...]
    links: Mapping[tuple[str, str], LinkStatus]
    listed: tuple[tuple[str, str], ...]

    @property
    def acts(self) -> list[ActChange]:
        """The acts of all camps."""
        return [act for camp in self.camps for act in camp.acts]


def act_changes(report: Report, scale: TimeScale) -> ActChanges:
    """Gather acts and links on an axis; the third camp, of all others, is there only if something differs in it."""
    found, links = status(report)
    within = [act for act in found.values() if scale.first <= act.node.day < scale.stop]
    sides, parties = report.timeline.sides, report.timeline.parties
    camps = [
        Camp(side, parties[party].name, tuple(act for act in within if act.node.side == party))
        for side, party in zip("AB", sides, strict=True)
    ]
    rest = tuple(act for act in within if act.node.side not in sides)
    if any(act.status != "same" for act in rest):
        camps.append(Camp("other", "Others", rest))
    placed = {act.node.id for camp in camps for act in camp.acts}
    ends = {ends: what for ends, what in links.items() if placed.issuperset(ends)}
    return ActChanges(tuple(camps), ends, tuple(_listing([*found.values()])))


def status(report: Report) -> tuple[dict[str, ActChange], dict[tuple[str, str], LinkStatus]]:
    """Acts by id and links by their ends, each with what became of it.

    An act is changed if it comes on another day, is another act, has another label or is done by or to somebody else.
    """
    old, new = report.before.graph, report.after.graph
    before, after = _acts(old), _acts(new)
    edited = {item.id for item in report.lost if item.how == "edit"}
    found: dict[str, ActChange] = {}
    for name in dict.fromkeys((*before, *after)):
        one, two = before.get(name), after.get(name)
        if two is None:
            assert one is not None  # the name is of one or the other
            found[name] = ActChange(one, "dropped" if name in edited else "gone")
        elif one is None:
            found[name] = ActChange(two, "added")
        else:
            same = _seen(one) == _seen(two)
            found[name] = ActChange(two, "same") if same else ActChange(two, "changed", one)
    links = [_ends(graph, known) for graph, known in ((old, before), (new, after))]
    ends: dict[tuple[str, str], LinkStatus] = {
        pair: "same" if pair in links[0] and pair in links[1] else "removed" if pair in links[0] else "added"
        for pair in sorted(links[0] | links[1])
    }
    return found, ends


def _listing(acts: Sequence[ActChange]) -> Iterator[tuple[str, str]]:
    """Yield what is not the same, whole: for each status its words with the count, and the acts by day."""
    for what, words in WORDS.items():
        found = sorted((act for act in acts if act.status == what), key=lambda act: act.node.day)
        if found:
            days = [
                f"{iso(day)} {', '.join(act.said for act in same)}"
                for day, same in groupby(found, key=lambda act: act.node.day)
            ]
            yield f"{words} ({len(found)})", "; ".join(days)


def _seen(node: Node) -> tuple[object, ...]:
    return node.day, node.act, node.party, node.recipient, node.label


def _acts(graph: Escalation) -> dict[str, Node]:
    return {node.id: node for node in graph.nodes if node.kind == "act"}


def _ends(graph: Escalation, known: Mapping[str, Node]) -> set[tuple[str, str]]:
    """The links between acts; what a lapse brings about is linked to the act that set the clock."""
    setters = {link.target: link.source for link in graph.links if link.type is LinkType.SETS}
    found = {(link.source, link.target) for link in graph.links if link.source in known and link.target in known}
    lapses = [link for link in graph.links if link.type is LinkType.LAPSES and link.source in setters]
    return found | {(setters[link.source], link.target) for link in lapses}
