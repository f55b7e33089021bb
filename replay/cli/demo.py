"""`replay demo`: everything that is made of the shipped disputes, without a path to be typed."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from os import cpu_count
from pathlib import Path

import click

from replay.cli.shared import OUT
from replay.text.terminal import tell

__all__ = ["demo", "shipped"]

_CASES = ("japan-autos-1993-1995.yaml", "korea-autos-1995-1998.yaml", "steel-safeguards-2001-2003.yaml")
_PAIR = 2
"""Of them the first two are one study's matched pair: they are compared, and drawn together."""
_EDITS, _COUNTERFACTUAL = "counterfactuals/japan-autos.yaml", "no-agreement"
_STOPPED = 130
_PRESETS = [f"--preset={name}" for name in ("page", "double", "column", "slide")]


@click.command(short_help="Replay the shipped disputes and write all figures, tables, reports.")
@OUT
def demo(out: Path) -> None:
    """Replay the shipped disputes, US-Japan and US-Korea autos and US-EU steel, and write all outputs.

    Writes every trace, figure, table and report, theories and comparison of the two on cars and a what-if to OUT. It
    takes a minute or so, on all cores of the machine; the same bytes come out on every run.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    folder = shipped()
    cases = [str(folder / name) for name in _CASES]
    if code := _call(["check", *cases]):
        raise SystemExit(code)
    to = ["--out", str(out)]
    groups = [
        [
            ["run", case, "--quiet", *to], ["diagram", case, *to], ["chart", case, *to],
            ["figure", case, *_PRESETS, *to], ["tables", case, *to], ["report", case, *to],
        ]
        for case in cases
    ]  # fmt: skip
    groups.append([["theories", *cases[:_PAIR], *to], ["compare", *cases[:_PAIR], *to]])
    groups.append([["whatif", str(folder / _EDITS), _COUNTERFACTUAL, "--format", "md", *to]])
    workers = min(len(groups), cpu_count() or 1)
    with ProcessPoolExecutor(workers, get_context("spawn"), _leave_to_the_parent) as pool:
        try:
            with _unheard():  # a worker begins with the signals that its parent ignores
                found = [pool.submit(_worked, group) for group in groups]
            done = [one.result() for one in found]
        except BaseException:
            for worker in active_children():
                worker.terminate()
            pool.shutdown(cancel_futures=True)
            raise
    for said, _ in done:
        tell(f"\n{said}".rstrip("\n"))
    if code := max(code for _, code in done):
        raise SystemExit(code)
    tell(
        f"\nLook first at {out / 'japan-autos' / 'report.html'} in a browser: the figures, the story, the theories.\n"
        f"Then at {out / 'japan-autos+korea-autos' / 'comparison.svg'}, the two disputes on one axis, and at\n"
        f"{out / 'japan-autos' / 'whatif' / _COUNTERFACTUAL / 'report.html'}, what would have followed without the "
        "agreement.\nYour own dispute: replay new my-dispute"
    )


def shipped() -> Path:
    """Return the folder of the shipped timelines: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "data" / "timelines"
    folder = inside if inside.is_dir() else package.parent / "timelines"
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder


@contextmanager
def _unheard() -> Iterator[None]:
    """Ignore Ctrl-C for a moment."""
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


def _leave_to_the_parent() -> None:
    """Ignore Ctrl-C in a worker: the parent ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _worked(calls: Sequence[list[str]]) -> tuple[str, int]:
    """Run commands in a process of their own, which removes what it has half written where the parent ends it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        said, code = _made(calls)
    except KeyboardInterrupt:
        code = _STOPPED
    if code == _STOPPED:
        os._exit(code)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return said, code


def _made(calls: Sequence[list[str]]) -> tuple[str, int]:
    """Run commands; return what they say, the report of a what-if left out, and a code."""
    said = io.StringIO()
    with redirect_stderr(said):
        for words in calls:
            with redirect_stdout(io.StringIO() if words[0] == "whatif" else said):
                if code := _call(words):
                    return said.getvalue(), code
    return said.getvalue(), 0


def _call(words: list[str]) -> int:
    """Run a command; return its exit code."""
    from replay.cli import main

    try:
        main.main(words, prog_name="replay")
    except SystemExit as done:
        return int(done.code or 0)
    return 0
