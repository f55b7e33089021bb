"""The command line: load, call one function, print or write. The only part that writes files."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import click

from replay.cli.agree import agree
from replay.cli.audit import audit
from replay.cli.bundle import bundle
from replay.cli.check import check
from replay.cli.claims import claims, evidence
from replay.cli.codebook import codebook
from replay.cli.compare import compare
from replay.cli.demo import demo
from replay.cli.diagram import diagram
from replay.cli.diff import diff
from replay.cli.domain import domain
from replay.cli.edit import edit
from replay.cli.export import export
from replay.cli.figure import chart, figure
from replay.cli.graph import graph
from replay.cli.importing import importing
from replay.cli.ledger import ledger
from replay.cli.new import new
from replay.cli.pin import pin
from replay.cli.redraw import redraw
from replay.cli.report import report
from replay.cli.run import run
from replay.cli.score import score
from replay.cli.shared import plainly
from replay.cli.tables import tables
from replay.cli.theories import theories
from replay.cli.weigh import weigh
from replay.cli.whatif import whatif
from replay.text.streams import open_streams, silence, told_to
from replay.text.terminal import tell

__all__ = ["main"]


warnings.filterwarnings("ignore", r"Glyph .* missing from font")  # `note_missing` says so in a sentence


@contextmanager
def _to_the_end() -> Iterator[None]:
    """End quietly where the reader has gone, and with 130 at Ctrl-C."""
    try:
        yield
    except (BrokenPipeError, SystemExit) as stop:
        if not isinstance(stop, BrokenPipeError) and not isinstance(stop.__context__, BrokenPipeError):  # of rich
            raise
        silence()
        raise click.exceptions.Exit(0) from None
    except click.UsageError as fault:
        if (said := told_to(fault.message, sys.stderr)) == fault.message:
            raise
        raise click.UsageError(said, fault.ctx) from None
    except KeyboardInterrupt:
        tell("Stopped.", err=True)
        raise click.exceptions.Exit(130) from None


class _Commands(click.Group):
    """The commands, on streams that are ready for what they print."""

    def main(self, *args: Any, **options: Any) -> Any:
        open_streams()
        try:
            return super().main(*args, **options)
        except OSError as fault:
            with suppress(OSError):  # it may be the error stream
                tell(f"cannot write here: {(fault.strerror or str(fault)).lower()}", err=True)
            raise SystemExit(1) from None
        finally:
            silence()

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        with _to_the_end():
            return super().make_context(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        with _to_the_end():
            return super().invoke(ctx)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog="Each command has its own --help."
)
@click.version_option(package_name="dispute-replay")
def main() -> None:
    """Replay coded international disputes in calendar time.

    An event file (YAML) goes in. Out come a replay with live deadline and sanction clocks, an escalation
    graph of threats and counter-threats, charts of each side's domain, and figures for papers.

    \b
    A first session:
      replay new my-dispute            write a commented event file
      replay check my-dispute.yaml     list everything that is wrong with it
      replay run my-dispute.yaml       replay it, compare with the record
      replay diagram my-dispute.yaml   draw the escalation diagram
      replay whatif my-dispute.yaml --drop ID   replay it without an event
    Or see what comes out first: replay demo
    """  # noqa: D301 - click reads the sign


for _command in (
    check, run, graph, ledger, domain, score, claims, evidence, agree, whatif, weigh, redraw, pin, diff, edit, diagram,
    chart, figure, compare, tables, export, report, bundle, theories, codebook, importing, audit, new, demo,
):  # fmt: skip
    _command.callback = plainly(_command.callback) if _command.callback else None
    main.add_command(_command)
