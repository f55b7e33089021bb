"""The escalation diagram before and after: acts on their rungs and links; removed, added, changed are marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from replay import figstyle
from replay.branches import Report
from replay.chart.layout import Flag, Request, flags
from replay.chart.panels import Frame
from replay.chart.sheet import Sheet, fit, text_width
from replay.contrast.page import (
    BOTTOM,
    EDGE,
    HEAD,
    KEY_ROW,
    Item,
    axis,
    days_of,
    frame_of,
    key,
    key_rows,
    parting,
    title,
)
from replay.escalation import Escalation, LinkType, Node, escalation
from replay.timeaxis import time_scale

__all__ = ["ADDED", "CHANGED", "REMOVED", "SAME", "Act", "Lane", "Shown", "acts", "shown", "status"]

SAME, REMOVED, ADDED, CHANGED = "same", "removed", "added", "changed"
_LEFT, _RUNG, _NAME, _GAP, _ROW = 14.0, 3.1, 5.0, 3.0, 3.4
_ROWS, _MOST = 5, 26
_TOP = 9
_COLOR = {SAME: "#b5b5b5", REMOVED: figstyle.MUTED, ADDED: figstyle.INK, CHANGED: figstyle.INK}
_ADDED = "#b2182b"


@dataclass(frozen=True, slots=True)
class Act:
    """An act of either replay and what became of it."""

    node: Node
    status: str


def status(report: Report) -> tuple[dict[str, Act], dict[tuple[str, str], str]]:
    """Acts by id and links by their ends, each with what became of it: same, removed, added or changed.

    An act is changed if it comes on another day, is another act or is done by somebody else.
    """
    old, new = escalation(report.base), escalation(report.branch)
    before, after = _acts(old), _acts(new)
    found = {}
    for name in dict.fromkeys((*before, *after)):
        one, two = before.get(name), after.get(name)
        if one is None or two is None:
            found[name] = Act(one or two, REMOVED if two is None else ADDED)  # type: ignore[arg-type]
        else:
            same = (one.day, one.act, one.party, one.recipient) == (two.day, two.act, two.party, two.recipient)
            found[name] = Act(two, SAME if same else CHANGED)
    links = [_ends(graph, known) for graph, known in ((old, before), (new, after))]
    ends = {
        pair: SAME if pair in links[0] and pair in links[1] else REMOVED if pair in links[0] else ADDED
        for pair in sorted(links[0] | links[1])
    }
    return found, ends


def _acts(graph: Escalation) -> dict[str, Node]:
    return {node.id: node for node in graph.nodes if node.kind == "act"}


def _ends(graph: Escalation, known: Mapping[str, Node]) -> set[tuple[str, str]]:
    """The links between acts; what a lapse brings about is linked to the act that set the clock."""
    setters = {link.target: link.source for link in graph.links if link.type is LinkType.SETS}
    found = {(link.source, link.target) for link in graph.links if link.source in known and link.target in known}
    lapses = [link for link in graph.links if link.type is LinkType.LAPSES and link.source in setters]
    return found | {(setters[link.source], link.target) for link in lapses}


def acts(report: Report, *, width_mm: float = figstyle.DOUBLE_COLUMN) -> Figure:
    """Draw the acts of both replays in three lanes: the sender's camp, the target's camp, all others.

    Height within a lane is the rung. What is removed, added or changed is named where there is room, added first.

    Examples
    --------
    >>> import replay
    >>> from replay.branches import whatif
    >>> from replay.edits import Drop
    >>> report = whatif(replay.load(replay.example()), [Drop("settlement")])
    >>> {name: act.status for name, act in status(report)[0].items() if act.status != "same"}
    {'settlement': 'removed', 'sanctions/lapse': 'added', 'wto-threat/reply-1': 'added'}
    >>> round(acts(report).get_figwidth() * 25.4)
    180
    """
    with figstyle.style():
        return _draw(report, width_mm)


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: key of its colour, its name, its acts in order of time."""

    side: str
    name: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the figure draws: acts within the axis, lane by lane from the top, and the links between them."""

    lanes: tuple[Lane, ...]
    links: Mapping[tuple[str, str], str]


def shown(report: Report) -> Shown:
    """Gather what the figure draws; the third lane, of others, is there only if something differs in it."""
    found, links = status(report)
    scale = time_scale(days_of(report))
    within = [act for act in found.values() if scale.first <= act.node.day < scale.stop]
    sides, parties = report.timeline.sides, report.timeline.parties
    lanes = [
        Lane(key_name, parties[side].name, tuple(act for act in within if act.node.side == side))
        for key_name, side in zip("AB", sides, strict=True)
    ]
    rest = tuple(act for act in within if act.node.side not in sides)
    if any(act.status != SAME for act in rest):
        lanes.append(Lane("other", "Others", rest))
    placed = {act.node.id for lane in lanes for act in lane.acts}
    return Shown(tuple(lanes), {ends: what for ends, what in links.items() if placed.issuperset(ends)})


def _draw(report: Report, width: float) -> Figure:
    found = shown(report)
    frame = frame_of(days_of(report), _LEFT, width)
    groups = found.lanes
    names = [_labels(lane.acts, frame) for lane in groups]
    heights = [_NAME + (max((f.row for f in flag), default=-1) + 1) * _ROW + (_TOP + 1) * _RUNG for flag in names]
    items = _items()
    foot = EDGE + key_rows(items, width) * KEY_ROW + BOTTOM
    sheet = Sheet(width, foot + sum(heights) + _GAP * len(groups) + HEAD)
    top = sheet.height - HEAD
    places: dict[str, tuple[float, float]] = {}
    y = top
    for lane, flag, height in zip(groups, names, heights, strict=True):
        base = y - height
        _lane(sheet, frame, lane.side, lane.name, y, base)
        places |= {act.node.id: (frame.x(act.node.day), base + (act.node.rung + 0.5) * _RUNG) for act in lane.acts}
        _names(sheet, lane.acts, flag, base, places)
        y = base - _GAP
    _links(sheet, found.links, places)
    for act in (act for lane in groups for act in lane.acts):
        _mark(sheet, act.status, *places[act.node.id], act.node.id)
    axis(sheet, frame, foot, top)
    parting(sheet, report, frame, foot, top)
    title(sheet, report, "Escalation before and after")
    key(sheet, items)
    return sheet.figure


def _labels(group: Sequence[Act], frame: Frame) -> tuple[Flag, ...]:
    """Places for the names of what is not the same; `request` is the place of the act in the group."""
    rank = {ADDED: 3, CHANGED: 2, REMOVED: 1}
    chosen = [n for n, act in enumerate(group) if act.status != SAME]
    chosen = sorted(chosen, key=lambda n: (-rank[group[n].status], -group[n].node.rung, n))[:_MOST]
    requests = [
        Request(
            frame.x(group[n].node.day), text_width(_name(group[n]), figstyle.SMALLEST, group[n].status == ADDED),
            100 * rank[group[n].status] + group[n].node.rung,
        )
        for n in chosen
    ]  # fmt: skip
    placed = flags(requests, _ROWS, (frame.left, frame.right)) if requests else ()
    return tuple(Flag(chosen[flag.request], flag.row, flag.x, flag.left, flag.right) for flag in placed)


def _name(act: Act) -> str:
    return fit(act.node.label, 38.0, figstyle.SMALLEST, act.status == ADDED)


def _lane(sheet: Sheet, frame: Frame, side: str, name: str, top: float, base: float) -> None:
    sheet.box(frame.left, base, frame.right - frame.left, top - base, figstyle.SIDE_TINTS[side])
    sheet.text(frame.left + 1.2, top - 2.4, name, figstyle.LABEL, figstyle.SIDES[side], bold=True)
    for rung in (1, 4, 7, 9):
        y = base + (rung + 0.5) * _RUNG
        sheet.line((frame.left, frame.right), (y, y), figstyle.PAPER, 0.6, layer=0.4)
        sheet.text(
            frame.left - 1.4,
            y,
            f"rung {rung}" if rung == 1 else str(rung),
            figstyle.SMALLEST,
            figstyle.MUTED,
            ha="right",
        )


def _names(
    sheet: Sheet, group: Sequence[Act], placed: Sequence[Flag], base: float, places: Mapping[str, tuple[float, float]]
) -> None:
    floor = base + (_TOP + 1) * _RUNG
    for flag in placed:
        act = group[flag.request]
        y = floor + (flag.row + 0.5) * _ROW
        sheet.line((flag.x, flag.x), (places[act.node.id][1], y + 0.3 * _ROW), figstyle.FAINT, 0.4, layer=1.2)
        right = flag.left > flag.x
        sheet.text(
            flag.left if right else flag.right, y, _name(act), figstyle.SMALLEST,
            figstyle.MUTED if act.status == REMOVED else figstyle.INK, ha="left" if right else "right",
            bold=act.status == ADDED, ground=figstyle.PAPER, name=f"act {act.node.id}",
        )  # fmt: skip


def _links(sheet: Sheet, links: Mapping[tuple[str, str], str], places: Mapping[str, tuple[float, float]]) -> None:
    """Links as shallow bows, the same ones first, so that nothing covers what differs."""
    look = {
        SAME: ("#cfcfcf", 0.4, (), 1.3),
        REMOVED: (figstyle.MUTED, 0.6, (1.6, 1.4), 1.6),
        ADDED: (_ADDED, 1.2, (), 2.5),
    }
    for (source, target), what in links.items():
        color, wide, dashes, layer = look[what]
        xs, ys = _bow(places[source], places[target])
        sheet.line(xs, ys, color, wide, dashes, layer=layer)


def _bow(start: tuple[float, float], end: tuple[float, float]) -> tuple[list[float], list[float]]:
    (x0, y0), (x1, y1) = start, end
    bend = min(4.0, 0.12 * abs(x1 - x0) + 0.05 * abs(y1 - y0) + 0.8)
    xm, ym = (x0 + x1) / 2, (y0 + y1) / 2 + 2 * bend
    steps = [n / 12 for n in range(13)]
    xs = [(1 - t) ** 2 * x0 + 2 * t * (1 - t) * xm + t * t * x1 for t in steps]
    ys = [(1 - t) ** 2 * y0 + 2 * t * (1 - t) * ym + t * t * y1 for t in steps]
    return xs, ys


def _mark(sheet: Sheet, what: str, x: float, y: float, name: str = "") -> None:
    match what:
        case "same":
            sheet.mark(x, y, "o", 1.0, _COLOR[SAME])
        case "removed":
            sheet.mark(x, y, "o", 2.0, _COLOR[REMOVED], filled=False, name=f"removed {name}" if name else "")
            sheet.line((x - 1.5, x + 1.5), (y - 1.5, y + 1.5), _COLOR[REMOVED], 0.8, layer=5.5)
        case "added":
            sheet.mark(x, y, "D", 2.4, _ADDED, name=f"added {name}" if name else "")
        case "changed":
            sheet.mark(x, y, "s", 2.2, figstyle.INK, filled=False, name=f"changed {name}" if name else "")


def _items() -> tuple[Item, ...]:
    def mark(what: str, words: str) -> Item:
        return 3.0, words, lambda sheet, x, y: _mark(sheet, what, x + 1.5, y)

    def link(color: str, wide: float, dashes: tuple[float, ...], words: str) -> Item:
        return 6.0, words, lambda sheet, x, y: sheet.line((x, x + 6), (y, y), color, wide, dashes)

    return (
        mark(SAME, "act in both"), mark(REMOVED, "removed"), mark(ADDED, "added by a rule or an edit"),
        mark(CHANGED, "changed or on another day"), link("#cfcfcf", 0.4, (), "link in both"),
        link(figstyle.MUTED, 0.6, (1.6, 1.4), "removed"), link(_ADDED, 1.2, (), "added"),
        link(figstyle.INK, 0.9, (3.0, 1.6), "first divergence"),
    )  # fmt: skip
