"""The escalation graph, and the way to it from a trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from replay.codebook import Act, Answer
from replay.engine.trace import ACTED, ENDS, RUN_OUT, ClockHistory, Entry, Kind, Trace
from replay.escalation.elements import Link, LinkType, Node
from replay.escalation.sketch import sketch

__all__ = ["Escalation", "graph", "sides_of"]


@dataclass(frozen=True)
class Escalation:
    """The graph as frozen values: `nodes` in the order of the trace, `links` by target, then source.

    Examples
    --------
    >>> import replay
    >>> found = replay.graph(replay.run(replay.load(replay.example())))
    >>> [(link.source, link.type.value, link.target) for link in found.links][0]
    ('sanctions-list', 'sets', 'sanctions')
    """

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    trace: Trace

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """Nodes by id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def acts(self) -> tuple[Node, ...]:
        """The nodes that are acts, in the order of the trace."""
        return tuple(node for node in self.nodes if node.kind == "act")

    def _repr_svg_(self) -> str:
        return sketch(self.acts, self.links, self.trace)


def graph(trace: Trace) -> Escalation:
    """Build the escalation graph of a trace.

    Coded link types come from the trace's timeline; for a trace without one, a link between acts is
    taken from the rungs: up `escalates`, level `responds`, down `deescalates`.
    """
    timeline = trace.timeline
    entries = list(trace)
    side = sides_of(trace)
    known = timeline.by_id if timeline else {}
    by_rule = timeline.by_rule if timeline else {}
    nodes: list[Node] = []
    for entry in entries:
        if entry.kind in ACTED and entry.event and entry.act:
            event = known.get(entry.event)
            said = event or by_rule.get(entry.event)
            label = event.label if event else ""
            nodes.append(
                Node(
                    entry.event, "act", entry.day, entry.seq, entry.actor, side.get(entry.actor or ""),
                    entry.recipient, entry.act.rung, entry.act.value, label or entry.act.words,
                    said.summary if said else "", entry.kind is not Kind.EVENT,
                )
            )  # fmt: skip
    histories = {history.id: history for history in trace.clocks()}
    settings = {e.clock: e.seq for e in entries if e.kind is Kind.CLOCK_SET}
    nodes += [_clock_node(history, settings[history.id], side) for history in histories.values()]
    nodes.sort(key=lambda node: (node.seq, node.kind == "clock"))
    coded = {name: event.answers for name, event in known.items()} if timeline else None
    links = _links(entries, {node.id: node for node in nodes}, coded)
    return Escalation(tuple(nodes), tuple(links), trace)


def sides_of(trace: Trace) -> dict[str, str | None]:
    """Return the side of every party; without a timeline every party is its own."""
    if trace.timeline is None:
        return {name: name for entry in trace for name in (entry.actor, entry.recipient) if name}
    return {name: trace.timeline.side(name) for name in trace.timeline.parties}


def _clock_node(history: ClockHistory, seq: int, side: Mapping[str, str | None]) -> Node:
    day = history.ended_on or history.due or history.set_on
    return Node(
        history.id, "clock", day, seq, history.holder, side.get(history.holder or ""), history.target, 0, None,
        history.label, f"{history.label}: {history.outcome.value}",
    )  # fmt: skip


def _links(
    entries: list[Entry], nodes: Mapping[str, Node], coded: Mapping[str, Mapping[str, Answer]] | None
) -> list[Link]:
    """Read the links off the causes of each entry."""
    touched = {Kind.CLOCK_SET: LinkType.SETS, Kind.CLOCK_MOVED: LinkType.MOVES}
    touched |= {Kind.CLOCK_MET: LinkType.MEETS, Kind.CLOCK_WITHDRAWN: LinkType.WITHDRAWS}
    found: dict[tuple[str, str, LinkType], Link] = {}

    def add(source: str | None, target: str | None, kind: LinkType, days: int) -> None:
        if source in nodes and target in nodes and source and target:
            rise = 0
            if nodes[source].kind == nodes[target].kind == "act":
                rise = nodes[target].rung - nodes[source].rung
            found.setdefault((target, source, kind), Link(source, target, kind, rise, days))

    for entry in entries:
        if entry.kind in touched:
            add(entry.event, entry.clock, touched[entry.kind], 0)
            continue
        if entry.kind not in ACTED:
            continue
        answers = coded.get(entry.event or "", {}) if coded is not None else None
        for cause in (entries[seq] for seq in entry.causes):
            days = entry.day - cause.day
            name = (cause.event if cause.kind in ACTED else cause.clock) or ""
            if answers is not None and name in answers:
                add(name, entry.event, LinkType(answers[name].value), days)
            elif cause.kind in RUN_OUT:
                add(name, entry.event, LinkType.LAPSES, days)
            elif entry.kind is Kind.REACTION and cause.kind in (*ENDS, Kind.CLOCK_MOVED, *ACTED):
                add(name, entry.event, LinkType.TRIGGERS, days)
            elif answers is None and entry.kind is Kind.EVENT and cause.kind in ACTED:
                add(name, entry.event, _by_rung(entry.act, cause.act), days)
    order = {name: place for place, name in enumerate(nodes)}
    return sorted(found.values(), key=lambda e: (order[e.target], order[e.source], e.type.value))


def _by_rung(act: Act | None, cause: Act | None) -> LinkType:
    rise = (act.rung if act else 0) - (cause.rung if cause else 0)
    return LinkType(Answer.by_rise(rise).value)
