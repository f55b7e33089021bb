"""The escalation diagram before and after: acts on their rungs and links; what is not the same is marked and named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from replay.counterfactuals import Report
from replay.dates import iso
from replay.figures import style as figstyle
from replay.figures.counterfactual import kit
from replay.figures.counterfactual.status import WORDS, ActChange, ActChanges, ActStatus, Camp, LinkStatus, act_changes
from replay.figures.sheet import key
from replay.figures.sheet.drawing import Drawing
from replay.figures.sheet.page import Sheet, fit, text_width, wrap
from replay.figures.sheet.panels import Frame
from replay.figures.sheet.places import Tag, draw_tag, place_tags, rows_of, unplaced
from replay.tables import Column
from replay.text.words import counted

__all__ = ["acts_before_after"]

_LEFT, _RUNG, _NAME, _GAP, _ROW = 14.0, 3.1, 5.0, 3.0, 3.4
_ROWS, _MOST = 5, 26
_TOP, _CLEAR = 9, 3.0  # highest rung; mm above it, for the bows of links
_LINE, _MARGIN = 3.3, 4.0  # height of the lines of a list, and room beside its words, in mm
_PALE, _ADDED = "#b5b5b5", "#b2182b"
_RANK = {"added": 4, "changed": 3, "dropped": 2, "gone": 1}
_LINKS: Mapping[LinkStatus, tuple[str, float, tuple[float, ...]]] = {
    "same": ("#cfcfcf", 0.4, ()),
    "removed": (figstyle.MUTED, 0.6, (1.6, 1.4)),
    "added": (_ADDED, 1.2, ()),
}
"""Colour, width and dashes of a link by what became of it, from behind to before."""


def acts_before_after(report: Report) -> Drawing:
    """Return the acts of both replays in three lanes: the sender's camp, the target's camp, all others.

    Height within a lane is the rung. What is not the same is named beside its mark where there is room, what is added
    first, and all of it in a list below.
    """
    scale = kit.scale_of(report)
    found = act_changes(report, scale)
    drawn = _draw(report, found, kit.frame_of(scale, _LEFT))
    return kit.finished("escalation", report, drawn, scale, _caption(found), _alt(report, found), *_data(found), "day")


# -- drawing --------------------------------------------------------------------------------------


def _draw(report: Report, found: ActChanges, frame: Frame) -> Figure:
    named = [_tags(camp.acts, frame) for camp in found.camps]
    heights = [_NAME + rows_of(tags) * _ROW + (_TOP + 1) * _RUNG + _CLEAR for tags in named]
    heads = [text_width(_cap(what), figstyle.SMALLEST, True) for what, _ in found.listed]
    start = kit.EDGE + _MARGIN + max(heads, default=0.0)
    room = kit.WIDTH - kit.EDGE - _MARGIN - start
    lines = [(_cap(what), wrap(said, room, figstyle.SMALLEST)) for what, said in found.listed]
    below = sum(len(said) for _, said in lines) * _LINE + (1.6 if lines else 0.0)
    body = sum(heights) + _GAP * len(heights)
    sheet, foot = kit.prepared(report, "Escalation before and after", frame, body, _items(found), below)
    became = {act.node.id: act.status for act in found.acts}
    places: dict[str, tuple[float, float]] = {}
    bases: dict[str, float] = {}
    y = foot + body
    for camp, tags, height in zip(found.camps, named, heights, strict=True):
        base = y - height
        _lane(sheet, frame, camp, y, base)
        bases |= {act.node.id: base for act in camp.acts}
        places |= {act.node.id: (frame.x(act.node.day), _up(base, act.node.rung)) for act in camp.acts}
        for one in tags:
            color = figstyle.MUTED if became[one.id] in ("dropped", "gone") else figstyle.INK
            draw_tag(sheet, one, places[one.id][1], base + (_TOP + 1) * _RUNG + _CLEAR, _ROW, color=color)
        y = base - _GAP
    for (source, target), kind in found.links.items():
        xs, ys = _bow(places[source], places[target])
        sheet.line(xs, ys, *_LINKS[kind], layer=1.3 + 0.3 * list(_LINKS).index(kind))
    for act in found.acts:
        _mark(sheet, act.status, *places[act.node.id], act.node.id)
        was = act.was
        if was is not None and was.side == act.node.side and (was.day, was.rung) != (act.node.day, act.node.rung):
            _moved(sheet, (frame.x(was.day), _up(bases[act.node.id], was.rung)), places[act.node.id])
    y = foot - kit.AXIS - _LINE / 2
    for what, said in lines:
        sheet.text(kit.EDGE, y, what, figstyle.SMALLEST, bold=True)
        for line in said:
            sheet.text(start, y, line, figstyle.SMALLEST)
            y -= _LINE
    return sheet.figure


def _cap(words: str) -> str:
    return words[:1].upper() + words[1:]


def _up(base: float, rung: int) -> float:
    """Height of a rung in a lane that stands on `base`."""
    return base + (rung + 0.5) * _RUNG


def _tags(group: Sequence[ActChange], frame: Frame) -> tuple[Tag, ...]:
    """Places for the names of what is not the same, what is added first."""
    chosen = [act for act in group if act.status != "same"]
    chosen = sorted(chosen, key=lambda act: (-_RANK[act.status], -act.node.rung))[:_MOST]
    tags = []
    for act in chosen:
        bold = act.status == "added"
        text = fit(act.node.label, 38.0, figstyle.SMALLEST, bold)
        tags.append(unplaced(act.node.id, text, frame.x(act.node.day), bold=bold))
    return place_tags(tags, _ROWS, (frame.left, frame.right))


def _lane(sheet: Sheet, frame: Frame, camp: Camp, top: float, base: float) -> None:
    sheet.box(frame.left, base, frame.right - frame.left, top - base, figstyle.SIDE_TINTS[camp.side])
    sheet.text(frame.left + 1.2, top - 2.4, camp.name, figstyle.LABEL, figstyle.SIDES[camp.side], bold=True)
    for rung in (1, 4, 7, 9):
        y = _up(base, rung)
        sheet.line((frame.left, frame.right), (y, y), figstyle.PAPER, 0.6, layer=0.4)
        said = f"rung {rung}" if rung == 1 else str(rung)
        sheet.text(frame.left - 1.4, y, said, figstyle.SMALLEST, figstyle.MUTED, ha="right")


def _bow(start: tuple[float, float], end: tuple[float, float]) -> tuple[list[float], list[float]]:
    """A link as a shallow bow."""
    (x0, y0), (x1, y1) = start, end
    bend = min(4.0, 0.12 * abs(x1 - x0) + 0.05 * abs(y1 - y0) + 0.8)
    xm, ym = (x0 + x1) / 2, (y0 + y1) / 2 + 2 * bend
    steps = [n / 12 for n in range(13)]
    xs = [(1 - t) ** 2 * x0 + 2 * t * (1 - t) * xm + t * t * x1 for t in steps]
    ys = [(1 - t) ** 2 * y0 + 2 * t * (1 - t) * ym + t * t * y1 for t in steps]
    return xs, ys


def _mark(sheet: Sheet, what: ActStatus, x: float, y: float, name: str = "") -> None:
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


def _items(found: ActChanges) -> tuple[key.Item, ...]:
    """The key, of what there is."""
    there = {act.status for act in found.acts}
    words: dict[ActStatus, str] = {"same": "act in both", **WORDS}

    def mark(what: ActStatus) -> key.Item:
        if what == "changed":
            return 7.0, words[what], moved
        return 3.0, words[what], lambda sheet, x, y: _mark(sheet, what, x + 1.5, y)

    def moved(sheet: Sheet, x: float, y: float) -> None:
        _moved(sheet, (x + 0.8, y), (x + 5.5, y))
        _mark(sheet, "changed", x + 5.5, y)

    def link(what: LinkStatus) -> key.Item:
        color, wide, dashes = _LINKS[what]
        return key.ruled(6.0, color, wide, "link in both" if what == "same" else f"link {what}", dashes)

    kinds = set(found.links.values())
    return (*(mark(what) for what in words if what in there), *(link(what) for what in _LINKS if what in kinds))


# -- words and data -------------------------------------------------------------------------------


def _caption(found: ActChanges) -> str:
    status, links = Counter(act.status for act in found.acts), Counter(found.links.values())
    same, dropped, gone, added, changed = (
        counted(status[what], "act") for what in ("same", "dropped", "gone", "added", "changed")
    )
    return (
        "Acts of the sides on the rungs of the escalation ladder, 9 (imposition of sanctions) to 1 "
        f"(conciliation), n = {counted(status.total(), 'act')} and {counted(links.total(), 'link')} on the axis. "
        f"Grey dots, in both: {same}; hollow and crossed out, dropped by an edit: {dropped}; hollow and struck out, "
        f"gone with that: {gone}; diamonds, added by a rule or an edit: {added}; open squares, changed or on another "
        f"day: {changed}, each with a small square where it was. Links: grey in both ({links['same']}), dashed removed "
        f"({links['removed']}), thick added ({links['added']})."
    )


def _alt(report: Report, found: ActChanges) -> list[str]:
    """Counts, and every act that is not the same."""
    status = Counter(act.status for act in found.acts)
    said = [
        f"Diagram of the acts before and after, {kit.named_run(report)}. Of {counted(status.total(), 'act')} on the "
        f"axis {status['same']} are the same, {status['dropped']} dropped by an edit, {status['gone']} gone with that, "
        f"{status['added']} added, {status['changed']} changed."
    ]
    for what, words in WORDS.items():
        listed = [_told(act) for act in found.acts if act.status == what]
        if listed:
            said.append(f"{words.capitalize()}: {'; '.join(listed)}.")
    return said


def _told(act: ActChange) -> str:
    who = "" if act.status == "added" else f" by {act.node.party}"
    return f"{act.said}{who}, {iso(act.node.day)}"


def _data(found: ActChanges) -> tuple[tuple[Column, ...], kit.Rows]:
    """A row for every act within the axis, and for every link between two of them, with what became of it."""
    columns = (
        Column("part", "Part"), Column("id", "Act, or source of the link"), Column("target", "Target of the link"),
        Column("lane", "Lane"), Column("party", "Party"), Column("day", "Day"), Column("rung", "Rung"),
        Column("act", "Kind of act"), Column("label", "Label", 2.0), Column("status", "Status"),
    )  # fmt: skip
    rows: kit.Rows = [
        (
            "act", act.node.id, None, camp.side, act.node.party, iso(act.node.day), act.node.rung, act.node.act,
            act.node.label, act.status,
        )
        for camp in found.camps
        for act in camp.acts
    ]  # fmt: skip
    rows += [("link", source, target, *[None] * 6, what) for (source, target), what in found.links.items()]
    return columns, rows
