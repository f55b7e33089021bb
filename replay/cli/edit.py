"""`replay edit`: an event file changed in place, its comments and layout kept."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from replay.cli.shared import FILE, TEXT, Fault
from replay.cli.writing import in_place, put_back
from replay.text.words import counted

__all__ = ["edit"]


@click.command(short_help="Change an event file in place; comments and layout stay.")
@FILE
@click.option(
    "--set",
    "sets",
    multiple=True,
    type=TEXT,
    metavar="ID.KEY=VALUE",
    help="Give a key of an event, clock or reading a value; nothing after = takes the key away.",
)
@click.option(
    "--drop", "drops", multiple=True, type=TEXT, metavar="ID", help="Take an item of a list away, with its comment.",
)  # fmt: skip
@click.option(
    "--shift", "shifts", multiple=True, type=TEXT, metavar="ID=+14d",
    help="Put a date, or both ends of an interval, off.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
def edit(file: Path, sets: tuple[str, ...], drops: tuple[str, ...], shifts: tuple[str, ...], dry_run: bool) -> None:
    """Change an event file in place; comments and layout stay as they are.

    The changed text is checked before anything is written; with a fault nothing is, nor if the file has been changed
    meanwhile, or is being changed by another edit. A dropped item takes the comment that stands right above it along,
    unless that is a ruled heading (# ----). Values are put in quotes where YAML needs them. Line ends, quotes and the
    mode of the file stay, and a link is followed. The file as it was is kept beside it as FILE.bak, or FILE.bak2 and
    so on: no version is overwritten.

    \b
    Examples:
      replay edit my-dispute.yaml --set threat.label="First threat" --shift first-demand=+14d --dry-run
      replay edit my-dispute.yaml --set duties.due=P60D
      replay edit my-dispute.yaml --set threat.cite.section="Chapter 3" --drop aside
    """  # noqa: D301 - click reads the sign
    from replay.errors import TimelineError
    from replay.files import loads

    if not (sets or drops or shifts):
        raise click.UsageError("nothing to change; give --set, --drop or --shift")
    found = in_place(file)
    before = found.text
    after = _changed(before, sets, drops, shifts)
    try:
        loads(after, str(file))
    except TimelineError as fault:
        raise Fault(f"{fault}\n{counted(len(fault.problems), 'problem')}; nothing was written.") from None
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), str(file), str(file), lineterm="", n=1))
    for line in lines:
        click.echo(line)
    if dry_run or before == after:
        click.echo("Nothing was written." if dry_run else "Nothing differs; nothing was written.")
        return
    backup = put_back(found, after, keep=True)
    lines_changed = sum(line[0] in "+-" for line in lines[2:])
    click.echo(f"{file} written, {counted(lines_changed, 'line')} changed; as it was: {backup}")


def _changed(text: str, sets: tuple[str, ...], drops: tuple[str, ...], shifts: tuple[str, ...]) -> str:
    from replay.files.inplace import drop_item, put_in_item, remove_from_item

    for asked in sets:
        place, found, value = asked.partition("=")
        item, _, path = place.partition(".")
        if not found or not path:
            raise click.BadParameter(f"'{asked}' is not of the form ID.KEY=VALUE", param_hint="--set")
        keys = path.split(".")
        text = put_in_item(text, item, keys, value) if value else remove_from_item(text, item, keys)
    for asked in shifts:
        item, found, length = asked.partition("=")
        if not found:
            raise click.BadParameter(f"'{asked}' is not of the form ID=+14d or ID=DATE", param_hint="--shift")
        text = put_in_item(text, item, ["date"], _moved(text, item, length))
    for item in drops:
        text = drop_item(text, item)
    return text


def _moved(text: str, item: str, asked: str) -> str:
    """The date of an item, moved by a length; a date that is asked for stands as it is."""
    from replay.counterfactuals.edits.asked import length_of
    from replay.dates import DateError, add, day, iso, parse_duration
    from replay.files.inplace import value_in_item

    length = length_of(asked)
    if length is None and asked.lstrip("+-").startswith("P"):
        try:
            length = parse_duration(asked)
        except DateError as fault:
            raise click.BadParameter(f"'{asked}': {fault.message}", param_hint="--shift") from None
    if length is None:
        return asked
    written = value_in_item(text, item, "date")
    try:
        ends = [day(end) for end in written.split("/")]
    except DateError:
        message = f"the date of '{item}' is {written or 'missing'}, not a full date or an interval of two"
        raise click.BadParameter(f"{message}; write the new one: --shift {item}=DATE", param_hint="--shift") from None
    try:
        return "/".join(iso(add(end, length)) for end in ends)
    except ValueError as fault:
        message = f"'{item}' would leave the calendar, 0001-01-01 to 9999-12-31: {fault}"
        raise click.BadParameter(message, param_hint="--shift") from None
