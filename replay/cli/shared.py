"""What the commands share: arguments and options, the replay itself, and what becomes of faults."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from replay.text.signs import first_bad, named, shown
from replay.text.terminal import say, tell

if TYPE_CHECKING:
    from replay.engine.trace import Trace
    from replay.timeline import Timeline

__all__ = [
    "AS_TEXT",
    "DATES",
    "DAYS",
    "DETAILS",
    "DPI",
    "FIGURE_FORMATS",
    "FILE",
    "FILES",
    "FONT",
    "JSON",
    "OUT",
    "PRESET",
    "READER",
    "TEXT",
    "UNTIL",
    "Fault",
    "as_read",
    "exclusive",
    "formats",
    "leave_out",
    "more_by_details",
    "plainly",
    "replayed",
    "replayed_all",
]  # fmt: skip

P = ParamSpec("P")
R = TypeVar("R")


class _Words(click.types.StringParamType):
    """Words of a call that become text: by the rule for every text."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        said = super().convert(value, param, ctx)
        bad = first_bad(said)
        if bad is not None:
            self.fail(f"{named(said[bad])} seen, sign {bad + 1} of '{shown(said)}'; no text may hold it", param, ctx)
        return said


TEXT = _Words()
FILE = click.argument("file", type=click.Path(path_type=Path))
FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts instead of text.")
OUT = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("output"), show_default=True,
    help="Folder to write to; each dispute gets a folder of its own in it.",
)  # fmt: skip
UNTIL = click.option("--until", metavar="DATE", help="Last day of the replay, included (YYYY-MM-DD).")
READER = "replay.reader"
"""Where a call keeps the party as which disputed ends of clocks are read."""
DAYS = click.option(
    "--dates", type=click.Choice(["earliest", "middle", "latest"]), default="middle", show_default=True,
    help="Where imprecise dates are put within their bounds.",
)  # fmt: skip
DETAILS = click.option("--details", is_flag=True, help="Also print what the text leaves out: all sections, all rows.")
_READING = click.option(
    "--reading", "reader", metavar="PARTY", type=TEXT, expose_value=False,
    callback=lambda ctx, _, party: ctx.meta.__setitem__(READER, party),
    help="Where parties disagree on how a clock ended, replay it as this one reads it; else the first that is named.",
)  # fmt: skip


def DATES(command: Callable[..., Any]) -> Callable[..., Any]:  # noqa: N802 - it is an option like the others
    """Give a command the options on how a file is replayed: --dates, and --reading, which `as_read` follows."""
    return DAYS(_READING(command))


PRESET = click.option(
    "--preset", "presets", multiple=True, type=click.Choice(["page", "double", "column", "slide"]), default=("page",),
    help="What it is for: a journal page (180 mm), two columns (178 mm), one column (88 mm), a slide (16:9); "
    "may be repeated. [default: page]",
)  # fmt: skip
DPI = click.option(
    "--dpi", type=click.IntRange(50, 1200), default=300, show_default=True, help="Resolution of the PNG."
)


def formats(offered: Sequence[str], default: Sequence[str], note: str) -> Callable[[Callable[..., Any]], Any]:
    """Return the option --format of a command that writes files."""
    return click.option(
        "--format", "forms", multiple=True, type=click.Choice(offered), default=tuple(default),
        help=f"Format to write; may be repeated{note}",
    )  # fmt: skip


FIGURE_FORMATS = formats(
    ("svg", "pdf", "png", "tex"), ("svg", "pdf", "png"), "; tex is TikZ. [default: svg, pdf, png]"
)  # fmt: skip

FONT = click.option(
    "--font", metavar="FILE", multiple=True, type=click.Path(),
    help="Set the figure in the TrueType or OpenType font of this file; may be repeated for the bold and the italic "
    "face of the family.",
)  # fmt: skip
AS_TEXT = click.option(
    "--text", "as_text", is_flag=True,
    help="Leave text in an SVG as text, to be edited; its widths then depend on the fonts of whoever opens it.",
)  # fmt: skip


def more_by_details(what: str) -> None:
    """Say what the text leaves out, and which option prints it."""
    say(f"{what}: --details", "dim", hang=2)


_LEFT_OUT = "replay.left-out"
_OURS = 70
"""Exit code of a mistake of ours, as `EX_SOFTWARE` of sysexits.h."""


class Fault(click.ClickException):
    """A message for the user; exit code 1."""

    def show(self, file: Any = None) -> None:
        tell("\n".join(map(shown, self.message.split("\n"))), err=True)


def leave_out(what: object) -> None:
    """Say what is left out of what is made, and why; the command goes on, and exits with 1 at its end."""
    tell(str(what), err=True)
    click.get_current_context().meta[_LEFT_OUT] = True


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Turn what the package refuses, and what the system does, into a message and exit code 1.

    A name that was asked for and is not known is a wrong call: exit code 2. Anything else that is raised is a mistake
    of ours: the traceback, a line that says so, and exit code 70.
    """

    @wraps(command)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        from replay.errors import ReplayError, TimelineError, UnknownNameError
        from replay.files.textfile import reading_once
        from replay.text.words import counted

        try:
            with reading_once():
                done = command(*args, **kwargs)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except TimelineError as fault:
            raise Fault(f"{fault}\n{counted(len(fault.problems), 'problem')}; nothing was replayed.") from None
        except UnknownNameError as fault:
            raise click.UsageError(shown(str(fault))) from None
        except ReplayError as fault:
            raise Fault(str(fault)) from None
        except BrokenPipeError:
            raise
        except OSError as fault:
            name = f"{fault.filename}: " if fault.filename else ""
            raise Fault(f"{name}cannot write or read here: {(fault.strerror or str(fault)).lower()}") from None
        except Exception:
            _own_up()
            raise SystemExit(_OURS) from None
        if click.get_current_context().meta.get(_LEFT_OUT):
            raise SystemExit(1)
        return done

    return inner


def _own_up() -> None:
    """Show the traceback of a mistake of ours, and ask for a report."""
    import traceback

    said = "This is a mistake in replay, not in what you gave it. Please report it to the developers, with the lines "
    tell(f"{traceback.format_exc()}{said}above and the file.", err=True)


def exclusive(**given: object) -> None:
    """Refuse a call with two of these options at once; an underscore of a name stands for a hyphen."""
    asked = [f"--{name.replace('_', '-')}" for name, value in given.items() if value]
    if len(asked) > 1:
        *first, last = (f"--{name.replace('_', '-')}" for name in given)
        raise click.UsageError(f"{', '.join(first)} and {last} exclude each other")


def as_read(*timelines: Timeline) -> list[Timeline]:
    """Return timelines with disputed ends of clocks as the party that is asked for reads them, where it reads any."""
    party = click.get_current_context().meta.get(READER)
    if party is None:
        return list(timelines)
    known = [party in timeline.readers for timeline in timelines]
    if not any(known):
        timelines[0].read_by(party)  # which says who reads any
    return [one.read_by(party) if has else one for one, has in zip(timelines, known, strict=True)]


def replayed(file: Path, until: str | None, dates: str) -> Trace:
    """Load a file and replay it."""
    return replayed_all([file], until, dates)[0]


def replayed_all(files: Sequence[Path], until: str | None, dates: str) -> list[Trace]:
    """Replay each file; two files of one dispute would be taken for two disputes, so they are refused."""
    from replay.dates import DateError, day
    from replay.engine import run
    from replay.files import load

    if until is not None:
        try:
            day(until)
        except DateError as fault:
            raise click.BadParameter(str(fault), param_hint="--until") from None
    traces = [run(timeline, until=until, dates=dates) for timeline in as_read(*map(load, files))]
    names = [trace.coded("be one of several").dispute for trace in traces]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Fault(f"dispute '{twice[0]}' is given twice; allowed: one file for each dispute")
    return traces
