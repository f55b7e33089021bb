"""Event files: YAML text to `Timeline`, with every fault at its line and column."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from replay.errors import Problem, TimelineError, Where
from replay.files.convert import timeline_of
from replay.files.forecast_csv import read_forecasts
from replay.files.matches_csv import read_matches
from replay.files.nodes import YamlNode, compose
from replay.files.sound import sound_timeline
from replay.files.textfile import TextFile, is_edit_file
from replay.timeline import Timeline
from replay.timeline.checks import check

__all__ = [
    "edits_schema_text", "example", "inspect", "is_edit_file", "judged", "load", "loads", "read_forecasts",
    "read_matches", "schema_text", "starter",
]  # fmt: skip

_DATA = Path(__file__).parent.parent / "data"


def load(path: str | Path) -> Timeline:
    """Read and check an event file.

    Parameters
    ----------
    path : str or Path
        `-` is standard input.

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
    return _passed(TextFile.read(path))


def loads(text: str, name: str = "<text>") -> Timeline:
    """Read and check an event file from its text; arguments and errors as for `load`."""
    return _passed(TextFile.of(text.encode("utf-8", "surrogatepass"), name))


def inspect(path: str | Path) -> tuple[Timeline | None, tuple[Problem, ...]]:
    """Read a file and return what could be built, and every problem, without raising."""
    try:
        return _judged(TextFile.read(path))
    except TimelineError as fault:
        return None, fault.problems


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Keep the garbage collector from looking through what is built here again and again: all of it is kept."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            if not gc.get_freeze_count():  # else someone has frozen objects, which are to stay so
                gc.freeze()
                gc.unfreeze()  # what was built counts as old now, and is not looked through at once
            gc.enable()


@_nothing_thrown_away()
def _judged(file: TextFile) -> tuple[Timeline | None, tuple[Problem, ...]]:
    sound = None if file.is_edits else sound_timeline(file)
    if sound is not None:
        return sound, tuple(sorted(set(check(sound))))
    root, problems = compose(file.text, file.name)
    if root is None:
        return None, tuple(problems)
    if file.is_edits:
        message = (
            "this is a file of edits, not an event file; allowed here is an event file, and edit files in "
            "`replay whatif` and `replay check`"
        )
        return None, (Problem(Where(file.name, 1, 1), message, "edit-file"),)
    return judged(root, file.name, file.digest, problems)


def judged(
    root: YamlNode, name: str, digest: str, problems: Sequence[Problem] = ()
) -> tuple[Timeline | None, tuple[Problem, ...]]:
    """Return what a node tree holds, and every problem: those that are known, and those of form and content.

    The nodes may come from a text or from the cells of a table; a fault stands at the place of its node.
    """
    timeline, faults = timeline_of(root, name, digest)
    found = [*problems, *faults, *(check(timeline) if timeline is not None else ())]
    return timeline, tuple(sorted(set(found)))


def _passed(file: TextFile) -> Timeline:
    timeline, problems = _judged(file)
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
