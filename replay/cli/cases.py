"""Cases for the explorer, from event files and edit files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from replay.counterfactuals.edits import Counterfactual, Counterfactuals
    from replay.explore import Case
    from replay.timeline import Timeline

__all__ = ["Found", "cases_of"]


class Found(NamedTuple):
    """A case, where its event file lies, and the counterfactuals of the edit file by which it was named first."""

    case: Case
    place: Path
    opened: tuple[str, ...]


def cases_of(files: Sequence[Path]) -> list[Found]:
    """Return a case for each dispute of these files.

    To an event file come the edit files beside it that are pinned to it: those whose name begins like its own and ends
    in `.edits.yaml`, and those in a folder `counterfactuals`.

    Raises
    ------
    TimelineError
        With every fault of a file that is named.
    """
    from replay.counterfactuals.editfile import load_edits
    from replay.explore import Case
    from replay.files import is_edit_file, load

    timelines: dict[str, tuple[Timeline, Path]] = {}
    edits: dict[str, dict[Path, Counterfactuals]] = {}
    opened: dict[str, Path] = {}
    for file in files:
        found = load_edits(file) if is_edit_file(file) else None
        timeline = found.timeline if found else load(file)
        key = timeline.digest
        place = file.parent / found.base if found else file
        if key not in timelines and found:
            opened[key] = file.resolve()
        timelines.setdefault(key, (timeline, place))
        if found:
            edits.setdefault(key, {})[file.resolve()] = found
    made, names = [], set[str]()
    for key, (timeline, place) in timelines.items():
        mine = edits.get(key, {})
        beside = dict(_beside(place, timeline))
        there = dict(sorted((beside | mine).items(), key=lambda one: one[0] not in beside))
        named, items, called = _together(there)
        own = frozenset(one for path, ones in called.items() if path not in beside for one in ones)
        case = Case(_free(timeline.dispute, names), timeline, named, items, place.name, own)
        made.append(Found(case, place, called[opened[key]] if key in opened else ()))
    return made


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number where another has it."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    taken.add(found)
    return found


def _beside(place: Path, timeline: Timeline) -> Iterator[tuple[Path, Counterfactuals]]:
    """The edit files beside an event file that are pinned to it and without fault."""
    from replay.counterfactuals.editfile import inspect_edits
    from replay.files import is_edit_file
    from replay.files.textfile import TextFile

    own, folder = f"{place.stem}.", place.parent / "counterfactuals"
    there = [path for path in sorted(place.parent.glob("*.edits.yaml")) if path.name.startswith(own)]
    there += sorted(folder.glob("*.yaml"))
    for path in there:
        if is_edit_file(path) and place.name in TextFile.read(path).text:
            found, problems = inspect_edits(path)
            if found is not None and not problems and found.timeline.digest == timeline.digest:
                yield path.resolve(), found


def _together(
    files: dict[Path, Counterfactuals],
) -> tuple[tuple[Counterfactual, ...], dict[str, Any], dict[Path, tuple[str, ...]]]:
    """The counterfactuals of several edit files, their edits as written, and by file what each is called.

    Of two of one name the later gets a number; so those beside an event file, which come first, are called the same on
    every computer.
    """
    from replay.files.nodes import compose
    from replay.files.textfile import TextFile

    named, items = list[Any](), dict[str, Any]()
    names, edits = set[str](), set[str]()
    places: dict[Path, tuple[str, ...]] = {}
    for path, found in files.items():
        text = TextFile.read(path)
        root, _ = compose(text.text, text.name)
        plain = root.plain().get("edits", {}) if root else {}
        called = {name: _free(name, edits) for name in found.edits}
        items |= {called[name]: plain[name] for name in found.edits if name in plain}
        for one in found.counterfactuals.values():
            made = tuple(replace(edit, name=called.get(edit.name, edit.name)) for edit in one.edits)
            named.append(replace(one, name=_free(one.name, names), edits=made))
        places[path] = tuple(one.name for one in named[len(named) - len(found.counterfactuals) :])
    return tuple(named), items, places
