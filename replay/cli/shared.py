"""What the commands share: options, faults in plain words, tables, the replay itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from replay.text.words import counted

if TYPE_CHECKING:
    from replay.engine.trace import Trace

__all__ = [
    "DATES", "FILE", "JSON", "OUT", "UNTIL", "Fault", "plainly", "progress", "replayed", "working",
]  # fmt: skip

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

FILE = click.argument("file", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts instead of text.")
OUT = click.option(
    "--out",
    "out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("output"),
    show_default=True,
    help="Folder to write to; each dispute gets a folder of its own in it.",
)
UNTIL = click.option("--until", metavar="DATE", help="Last day of the replay, included (YYYY-MM-DD).")
DATES = click.option(
    "--dates",
    type=click.Choice(["earliest", "middle", "latest"]),
    default="middle",
    show_default=True,
    help="Where imprecise dates are put within their bounds.",
)


class Fault(click.ClickException):
    """A message for the user; exit code 1."""

    def show(self, file: Any = None) -> None:
        click.echo(self.message, file=file, err=file is None)


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Turn what the package refuses, and what the system does, into a message and exit code 1.

    A name that was asked for and is not known is a wrong call: exit code 2.
    """

    @wraps(command)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        from replay.errors import ReplayError, TimelineError, UnknownNameError

        try:
            return command(*args, **kwargs)
        except TimelineError as fault:
            raise Fault(f"{fault}\n{counted(len(fault.problems), 'problem')}; nothing was replayed.") from None
        except UnknownNameError as fault:
            raise click.UsageError(str(fault)) from None
        except ReplayError as fault:
            raise Fault(str(fault)) from None
        except BrokenPipeError:
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - the reader has gone; stay silent
            raise SystemExit(1) from None
        except OSError as fault:
            name = f"{fault.filename}: " if fault.filename else ""
            raise Fault(f"{name}cannot write or read here: {(fault.strerror or str(fault)).lower()}") from None

    return inner


@contextmanager
def working(text: str) -> Iterator[None]:
    """Show what is being worked on, on a terminal only, and nothing afterwards."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield


def progress(items: Iterable[T], text: str, total: int) -> Iterator[T]:
    """Pass items on and show how many have been, on a terminal only, and nothing afterwards."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console

    with Console(stderr=True).status(text) as shown:
        for number, item in enumerate(items, 1):
            shown.update(f"{text}, {number} of {total}")
            yield item


def replayed(file: Path, until: str | None, dates: str) -> Trace:
    from replay.dates import DateError, day
    from replay.engine import run as run_timeline
    from replay.files import load

    if until is not None:
        try:
            day(until)
        except DateError as fault:
            raise click.BadParameter(str(fault), param_hint="--until") from None
    return run_timeline(load(file), until=until, dates=dates)
