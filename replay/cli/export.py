"""`replay export`: a replay in the formats of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from replay.cli.shared import DATES, FILE, OUT, UNTIL, replayed
from replay.cli.writing import deliver, folder_of
from replay.text.terminal import tell

__all__ = ["export"]


class _Format(click.types.StringParamType):
    """The name of a format; the formats are read when one is asked for."""

    name = "format"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "FORMAT"

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str:
        from replay.exchange.formats import FORMATS

        return f"Allowed: {', '.join(FORMATS)}."

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from replay.exchange.formats import FORMATS

        if value not in FORMATS:
            self.fail(f"'{value}' is no format; allowed: {', '.join(FORMATS)}", param, ctx)
        return value


def _listed(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    from replay.exchange.formats import FORMATS
    from replay.text.table import printable
    from replay.text.terminal import show_table

    rows = ((row.name, row.purpose, row.lost) for row in FORMATS.values())
    show_table(printable("Formats", ("Format", "For", "What is lost"), rows))
    ctx.exit()


@click.command(short_help="Hand a replay on to other programs: Excel, OCEL, GraphML, BibTeX.")
@FILE
@click.option(
    "--to", "names", multiple=True, required=True, type=_Format(),
    help="Format to write; may be repeated. --formats lists them.",
)  # fmt: skip
@click.option(
    "--formats", is_flag=True, is_eager=True, expose_value=False, callback=_listed,
    help="List the formats, what each is for and what is lost in it.",
)  # fmt: skip
@UNTIL
@DATES
@OUT
def export(file: Path, names: tuple[str, ...], until: str | None, dates: str, out: Path) -> None:
    """Hand a replay on to other programs.

    Writes files to OUT/<dispute>/export/. A full timestamp in them is the day on which the replay puts something; the
    date as coded stands beside it.
    """
    from replay.exchange.formats import FORMATS
    from replay.exchange.formats import export as exported
    from replay.text.words import counted, some

    trace = replayed(file, until, dates)
    made: dict[str, bytes] = {}
    for name in dict.fromkeys(names):
        made |= exported(trace, name)
        if missing := FORMATS[name].left_out(trace):
            said = f"{counted(len(missing), 'act')} towards nobody else, which it cannot hold: {some(missing)}"
            tell(f"Note: {name} is without {said}", err=True)
    deliver(folder_of(out, trace) / "export", made)
