"""What the figures before and after have in common: the page with its heading, date axis and key, and its words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from matplotlib.figure import Figure

from replay.counterfactuals import Report
from replay.dates import in_words, iso, parse
from replay.engine.trace import Entry
from replay.figures import style as figstyle
from replay.figures.sheet import key
from replay.figures.sheet.dateaxis import date_axis
from replay.figures.sheet.drawing import Drawing
from replay.figures.sheet.page import Sheet, wrap
from replay.figures.sheet.panels import Frame
from replay.figures.sheet.timescale import TimeScale, time_scale
from replay.figures.sheet.wording import axis_note, sourced
from replay.text.table import Cell, Column, Table
from replay.text.words import counted, typeset

__all__ = [
    "EDGE", "Rows", "days_of", "finished", "frame_of", "named_run", "prepared", "scale_of", "stretch", "title_of",
    "zoom_note",
]  # fmt: skip

_WIDTH, EDGE, _AXIS = figstyle.DOUBLE_COLUMN, 2.0, 8.6
"""Width of the page, its margins, and height of the date axis, in mm."""
_KEY, _TITLE, _LINE, _PAD = 4.0, 5.2, 3.9, 2.0  # rows of the key, lines of the title and below it, ends of the axis
_WEIGHT = 6  # times that a day near the divergence counts on the axis
_AFTER = 3 * 365  # days after the divergence that the axis gives room to
_LEAD = 45  # days before it, and after the last difference, at least
_DASHES = (3.0, 1.6)  # of the line of divergence
_KIND_WORDS = {"none": "no difference", "intervention": "an intervention", "counterfactual": "a counterfactual"}

Rows = list[tuple[Cell, ...]]
"""Of the data of a figure."""


def stretch(report: Report) -> tuple[int, int]:
    """Return the first and the last day that the axis gives room to: from a little before the replays part on.

    It goes on to the last entry that only one of them has, for three years at most, and a little further. Of two
    replays that are the same it is the whole.

    Examples
    --------
    >>> import replay
    >>> from replay.counterfactuals.edits import Drop
    >>> from replay.dates import iso
    >>> report = replay.whatif(replay.load(replay.example()), [Drop("settlement")])
    >>> report.since_in_words, [iso(day) for day in stretch(report)]
    ('2–6 May 1996', ['1996-03-20', '1996-05-10'])
    """
    days = [entry.day for view in (report.before, report.after) for entry in view.entries] or [report.since]
    if report.divergence is None:
        return min(days), max(days)
    old, new = ({_told(entry) for entry in view.entries} for view in (report.before, report.after))
    last = min(max((one[0] for one in old ^ new), default=report.since), report.since + _AFTER)
    around = max((last - report.since) // 10, _LEAD)
    return max(min(days), report.since - around), max(min(max(days), last + around), last)


def _told(entry: Entry) -> tuple[int, *tuple[object, ...]]:
    return entry.day, entry.kind, entry.event, entry.clock, entry.act, entry.actor, entry.recipient


def days_of(report: Report) -> list[int]:
    """Days of entries that the axis gives room to, those near the divergence and changed ones more."""
    first, last = stretch(report)
    days = [entry.day for view in (report.before, report.after) for entry in view.entries]
    near = [day for day in days if abs(day - report.since) <= 60]
    changed = [item.day for item in report.lost] + [item.day for item in report.fired]
    kept = [day for day in [*days, *near * (_WEIGHT - 1), *changed] if first <= day <= last]
    return [first, *kept, last]


def scale_of(report: Report, days: Iterable[int]) -> TimeScale:
    """Return the date axis for these days, from the month in which the first of them lies."""
    found = sorted(days)
    whole = time_scale(found)
    start = datetime.date.fromordinal(found[0]).replace(day=1).toordinal()
    return whole.part(start, whole.stop) if report.divergence and start > whole.first else whole


def zoom_note(report: Report, scale: TimeScale) -> str:
    """Say which months are drawn, and how many acts of either replay lie outside; nothing if all are drawn."""
    acts = {_told(entry) for view in (report.before, report.after) for entry in view.entries if entry.act}
    early, late = sum(one[0] < scale.first for one in acts), sum(one[0] >= scale.stop for one in acts)
    if not early + late:
        return ""
    left = [counted(early, "act") + " before, the same in both"] * bool(early) + [
        counted(late, "act") + " after"
    ] * bool(late)
    return f"Drawn: {_months(scale)}, where the replays part; not drawn: {' and '.join(left)}."


def _months(scale: TimeScale) -> str:
    first, last = (in_words(parse(iso(day)[:-3])) for day in (scale.first, scale.stop - 1))
    return first if first == last else f"{first} to {last}"


def frame_of(scale: TimeScale, left: float) -> Frame:
    """The date axis on the page, from `left` to the right margin."""
    return Frame(scale, left, _WIDTH - EDGE - 1.0, _PAD)


def prepared(report: Report, what: str, frame: Frame, body: float, items: Sequence[key.Item]) -> tuple[Sheet, float]:
    """Return a page with heading, date axis, line of divergence and key, and the height of the axis on it.

    Parameters
    ----------
    what : str
        What the figure shows, for the heading.
    body : float
        Height in mm of what stands on the axis.
    items : sequence of key.Item
        Of the key, which goes on to the line of divergence and the breaks of the axis.
    """
    parted = f"first divergence {_since(report)}" if report.divergence else "the replays are the same"
    drawn = f"; drawn: {_months(frame.scale)}" if zoom_note(report, frame.scale) else ""
    room = _WIDTH - 2 * EDGE
    heading = wrap(typeset(title_of(report)), room, figstyle.TITLE, True)
    under = [
        line
        for text in (f"{what}: {_KIND_WORDS[report.kind]}{drawn}", parted)
        for line in wrap(text, room, figstyle.LABEL)
    ]
    parting = key.ruled(6.0, figstyle.INK, 0.9, "first divergence", _DASHES)
    found = (*items, *([parting] if report.divergence else ()), *key.break_items(frame.scale))
    legend = key.Legend(found, EDGE, _WIDTH - EDGE, _KEY)
    foot = EDGE + legend.height + _AXIS
    top = foot + body
    sheet = Sheet(_WIDTH, top + len(under) * _LINE + len(heading) * _TITLE + EDGE)
    date_axis(sheet, frame, foot, top)
    if report.divergence:
        x = frame.x(report.since)
        sheet.line((x, x), (foot, top), figstyle.INK, 0.9, _DASHES, layer=1.5, name="divergence")
    y = sheet.title(EDGE, sheet.height - EDGE, heading, _TITLE, _TITLE)
    for line in under:
        sheet.text(EDGE, y, line, figstyle.LABEL, figstyle.MUTED, va="top")
        y -= _LINE
    legend.draw(sheet, EDGE)
    return sheet, foot


def title_of(report: Report) -> str:
    """What a what-if is called: the title of the counterfactual, or else of the dispute."""
    return report.counterfactual.title if report.counterfactual else report.timeline.title


def _since(report: Report) -> str:
    """Say when and by what the replays part."""
    return f"{report.since_in_words}, {report.cause() or 'the edits together'}"


def named_run(report: Report) -> str:
    """Say which what-if of which dispute this is."""
    title, dispute = typeset(title_of(report)), typeset(report.timeline.title)
    return dispute if title == dispute else f"{title} ({dispute})"


def finished(
    name: str, report: Report, drawn: Figure, scale: TimeScale | None, caption: str, alt: Sequence[str],
    columns: Sequence[Column], rows: Rows, dated: str,
) -> Drawing:  # fmt: skip
    """Return a figure with what stands beside it.

    Parameters
    ----------
    caption : str
        What is drawn; the head of the caption and its tail are the same for all.
    scale : TimeScale, optional
        Of the date axis, if there is one.
    alt : sequence of str
        Sentences; after the first comes where the replays part.
    columns, rows
        The data; the day on which the replays part is added in the column `dated`.
    """
    head = f"{named_run(report)}, before and after: {_KIND_WORDS[report.kind]}."
    parted = ["The replays are the same."] * 2
    if report.divergence:
        lines = ("Vertical dashes", "Vertical line") if scale else ("The rule", "Rule")
        parted = [f"{line}: the first divergence, {_since(report)}." for line in lines]
        day = {"part": "divergence", dated: iso(report.since)}
        rows = [*rows, tuple(day.get(column.name) for column in columns)]
    axis = (zoom_note(report, scale), axis_note(scale)) if scale else ()
    whole = _joined((head, caption, parted[0], *axis, sourced([report.timeline])))
    table = Table(name, f"{title_of(report)}: data of the figure", tuple(columns), tuple(rows))
    return Drawing(name, drawn, whole, _joined((alt[0], parted[1], *alt[1:])), table)


def _joined(sentences: Iterable[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
