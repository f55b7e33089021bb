"""Edits from the options of a command: --drop ID, --shift ID=+14d, --set-clock ID=DATE and so on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from replay.cli.shared import READER, TEXT

if TYPE_CHECKING:
    from replay.counterfactuals.edits import Edit

__all__ = ["asked", "edit_options", "length_of"]

_OPTIONS = (
    click.option("--drop", "drops", multiple=True, type=TEXT, metavar="ID",
                 help="Take an event away; may be repeated."),
    click.option("--shift", "shifts", multiple=True, type=TEXT, metavar="ID=+14d",
                 help="Put an event on another day: +14d, -2w, +1m, +1y, or a date."),
    click.option("--set-clock", "clocks", multiple=True, type=TEXT, metavar="ID=DATE",
                 help="Give a clock another due date, or a length such as P30D."),
    click.option("--set-outcome", "outcomes", multiple=True, type=TEXT, metavar="ID=END",
                 help="Assume that a clock ended otherwise: lapsed, carried-out, met, unknown, ..."),
    click.option("--set-fate", "fates", multiple=True, type=TEXT, metavar="ID=FATE",
                 help="Assume that what an event commits to is kept, or broken; ID:2=FATE for its second commitment, "
                 "ID:1:2=FATE for the second time of the first."),
    click.option("--insert", "inserts", multiple=True, metavar="FILE", type=click.Path(path_type=Path),
                 help="Add the event, or events, of a YAML file."),
    click.option("--reading", "readings", multiple=True, type=TEXT, metavar="ID=LEVEL|PARTY",
                 help="Read a side's domain otherwise; or (PARTY) disputed ends of clocks as that one does."),
    click.option("--cut", metavar="DATE",
                 help="Take away all that is recorded after a day; clocks and commitments run on."),
    click.option("--keep", "kept", multiple=True, type=TEXT, metavar="ID",
                 help="With --cut: a later event that happens all the same."),
    click.option("--responses", type=click.Choice(["keep", "drop"]), default="keep", show_default=True,
                 help="With --drop: what becomes of acts that answered nothing else."),
)  # fmt: skip
T = TypeVar("T", bound=Enum)
_BECAUSE = "asked for on the command line"
_LENGTH = re.compile(r"([+-])(\d{1,7})([dwmy])", re.IGNORECASE)


def edit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options from which `asked` makes edits."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def asked(
    drops: tuple[str, ...], shifts: tuple[str, ...], clocks: tuple[str, ...], outcomes: tuple[str, ...],
    fates: tuple[str, ...], inserts: tuple[Path, ...],
    readings: tuple[str, ...], cut: str | None, kept: tuple[str, ...], responses: Literal["keep", "drop"],
) -> tuple[Edit, ...]:  # fmt: skip
    """Return the edits that the options ask for, each named by its option."""
    from replay.counterfactuals.editfile import load_events
    from replay.counterfactuals.edits import Cut, Drop, Insert
    from replay.dates import day

    found: list[Edit] = [Drop(name, responses, **_said("--drop", name)) for name in drops]
    found += [*map(_shift, shifts), *map(_set_clock, clocks), *map(_set_outcome, outcomes), *map(_set_fate, fates)]
    parties = [text for text in readings if "=" not in text]
    if len(parties) > 1:
        raise click.BadParameter(f"{' and '.join(parties)} cannot both read the ends of clocks", param_hint="--reading")
    click.get_current_context().meta[READER] = parties[0] if parties else None
    found += (_reading(text) for text in readings if "=" in text)
    for path in inserts:
        found += [Insert(event, because=_BECAUSE, where=event.where) for event in load_events(path)]
    if cut is not None:
        with _dates("--cut", ""):
            found.append(Cut(day(cut), kept, **_said("--cut", cut)))
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


def _said(option: str, text: str) -> dict[str, Any]:
    """What every edit has that an option asks for."""
    from replay.errors import Where

    return {"because": _BECAUSE, "where": Where(f"{option} {text}")}


def _pair(option: str, text: str, form: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found or not name or not value:
        raise click.BadParameter(f"'{text}' is not of the form {form}", param_hint=option)
    return name, value


@contextmanager
def _dates(option: str, before: str) -> Iterator[None]:
    """Refuse what is no date with its fault, behind some words."""
    from replay.dates import DateError

    try:
        yield
    except DateError as fault:
        raise click.BadParameter(f"{before}{fault.message}", param_hint=option) from None


def _shift(text: str) -> Edit:
    from replay.counterfactuals.edits import Shift
    from replay.dates import parse_date, parse_duration

    name, value = _pair("--shift", text, "ID=+14d or ID=DATE")
    with _dates("--shift", f"'{value}' is neither a length (+14d, -2w, P1M) nor a date: "):
        by = length_of(value) or (parse_duration(value) if re.match(r"[+-]?P", value) else None)
        return Shift(name, by, None if by else parse_date(value), **_said("--shift", text))


def _set_clock(text: str) -> Edit:
    from replay.counterfactuals.edits import SetClock
    from replay.dates import parse_due

    name, value = _pair("--set-clock", text, "ID=DATE")
    with _dates("--set-clock", f"'{value}': "):
        return SetClock(name, length_of(value) or parse_due(value), **_said("--set-clock", name))


def _set_outcome(text: str) -> Edit:
    from replay.codebook import Outcome
    from replay.counterfactuals.edits import SetOutcome

    name, value = _pair("--set-outcome", text, "ID=END")
    return SetOutcome(name, _word(Outcome, value, "--set-outcome"), **_said("--set-outcome", name))


def _set_fate(text: str) -> Edit:
    from replay.codebook import Fate
    from replay.counterfactuals.edits import SetFate

    name, value = _pair("--set-fate", text, "ID=FATE, ID:2=FATE or ID:1:2=FATE")
    event, *numbers = name.split(":")
    if len(numbers) > 2 or not all(number.isascii() and number.isdigit() and int(number) for number in numbers):
        said = f"'{name}' is not an id, the number of a commitment and the number of a time, with colons between"
        raise click.BadParameter(said, param_hint="--set-fate")
    which = int(numbers[0]) if numbers else 1
    time = int(numbers[1]) if len(numbers) > 1 else None
    return SetFate(event, _word(Fate, value, "--set-fate"), which, time, **_said("--set-fate", event))


def _word(book: type[T], value: str, option: str) -> T:
    """A word of a vocabulary."""
    words = {term.value: term for term in book}
    if value not in words:
        raise click.BadParameter(f"'{value}' is not known; allowed: {', '.join(words)}", param_hint=option)
    return words[value]


def _reading(text: str) -> Edit:
    from replay.codebook import Level, Trend
    from replay.counterfactuals.edits import SetReading

    name, value = _pair("--reading", text, "ID=LEVEL or ID=TREND")
    levels, trends = {level.value: level for level in Level}, {trend.value: trend for trend in Trend}
    if value not in levels and value not in trends:
        message = f"'{value}' is neither a level nor a trend; allowed: {', '.join((*levels, *trends))}"
        raise click.BadParameter(message, param_hint="--reading")
    return SetReading(name, levels.get(value), trends.get(value), **_said("--reading", text))
