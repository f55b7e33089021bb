"""Each side's computed domain before and after, the area between them tinted, and where the two replays part."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from matplotlib.figure import Figure

from replay.codebook import Level
from replay.counterfactuals import Report
from replay.dates import iso
from replay.domain import Domain
from replay.figures import style as figstyle
from replay.figures.counterfactual.kit import Rows, days_of, finished, frame_of, named_run, prepared, scale_of
from replay.figures.sheet import key
from replay.figures.sheet.drawing import Drawing
from replay.figures.sheet.page import Sheet, fit, stairs
from replay.figures.sheet.panels import Frame, merged
from replay.figures.sheet.timescale import TimeScale
from replay.text.table import Column
from replay.text.words import counted, decimal

__all__ = ["paths_before_after"]

_LEFT, _HEIGHT, _GAP, _NAME, _FEWEST = 26.0, 30.0, 4.0, 4.6, 2.0
"""Width of the levels' names, height of a side's positions, gap, and height of a side's name, in mm; fewest units."""
_BETWEEN = "#f3e6c4"
_DASHES = (2.4, 1.4)  # of the path before


def paths_before_after(report: Report) -> Drawing:
    """Return both sides, sender above: the base dashed, the branch solid, in domain units with the levels named."""
    scale = scale_of(report, days_of(report))
    drawn, caption = _draw(report, frame_of(scale, _LEFT)), _caption(report, scale)
    return finished("domain", report, drawn, scale, caption, _alt(report), *_data(report, scale), "day")


# -- drawing --------------------------------------------------------------------------------------


def _draw(report: Report, frame: Frame) -> Figure:
    old, new = report.before.domains, report.after.domains
    held = [place for found in (old, new) for d in found.values() for _, place in _steps_on(d, frame.scale)]
    low, high = min(held) - 0.3, max(held) + 0.3
    spare = max(0.0, _FEWEST - (high - low)) / 2  # positions that hardly move are not blown up
    low, high = low - spare, high + spare
    panel = _NAME + _HEIGHT
    band = _HEIGHT / (high - low)
    sheet, foot = prepared(report, "Domains before and after", frame, 2 * panel + _GAP, _items())
    for n, (party, side) in enumerate(zip(old, "AB", strict=True)):
        top = foot + (2 - n) * panel + (1 - n) * _GAP
        zero = top - _NAME - high * band
        _panel(sheet, frame, report, old[party], new[party], side, top, zero, band, top - panel)
    return sheet.figure


def _panel(
    sheet: Sheet, frame: Frame, report: Report, old: Domain, new: Domain, side: str,
    top: float, zero: float, band: float, bottom: float,
) -> None:  # fmt: skip
    name = report.timeline.camp_name(old.party)
    sheet.text(frame.left, top - 1.6, name, figstyle.LABEL, figstyle.SIDES[side], bold=True)
    sheet.box(frame.left, bottom, frame.right - frame.left, top - _NAME - bottom, "#fafafa")
    for level in Level:
        y = zero + level.position * band
        if bottom < y < top - _NAME:
            rule = (figstyle.INK, 0.7) if level is Level.STATUS_QUO else (figstyle.GRID, 0.5)
            sheet.line((frame.left, frame.right), (y, y), *rule, layer=0.8)
            sheet.text(frame.left - 1.4, y, level.words, figstyle.SMALLEST, ha="right")
    last = max(view.entries[-1].day for view in (report.before, report.after))
    for start, end, one, two in _stretches(old, new, report.since, min(last, frame.scale.stop)):
        left, right = frame.x(start), frame.x(end)
        low, high = sorted((zero + one * band, zero + two * band))
        if right > left and high > low:
            sheet.box(left, max(low, bottom), right - left, high - max(low, bottom), _BETWEEN)
    looks = ((old, "before", figstyle.MUTED, 1.0, _DASHES, 3.0), (new, "after", figstyle.SIDES[side], 1.5, (), 4.0))
    for domain, when, color, wide, dashes, layer in looks:
        points = [(frame.x(day), zero + position * band) for day, position in _steps_on(domain, frame.scale)]
        xs, ys = stairs(merged(points), frame.x(frame.scale.stop))
        sheet.line(xs, ys, color, wide, dashes, layer=layer, name=f"{domain.party} {when}")
    area = next(change for change in report.paths if change.party == old.party)
    said = f"area between {area.area:,.0f} unit-days, mean distance {area.mean:.2f}"
    room, grey = frame.right - frame.left - 60, figstyle.MUTED
    said = fit(said, room, figstyle.SMALLEST)
    sheet.text(frame.right, top - 1.6, said, figstyle.SMALLEST, grey, ha="right", ground=figstyle.PAPER)


def _stretches(old: Domain, new: Domain, since: int, until: int) -> Iterator[tuple[int, int, float, float]]:
    """Stretches of days on which both paths hold still as they are drawn, with the two positions."""
    days = sorted({since, until, *(day for found in (old, new) for day, _ in found.points(since, until))})
    for start, end in pairwise(days):
        yield start, end, old.at(start), new.at(start)


def _steps_on(domain: Domain, scale: TimeScale) -> tuple[tuple[int, float], ...]:
    """Days and positions of a path as it is drawn, from the left end of the axis; of several steps a day the last.

    Each position holds until the next; the last one to the end of the axis. What fades does so in small steps.
    """
    return ((scale.first, domain.at(scale.first - 1)), *domain.points(scale.first, scale.stop - 1))


def _items() -> tuple[key.Item, ...]:
    def after(sheet: Sheet, x: float, y: float) -> None:
        sheet.line((x, x + 4), (y, y), figstyle.SIDES["A"], 1.5)
        sheet.line((x + 4, x + 8), (y, y), figstyle.SIDES["B"], 1.5)

    return (
        key.ruled(8.0, figstyle.MUTED, 1.0, "before", _DASHES),
        (8.0, "after", after),
        key.filled(4.0, 2.4, _BETWEEN, "between them, from the divergence on"),
    )


# -- words and data -------------------------------------------------------------------------------


def _caption(report: Report, scale: TimeScale) -> str:
    before, after = (
        counted(sum(len(_steps_on(domain, scale)) - 1 for domain in view.domains.values()), "step")
        for view in (report.before, report.after)
    )
    return (
        "Domain of each side as computed from acts and clocks, in domain units from the reference point: before "
        f"(dashed, n = {before}) and after (solid, n = {after}). Tinted: the area between them, from the first "
        "divergence on."
    )


def _alt(report: Report) -> list[str]:
    """For each side the lowest and the last position, and the area."""
    said = [f"Chart of each side's computed domain before and after, {named_run(report)}."]
    for change in report.paths:
        name = report.timeline.camp_name(change.party)
        lowest, last = (
            f"{decimal(one)} before and {decimal(two)} after"
            for one, two in ((change.lowest_before, change.lowest_after), (change.last_before, change.last_after))
        )
        said.append(
            f"{name}: lowest from then on {lowest}; at the end {last}; {change.area:,.0f} unit-days between them, "
            f"{decimal(change.mean)} domain units on average over {counted(change.days, 'day')}."
        )
    return said


def _data(report: Report, scale: TimeScale) -> tuple[tuple[Column, ...], Rows]:
    """The steps of both paths of both sides, each to the end of the axis, and the areas between them."""
    columns = (
        Column("part", "Part"), Column("party", "Party"), Column("when", "Before or after"), Column("day", "Day"),
        Column("value", "Value"), Column("unit", "Unit"),
    )  # fmt: skip
    rows: Rows = []
    for when, view in (("before", report.before), ("after", report.after)):
        for party, domain in view.domains.items():
            steps = _steps_on(domain, scale)
            for day, position in (*steps, (scale.stop, steps[-1][1])):
                rows.append(("path", party, when, iso(day), round(position, 6) + 0.0, "domain units"))
    since = iso(report.since)
    rows += [("area", change.party, None, since, round(change.area, 6), "unit-days") for change in report.paths]
    return columns, rows
