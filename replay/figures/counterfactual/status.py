"""What became of every act and link: the same in both replays, dropped, gone with that, added or changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from replay.counterfactuals import Report
from replay.dates import iso
from replay.escalation import Escalation, LinkType, Node

__all__ = ["ADDED", "CHANGED", "DROPPED", "GONE", "REMOVED", "SAME", "WORDS", "Act", "listing", "status"]

SAME, DROPPED, GONE, ADDED, CHANGED = "same", "dropped", "gone", "added", "changed"
REMOVED = "removed"
"""Of a link: one of its acts does not happen, or no longer answers the other."""
WORDS: Mapping[str, str] = {
    DROPPED: "dropped by an edit", GONE: "gone with that", ADDED: "added by a rule or an edit",
    CHANGED: "changed or on another day",
}  # fmt: skip
"""What each status of an act that is not the same means."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act of either replay and what became of it; `was` is a changed act as it was before."""

    node: Node
    status: str
    was: Node | None = None

    @property
    def said(self) -> str:
        """The label; of an added act with its actor, of a changed one with what is other: day, kind, parties, label."""
        if self.was is None:
            return f"{self.node.label} by {self.node.party}" if self.status == ADDED else self.node.label
        pairs = [(iso(n.day), n.act, n.party, n.recipient or "nobody") for n in (self.was, self.node)]
        other = [f"{one} → {two}" for one, two in zip(*pairs, strict=True) if one != two]
        return f"{self.was.label} ({', '.join(other) or f'now {self.node.label}'})"


def status(report: Report) -> tuple[dict[str, Act], dict[tuple[str, str], str]]:
    """Acts by id and links by their ends, each with what became of it.

    An act is changed if it comes on another day, is another act, has another label or is done by or to somebody else.
    """
    old, new = report.before.graph, report.after.graph
    before, after = _acts(old), _acts(new)
    edited = {item.id for item in report.lost if item.how == "edit"}
    found = {}
    for name in dict.fromkeys((*before, *after)):
        one, two = before.get(name), after.get(name)
        if two is None:
            assert one is not None  # the name is of one or the other
            found[name] = Act(one, DROPPED if name in edited else GONE)
        elif one is None:
            found[name] = Act(two, ADDED)
        else:
            same = _seen(one) == _seen(two)
            found[name] = Act(two, SAME) if same else Act(two, CHANGED, one)
    links = [_ends(graph, known) for graph, known in ((old, before), (new, after))]
    ends = {
        pair: SAME if pair in links[0] and pair in links[1] else REMOVED if pair in links[0] else ADDED
        for pair in sorted(links[0] | links[1])
    }
    return found, ends


def listing(acts: Sequence[Act]) -> Iterator[tuple[str, str]]:
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
