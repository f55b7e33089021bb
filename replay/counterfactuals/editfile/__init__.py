"""Edit files: YAML text to `Counterfactuals`, checked against their base, with every fault at its place."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from replay.counterfactuals.editfile import models as m
from replay.counterfactuals.edits import (  # fmt: skip
    KINDS,
    RECORD,
    Counterfactual,
    Counterfactuals,
    Cut,
    Drop,
    Edit,
    EditError,
    Insert,
    Replace,
    changes,
    touched,
)
from replay.counterfactuals.edits.apply import apply_to
from replay.dates import When
from replay.engine import settled
from replay.errors import Problem, TimelineError, closest
from replay.files import inspect
from replay.files.convert import Places
from replay.files.keys import EventModel
from replay.files.nodes import YamlNode, compose
from replay.files.refusals import validated
from replay.files.textfile import TextFile
from replay.timeline import Event, Timeline

__all__ = ["inspect_edits", "load_edits", "load_events"]


def load_edits(path: str | Path, *, only: str | None = None) -> Counterfactuals:
    """Read an edit file and its base, and check that every counterfactual applies.

    Parameters
    ----------
    only : str, optional
        Name of the one counterfactual that is wanted: whether the others apply is then not tried.

    Raises
    ------
    TimelineError
        With all faults; also if a file cannot be read, or the base has changed since the edits were pinned to it.

    Examples
    --------
    >>> import replay
    >>> found = load_edits(replay.example().with_name("example.edits.yaml"))
    >>> found.timeline.dispute, list(found.counterfactuals)
    ('example', ['no-settlement', 'in-time-for-more'])
    """
    found, problems = inspect_edits(path, only=only)
    if problems or found is None:
        raise TimelineError(problems)
    return found


def inspect_edits(
    path: str | Path, *, pinned: bool = True, only: str | None = None
) -> tuple[Counterfactuals | None, tuple[Problem, ...]]:
    """Read an edit file and return what could be built, and every problem, without raising.

    Parameters
    ----------
    pinned : bool
        Whether it is a fault if the base is not the one that the edits are pinned to.
    only : str, optional
        As for `load_edits`.
    """
    file, root, problems = _tree(path)
    if file is None or root is None:
        return None, tuple(problems)
    raw, faults, _ = validated(root, m.EditFileModel, "an edit file")
    if raw is None:
        return None, tuple(sorted(set(problems + faults)))
    place = file.folder / raw.of.base
    timeline, seen = inspect(place)
    if timeline is None or seen:
        where = root.find(("of", "base")).where
        said = seen[0] if seen else ""
        counted = f" ({len(seen)} problems)" if len(seen) > 1 else ""
        message = f"base: '{raw.of.base}' cannot be used: {said}{counted}"
        return None, tuple(sorted([*problems, Problem(where, message, "base")]))
    found = _read(root, raw, timeline, file.name)
    problems += _names(root, found, raw)
    if pinned:
        problems += _base(root, found)
    problems += _applied(found, only)
    return found, tuple(sorted(set(problems)))


def load_events(path: str | Path) -> tuple[Event, ...]:
    """Read a file with one event, or a list of events, to be inserted.

    Raises
    ------
    TimelineError
        With all faults of form.
    """
    _, root, problems = _tree(path)
    nodes = root.value if root is not None and isinstance(root.value, list) else [root] if root is not None else []
    events = []
    if root is not None and not nodes:
        problems.append(Problem(root.where, "no event stands here; allowed: an event, or a list of events", "type"))
    for node in nodes:
        assert isinstance(node, YamlNode)
        raw, faults, _ = validated(node, EventModel, "an event")
        problems += faults
        if raw is not None:
            events.append(Places().value(raw, node))
    if problems:
        raise TimelineError(problems)
    return tuple(events)


def _tree(path: str | Path) -> tuple[TextFile | None, YamlNode | None, list[Problem]]:
    """A file and its node tree, None where there is none."""
    try:
        file = TextFile.read(path)
    except TimelineError as fault:
        return None, None, list(fault.problems)
    return file, *compose(file.text, file.name)


def _read(root: YamlNode, raw: m.EditFileModel, timeline: Timeline, name: str) -> Counterfactuals:
    """Turn a validated model into edits and what they are combined to, with their places."""
    places, last = Places(), timeline.period.latest or 1
    edits = {
        key: tuple(_edits(root.find(("edits", key)), edit, places, {"name": key, "because": edit.because}, last))
        for key, edit in raw.edits.items()
    }
    counterfactuals = {}
    for key, made in raw.counterfactuals.items():
        given = places.fields(made, root.find(("counterfactuals", key)), key)
        given["edits"] = tuple(edit for part in dict.fromkeys(made.edits) for edit in edits.get(part, ()))
        counterfactuals[key] = Counterfactual(**given)
    branches = places.value(raw.branches, root.find(("branches",)))
    return Counterfactuals(
        base=raw.of.base,
        digest=raw.of.digest or "",
        items=tuple((raw.of.items or "").split()),
        edits=edits,
        counterfactuals=counterfactuals,
        branches=branches,
        timeline=replace(timeline, marks=ChainMap(places.marks, timeline.marks)),  # type: ignore[arg-type]  # only read
        title=raw.title or timeline.title,
        note=raw.note or "",
        path=name,
    )


def _edits(node: YamlNode, raw: m.EditModel, places: Places, given: dict[str, Any], last: int) -> Iterator[Edit]:
    """The edits of an item, for a `drop` one for each event; `given` is what every kind has, `last` the last day."""
    made, asked, place = KINDS[raw.kind], raw.asked, node.find((raw.kind,))
    given |= {"where": place.where}
    for field in {field.name for field in fields(made)} & raw.model_fields_set:
        given[field] = places.value(getattr(raw, field), node.find((field,)))
    match raw.kind:
        case "drop":
            for n, target in enumerate(dict.fromkeys(asked)):
                yield Drop(target, **given | {"where": place.find((n,)).where})
        case "replace" if raw.with_ is not None:
            there = places.fields(raw.with_, node.find(("with",)))
            changed = {field: there[field] for field in sorted(raw.with_.model_fields_set)}
            yield Replace(asked, changed, place=there["where"], **given)
        case "insert":
            yield Insert(places.value(asked, place), **given)
        case "cut":
            day = asked.latest if isinstance(asked, When) else None  # no day is a fault of its own
            yield Cut(day or last, **given)
        case _:
            yield made(asked, **given)


# -- what a model cannot say ----------------------------------------------------------------------


def _names(root: YamlNode, found: Counterfactuals, raw: m.EditFileModel) -> Iterator[Problem]:
    """Counterfactuals name edits and sources, branches name counterfactuals and sum to one; a cut is a day."""
    sources = found.timeline.sources
    for name, counterfactual in raw.counterfactuals.items():
        for n, cite in enumerate(found.counterfactuals[name].cite):
            if cite.key and sources and cite.key not in sources:
                message = f"cite: key '{cite.key}' is not in `sources` of the base{closest(cite.key, sources)}"
                yield Problem(root.find(("counterfactuals", name, "cite", n, "key")).where, message, "unknown-source")
        node = root.find(("counterfactuals", name, "edits"))
        for n, edit in enumerate(counterfactual.edits):
            if edit not in found.edits:
                message = f"edits: no edit of this file is called '{edit}'{closest(edit, found.edits)}"
                yield Problem(node.find((n,)).where, message, "unknown-id")
        if name == RECORD:
            message = f"'{RECORD}' stands for what happened; give the counterfactual another name"
            yield Problem(root.find(("counterfactuals",)).keys[name].where, message, "value")
    for name, branches in raw.branches.items():
        node = root.find(("branches", name, "parts"))
        for part, chance in branches.parts.items():
            if part not in found.counterfactuals and part != RECORD:
                near = closest(part, found.counterfactuals)
                message = f"parts: no counterfactual of this file is called '{part}'{near}; or '{RECORD}'"
                yield Problem(node.keys[part].where, message, "unknown-id")
            if not 0 <= chance <= 1:
                message = f"parts: the probability of '{part}' is {chance:g}; allowed: 0 to 1"
                yield Problem(node.find((part,)).where, message, "value")
        total = sum(branches.parts.values())
        if abs(total - 1) > 1e-9:
            where = root.find(("branches", name)).keys["parts"].where
            yield Problem(where, f"parts: the probabilities sum to {total:g}; allowed: 1", "value")
    for name, made in raw.edits.items():
        if made.cut is not None and not (isinstance(made.cut, When) and made.cut.is_exact):
            message = f"cut: '{made.cut.text}' is not one full date; allowed: YYYY-MM-DD"
            yield Problem(root.find(("edits", name, "cut")).where, message, "date")


def _base(root: YamlNode, found: Counterfactuals) -> Iterator[Problem]:
    """The base is the one that the edits are pinned to; else what has changed, and which edits that touches."""
    of = root.find(("of",))
    where = of.keys.get("digest", of).where
    pin = f"replay pin {found.path}"
    if not found.digest:
        yield Problem(where, f"of: the edits are not pinned to their base yet; {pin} does it", "unpinned")
    elif found.digest != found.timeline.digest:
        if not found.items:
            message = "of: the base has changed since the edits were pinned to it; what has changed is not known"
            message += " without `items`"
            yield Problem(where, f"{message}: read the edits, then pin with {pin} --reviewed", "wrong-base")
            return
        seen = changes(found.items, found.timeline)
        words = "; ".join(str(change) for change in seen[:12]) or "no event and no reading, but something else in it"
        words += f"; and {len(seen) - 12} more" if len(seen) > 12 else ""
        hit = touched(found.edits, seen, found.timeline)
        edits = f"edits that this touches: {', '.join(hit)}" if hit else f"no edit is touched; {pin} pins them anew"
        message = f"of: the base has changed since the edits were pinned to it: {words}; {edits}"
        yield Problem(where, message, "wrong-base")


def _applied(found: Counterfactuals, only: str | None) -> Iterator[Problem]:
    """Every counterfactual applies, and so does every edit that none uses; or the one that is wanted does."""
    used = {edit.name for c in found.counterfactuals.values() for edit in c.edits}
    tries = [c.edits for c in found.counterfactuals.values()]
    tries += [edits for name, edits in found.edits.items() if name not in used]
    if only is not None and only in found.counterfactuals:
        tries = [found.counterfactuals[only].edits]
    plan = settled(found.timeline)
    for edits in tries:
        try:
            apply_to(found.timeline, plan, edits)
        except EditError as fault:
            yield from fault.problems
