"""The command line: load, call one function, print or write. The only part that writes files."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

import click

from replay.text.streams import open_streams, silence, told_to
from replay.text.terminal import tell

__all__ = ["main"]

_COMMANDS = {
    "agree": ("agree", "Set two codings of one dispute side by side: how far they agree."),
    "audit": ("audit", "Set a dispute beside what a data set says of it."),
    "bundle": ("bundle", "Pack a replay for deposit: data, figures, tables, manifest."),
    "chart": ("figure", "Draw each side's domain over time, as the source reads it."),
    "check": ("check", "Report every fault of event and edit files by line and column."),
    "claims": ("claims", "Try the source's claims against what the model computes."),
    "codebook": ("codebook", "Print the vocabularies: acts, rungs, impacts, moves."),
    "compare": ("compare", "Set disputes side by side: measures, distances, a figure."),
    "demo": ("demo", "Replay the shipped disputes and write all figures, tables, reports."),
    "diagram": ("diagram", "Draw the escalation diagram: lanes, acts, links, clocks."),
    "diff": ("diff", "Compare two event files, counterfactuals or traces."),
    "domain": ("domain", "Compute each side's domain from acts and clocks."),
    "edit": ("edit", "Change an event file in place; comments and layout stay."),
    "evidence": ("claims", "Weigh process-tracing evidence between theories."),
    "explore": ("explore", "Open disputes as a page: step through, ask what if."),
    "export": ("export", "Hand a replay on to other programs: Excel, OCEL, GraphML, BibTeX."),
    "figure": ("figure", "Draw a dispute in one figure on one date axis."),
    "graph": ("graph", "Measure the escalation graph of a dispute."),
    "import": ("importing", "Read a workbook, CSV files or a foreign table into an event file."),
    "ledger": ("ledger", "List threats and promises, each once, with their fates."),
    "new": ("new", "Write a commented event file, or edit file, to start from."),
    "pin": ("pin", "Pin an edit file to its event file as it is now."),
    "redraw": ("redraw", "Replay a dispute many times with days, or acts, drawn anew."),
    "report": ("report", "Write a report: one HTML file with figures, story, sources."),
    "run": ("run", "Replay an event file and compare it with the record."),
    "score": ("score", "Score rival theories on the decision points of disputes."),
    "settle": ("settle", "Settle two codings by the decisions of a workbook."),
    "sweep": ("sweep", "Replay a dispute many times and say what survives."),
    "tables": ("tables", "Write the tables of a replay: CSV, Markdown, LaTeX, Excel, Word."),
    "theories": ("theories", "Draw how rival theories do on the decision points."),
    "weigh": ("weigh", "Weigh a set of counterfactuals that exclude each other."),
    "whatif": ("whatif", "Replay a dispute with edits and compare it with the original."),
}
"""Of each command the module, and what it does in a line, as the module says it: the help loads none of them."""


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


class _Loaded(MutableMapping[str, click.Command]):
    """The commands by name, each loaded when it is first asked for."""

    def __init__(self) -> None:
        self._known: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._known:
            from replay.cli.shared import plainly

            module, _ = _COMMANDS[name]
            home = import_module(f"replay.cli.{module}")
            found: click.Command = getattr(home, name, None) or getattr(home, module)  # `import` is a word of Python
            found.callback = plainly(found.callback) if found.callback else None
            self._known[name] = found
        return self._known[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._known[name] = command

    def __delitem__(self, name: str) -> None:
        del self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_COMMANDS)

    def __len__(self) -> int:
        return len(_COMMANDS)


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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in sorted(_COMMANDS.items())])


@click.group(
    cls=_Commands,
    commands=_Loaded(),
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Each command has its own --help.",
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
