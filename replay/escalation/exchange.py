"""The graph for other programs: networkx, node-link JSON, GraphML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from replay.engine.days import Days
from replay.escalation.building import Escalation
from replay.escalation.elements import Node

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["as_graphml", "as_networkx", "as_node_link"]


def as_networkx(found: Escalation) -> nx.MultiDiGraph[str]:
    """Return a networkx MultiDiGraph; every attribute is a scalar, missing ones are left out."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    days, ends = Days(found.trace), {clock.id: clock.outcome.value for clock in found.trace.clocks()}
    for node in found.nodes:
        graph.add_node(node.id, **_scalars((*_node_fields(found, node), *_coded_fields(days, ends, node))))
    for link in found.links:
        graph.add_edge(
            link.source,
            link.target,
            key=link.type.value,
            type=link.type.value,
            rise=link.rise,
            growth=link.growth,
            step=link.step,
            days=link.days,
        )
    return graph


def as_node_link(found: Escalation) -> dict[str, Any]:
    """Return the node-link form of networkx (keys nodes, edges), ready for JSON."""
    import networkx as nx

    made: dict[str, Any] = nx.node_link_data(as_networkx(found), edges="edges")
    return made


def as_graphml(found: Escalation) -> str:
    """Return GraphML text, each link under an id of its own: without, yEd and Gephi keep one of each type."""
    import networkx as nx

    graph = as_networkx(found)
    links = list(graph.edges(data=True))
    graph.clear_edges()
    for number, (source, target, more) in enumerate(links, 1):
        graph.add_edge(source, target, key=f"e{number}", **more)
    return "\n".join(nx.generate_graphml(graph, named_key_ids=True)) + "\n"


def _node_fields(found: Escalation, node: Node) -> Iterable[tuple[str, Any]]:
    date = found.trace[node.seq].date if node.kind == "act" else None
    yield from (("kind", node.kind), ("date", date), ("day", node.day), ("seq", node.seq))
    yield from (("party", node.party), ("side", node.side), ("recipient", node.recipient), ("rung", node.rung))
    yield from (("act", node.act), ("label", node.label), ("summary", node.summary), ("emitted", node.emitted))
    yield from (("amount", node.worth and node.worth.amount), ("unit", node.worth and node.worth.unit))
    yield from (("in_dyad", node.in_dyad), ("joint", node.joint))


def _coded_fields(days: Days, ends: Mapping[str, str], node: Node) -> Iterable[tuple[str, Any]]:
    """The date as coded, of a clock its due date in force; whether that is the day; names, and how a clock ended."""
    timeline, entry = days.trace.timeline, days.trace[node.seq]
    if node.kind == "clock":
        yield from (("coded_date", days.due(node.id)), ("outcome", ends[node.id]))
    else:
        event = timeline.by_id.get(node.id) if timeline else None
        yield from (("coded_date", event.date.text if event else None), ("day_is_coded", days.is_exact(entry)))
    if timeline:
        yield from (
            ("party_name", node.party and timeline.name(node.party)),
            ("recipient_name", node.recipient and timeline.name(node.recipient)),
        )


def _scalars(fields: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in fields if value is not None}
