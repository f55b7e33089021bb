"""The escalation graph, and the way to it from a trace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module

from replay.codebook import Answer
from replay.engine.trace import ACTED, ENDS, ClockHistory, Entry, Kind, Trace
from replay.escalation.elements import Link, LinkType, Node, growth
from replay.timeline import Timeline, Trigger, members

__all__ = ["Escalation", "graph"]


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
        drawn: str = import_module("replay.escalation.sketch").sketch(self)  # which stands above, as in `InNotebook`
        return drawn


def graph(trace: Trace) -> Escalation:
    """Build the escalation graph of a trace.

    Coded link types come from the trace's timeline; for a trace without one, a link between acts is
    taken from the rungs: up `escalates`, level `responds`, down `deescalates`.
    """
    entries, histories = list(trace), trace.clocks()
    nodes = [act_node(entry, trace.timeline) for entry in entries if entry.kind in ACTED]
    settings = {entry.clock: entry.seq for entry in entries if entry.kind is Kind.CLOCK_SET}
    nodes += [_clock_node(history, settings[history.id], trace.timeline) for history in histories]
    nodes.sort(key=lambda node: (node.seq, node.kind == "clock"))
    return Escalation(tuple(nodes), tuple(_links(entries, nodes, trace.timeline)), trace)


def _sides(parties: str | None, timeline: Timeline | None) -> tuple[str, ...]:
    """Return the sides to which parties belong, sender first; without a timeline every party is its own."""
    return members(parties) if timeline is None else timeline.sides_of(parties)


def _one(sides: tuple[str, ...]) -> str | None:
    return sides[0] if len(sides) == 1 else None


def act_node(entry: Entry, timeline: Timeline | None) -> Node:
    name, act = entry.event or "", entry.act
    event = timeline.by_id.get(name) if timeline else None
    said = event or (timeline.by_rule.get(name) if timeline else None)
    own = _sides(entry.actor, timeline)
    words = (event.label if event else "") or (act.words if act else "")
    return Node(
        name, "act", entry.day, entry.seq, entry.actor, _one(own), entry.recipient,
        act.rung if act else 0, act and act.value, words, said.summary if said else "", entry.kind is not Kind.EVENT,
        timeline.worth(name) if timeline and said else None, _sides(entry.recipient, timeline), len(own) > 1,
    )  # fmt: skip


def _clock_node(history: ClockHistory, seq: int, timeline: Timeline | None) -> Node:
    day = history.ended_on or history.due or history.set_on
    return Node(
        history.id, "clock", day, seq, history.holder, _one(_sides(history.holder, timeline)), history.target, 0, None,
        history.label, f"{history.label}: {history.outcome.value}",
    )  # fmt: skip


_OF_ACTS = {
    Kind.CLOCK_SET: LinkType.SETS, Kind.CLOCK_MOVED: LinkType.MOVES, Kind.CLOCK_SPLIT: LinkType.SPLITS,
    Kind.CLOCK_RESUMED: LinkType.RESUMES, Kind.CLOCK_MET: LinkType.MEETS, Kind.CLOCK_MET_IN_PART: LinkType.MEETS,
    Kind.CLOCK_SETTLED: LinkType.SETTLES, Kind.CLOCK_WITHDRAWN: LinkType.WITHDRAWS,
    Kind.CLOCK_SUSPENDED: LinkType.SUSPENDS, Kind.CLOCK_BROKEN: LinkType.BREAKS,
}  # fmt: skip
"""What an act does to a clock, by the kind of entry that says so; one that reaches back moves or ends it."""


def _links(entries: list[Entry], nodes: list[Node], timeline: Timeline | None) -> list[Link]:
    """Read the links off the causes of each entry."""
    place = {node.id: n for n, node in enumerate(nodes)}
    rules = LinkRules(timeline)
    found: dict[tuple[int, int, LinkType], Link] = {}

    def add(source: str | None, target: str | None, kind: LinkType, days: int) -> None:
        if source not in place or target not in place or source is None or target is None:
            return
        one, other = nodes[place[source]], nodes[place[target]]
        acts = one.kind == other.kind == "act"
        rise, more = (other.rung - one.rung, growth(one, other)) if acts else (0, 0.0)
        found.setdefault((place[target], place[source], kind), Link(source, target, kind, rise, days, more))

    for entry in entries:
        if entry.kind in _OF_ACTS:
            add(entry.event, entry.clock, _OF_ACTS[entry.kind], 0)
        elif entry.kind in ACTED:
            for source, kind, day in rules.read(entry, [entries[seq] for seq in entry.causes]):
                add(source, entry.event, kind, entry.day - day)
    return [found[key] for key in sorted(found, key=lambda key: (key[0], key[1], key[2].value))]


class LinkRules:
    """How the causes of an act bear on it: by the answers that are coded, and by the rules that stand for the act."""

    def __init__(self, timeline: Timeline | None) -> None:
        self.timeline = timeline
        self.ruled: Mapping[str, tuple[str, ...]] = timeline.ruled if timeline else {}

    def read(self, entry: Entry, causes: list[Entry]) -> Iterator[tuple[str, LinkType, int]]:
        """Yield the id of each cause that a link comes from, with its type and the day of the cause.

        What an act merely needs is a cause without a link.
        """
        name = entry.event or ""
        event = self.timeline.by_id.get(name) if self.timeline else None
        answers = event.answers if event else {}
        rules = (name,) if entry.kind is not Kind.EVENT else self.ruled.get(name, ())
        clocks, promises = self._origins(rules)
        kept = {
            promise for promise, when in promises for cause in causes if when is None or _comes_true(when, cause)
        }  # fmt: skip
        for cause in causes:
            source = (cause.event if cause.kind in ACTED else cause.clock) or ""
            if source in answers:
                yield source, LinkType(answers[source].value), cause.day
            if cause.kind in ENDS and source in clocks:
                yield source, LinkType.FOLLOWS, cause.day
            elif source in kept:
                yield source, LinkType.KEEPS, cause.day
            elif source not in answers and any(when is None or _comes_true(when, cause) for _, when in promises):
                yield source, LinkType.TRIGGERS, cause.day
            elif self.timeline is None and entry.kind is Kind.EVENT and cause.kind in ACTED and entry.act and cause.act:
                yield source, LinkType(Answer.by_rise(entry.act.rung - cause.act.rung).value), cause.day

    def _origins(self, rules: tuple[str, ...]) -> tuple[set[str], list[tuple[str, Trigger | None]]]:
        """Split rules into the clocks from whose ends, and the promises from which, an act follows.

        A promise comes with what it waits for; None where the trace does not know it.
        """
        clocks: set[str] = set()
        promises: list[tuple[str, Trigger | None]] = []
        for rule in rules:
            origin, _, way = rule.rpartition("/")
            if not way.startswith("reply-"):
                clocks.add(origin)
                continue
            event = self.timeline.by_id.get(origin) if self.timeline else None
            promises.append((origin, event.commits[int(way.removeprefix("reply-")) - 1].when if event else None))
        return clocks, promises


def _comes_true(when: Trigger, cause: Entry) -> bool:
    """Whether an entry is what a commitment waits for."""
    if when.clock is not None:
        return cause.clock == when.clock and ENDS.get(cause.kind) is when.ends
    if when.event is not None:
        return cause.kind in ACTED and cause.event == when.event
    named = (cause.act, cause.actor) == (when.act, when.actor) and when.recipient in (None, cause.recipient)
    return cause.kind in ACTED and named
