"""Event files: YAML text to `Timeline`, with every fault at its line and column."""

from __future__ import annotations

import hashlib
from pathlib import Path

from replay.errors import Problem, TimelineError, Where
from replay.files.build import build
from replay.files.compose import compose, decode, fetch
from replay.files.forecasts import read_forecasts
from replay.files.kinds import is_edit_text
from replay.timeline import Timeline
from replay.timeline.checks import check

__all__ = [
    "edits_schema_text", "example", "inspect", "load", "loads", "read_forecasts", "schema_text", "starter",
]  # fmt: skip

_DATA = Path(__file__).parent.parent / "data"


def load(path: str | Path) -> Timeline:
    """Read and check an event file.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    Timeline

    Raises
    ------
    TimelineError
        With all faults of form and of content; also if the file cannot be read.

    Examples
    --------
    >>> import replay
    >>> replay.load(replay.example()).title
    'A small example'
    """
    return _passed(*inspect(path))


def loads(text: str, name: str = "<text>") -> Timeline:
    """Read and check an event file from its text; arguments and errors as for `load`."""
    return _passed(*_inspect_bytes(text.encode("utf-8", "surrogatepass"), name))


def inspect(path: str | Path) -> tuple[Timeline | None, tuple[Problem, ...]]:
    """Read a file and return what could be built, and every problem, without raising."""
    data, problems = fetch(path)
    return (None, problems) if problems else _inspect_bytes(data, str(path))


def _inspect_bytes(data: bytes, name: str) -> tuple[Timeline | None, tuple[Problem, ...]]:
    text, problems = decode(data, name)
    if problems:
        return None, tuple(problems)
    root, problems = compose(text, name)
    if root is None:
        return None, tuple(problems)
    if is_edit_text(data):
        message = (
            "this is a file of edits, not an event file; allowed here is an event file, and edit files in "
            "`replay whatif` and `replay check`"
        )
        return None, (Problem(Where(name, 1, 1), message, "edit-file"),)
    timeline, faults = build(root, name, hashlib.sha256(data).hexdigest())
    problems += faults
    if timeline is not None:
        problems += check(timeline)
    return timeline, tuple(sorted({_on_one_line(problem) for problem in problems}))


def _on_one_line(problem: Problem) -> Problem:
    """A message may quote text of the file that has line breaks."""
    return Problem(problem.where, "\\n".join(problem.message.splitlines()), problem.code)


def _passed(timeline: Timeline | None, problems: tuple[Problem, ...]) -> Timeline:
    if problems or timeline is None:
        raise TimelineError(problems)
    return timeline


def example() -> Path:
    """Return the path of the small event file that the examples of this package use."""
    return _DATA / "example.yaml"


def starter(name: str) -> str:
    """Return the text of a commented starting file for a new dispute called `name`."""
    return (_DATA / "starter.yaml").read_text(encoding="utf-8").replace("my-dispute", name)


def schema_text() -> str:
    """Return the shipped JSON Schema of event files."""
    return (_DATA / "timeline.schema.json").read_text(encoding="utf-8")


def edits_schema_text() -> str:
    """Return the shipped JSON Schema of edit files."""
    return (_DATA / "edits.schema.json").read_text(encoding="utf-8")
