"""An event file as a workbook, or as a folder of CSV files, that a co-author edits; and back, without loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from replay.codebook import Act, Answer, ClockKind, Fate, Level, Outcome, Status, Strategy, Tactic, ThreatFate, Trend
from replay.dates import Relative, When, iso
from replay.errors import Problem, RefusalError, letters
from replay.exchange.layout import LINKS, node_of, sheets_of
from replay.files import judged
from replay.files.emit import yaml_text
from replay.files.grids import Grid
from replay.files.nodes import compose
from replay.files.textfile import TextFile
from replay.text.formbook import FormSheet, form_workbook
from replay.text.tabletext import csv_lines
from replay.timeline import Standing, Timeline
from replay.timeline.schedule import expected, schedule, spans

__all__ = ["csv_folder", "event_book", "read_book"]

_BOOKS = (Act, Answer, ClockKind, Fate, Level, Outcome, Standing, Status, Strategy, Tactic, ThreatFate, Trend)
_NOTES = (
    "Change what you like in the sheets; the sheet `lists` holds the words that can be picked. An empty cell is a key "
    "that is left out. Several names in one cell stand with commas between.",
    "Dates are text, as the source has them (EDTF): 1995-05-16, 1995-05 for some day of May, 1995-05~ for about then, "
    "1995-02-15/1995-02-17 for a stretch, talks + P45D for 45 days after the event `talks`. The grey column beside a "
    "date is for sorting only: it holds the first day that the date allows, and is not read back.",
    "To take the workbook back: `replay import BOOK.xlsx --into FILE.yaml` changes what differs and keeps comments.",
)


def event_book(file: TextFile, timeline: Timeline) -> bytes:
    """Return the workbook (.xlsx) of an event file.

    Raises
    ------
    RefusalError
        If a text is longer than a cell of a spreadsheet can be.
    """
    sheets = _sheets(file, timeline)
    for sheet in sheets:
        for row, column in sheet.too_long():
            at = letters([field.name for field in sheet.fields].index(column) + 1)
            said = f"its sheet '{sheet.name}', row {row}, column {at} ({column}) would hold more than 32,767 signs"
            raise RefusalError(
                f"{file.name}: {said}, the most that a spreadsheet can; allowed: --to csv, which has no limit"
            )
    lists = {book.__name__.lower(): [member.value for member in book] for book in _BOOKS}
    return form_workbook(timeline.title, sheets, lists | {"relation": [*LINKS]}, _NOTES)


def csv_folder(file: TextFile, timeline: Timeline) -> dict[str, str]:
    """Return the sheets of an event file as CSV files, by name."""
    return {
        f"{sheet.name}.csv": csv_lines([field.name for field in sheet.fields], sheet.rows)
        for sheet in _sheets(file, timeline) if sheet.rows
    }  # fmt: skip


def _sheets(file: TextFile, timeline: Timeline) -> tuple[FormSheet, ...]:
    root, _ = compose(file.text, file.name)
    assert root is not None, "the file was read before"
    first, days = spans(timeline), schedule(timeline).days
    dates = {item.id: item.date for kind in (timeline.readings, timeline.stakes) for item in kind}

    def first_day(sheet: str, item: Mapping[str, Any]) -> str:
        if sheet == "events":
            return iso(first[item["id"]][0])
        date = dates.get(item.get("id", ""))
        if isinstance(date, Relative):
            return iso(expected(timeline, date, days))
        return iso(date.earliest) if isinstance(date, When) and date.earliest is not None else ""

    return sheets_of(root.plain(), first_day)


def read_book(grids: Sequence[Grid], name: str) -> tuple[Timeline | None, str, tuple[Problem, ...]]:
    """Return what the sheets of an event file hold: the timeline, the text of the event file, and every problem.

    The timeline is None if something of its form is wrong; each problem stands at the place of its cell.
    """
    root, faults = node_of(grids)
    timeline, problems = judged(root, name, "", faults)
    return timeline, yaml_text(root.plain()), problems
