"""The acts of a dispute: as a list with switches, and one of them looked at closely; its clocks as a list to move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from replay.engine.trace import Entry, Kind
from replay.escalation import LinkType, ranking
from replay.explore.address import address_of, ticked
from replay.explore.shown import Shown
from replay.text.words import money, spaced
from replay.timeline import Citation, Event, Timeline, members

__all__ = ["PAGE", "Act", "Detail", "Row", "clock_rows", "detail", "rows"]

PAGE = 40
"""Acts on one page of the list."""


@dataclass(frozen=True, slots=True)
class Row:
    """An act, or a clock, in a list: `off` where it is switched off, `value` the day that is typed for it.

    `tick` is how an address says that it is off.

    `state` says what became of it in a replay with edits: "", ``off``, ``lost``, ``moved`` or ``new``.
    """

    id: str
    when: str
    who: str
    label: str
    link: str
    off: bool = False
    value: str = ""
    state: str = ""
    said: str = ""
    chosen: bool = False
    tick: str = ""


_SAID = {"off": "switched off", "lost": "does not happen", "moved": "on another day", "new": "only here", "": ""}


def rows(shown: Shown) -> tuple[list[Row], list[tuple[str, str, bool]]]:
    """Return the acts on the page of the list that is asked for, and the pages.

    The list has the acts that the filters let through, in the order of the replay, those that are gone in their place.
    Of a page it says what it is called, its address, and whether it is this one.
    """
    found, view = _listed(shown), shown.view
    count = max(1, -(-len(found) // PAGE))
    this = min(view.page, count)
    listed = []
    for page in range(1, count + 1):
        part = found[(page - 1) * PAGE : page * PAGE]
        said = f"{shown.when(part[0].event or '')} to {shown.when(part[-1].event or '')}" if part else "none"
        listed.append((said, address_of(view.but(page=page)), page == this))
    return [*_rows(shown, found[(this - 1) * PAGE : this * PAGE])], listed


def _listed(shown: Shown) -> list[Entry]:
    wanted = _wanted(shown)
    return [
        entry
        for entry in shown.replay.entries
        if entry.act is not None and entry.kind is not Kind.LOOP and (wanted is None or (entry.event or "") in wanted)
    ]


def _rows(shown: Shown, entries: Iterable[Entry]) -> Iterator[Row]:
    report, timeline = shown.report, shown.replay.timeline
    own = ticked(shown.view)
    gone = {one.id for one in report.lost} if report else set()
    moved = {one.id for one in report.moved} if report else set()
    for entry in entries:
        name = entry.event or ""
        day = shown.view.shift_of(name)
        is_moved = name in moved or (day and name in shown.acts)
        state = "off" if name in own else "lost" if name in gone else "moved" if is_moved else ""
        if not state and report and name not in shown.acts_before:
            state = "new"
        yield Row(
            name, shown.when(name), timeline.name(entry.actor), shown.label(name), shown.link(name), name in own,
            day, state, _SAID[state], name == shown.view.act, own.get(name, name),
        )  # fmt: skip


def _wanted(shown: Shown) -> set[str] | None:
    """The acts that the filters let through; None for all."""
    filters, timeline = shown.view.filters, shown.timeline
    if filters == type(filters)():
        return None
    found: dict[str, None] = {}
    for entry in shown.replay.entries:
        if (
            entry.act is not None
            and (filters.first is None or entry.day >= filters.first)
            and (filters.last is None or entry.day <= filters.last)
            and (not filters.parties or {*filters.parties} & {*members(entry.actor)})
            and (not filters.kinds or entry.act.value in filters.kinds)
            and entry.act.rung >= filters.min_rung
        ):
            found[entry.event or ""] = None
    if filters.most is None:
        return {*found}
    order = [name for name in ranking(shown.replay.graph, closing=True) if name in found]
    chosen = {*order[: filters.most]}
    return chosen | {name for name in found if name not in timeline.by_id and name not in timeline.by_rule}


def clock_rows(shown: Shown) -> Iterator[Row]:
    """Yield the clocks of the record, each with the due date that it has and the one that is typed for it."""
    replay = shown.record
    for clock in replay.clocks.values():
        due = replay.days.dues(clock.id)[-1]
        link = shown.link(clock.set_by) if clock.set_by else ""
        name = clock.label or clock.id
        yield Row(clock.id, due, replay.timeline.name(clock.holder), name, link, value=shown.view.due_of(clock.id))


@dataclass(frozen=True, slots=True)
class Act:
    """An act that another is tied to: how, in words, and the address that selects it."""

    how: str
    label: str
    when: str
    link: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One act looked at closely.

    Attributes
    ----------
    sources : tuple[tuple[str, str], ...]
        In words, each with an address of the web or "".
    before, after : tuple[Act, ...]
        What it goes back to, and what goes back to it.
    clocks : tuple[Act, ...]
        What it does to clocks.
    announces : tuple[str, ...]
        What follows by rule if what it waits for comes.
    off, on : str
        Addresses with it switched off, and on again; "" where that cannot be.
    """

    id: str
    label: str
    when: str
    who: str
    whom: str
    act: str
    rung: int
    strategy: str
    tactics: str
    summary: str
    note: str
    worth: str
    happens: bool
    derived: bool
    sources: tuple[tuple[str, str], ...]
    before: tuple[Act, ...]
    after: tuple[Act, ...]
    clocks: tuple[Act, ...]
    announces: tuple[str, ...]
    off: str
    on: str


_BEFORE = {
    LinkType.COUNTERS: "counters", LinkType.ESCALATES: "escalates", LinkType.RESPONDS: "answers",
    LinkType.DEESCALATES: "de-escalates", LinkType.SETTLES: "settles", LinkType.FOLLOWS: "follows from the end of",
    LinkType.KEEPS: "keeps what was said in", LinkType.TRIGGERS: "comes because of",
}  # fmt: skip
_AFTER = {
    LinkType.COUNTERS: "countered by", LinkType.ESCALATES: "escalated by", LinkType.RESPONDS: "answered by",
    LinkType.DEESCALATES: "de-escalated by", LinkType.SETTLES: "settled by", LinkType.KEEPS: "kept by",
    LinkType.TRIGGERS: "brings about", LinkType.FOLLOWS: "is followed by",
}  # fmt: skip


def detail(shown: Shown) -> Detail | None:
    """Return the act that a view selects, as the replay has it, else as the record does; None if there is none."""
    name = shown.view.act
    replay = next((one for one in (shown.replay, shown.record) if name in one.graph.by_id), None)
    if replay is None:
        return None
    timeline, node = replay.timeline, replay.graph.by_id[name]
    event, rule = timeline.by_id.get(name), timeline.by_rule.get(name)
    carrier = event or timeline.carriers.get(name)
    said = event or rule
    if node.kind != "act" or said is None:
        return None
    links = [link for link in replay.graph.links if name in (link.source, link.target)]
    kinds = replay.graph.by_id
    acts = [link for link in links if kinds[link.source].kind == kinds[link.target].kind == "act"]
    other = [link for link in links if link not in acts]
    before = [_act(shown, _BEFORE[link.type], link.source) for link in acts if link.target == name]
    before += [Act(_BEFORE.get(link.type, link.type.value), shown.label(link.source), "", "")
               for link in other if link.target == name]  # fmt: skip
    for group in event.needs if event else ():
        before += [_act(shown, "needs" if len(group) == 1 else "needs this or another:", one) for one in group]
    after = [_act(shown, _AFTER[link.type], link.target) for link in acts if link.source == name]
    clocks = [Act(link.type.value, shown.label(link.target), _due(shown, link.target), "")
              for link in other if link.source == name]  # fmt: skip
    dropped = name in shown.view.dropped
    plain = shown.view.but(edits=tuple(e for e in shown.view.edits if e.target != name), title="")
    return Detail(
        name, shown.label(name), shown.when(name), timeline.name(said.actor), timeline.name(said.recipient),
        said.act.words, said.act.rung, event.strategy.value if event and event.strategy else "",
        ", ".join(spaced(tactic.value) for tactic in event.tactics) if event else "", said.summary,
        carrier.note if carrier else "", money({node.worth.unit: node.worth.amount}) if node.worth else "",
        name in shown.acts, event is None, tuple(_sources(timeline, carrier)), tuple(dict.fromkeys(before)),
        tuple(dict.fromkeys(after)), tuple(dict.fromkeys(clocks)),
        tuple(commitment.then.summary for commitment in event.commits) if event else (),
        f"{address_of(plain)}&off={name}" if event and not dropped else "", address_of(plain) if dropped else "",
    )  # fmt: skip


def _act(shown: Shown, how: str, name: str) -> Act:
    return Act(how, shown.label(name), shown.when(name), shown.link(name))


def _due(shown: Shown, clock: str) -> str:
    replay = shown.replay if clock in shown.replay.clocks else shown.record
    return f"due {replay.days.dues(clock)[-1]}" if clock in replay.clocks else ""


def _sources(timeline: Timeline, event: Event | None) -> Iterator[tuple[str, str]]:
    for cite in event.cite if event else ():
        yield _cited(timeline, cite), cite.url if cite.url.startswith(("https://", "http://")) else ""


def _cited(timeline: Timeline, cite: Citation) -> str:
    source = timeline.sources.get(cite.key)
    parts = [
        source.in_text if source else cite.key, cite.title, f"“{cite.section}”" if cite.section else "",
        f"p. {cite.page}" if cite.page else "", f"n. {cite.note}" if cite.note is not None else "",
        f"after {cite.via}" if cite.via else "", f"read on {cite.accessed}" if cite.accessed else "",
    ]  # fmt: skip
    return ", ".join(part for part in parts if part)
