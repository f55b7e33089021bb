"""What became of every act, clock and link: the same in both replays, dropped, gone with that, added or changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from replay.counterfactuals import Report
from replay.engine.days import Days, worded
from replay.escalation import Escalation, Node, ranking, reasons
from replay.figures.escalation.content import ADDED, CHANGED, DROPPED, GONE, Coded, Content, Status, Stop, content
from replay.figures.sheet.ends import ended
from replay.text.words import counted

__all__ = ["FORMS", "Changes", "changes"]

FORMS: Mapping[str, tuple[str, str]] = {
    ADDED: ("Double outline", "added by a rule or an edit"), CHANGED: ("dashed", "changed or on another day"),
    DROPPED: ("cut corners", "dropped by an edit"), GONE: ("dotted", "gone with that"),
}  # fmt: skip
"""How a box shows each status that is not the same, and what it means; in the order in which acts are chosen."""
_LEAD = 10
"""So many acts that differ come before those that they hang on."""
_AROUND = 6
"""So many acts that are the same are drawn besides those that what differs hangs on: the nearest to the divergence."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of acts, clocks and links; what changed ones were, in words; the acts, the most important first."""

    report: Report
    status: Status
    was: Mapping[str, str]
    ranked: tuple[str, ...]

    @property
    def acts(self) -> Mapping[str, Node]:
        """The acts of either replay, by id, as they are after if they are in both."""
        return {node.id: node for view in (self.report.before, self.report.after) for node in view.graph.acts}

    def shown(self, chosen: Collection[str]) -> Content:
        """Return what is drawn of both replays if these acts are, with the words of where the replays part."""
        report, parting = self.report, self.report.divergence
        both = content(report.after.graph, chosen, report.before.graph)
        if parting is not None:
            halves = [
                [
                    Stop(stop.date, tuple(node for node in stop.acts if (node.seq < parting.seq) is earlier))
                    for stop in both.stops
                ]
                for earlier in (True, False)
            ]
            words = f"the replays part:\n{parting.date(Days(report.base, worded), Days(report.branch, worded))}"
            above, below = ([stop for stop in half if stop.acts] for half in halves)
            both = replace(both, stops=(*above, Stop(words, ()), *below))
        return replace(both, status=self.status, was=self.was)


def changes(report: Report) -> Changes:
    """Compare two replays.

    An act is changed if it comes on another day, is another act, has another label or is done by or to somebody else;
    a clock if it was set, due or ended otherwise.
    """
    old, new = report.before.graph, report.after.graph
    before, after = ({node.id: node for node in graph.acts} for graph in (old, new))
    edited = {item.id for item in report.lost if item.how == "edit"}
    status: dict[str | tuple[str, str], str] = {}
    was: dict[str, str] = {}
    for name in dict.fromkeys((*before, *after)):
        one, two = before.get(name), after.get(name)
        if one is None:
            status[name] = ADDED
        elif two is None:
            status[name] = DROPPED if name in edited else GONE
        elif _seen(one) != _seen(two):
            status[name], was[name] = CHANGED, _was(old, new, one, two)
    for change in report.clocks:
        if change.before is None or change.after is None:
            status[change.id] = GONE if change.before else ADDED
        elif change.differs:
            status[change.id] = CHANGED
            if change.before.outcome is not change.after.outcome:
                was[change.id] = f"was {ended(change.before)}"
            elif change.before.due != change.after.due and change.before.due is not None:
                was[change.id] = f"was due {Coded(old).due(change.before)}"
    ends = [{(link.source, link.target) for link in graph.links} for graph in (old, new)]
    status |= dict.fromkeys(sorted(ends[0] - ends[1]), GONE) | dict.fromkeys(sorted(ends[1] - ends[0]), ADDED)
    return Changes(report, status, was, tuple(dict.fromkeys(_ranked(report, status))))


def _seen(node: Node) -> tuple[object, ...]:
    return node.day, node.act, node.party, node.recipient, node.label


def _was(old: Escalation, new: Escalation, one: Node, two: Node) -> str:
    """Say what a changed act was: its date, or else its label, or who did it."""
    if one.day != two.day:
        said, now = Coded(old).date(one), Coded(new).date(two)
        far = f"{counted(abs(two.day - one.day), 'day')} {'earlier' if one.day < two.day else 'later'} in the replay"
        was = f"was {far if said == now else said}"
        rules = old.trace.timeline.ruled.get(one.id, ()) if old.trace.timeline else ()
        return was + ", moved along with its clock" * any("/end" in rule for rule in rules)
    timeline, act = old.trace.timeline, (one.act or "").replace("-", " ")
    party = timeline.name(one.party) if timeline else one.party
    return f"was {one.label}" if one.label != two.label else f"was {act} by {party}"


def _ranked(report: Report, status: Status) -> Iterator[str]:
    """Yield acts that differ, those that they and clocks that differ hang on, and some around the divergence."""
    graphs = (report.after.graph, report.before.graph)
    ranked = tuple(dict.fromkeys(name for graph in graphs for name in ranking(graph)))
    if not status:
        yield from ranked
        return
    key = {name for graph in graphs for name in reasons(graph)}
    differing = [name for what in FORMS for name in ranked if status.get(name) == what]
    differing.sort(key=lambda name: name not in key and status[name] not in (ADDED, DROPPED))
    yield from differing[:_LEAD]
    links = [link for graph in graphs for link in graph.links]
    clocks = {name for name in status if isinstance(name, str)} - {*ranked}
    lead = {*differing[:_LEAD], *clocks}
    lead |= {link.source for link in links if link.target in lead} - {*ranked}  # clocks that these acts follow from
    near = {end for link in links for end in (link.source, link.target) if link.target in lead or link.source in clocks}
    yield from (name for name in ranked if name in near)
    yield from differing
    acts = {node.id: node for graph in graphs for node in graph.acts}
    rest = sorted((name for name in ranked if name not in near), key=lambda name: abs(acts[name].day - report.since))
    yield from rest[:_AROUND]
