"""The escalation diagram before and after: acts on their rungs and links; what is not the same is marked and named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from replay.counterfactuals import Report
from replay.figures import style as figstyle
from replay.figures.counterfactual.page import (
    BOTTOM,
    EDGE,
    KEY_ROW,
    Item,
    axis,
    days_of,
    frame_of,
    head,
    key,
    key_rows,
    parting,
    title,
)
from replay.figures.counterfactual.status import (
    ADDED,
    CHANGED,
    DROPPED,
    GONE,
    REMOVED,
    SAME,
    WORDS,
    Act,
    listing,
    status,
)
from replay.figures.sheet.page import Sheet, fit, text_width, wrap
from replay.figures.sheet.panels import Frame
from replay.figures.sheet.places import Tag, draw_tag, place_tags, rows_of, tag
from replay.figures.sheet.timescale import time_scale

__all__ = ["Lane", "Shown", "acts", "shown"]

_LEFT, _RUNG, _NAME, _GAP, _ROW = 14.0, 3.1, 5.0, 3.0, 3.4
_ROWS, _MOST = 5, 26
_TOP, _CLEAR = 9, 3.0  # highest rung; mm above it, for the bows of links
_LINE, _MARGIN = 3.3, 4.0  # height of the lines of a list, and room beside its words, in mm
_TITLE = "Escalation before and after"
_PALE, _ADDED = "#b5b5b5", "#b2182b"
_RANK = {ADDED: 4, CHANGED: 3, DROPPED: 2, GONE: 1}


def acts(report: Report, *, width_mm: float = figstyle.DOUBLE_COLUMN) -> Figure:
    """Draw the acts of both replays in three lanes: the sender's camp, the target's camp, all others.

    Height within a lane is the rung. What is not the same is named beside its mark where there is room, what is added
    first, and all of it in a list below.

    Examples
    --------
    >>> import replay
    >>> from replay.counterfactuals import whatif
    >>> from replay.figures.counterfactual.status import status
    >>> from replay.counterfactuals.edits import Drop
    >>> report = whatif(replay.load(replay.example()), [Drop("settlement")])
    >>> {name: act.status for name, act in status(report)[0].items() if act.status != "same"}
    {'settlement': 'dropped', 'sanctions/lapse': 'added', 'wto-threat/reply-1': 'added'}
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
    """What the figure draws: acts within the axis, lane by lane from the top, the links between them, and in words all
    that is not the same, within the axis or not."""

    lanes: tuple[Lane, ...]
    links: Mapping[tuple[str, str], str]
    listed: tuple[tuple[str, str], ...]


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
    ends = {ends: what for ends, what in links.items() if placed.issuperset(ends)}
    return Shown(tuple(lanes), ends, tuple(listing([*found.values()])))


def _draw(report: Report, width: float) -> Figure:
    found = shown(report)
    frame = frame_of(days_of(report), _LEFT, width)
    groups = found.lanes
    names = [_labels(lane.acts, frame) for lane in groups]
    heights = [_NAME + rows_of(flag) * _ROW + (_TOP + 1) * _RUNG + _CLEAR for flag in names]
    items = _items(groups)
    start = EDGE + _MARGIN + max((text_width(_cap(n), figstyle.SMALLEST, True) for n, _ in found.listed), default=0.0)
    lines = [(what, wrap(said, width - EDGE - _MARGIN - start, figstyle.SMALLEST)) for what, said in found.listed]
    below = EDGE + key_rows(items, width) * KEY_ROW
    foot = below + sum(len(said) for _, said in lines) * _LINE + (1.6 if lines else 0.0) + BOTTOM
    body = sum(heights) + _GAP * len(groups)
    sheet = Sheet(width, foot + body + head(report, _TITLE, width))
    top = foot + body
    places: dict[str, tuple[float, float]] = {}
    bases: dict[str, float] = {}
    y = top
    for lane, flag, height in zip(groups, names, heights, strict=True):
        base = y - height
        _lane(sheet, frame, lane.side, lane.name, y, base)
        bases |= {act.node.id: base for act in lane.acts}
        places |= {act.node.id: (frame.x(act.node.day), base + (act.node.rung + 0.5) * _RUNG) for act in lane.acts}
        _names(sheet, lane.acts, flag, base, places)
        y = base - _GAP
    _links(sheet, found.links, places)
    for act in (act for lane in groups for act in lane.acts):
        _mark(sheet, act.status, *places[act.node.id], act.node.id)
        was = act.was
        if was is not None and was.side == act.node.side and (was.day, was.rung) != (act.node.day, act.node.rung):
            old = frame.x(was.day), bases[act.node.id] + (was.rung + 0.5) * _RUNG
            _moved(sheet, old, places[act.node.id])
    axis(sheet, frame, foot, top)
    parting(sheet, report, frame, foot, top)
    title(sheet, report, _TITLE)
    _list(sheet, lines, start, foot - BOTTOM)
    key(sheet, items)
    return sheet.figure


def _list(sheet: Sheet, lines: Sequence[tuple[str, tuple[str, ...]]], left: float, top: float) -> None:
    """What is not the same, by what became of it."""
    y = top - _LINE / 2
    for what, said in lines:
        sheet.text(EDGE, y, _cap(what), figstyle.SMALLEST, bold=True)
        for line in said:
            sheet.text(left, y, line, figstyle.SMALLEST)
            y -= _LINE


def _cap(words: str) -> str:
    return words[:1].upper() + words[1:]


def _labels(group: Sequence[Act], frame: Frame) -> tuple[Tag, ...]:
    """Places for the names of what is not the same, what is added first."""
    chosen = [act for act in group if act.status != SAME]
    chosen = sorted(chosen, key=lambda act: (-_RANK[act.status], -act.node.rung))[:_MOST]
    tags = []
    for act in chosen:
        bold = act.status == ADDED
        text = fit(act.node.label, 38.0, figstyle.SMALLEST, bold)
        tags.append(tag(act.node.id, text, frame.x(act.node.day), bold=bold))
    return place_tags(tags, _ROWS, (frame.left, frame.right))


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
    sheet: Sheet, group: Sequence[Act], placed: Sequence[Tag], base: float, places: Mapping[str, tuple[float, float]]
) -> None:
    floor, status = base + (_TOP + 1) * _RUNG + _CLEAR, {act.node.id: act.status for act in group}
    for one in placed:
        color = figstyle.MUTED if status[one.id] in (DROPPED, GONE) else figstyle.INK
        draw_tag(sheet, one, places[one.id][1], floor, _ROW, color=color)


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
    named = f"{what} {name}" if name else ""
    match what:
        case "same":
            sheet.mark(x, y, "o", 1.0, _PALE)
        case "dropped":
            sheet.mark(x, y, "o", 1.9, figstyle.INK, filled=False, name=named)
            for slope in (1.2, -1.2):
                sheet.line((x - 1.2, x + 1.2), (y - slope, y + slope), figstyle.INK, 0.7, layer=5.5)
        case "gone":
            sheet.mark(x, y, "o", 1.9, figstyle.MUTED, filled=False, name=named)
            sheet.line((x - 1.4, x + 1.4), (y - 1.4, y + 1.4), figstyle.MUTED, 0.7, layer=5.5)
        case "added":
            sheet.mark(x, y, "D", 2.4, _ADDED, name=named)
        case "changed":
            sheet.mark(x, y, "s", 2.2, figstyle.INK, filled=False, name=named)


def _moved(sheet: Sheet, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Where a changed act was before, and the way from there."""
    sheet.line((start[0], end[0]), (start[1], end[1]), figstyle.INK, 0.6, layer=4.5)
    sheet.mark(*start, "s", 1.1, figstyle.INK)


def _items(lanes: Sequence[Lane]) -> tuple[Item, ...]:
    there = {act.status for lane in lanes for act in lane.acts}

    def mark(what: str, words: str) -> Item:
        return 3.0, words, lambda sheet, x, y: _mark(sheet, what, x + 1.5, y)

    def link(color: str, wide: float, dashes: tuple[float, ...], words: str) -> Item:
        return 6.0, words, lambda sheet, x, y: sheet.line((x, x + 6), (y, y), color, wide, dashes)

    def moved(sheet: Sheet, x: float, y: float) -> None:
        _moved(sheet, (x + 0.8, y), (x + 5.5, y))
        _mark(sheet, CHANGED, x + 5.5, y)

    return (
        mark(SAME, "act in both"), *(mark(what, WORDS[what]) for what in (DROPPED, GONE, ADDED) if what in there),
        *(((7.0, WORDS[CHANGED], moved),) if CHANGED in there else ()),
        link("#cfcfcf", 0.4, (), "link in both"), link(figstyle.MUTED, 0.6, (1.6, 1.4), "link removed"),
        link(_ADDED, 1.2, (), "link added"), link(figstyle.INK, 0.9, (3.0, 1.6), "first divergence"),
    )  # fmt: skip
