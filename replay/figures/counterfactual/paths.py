"""Each side's computed domain before and after, the area between them tinted, and where the two replays part."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from matplotlib.figure import Figure

from replay.codebook import Level
from replay.counterfactuals import Report
from replay.domain import Domain
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
from replay.figures.sheet.page import Sheet, fit
from replay.figures.sheet.panels import Frame
from replay.figures.sheet.timescale import TimeScale

__all__ = ["paths", "steps_on"]

_LEFT, _BAND, _GAP, _NAME = 26.0, 6.5, 4.0, 4.6
_BETWEEN = "#f3e6c4"
_TITLE = "Domains before and after"


def paths(report: Report, *, width_mm: float = figstyle.DOUBLE_COLUMN) -> Figure:
    """Draw both sides, sender above: the base dashed, the branch solid, in domain units with the names of the levels.

    Examples
    --------
    >>> import replay
    >>> from replay.counterfactuals import whatif
    >>> from replay.counterfactuals.edits import Drop
    >>> made = paths(whatif(replay.load(replay.example()), [Drop("settlement")]))
    >>> round(made.get_figwidth() * 25.4)
    180
    """
    with figstyle.style():
        return _draw(report, width_mm)


def _draw(report: Report, width: float) -> Figure:
    old, new = report.before.domains, report.after.domains
    held = [d.at(step.day) for found in (old, new) for d in found.values() for step in d.steps]
    lowest, highest = min(held, default=0.0), max(held, default=0.0)
    bands = max(3.5, 0.4 - lowest) + max(1.4, highest + 0.3)
    items = _items()
    foot = EDGE + key_rows(items, width) * KEY_ROW + BOTTOM
    panel = _NAME + bands * _BAND
    sheet = Sheet(width, foot + 2 * panel + _GAP + head(report, _TITLE, width))
    frame = frame_of(days_of(report), _LEFT, width)
    top = foot + 2 * panel + _GAP
    zero = max(1.4, highest + 0.3) * _BAND + _NAME
    for n, (side, key_name) in enumerate(zip(old, "AB", strict=True)):
        start = top - n * (panel + _GAP)
        _panel(sheet, frame, report, old[side], new[side], key_name, start, start - zero, start - panel)
    axis(sheet, frame, foot, top)
    parting(sheet, report, frame, foot, top)
    title(sheet, report, _TITLE)
    key(sheet, items)
    return sheet.figure


def _panel(
    sheet: Sheet, frame: Frame, report: Report, old: Domain, new: Domain, side: str,
    top: float, zero: float, bottom: float,
) -> None:  # fmt: skip
    name = report.timeline.parties[old.party].name
    sheet.text(frame.left, top - 1.6, name, figstyle.LABEL, figstyle.SIDES[side], bold=True)
    sheet.box(frame.left, bottom, frame.right - frame.left, top - _NAME - bottom, "#fafafa")
    for level in Level:
        y = zero + level.position * _BAND
        if bottom < y < top - _NAME:
            rule = (figstyle.INK, 0.7) if level is Level.STATUS_QUO else (figstyle.GRID, 0.5)
            sheet.line((frame.left, frame.right), (y, y), *rule, layer=0.8)
            sheet.text(frame.left - 1.4, y, level.value.replace("-", " "), figstyle.SMALLEST, ha="right")
    last = max(view.entries[-1].day for view in (report.before, report.after))
    for start, end, one, two in _stretches(old, new, report.since, min(last, frame.scale.stop)):
        left, right = frame.x(start), frame.x(end)
        low, high = sorted((zero + one * _BAND, zero + two * _BAND))
        if right > left and high > low:
            sheet.box(left, max(low, bottom), right - left, high - max(low, bottom), _BETWEEN)
    for domain, color, wide, dashes, layer in (
        (old, figstyle.MUTED, 1.0, (2.4, 1.4), 3.0), (new, figstyle.SIDES[side], 1.5, (), 4.0),
    ):  # fmt: skip
        xs, ys = _line(domain, frame, zero)
        sheet.line(
            xs, ys, color, wide, dashes, layer=layer, name=f"{domain.party} {'after' if layer > 3 else 'before'}"
        )
    area = next(change for change in report.paths if change.party == old.party)
    said = f"area between {area.area:,.0f} unit-days, mean distance {area.mean:.2f}"
    room = frame.right - frame.left - 60
    sheet.text(
        frame.right,
        top - 1.6,
        fit(said, room, figstyle.SMALLEST),
        figstyle.SMALLEST,
        figstyle.MUTED,
        ha="right",
        ground=figstyle.PAPER,
    )


def _stretches(old: Domain, new: Domain, since: int, until: int) -> Iterator[tuple[int, int, float, float]]:
    """Stretches of days on which both paths hold still, with the two positions."""
    days = sorted({since, until, *(step.day for d in (old, new) for step in d.steps if since <= step.day <= until)})
    for start, end in pairwise(days):
        yield start, end, old.at(start), new.at(start)


def steps_on(domain: Domain, scale: TimeScale) -> tuple[tuple[int, float], ...]:
    """Days and positions of a path as it is drawn, from the left end of the axis; of several steps a day the last.

    Each position holds until the next; the last one to the end of the axis.
    """
    days = sorted({step.day for step in domain.steps if scale.first <= step.day < scale.stop})
    return ((scale.first, domain.at(scale.first - 1)), *((day, domain.at(day)) for day in days))


def _line(domain: Domain, frame: Frame, zero: float) -> tuple[list[float], list[float]]:
    """The step line, from the left end of the axis to the right."""
    (first, start), *steps = steps_on(domain, frame.scale)
    xs, ys = [frame.x(first)], [zero + start * _BAND]
    for day, position in steps:
        xs += [frame.x(day)] * 2
        ys += [ys[-1], zero + position * _BAND]
    return [*xs, frame.x(frame.scale.stop)], [*ys, ys[-1]]


def _items() -> tuple[Item, ...]:
    def after(sheet: Sheet, x: float, y: float) -> None:
        sheet.line((x, x + 4), (y, y), figstyle.SIDES["A"], 1.5)
        sheet.line((x + 4, x + 8), (y, y), figstyle.SIDES["B"], 1.5)

    return (
        (8.0, "before", lambda sheet, x, y: sheet.line((x, x + 8), (y, y), figstyle.MUTED, 1.0, (2.4, 1.4))),
        (8.0, "after", after),
        (4.0, "between them, from the divergence on", lambda sheet, x, y: sheet.box(x, y - 1.2, 4.0, 2.4, _BETWEEN)),
        (6.0, "first divergence", lambda sheet, x, y: sheet.line((x, x + 6), (y, y), figstyle.INK, 0.9, (3.0, 1.6))),
    )
