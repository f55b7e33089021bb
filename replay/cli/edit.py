"""`replay edit`: an event file changed in place, its comments and layout kept."""

from __future__ import annotations

import difflib
from itertools import count
from pathlib import Path

import click

from replay.cli.asked import length_of
from replay.cli.shared import FILE, Fault
from replay.cli.writing import put_back
from replay.text.words import counted

__all__ = ["edit"]


@click.command(short_help="Change an event file in place; comments and layout stay.")
@FILE
@click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="ID.KEY=VALUE",
    help="Give a key of an event, clock or reading a value; nothing after = takes the key away.",
)
@click.option("--drop", "drops", multiple=True, metavar="ID", help="Take an item of a list away.")
@click.option(
    "--shift", "shifts", multiple=True, metavar="ID=+14d", help="Put a date, or both ends of an interval, off."
)
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
def edit(file: Path, sets: tuple[str, ...], drops: tuple[str, ...], shifts: tuple[str, ...], dry_run: bool) -> None:
    """Change an event file in place; comments and layout stay as they are.

    The changed text is checked before anything is written; with a fault nothing is, nor if the file has been changed
    meanwhile. Line ends, quotes and the mode of the file stay, and a link is followed. The file as it was is kept
    beside it as FILE.bak, or FILE.bak2 and so on: no version is overwritten.

    \b
    Examples:
      replay edit my-dispute.yaml --set threat.label="First threat" --shift first-demand=+14d --dry-run
      replay edit my-dispute.yaml --set duties.due=P60D
      replay edit my-dispute.yaml --set threat.cite.section="Chapter 3" --drop aside
    """  # noqa: D301 - click reads the sign
    from replay.errors import TimelineError
    from replay.files import loads
    from replay.files.textfile import TextFile

    if not (sets or drops or shifts):
        raise click.UsageError("nothing to change; give --set, --drop or --shift")
    found = TextFile.read(file)
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
    backup = _backup(file, found.data)
    put_back(found, after, backup)
    lines_changed = sum(line[0] in "+-" for line in lines[2:])
    click.echo(f"{file} written, {counted(lines_changed, 'line')} changed; as it was: {backup}")


def _backup(file: Path, data: bytes) -> Path:
    """FILE.bak, or FILE.bak2 and so on: the first name that is free or holds the same already."""
    for n in count(1):
        name = file.with_name(f"{file.name}.bak{n if n > 1 else ''}")
        if not (name.exists() or name.is_symlink()) or (name.is_file() and name.read_bytes() == data):
            return name
    raise AssertionError  # there is always a free name


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
        return "/".join(iso(add(day(end), length)) for end in written.split("/"))
    except ValueError:
        message = f"the date of '{item}' is {written or 'missing'}, not a full date or an interval of two"
        raise click.BadParameter(f"{message}; write the new one: --shift {item}=DATE", param_hint="--shift") from None
