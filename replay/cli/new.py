"""`replay new`: an event file, or an edit file, to start from."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from replay.cli.shared import Fault
from replay.cli.writing import write
from replay.text.terminal import tell

__all__ = ["new"]


@click.command(short_help="Write a commented event file, or edit file, to start from.")
@click.argument("name")
@click.option(
    "--edits",
    "base",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write an edit file instead: what-ifs of this event file, and pinned to it.",
)
def new(name: str, base: Path | None) -> None:
    """Write a commented starting file NAME.yaml that checks and replays as it is.

    With --edits it is an edit file for `replay whatif`, pinned to FILE: one edit that drops an event, a counterfactual
    that uses it, a set of branches, and every other kind of edit as a comment. Beside it stands the JSON Schema,
    timeline.schema.json or edits.schema.json, from which editors such as VS Code complete and check keys. An existing
    file is never overwritten.

    \b
    Examples:
      replay new my-dispute
      replay new my-edits --edits my-dispute.yaml
    """  # noqa: D301 - click reads the sign
    from replay.files import edits_schema_text, schema_text, starter

    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    if not re.fullmatch(r"[a-z][a-z0-9-]*", path.stem):
        raise click.BadParameter(
            f"'{path.stem}' is not a name here; allowed: small letters, digits and hyphens, a letter first",
            param_hint="NAME",
        )
    if path.exists():
        raise Fault(f"{path} exists already; nothing was written. Choose another name.")
    if base is None:
        text, schema = starter(path.stem), (path.with_name("timeline.schema.json"), schema_text())
        following = f"replay check {path}, then replay run {path}"
    else:
        text, schema = _edits(path, base), (path.with_name("edits.schema.json"), edits_schema_text())
        following = f"replay whatif {path}, then replay whatif {path} without-it"
    write(path, text.encode())
    beside = not schema[0].exists()
    if beside:
        write(schema[0], schema[1].encode())
    tell(f"{path} written{f', and {schema[0]} for editors' if beside else ''}.")
    tell(f"Next: {following}")


def _edits(path: Path, base: Path) -> str:
    """The text of an edit file at `path`, made for the event file `base`."""
    from replay.counterfactuals.editfile.starter import edits_starter
    from replay.files import load

    timeline = load(base)
    try:
        way = os.path.relpath(base.parent.resolve(), path.parent.resolve())
        return edits_starter(timeline, (Path(way) / base.name).as_posix(), path.name)
    except ValueError as fault:
        raise Fault(f"{base}: {fault}; nothing was written.") from None
