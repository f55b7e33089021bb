"""Edits from the options of a command: --drop ID, --shift ID=+14d, --set-clock ID=DATE and so on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from replay.cli.shared import READER, TEXT

if TYPE_CHECKING:
    from replay.counterfactuals.edits import Edit

__all__ = ["asked", "edit_options"]

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
_BECAUSE = "asked for on the command line"
_FORMS = {
    "shift": ("--shift", "ID=+14d or ID=DATE"), "set-clock": ("--set-clock", "ID=DATE"),
    "set-outcome": ("--set-outcome", "ID=END"), "set-fate": ("--set-fate", "ID=FATE, ID:2=FATE or ID:1:2=FATE"),
    "reading": ("--reading", "ID=LEVEL, ID=TREND or ID=LEVEL,TREND"),
}  # fmt: skip
"""By the key of a kind of edit its option, and the form of what that takes."""


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
    from replay.dates import DateError, day

    found: list[Edit] = [Drop(name, responses, **_said("--drop", name)) for name in drops]
    for kind, texts in (("shift", shifts), ("set-clock", clocks), ("set-outcome", outcomes), ("set-fate", fates)):
        found += [_asked(kind, text) for text in texts]
    parties = [text for text in readings if "=" not in text]
    if len(parties) > 1:
        raise click.BadParameter(f"{' and '.join(parties)} cannot both read the ends of clocks", param_hint="--reading")
    click.get_current_context().meta[READER] = parties[0] if parties else None
    found += (_asked("reading", text) for text in readings if "=" in text)
    for path in inserts:
        found += [Insert(event, because=_BECAUSE, where=event.where) for event in load_events(path)]
    if cut is not None:
        try:
            found.append(Cut(day(cut), kept, **_said("--cut", cut)))
        except DateError as fault:
            raise click.BadParameter(fault.message, param_hint="--cut") from None
    return tuple(found)


def _said(option: str, text: str) -> dict[str, Any]:
    """What every edit has that an option asks for."""
    from replay.errors import Where

    return {"because": _BECAUSE, "where": Where(f"{option} {text}")}


def _asked(kind: str, text: str) -> Edit:
    """The edit that an option of a kind asks for."""
    from replay.counterfactuals.edits.asked import ASKED
    from replay.errors import RefusalError

    option, form = _FORMS[kind]
    name, found, value = text.partition("=")
    if not found or not name or not value:
        raise click.BadParameter(f"'{text}' is not of the form {form}", param_hint=option)
    try:
        return ASKED[kind](name, value, **_said(option, text if kind in ("shift", "reading") else name.split(":")[0]))
    except RefusalError as fault:
        raise click.BadParameter(str(fault), param_hint=option) from None
