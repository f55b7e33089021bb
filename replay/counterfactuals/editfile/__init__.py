"""Edit files: YAML text to `Counterfactuals`, checked against their base, with every fault at its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from replay.counterfactuals.editfile import models as m
from replay.counterfactuals.edits import (  # fmt: skip
    RECORD,
    Branches,
    Counterfactual,
    Counterfactuals,
    Cut,
    Drop,
    Edit,
    EditError,
    Insert,
    Replace,
    SetClock,
    SetReading,
    Shift,
    changes,
    touched,
)
from replay.counterfactuals.edits.apply import apply_to
from replay.dates import When
from replay.errors import Problem, TimelineError, Where, closest
from replay.files.build import event_at
from replay.files.coded import cites
from replay.files.compose import Node, compose, decode, fetch
from replay.files.faults import SHAPES, problem
from replay.files.model import EventModel
from replay.timeline import Event, Timeline
from replay.timeline.schedule import schedule

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
    from replay.files import inspect

    name = str(path)
    root, problems = _tree(Path(path), name)
    if root is None:
        return None, tuple(problems)
    raw, faults = _validated(root, m.EditFileModel, "an edit file")
    if raw is None:
        return None, tuple(sorted(set(problems + faults)))
    place = Path(path).parent / raw.of.base
    timeline, seen = inspect(place)
    if timeline is None or seen:
        where = root.find(("of", "base")).where
        said = seen[0] if seen else ""
        counted = f" ({len(seen)} problems)" if len(seen) > 1 else ""
        message = f"base: '{raw.of.base}' cannot be used: {said}{counted}"
        return None, tuple(sorted([*problems, Problem(where, message, "base")]))
    found = _Reader(root, name, timeline.period.latest or 1).read(raw, timeline)
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
    name = str(path)
    root, problems = _tree(Path(path), name)
    nodes = root.value if root is not None and isinstance(root.value, list) else [root] if root is not None else []
    events = []
    if root is not None and not nodes:
        problems.append(Problem(root.where, "no event stands here; allowed: an event, or a list of events", "type"))
    for node in nodes:
        assert isinstance(node, Node)
        raw, faults = _validated(node, EventModel, "an event")
        problems += faults
        if isinstance(raw, EventModel):
            events.append(event_at(raw, node, name, ())[0])
    if problems:
        raise TimelineError(problems)
    return tuple(events)


def _tree(path: Path, name: str) -> tuple[Node | None, list[Problem]]:
    """The node tree of a file, None if there is none."""
    data, faults = fetch(path)
    if faults:
        return None, list(faults)
    text, problems = decode(data, name)
    return (None, problems) if problems else compose(text, name)


def _validated(root: Node, model: type[BaseModel], noun: str) -> tuple[Any, list[Problem]]:
    if not isinstance(root.value, dict):
        shape = SHAPES[type(root.value).__name__]
        return None, [Problem(root.where, f"{noun} is {SHAPES['dict']}, not {shape}", "type")]
    try:
        return model.model_validate(root.plain()), []
    except ValidationError as refused:
        found = [problem(root, error, model) for error in refused.errors(include_url=False)]
        return None, [fault for fault in found if fault is not None]


class _Reader:
    """Turns validated models into edits, with their places."""

    def __init__(self, root: Node, name: str, last: int) -> None:
        self.root, self.name, self.last = root, name, last
        self.marks: dict[tuple[Where | str, ...], Where] = {}

    def _event(self, raw: EventModel, path: tuple[str | int, ...]) -> Event:
        event, marks = event_at(raw, self.root, self.name, path)
        self.marks |= marks
        return event

    def read(self, raw: m.EditFileModel, timeline: Timeline) -> Counterfactuals:
        edits = {name: tuple(self._edits(name, edit)) for name, edit in raw.edits.items()}
        counterfactuals = {
            name: Counterfactual(
                name, c.title, tuple(edit for part in dict.fromkeys(c.edits) for edit in edits.get(part, ())),
                c.because, c.note or "", cites(c.cite), self.root.find(("counterfactuals", name)).where,
            )
            for name, c in raw.counterfactuals.items()
        }  # fmt: skip
        branches = {
            name: Branches(name, b.question, dict(b.parts), b.because, self.root.find(("branches", name)).where)
            for name, b in raw.branches.items()
        }
        return Counterfactuals(
            base=raw.of.base,
            digest=raw.of.digest or "",
            items=tuple((raw.of.items or "").split()),
            edits=edits,
            counterfactuals=counterfactuals,
            branches=branches,
            timeline=replace(timeline, marks={**timeline.marks, **self.marks}),
            title=raw.title or timeline.title,
            note=raw.note or "",
            path=self.name,
        )

    def _edits(self, name: str, raw: m.EditModel) -> Iterator[Edit]:
        path = ("edits", name, raw.kind)
        common: Any = {"because": raw.because, "name": name, "where": self.root.find(path).where}
        if raw.kind == "drop":
            for n, target in enumerate(dict.fromkeys(raw.drop)):
                where = self.root.find((*path, n)).where
                yield Drop(target, responses=raw.responses or "keep", because=raw.because, name=name, where=where)
        elif raw.shift is not None:
            yield Shift(raw.shift, raw.by, raw.to, **common)
        elif raw.replace is not None and raw.with_ is not None:
            place = ("edits", name, "with")
            yield Replace(raw.replace, self._patch(raw.with_, place), **common, place=self.root.find(place).where)
        elif raw.insert is not None:
            yield Insert(self._event(raw.insert, path), **common)
        elif raw.set_clock is not None and raw.due is not None:
            yield SetClock(raw.set_clock, raw.due, **common)
        elif raw.reading is not None:
            yield SetReading(raw.reading, raw.level, raw.trend, **common)
        elif raw.cut is not None:
            day = raw.cut.latest if isinstance(raw.cut, When) else None  # no day is a fault of its own
            yield Cut(day or self.last, tuple(raw.keep), **common)

    def _patch(self, raw: m.PatchModel, path: tuple[str | int, ...]) -> dict[str, Any]:
        """The fields that are there, under the names of `Event`."""
        event = self._event(raw, path)
        names = {"clock": "clocks"}
        return {names.get(key, key): getattr(event, names.get(key, key)) for key in sorted(raw.model_fields_set)}


# -- what a model cannot say ----------------------------------------------------------------------


def _names(root: Node, found: Counterfactuals, raw: m.EditFileModel) -> Iterator[Problem]:
    """Counterfactuals name edits and sources, branches name counterfactuals and sum to one; a cut is a day."""
    sources = found.timeline.sources
    for name, counterfactual in raw.counterfactuals.items():
        for n, cite in enumerate(found.counterfactuals[name].cite):
            if sources and cite.key not in sources:
                message = f"cite: key '{cite.key}' is not in `sources` of the base{closest(cite.key, sources)}"
                yield Problem(root.find(("counterfactuals", name, "cite", n, "key")).where, message, "unknown-source")
        node = root.find(("counterfactuals", name, "edits"))
        for n, edit in enumerate(counterfactual.edits):
            if edit not in found.edits:
                message = f"edits: no edit of this file is called '{edit}'{closest(edit, found.edits)}"
                yield Problem(node.find((n,)).where, message, "unknown-id")
        if name == RECORD:
            message = f"'{RECORD}' stands for what happened; give the counterfactual another name"
            yield Problem(root.find(("counterfactuals",)).keys[name], message, "value")
    for name, branches in raw.branches.items():
        node = root.find(("branches", name, "parts"))
        for part, chance in branches.parts.items():
            if part not in found.counterfactuals and part != RECORD:
                near = closest(part, found.counterfactuals)
                message = f"parts: no counterfactual of this file is called '{part}'{near}; or '{RECORD}'"
                yield Problem(node.keys[part], message, "unknown-id")
            if not 0 <= chance <= 1:
                message = f"parts: the probability of '{part}' is {chance:g}; allowed: 0 to 1"
                yield Problem(node.find((part,)).where, message, "value")
        total = sum(branches.parts.values())
        if abs(total - 1) > 1e-9:
            where = root.find(("branches", name)).keys["parts"]
            yield Problem(where, f"parts: the probabilities sum to {total:g}; allowed: 1", "value")
    for name, made in raw.edits.items():
        if made.cut is not None and not (isinstance(made.cut, When) and made.cut.is_exact):
            message = f"cut: '{made.cut.text}' is not one full date; allowed: YYYY-MM-DD"
            yield Problem(root.find(("edits", name, "cut")).where, message, "date")


def _base(root: Node, found: Counterfactuals) -> Iterator[Problem]:
    """The base is the one that the edits are pinned to; else what has changed, and which edits that touches."""
    where = root.find(("of",)).keys.get("digest", root.find(("of",)).where)
    pin = f"replay pin {found.path}"
    if not found.digest:
        yield Problem(where, f"of: the edits are not pinned to their base yet; {pin} does it", "unpinned")
    elif found.digest != found.timeline.digest:
        if not found.items:
            message = "of: the base has changed since the edits were pinned to it; what, cannot be told without `items`"
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
    plan = schedule(found.timeline)
    for edits in tries:
        try:
            apply_to(found.timeline, plan, edits)
        except EditError as fault:
            yield from fault.problems
