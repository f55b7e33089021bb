"""The page of the domain chart: how much room each part gets, and the parts from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, replace

from matplotlib.figure import Figure

from replay.codebook import Level
from replay.figures import style as figstyle
from replay.figures.sheet import key, panels
from replay.figures.sheet.content import Dispute
from replay.figures.sheet.dateaxis import HEIGHT, date_axis
from replay.figures.sheet.key import Legend
from replay.figures.sheet.page import Sheet, check_room, fit, place_of, text_width, wrap
from replay.figures.sheet.panels import ClockRow, Frame
from replay.figures.sheet.places import Tag, rows_of
from replay.figures.sheet.selection import NARROWEST, Layout
from replay.figures.sheet.shortkey import short_clock_items, short_domain_items
from replay.figures.style import PRESETS, Preset
from replay.text.words import typeset

__all__ = ["draw_domain"]

_LEFT, _RIGHT, _EDGE, _PAD = 24.5, 3.0, 2.0, 1.6
_TITLE, _LINE, _GAP = 6.5, 4.0, 2.6
_ROW, _RUG, _CLOCK_ROW, _KEY_ROW = 2.9, 3.6, 3.7, 3.7
_LEAST_STRIP, _NAME = 6.4, 3.0
_BAND, _LEAST_BAND = 4.8, 3.6
_MOST_ROWS, _MOST_TAGS = 6, 40


@dataclass(frozen=True, slots=True)
class _Plan:
    """What stands where, before the height is shared out."""

    tags: tuple[tuple[Tag, ...], ...]
    others: bool
    clocks: tuple[ClockRow, ...]
    legend: Legend
    title: tuple[str, ...]
    names: tuple[int, ...]  # lines of each strip's name

    @property
    def strips(self) -> tuple[float, ...]:
        """Height in mm of each strip of acts; 0 for the last if nobody else acts."""
        least = [_LEAST_STRIP + _NAME * (lines - 1) for lines in self.names]
        heights = [max(rows_of(tags) * _ROW + _RUG, low) for tags, low in zip(self.tags, least, strict=True)]
        return tuple(heights if self.others else [*heights[:-1], 0.0])

    @property
    def fixed(self) -> float:
        """Height in mm of everything but the levels."""
        clocks = max(rows_of(self.clocks), 1) * _CLOCK_ROW
        gaps = _GAP * (len(self.strips) + bool(self.strips[-1]))
        title = _TITLE + _LINE * (len(self.title) - 1)
        return 2 * _EDGE + title + sum(self.strips) + clocks + gaps + HEIGHT + self.legend.height


def draw_domain(shown: Dispute, place: Preset = PRESETS["page"], layout: Layout = Layout()) -> Figure:  # noqa: B008 - it is frozen
    """Draw the chart of what `gather` has found for a place.

    From top to bottom: for each side its acts (a stick each, as long as its rung is high; key acts named where there
    is room, the most important first) and its readings on the five levels; the clocks; the date axis, which
    gives busy stretches room; the key. The page becomes as high as the content needs if the place has no height.

    Raises
    ------
    ValueError
        If the place is too small; the message names the least size.
    """
    frame = Frame(shown.scale, _LEFT, place_of(place, NARROWEST).across - _RIGHT, _PAD)
    with figstyle.style():
        return _draw(shown, frame, place, layout)


def _draw(shown: Dispute, frame: Frame, place: Preset, layout: Layout) -> Figure:
    plan, height, band = _share_out(shown, frame, place, layout)
    sheet = Sheet(frame.right + _RIGHT, height, place.scale)
    bottom = _EDGE + plan.legend.height + HEIGHT
    top = sheet.title(_EDGE, height - _EDGE, plan.title, _LINE, _TITLE)
    date_axis(sheet, frame, bottom, top)
    for group, tags, high in zip(("A", "B", "other"), plan.tags, plan.strips, strict=True):
        if not high:
            continue
        n = "AB".find(group)
        words = (shown.names[n], f"acts of {shown.ids[n]}") if n >= 0 else _others(shown)
        _head(sheet, top, words[0], figstyle.SIDE_TEXT[group], words[1], shown.ids[n] if n >= 0 else "")
        top -= high
        panels.draw_strip(sheet, frame, shown.by(group), tags, group, top, _RUG, _ROW)
        if n >= 0 and panels.has_domain(shown, group):
            panels.draw_domains(sheet, frame, shown, group, top, band)
            top -= panels.domain_height(shown, group, band)
        top -= _GAP
    _head(sheet, top, "Clocks", figstyle.CLOCK)
    panels.draw_clocks(sheet, frame, plan.clocks, top, _CLOCK_ROW)
    plan.legend.draw(sheet, _EDGE)
    return sheet.figure


def _others(shown: Dispute) -> tuple[str, str]:
    """Name whoever is of neither camp: one in full, several by their ids, as far as there is room."""
    actors = {deed.party: deed.actor for deed in shown.by("other")}
    if len(actors) == 1:
        return next((name, f"acts of {party}") for party, name in actors.items())
    ids = ", ".join(actors)
    return "Others", ids if text_width(ids, figstyle.SMALLEST) <= _LEFT - _EDGE - 1 else "see the caption"


def _share_out(shown: Dispute, frame: Frame, place: Preset, layout: Layout) -> tuple[_Plan, float, float]:
    """Return the plan, the height of the page, and that of a level.

    Where a page is too low, names give way, but for a row of each, then clocks, then the height of a level.
    """
    sides = [group for group in "AB" if panels.has_domain(shown, group)]
    plan, every = _plan(shown, frame, layout, _MOST_ROWS), len(shown.spans)
    if place.height is None:
        return plan, plan.fixed + sum(panels.domain_height(shown, group, _BAND) for group in sides), _BAND
    height, least = place.room, sum(panels.domain_height(shown, group, _LEAST_BAND) for group in sides)
    tries = (
        [(rows, every) for rows in range(_MOST_ROWS - 1, 0, -1)] + [(1, n) for n in range(every - 1, -1, -1)] + [(0, 0)]
    )
    for rows, count in tries:
        if plan.fixed + least <= height:
            break
        plan = _plan(shown, frame, layout, rows, count)
    check_room(place, plan.fixed + least, "this dispute needs")
    spare = (height - plan.fixed - least) / max(1, len(sides) * len(Level))
    return plan, height, _LEAST_BAND + spare


def _head(sheet: Sheet, top: float, name: str, color: str, more: str = "", short: str = "") -> None:
    """Name a part of the page at its left."""
    lines = _lines(name, short)
    for n, line in enumerate(lines):
        sheet.text(_EDGE, top - _NAME * n, line, figstyle.LABEL, color, va="top", bold=True)
    if more:
        sheet.text(
            _EDGE,
            top - 3.2 - _NAME * (len(lines) - 1),
            fit(more, _LEFT - _EDGE - 1, figstyle.SMALLEST),
            figstyle.SMALLEST,
            figstyle.MUTED,
            va="top",
        )


def _lines(name: str, short: str) -> tuple[str, ...]:
    """The lines of a name at the left: two at most, or else one of the ids, which the caption spells out."""
    room = _LEFT - _EDGE - 1
    lines = wrap(name, room, figstyle.LABEL, True)
    return lines if len(lines) <= 2 and " ".join(lines) == name else (fit(short or name, room, figstyle.LABEL, True),)


def _plan(shown: Dispute, frame: Frame, layout: Layout, rows: int, clocks: int | None = None) -> _Plan:
    """Arrange names in so many rows, and all clocks or so many."""
    spans = panels.most_important(shown.spans, len(shown.spans) if clocks is None else clocks)
    tags = tuple(panels.key_tags(shown.by(group), frame, rows, _MOST_TAGS) for group in ("A", "B", "other"))
    width = frame.right + _RIGHT
    title = typeset(layout.heading(f"{shown.title}: domain of each side over time"))
    items = _items(replace(shown, spans=spans)) if layout.legend else ()
    return _Plan(
        tags, bool(shown.by("other")), panels.clock_rows(spans, frame),
        Legend(items, _EDGE, width - _EDGE, _KEY_ROW),
        wrap(title, width - 2 * _EDGE, figstyle.TITLE, True),
        tuple(len(_lines(name, "-")) for name in (*shown.names, _others(shown)[0])),
    )  # fmt: skip


def _items(shown: Dispute) -> tuple[key.Item, ...]:
    """The items of the key: what occurs, and what the caption does not say in words."""

    def italic(sheet: Sheet, x: float, y: float) -> None:
        sheet.text(x, y, "italic", figstyle.SMALLEST, italic=True)

    return (
        *short_domain_items(shown.tracks, shown.paths), *short_clock_items(shown.spans),
        *([(4.5, "follows in the replay only", italic)] if any(deed.emitted for deed in shown.deeds) else []),
    )  # fmt: skip
