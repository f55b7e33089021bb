"""Edits from the options of a command: --drop ID, --shift ID=+14d, --set-clock ID=DATE and so on."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from replay.counterfactuals.edits import Edit
    from replay.errors import Where

__all__ = ["asked", "edit_options", "length_of"]

_OPTIONS = (
    click.option("--drop", "drops", multiple=True, metavar="ID", help="Take an event away; may be repeated."),
    click.option("--shift", "shifts", multiple=True, metavar="ID=+14d",
                 help="Put an event on another day: +14d, -2w, +1m, +1y, or a date."),
    click.option("--set-clock", "clocks", multiple=True, metavar="ID=DATE",
                 help="Give a clock another due date, or a length such as P30D."),
    click.option("--insert", "inserts", multiple=True, metavar="FILE", type=click.Path(path_type=Path),
                 help="Add the event, or events, of a YAML file."),
    click.option("--reading", "readings", multiple=True, metavar="ID=LEVEL", help="Read a side's domain otherwise."),
    click.option("--cut", metavar="DATE",
                 help="Take away all that is recorded after a day; clocks and commitments run on."),
    click.option("--keep", "kept", multiple=True, metavar="ID",
                 help="With --cut: a later event that happens all the same."),
    click.option("--responses", type=click.Choice(["keep", "drop"]), default="keep", show_default=True,
                 help="With --drop: what becomes of acts that answered nothing else."),
)  # fmt: skip
_LENGTH = re.compile(r"([+-])(\d{1,7})([dwmy])", re.IGNORECASE)


def edit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options from which `asked` makes edits."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def asked(
    drops: tuple[str, ...], shifts: tuple[str, ...], clocks: tuple[str, ...], inserts: tuple[Path, ...],
    readings: tuple[str, ...], cut: str | None, kept: tuple[str, ...], responses: str,
) -> tuple[Edit, ...]:  # fmt: skip
    """Return the edits that the options ask for, each named by its option."""
    from replay.counterfactuals.editfile import load_events
    from replay.counterfactuals.edits import Cut, Drop, Insert, SetClock

    found: list[Edit] = []
    because = "asked for on the command line"
    for name in drops:
        found.append(Drop(name, because, "drop" if responses == "drop" else "keep", where=_where("--drop", name)))
    found += [_shift(text, because) for text in shifts]
    for name, due in (_pair("--set-clock", text, "ID=DATE") for text in clocks):
        found.append(SetClock(name, _due(due), because, where=_where("--set-clock", name)))
    found += [_reading(text, because) for text in readings]
    for path in inserts:
        found += [Insert(event, because, where=event.where) for event in load_events(path)]
    if cut is not None:
        found.append(Cut(_day(cut), kept, because, where=_where("--cut", cut)))
    return tuple(found)


def length_of(text: str) -> Any:
    """Read +14d, -2w, +1m, +1y as a duration; None for anything else.

    >>> length_of("+2w").text, length_of("1995-06-29")
    ('P14D', None)
    """
    from replay.dates import Duration

    match = _LENGTH.fullmatch(text)
    if match is None:
        return None
    count = int(match[2]) * (-1 if match[1] == "-" else 1)
    unit = match[3].lower()
    return Duration(*{"y": (count, 0, 0), "m": (0, count, 0), "w": (0, 0, 7 * count), "d": (0, 0, count)}[unit])


def _where(option: str, text: str) -> Where:
    from replay.errors import Where

    return Where(f"{option} {text}")


def _pair(option: str, text: str, form: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found or not name or not value:
        raise click.BadParameter(f"'{text}' is not of the form {form}", param_hint=option)
    return name, value


def _shift(text: str, because: str) -> Edit:
    from replay.counterfactuals.edits import Shift
    from replay.dates import DateError, parse_date, parse_duration

    name, value = _pair("--shift", text, "ID=+14d or ID=DATE")
    by, to = length_of(value), None
    try:
        if by is None and re.match(r"[+-]?P", value):
            by = parse_duration(value)
        elif by is None:
            to = parse_date(value)
    except DateError as fault:
        message = f"'{value}' is neither a length (+14d, -2w, P1M) nor a date: {fault.message}"
        raise click.BadParameter(message, param_hint="--shift") from None
    return Shift(name, by, to, because, where=_where("--shift", text))


def _reading(text: str, because: str) -> Edit:
    from replay.codebook import Level, Trend
    from replay.counterfactuals.edits import SetReading

    name, value = _pair("--reading", text, "ID=LEVEL or ID=TREND")
    levels, trends = {level.value: level for level in Level}, {trend.value: trend for trend in Trend}
    if value not in levels and value not in trends:
        message = f"'{value}' is neither a level nor a trend; allowed: {', '.join((*levels, *trends))}"
        raise click.BadParameter(message, param_hint="--reading")
    return SetReading(name, levels.get(value), trends.get(value), because, where=_where("--reading", text))


def _due(text: str) -> Any:
    from replay.dates import DateError, parse_due

    try:
        return length_of(text) or parse_due(text)
    except DateError as fault:
        raise click.BadParameter(f"'{text}': {fault.message}", param_hint="--set-clock") from None


def _day(text: str) -> int:
    from replay.dates import DateError, day

    try:
        return day(text)
    except DateError as fault:
        raise click.BadParameter(fault.message, param_hint="--cut") from None
