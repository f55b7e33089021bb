"""What an event file holds as sheets of rows, and back: a sheet for each kind of thing, a column for each key.

A mapping of single values takes a column for each of its keys (``worth.amount``), a list of names stands with commas
between, and what is nested further is written as in the file, in brackets. Clocks, links and commitments, which a
file holds within its events, have sheets of their own, each row with the event that it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from replay.codebook import Answer
from replay.errors import Problem, Where, closest
from replay.files.emit import flow
from replay.files.grids import Grid
from replay.files.keys import (
    TimelineModel,
    enum_of,
    example_of,
    keys_of,
    model_at,
    shapes_of,
    takes_text,
    type_at,
    word_of,
)
from replay.files.keys.types import Strict
from replay.files.nodes import YamlNode, compose
from replay.text.formbook import LISTS, README, FormField, FormSheet

__all__ = ["KINDS", "LINKS", "SORTS", "canonical", "is_layout", "node_of", "sheets_of", "targets"]

SORTS = "sorts as"
"""A column for sorting, which is not read back."""
LINKS: Mapping[str, str] = {
    "answers": "the event or clock that it responds to; how: the kind of link",
    "needs": "the event without which it could not have happened; how: `any` if one of several will do",
    "meets": "the clock that it meets; how: `met-in-part` where only in part",
    "settles": "the clock that it ends by agreement",
    "withdraws": "the clock that it takes away",
    "breaks": "the term that it no longer keeps to",
    "moves": "the clock that it moves; how: the new due date",
    "suspends": "the clock that it stops",
    "resumes": "the clock that it lets run again; how: its due date, or `remaining`",
}
"""What an event does to others and to clocks: keys of the event that the sheet of links holds."""
_DISPUTE, _ABOUT, _PART = "dispute", "about: ", "part of"
_ELSEWHERE: Mapping[str, frozenset[str]] = {
    "events": frozenset({"clock", "splits", "commits", *LINKS}), "series": frozenset({"points"}),
}  # fmt: skip
"""Keys of the items of a sheet that have a sheet of their own."""
KINDS: Mapping[str, str] = {
    "dispute": "The dispute as a whole: a key in each row.",
    "parties": "Who takes part.",
    "sources": "The bibliography.",
    "events": "The record: one act or happening in each row.",
    "clocks": "Deadlines, days of effect, limits, waiting periods and terms, with the event that sets each.",
    "links": "What an event does to other events and to clocks.",
    "commitments": "What an event binds its actor to: if you do, we do.",
    "readings": "What the source says of a party's domain.",
    "decisions": "Points at which a side chose how to bargain.",
    "stakes": "What claiming was worth to a side.",
    "series": "Dated numbers; their values stand in `points`.",
    "points": "The values of the series.",
    "observations": "Evidence for process tracing.",
    "claims": "What the source says that theories predict.",
}
"""The sheets, in their order, with what they hold."""
_OWNED = {
    "clocks": ("event", ("events", 0, "clock")), "commitments": ("event", ("events", 0, "commits")),
    "points": ("series", ("series", 0, "points")),
}  # fmt: skip
"""Sheets of what a file holds within other things: the column that says in which, and the path to it there."""


# -- columns --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Slot:
    """A column: the keys that lead to it in an item, as what it may be written, and how it is explained.

    `is_text` says that it holds text as it is: no names with commas between, nothing in brackets.
    """

    name: str
    keys: tuple[str, ...]
    shapes: frozenset[str]
    is_text: bool
    means: str
    example: str
    among: str


def _slot(model: type[Strict], key: str, before: tuple[str, ...] = ()) -> _Slot:
    kind, info = type_at(model, (key,)), keys_of(model)[key]
    shapes, book = shapes_of(kind), enum_of(kind)
    example = _cell(_plain(example_of(info)), shapes, (key,)) if example_of(info) is not None else ""
    among = book.__name__.lower() if book is not None else "=parties" if _is_party(model, key) else ""
    means = (info.description or "").strip()
    is_text = takes_text(kind) and "array" not in shapes
    return _Slot(".".join((*before, key)), (*before, key), shapes, is_text, means, example, among)


def _is_party(model: type[Strict], key: str) -> bool:
    return word_of(type_at(model, (key,))).startswith("party")


@cache
def _slots(sheet: str) -> tuple[_Slot, ...]:
    """The columns of a sheet that are keys of its items; a mapping has one for each of its keys."""
    model = model_at(TimelineModel, _path_of(sheet))
    assert model is not None, sheet
    found: list[_Slot] = []
    for key in keys_of(model):
        if key in _ELSEWHERE.get(sheet, ()):
            continue
        inner = model_at(model, (key,))
        if inner is not None and key in ("cite", "worth", "when", "then"):
            found += [_slot(inner, name, (key,)) for name in keys_of(inner)]
            if key == "cite":
                more = _slot(model, key)
                found.append(
                    replace(more, name="cite.more", keys=("cite", ""), means="further places in sources, in brackets")
                )
        else:
            found.append(_slot(model, key))
    return tuple(found)


def _path_of(sheet: str) -> tuple[str | int, ...]:
    """The path to an item of a sheet in a file."""
    if sheet in _OWNED:
        return _OWNED[sheet][1]
    return (sheet, "X") if sheet in ("parties", "sources") else (sheet, 0)


# -- what a file holds, as sheets -----------------------------------------------------------------


def sheets_of(held: Mapping[str, Any], first_day: Callable[[str, Mapping[str, Any]], str]) -> tuple[FormSheet, ...]:
    """Return the sheets of what a sound file holds.

    Parameters
    ----------
    held : mapping
        As `YamlNode.plain` has it.
    first_day : callable
        Of a sheet and an item that has a date: the first day that the date allows, as YYYY-MM-DD, "" if there is none.
    """
    named = {
        "parties": [(name, party) for name, party in held["parties"].items()],
        "sources": [(name, source) for name, source in held.get("sources", {}).items()],
    }
    events = held["events"]
    owned = {
        "clocks": [
            (event["id"], part, clock)
            for event in events
            for part, clock in [*(("", one) for one in _listed(event.get("clock"))), *event.get("splits", {}).items()]
        ],
        "commitments": [(event["id"], "", one) for event in events for one in _listed(event.get("commits"))],
        "points": [(one["id"], "", point) for one in held.get("series", ()) for point in one["points"]],
    }
    made = [_dispute(held)]
    for sheet in [*KINDS][1:]:
        if sheet == "links":
            made.append(_links(events))
            continue
        lead = _lead(sheet)
        rows: list[tuple[tuple[str, ...], Mapping[str, Any]]] = (
            [((name,), item) for name, item in named[sheet]] if sheet in named
            else [((owner, part)[: len(lead)], item) for owner, part, item in owned[sheet]] if sheet in owned
            else [((), item) for item in held.get(sheet, ())]
        )  # fmt: skip
        made.append(_sheet(sheet, lead, rows, first_day))
    return tuple(made)


def _lead(sheet: str) -> tuple[FormField, ...]:
    """The columns that say what an item is called, or to what it belongs."""
    if sheet in ("parties", "sources"):
        rule = "capital letters, digits and hyphens" if sheet == "parties" else "as citations have it"
        return (FormField("id", f"its short name: {rule}", "USA" if sheet == "parties" else "elms2005"),)
    if sheet not in _OWNED:
        return ()
    owner = FormField(_OWNED[sheet][0], f"id of the {_OWNED[sheet][0].rstrip('s')} that it belongs to", width=22)
    part = FormField(_PART, "the clock of which the event puts a part on this one; empty for a clock that it sets")
    return (owner, part) if sheet == "clocks" else (owner,)


def _sheet(
    sheet: str, lead: tuple[FormField, ...], rows: Sequence[tuple[tuple[str, ...], Mapping[str, Any]]],
    first_day: Callable[[str, Mapping[str, Any]], str],
) -> FormSheet:  # fmt: skip
    slots = _slots(sheet)
    path = _path_of(sheet)
    fields = [*lead]
    for slot in slots:
        fields.append(_field(slot))
        if slot.keys == ("date",):
            fields.append(
                FormField(SORTS, "first day that the date allows, for sorting; it is not read back", day=True, width=11)
            )
    made = []
    for names, item in rows:
        cells = [*names]
        for slot in slots:
            cells.append(_cell(_reached(item, slot), slot.shapes, (*path, *slot.keys)))
            if slot.keys == ("date",):
                cells.append(first_day(sheet, item))
        made.append(tuple(cells))
    return FormSheet(sheet, KINDS[sheet], tuple(fields), tuple(made))


def _field(slot: _Slot) -> FormField:
    wide = {
        "summary": 60.0,
        "note": 40.0,
        "title": 40.0,
        "question": 44.0,
        "says": 44.0,
        "id": 24.0,
        "label": 22.0,
        "name": 30.0,
    }
    return FormField(
        slot.name, slot.means, slot.example, slot.among, "array" in slot.shapes,
        wide.get(slot.keys[-1], 24.0 if slot.keys[-1] in ("section", "tests", "on_end") else 14.0),
        bool(slot.shapes & {"number", "integer"}) and slot.keys[-1] not in ("date", "year", "page"),
    )  # fmt: skip


def _reached(item: Mapping[str, Any], slot: _Slot) -> Any:
    """What an item has in a column; None for nothing."""
    first, *rest = slot.keys
    here = item.get(first)
    if first == "cite" and rest:
        places = _listed(here)
        return (places[1:] or None) if rest == [""] else places[0].get(rest[0]) if places else None
    return here.get(rest[0]) if rest and here is not None else here


def _cell(value: Any, shapes: frozenset[str], path: tuple[str | int, ...]) -> str:
    """A value as a cell: names with commas between, else what is nested as the file has it in brackets."""
    if value is None or isinstance(value, str):
        return value or ""
    names = isinstance(value, list) and all(isinstance(one, str) and not _SIGNS & {*one} for one in value)
    if names and ("string" in shapes or len(value) > 1):
        return ", ".join(value)
    return flow(value, path) if value else ""


_SIGNS = {*",[]{}\n"}


def _plain(value: Any) -> Any:
    """An example as a file has it: texts, lists, mappings."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _dispute(held: Mapping[str, Any]) -> FormSheet:
    """The sheet with a row for each key of the file that holds neither a list nor a mapping of items."""
    rows = []
    for key, info in keys_of(TimelineModel).items():
        if key in KINDS and key != _DISPUTE:
            continue
        means = (info.description or "").strip()
        if key == "about":
            rows += [(f"{_ABOUT}{name}", text, means) for name, text in held.get(key, {}).items()]
        elif key in held:
            rows.append((key, _cell(held[key], shapes_of(type_at(TimelineModel, (key,))), (key,)), means))
    fields = (
        FormField("key", f"which key of the file; `{_ABOUT}NAME` for what the case is about", "title", width=24),
        FormField("value", "what it is", width=80),
        FormField("meaning", "what the key means; it is not read back", width=60),
    )
    return FormSheet(_DISPUTE, KINDS[_DISPUTE], fields, tuple(rows))


def _links(events: Sequence[Mapping[str, Any]]) -> FormSheet:
    rows = [(event["id"], relation, to, how) for event in events for relation in LINKS if relation in event
            for to, how in targets(relation, event[relation])]  # fmt: skip
    relations = "; ".join(f"{name}: {means.partition(';')[0]}" for name, means in LINKS.items())
    fields = (
        FormField("event", "id of the event that does it", "counter-threat", width=26),
        FormField("relation", f"what it does. {relations}", "answers", "relation"),
        FormField("to", "id of the event or clock; or, where one of several will do, all", "first-demand", width=30.0),
        FormField(
            "how", f"of answers the kind of link ({', '.join(kind.value for kind in Answer)}), of needs `any` where "
            "one of several will do, of meets `met-in-part`, of moves and resumes the due date", "counters", width=18,
        ),
    )  # fmt: skip
    return FormSheet("links", KINDS["links"], fields, tuple(rows))


def targets(relation: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield to what, and how, an event has a relation; how is "" where that goes without saying.

    >>> [*targets("needs", ["a", {"any": ["b", "c"]}])], [*targets("meets", {"c": "met"})]
    ([('a', ''), ('b, c', 'any')], [('c', '')])
    """
    if isinstance(value, Mapping):
        yield from ((to, "" if (relation, how) == ("meets", "met") else how) for to, how in value.items())
        return
    for one in _listed(value):
        yield (", ".join(one["any"]), "any") if isinstance(one, Mapping) else (one, "")


# -- sheets, as what a file holds -----------------------------------------------------------------


def is_layout(grids: Sequence[Grid]) -> bool:
    """Whether tables are the sheets of an event file: there are a dispute, parties and events, with these columns."""
    found = {grid.name: grid.header for grid in grids}
    return (
        {"key", "value"} <= {*found.get(_DISPUTE, ())}
        and "id" in found.get("parties", ())
        and "act" in found.get("events", ())
    )


def node_of(grids: Sequence[Grid]) -> tuple[YamlNode, list[Problem]]:
    """Return what the sheets of an event file hold as nodes, each at the place of its cell, and what is wrong.

    Nodes of what is wrong are left out or marked, so that what the format asks for can be judged all the same.
    """
    return _Reader(grids).root()


def canonical(held: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a sound file holds in the one form that sheets give it: a lone item as a list, and so on."""
    grids = [
        Grid("", sheet.name, tuple(field.name for field in sheet.fields), tuple(enumerate(sheet.rows, 2)))
        for sheet in sheets_of(held, lambda *_: "")
    ]
    found: dict[str, Any] = node_of(grids)[0].plain()
    return found


class _Reader:
    """Reads the sheets, one after the other."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        self._sheets = {grid.name: grid for grid in grids if grid.name not in (README, LISTS)}
        self.problems = [problem for grid in self._sheets.values() for problem in grid.problems]
        self._bad = {problem.where for problem in self.problems}
        self._file = grids[0].file if len({grid.file for grid in grids}) == 1 else str(Path(grids[0].file).parent)

    def root(self) -> tuple[YamlNode, list[Problem]]:
        for name, grid in self._sheets.items():
            if name not in KINDS:
                said = f"no sheet is called '{name}' here{closest(name, KINDS)}; allowed: {', '.join(KINDS)}"
                self._fault(Where(grid.file, 0, 0, grid.sheet or name), said, "sheet")
        pairs = self._dispute()
        for sheet in ("sources", "parties"):
            named = [self._pair("id", *entry) for entry in self._items(sheet)]
            self._put(pairs, sheet, _mapping(self._once([one for one in named if one]), self._top(sheet)))
        for sheet in ("events", "readings", "series", "decisions", "stakes", "observations", "claims"):
            items = [_mapping(found, where) for _, where, found in self._items(sheet)]
            self._put(pairs, sheet, _listing(items, self._top(sheet)))
        root = _mapping(pairs, Where(self._file))
        self._owned(root)
        return root, self.problems

    def _fault(self, where: Where, message: str, code: str) -> None:
        self.problems.append(Problem(where, message, code))

    def _top(self, sheet: str) -> Where:
        found = self._sheets.get(sheet)
        return found.place(1) if found is not None else Where(self._file)

    def _put(self, pairs: list[_Pair], key: str, node: YamlNode) -> None:
        if node.value:
            pairs.append((key, node.where, node))

    def _dispute(self) -> list[_Pair]:
        """The keys of the file that stand in a row each."""
        grid, pairs, about = self._sheets[_DISPUTE], list[_Pair](), list[_Pair]()
        for n, cells in grid.records():
            key, value, where = cells["key"].strip(), cells["value"], grid.place(n, "value")
            if not key and not value.strip():
                continue
            if key.startswith(_ABOUT):
                about.append((key.removeprefix(_ABOUT), grid.place(n, "key"), _leaf(value, where)))
                continue
            kind = type_at(TimelineModel, (key,)) if key in keys_of(TimelineModel) else None
            shapes = shapes_of(kind) if kind is not None else frozenset({"string"})
            node = self._value(value, where, shapes, kind is None or takes_text(kind))
            if node is not None:
                pairs.append((key, grid.place(n, "key"), node))
        if about:
            pairs.append(("about", about[0][1], _mapping(self._once(about), about[0][1])))
        return self._once(pairs)

    def _items(self, sheet: str) -> Iterator[tuple[dict[str, tuple[str, Where]], Where, list[_Pair]]]:
        """The rows of a sheet: the cells before its keys, its place, and its keys with what they hold."""
        grid = self._sheets.get(sheet)
        if grid is None:
            return
        lead, slots = [field.name for field in _lead(sheet)], {slot.name: slot for slot in _slots(sheet)}
        known = [*lead, *slots, SORTS]
        for at, name in enumerate(grid.header, 1):
            if name and name not in known:
                said = f"unknown column '{name}'{closest(name, known)}; allowed: {', '.join(known)}"
                self._fault(grid.place(1, at), said, "column")
        for n, cells in grid.records():
            names = {
                name: (cells.get(name, "").strip(), grid.place(n, name) if name in cells else grid.place(n))
                for name in lead
            }
            found: dict[str, Any] = {}
            for name, slot in slots.items():
                where = grid.place(n, name) if name in cells else grid.place(n)
                if name in cells and (node := self._value(cells[name], where, slot.shapes, slot.is_text)) is not None:
                    found[name] = (slot, node)
            if found or any(text for text, _ in names.values()):
                yield names, grid.place(n), _pairs(found)

    def _value(self, cell: str, where: Where, shapes: frozenset[str], is_text: bool) -> YamlNode | None:
        """What a cell holds; None for nothing."""
        if not cell.strip() or where in self._bad:
            return _leaf("", where, faulty=True) if where in self._bad else None
        if is_text:
            return _leaf(cell, where)
        cell = cell.strip()
        if cell[0] in "[{" and shapes & {"array", "object"}:
            node, faults = compose(f"k: {cell}", "")
            if node is None or faults:
                said = faults[0].message if faults else "this cannot be read"
                self._fault(where, f"{said}; in brackets a cell is written as in the file", "cell")
                return _leaf("", where, faulty=True)
            return _moved(node.find(("k",)), where)
        if "array" in shapes and "," in cell:
            return _listing([_leaf(one.strip(), where) for one in cell.split(",") if one.strip()], where)
        return _leaf(cell, where)

    def _pair(
        self, column: str, names: Mapping[str, tuple[str, Where]], where: Where, found: list[_Pair]
    ) -> _Pair | None:
        """An item that stands under a name."""
        name, at = names[column]
        if not name:
            self._fault(at, f"{column}: nothing was seen; allowed: the short name of this row", "missing-key")
            return None
        return name, at, _mapping(found, where)

    def _once(self, pairs: list[_Pair]) -> list[_Pair]:
        """The pairs, of two with one key the first."""
        seen: dict[str, Where] = {}
        for key, where, _ in pairs:
            if key in seen:
                self._fault(where, f"'{key}' stands here a second time; first in row {seen[key].line}", "duplicate-key")
            seen.setdefault(key, where)
        return [pair for pair in pairs if seen[pair[0]] == pair[1]]

    def _owned(self, root: YamlNode) -> None:
        """Put clocks, links, commitments and values of series to what they belong to."""
        assert isinstance(root.value, dict)
        holders = {
            column: {node.text_of("id"): node for node in (root.value[key].inner if key in root.value else ())}
            for column, key in (("event", "events"), ("series", "series"))
        }
        for sheet, (column, path) in _OWNED.items():
            for names, where, found in self._items(sheet):
                holder = self._holder(*names[column], column, holders[column])
                part, at = names.get(_PART, ("", where))
                if holder is not None and part:
                    _add(holder, "splits", (part, at, _mapping(found, where)))
                elif holder is not None:
                    _append(holder, str(path[-1]), _mapping(found, where))
        grid = self._sheets.get("links")
        if grid is not None:
            for n, cells in grid.records():
                self._link(grid, n, cells, holders["event"])

    def _holder(self, name: str, where: Where, column: str, known: Mapping[str, YamlNode]) -> YamlNode | None:
        if name in known:
            return known[name]
        seen = f"none has the id '{name}'{closest(name, known)}" if name else "nothing was seen"
        sheet = "events" if column == "event" else "series"
        self._fault(where, f"{column}: {seen}; allowed: an id of the sheet '{sheet}'", "unknown-id")
        return None

    def _link(self, grid: Grid, n: int, cells: Mapping[str, str], events: Mapping[str, YamlNode]) -> None:
        """Take in a row of the sheet of links."""
        event, relation, to, how = (cells.get(name, "").strip() for name in ("event", "relation", "to", "how"))
        if not (event or relation or to or how):
            return
        places = {
            name: grid.place(n, name) if name in cells else grid.place(n) for name in ("event", "relation", "to", "how")
        }
        holder = self._holder(event, places["event"], "event", events)
        if relation not in LINKS:
            seen = f"unknown relation '{relation}'{closest(relation, LINKS)}" if relation else "nothing was seen"
            self._fault(places["relation"], f"{seen}; allowed: {', '.join(LINKS)}", "unknown-value")
            return
        if not to:
            self._fault(places["to"], "to: nothing was seen; allowed: the id of an event or a clock", "missing-key")
            return
        if holder is None:
            return
        target = _leaf(to, places["to"])
        if relation == "needs":
            if how not in ("", "any"):
                self._fault(
                    places["how"], f"how: '{how}' was seen; allowed for needs: any, or nothing", "unknown-value"
                )
            if how == "any":
                some = _listing(
                    [_leaf(one.strip(), places["to"]) for one in to.split(",") if one.strip()], places["to"]
                )
                target = _mapping([("any", places["how"], some)], places["to"])
            _append(holder, relation, target)
        elif relation in ("answers", "moves", "resumes", "meets"):
            value = how or ("met" if relation == "meets" else "")
            if not value:
                self._fault(
                    places["how"], f"how: nothing was seen; wanted for {relation}: {LINKS[relation]}", "missing-key"
                )
            elif (twice := _add(holder, relation, (to, places["to"], _leaf(value, places["how"])))) is not None:
                self._fault(
                    places["to"], f"'{to}' stands here a second time; first in row {twice.line}", "duplicate-key"
                )
        else:
            if how:
                self._fault(places["how"], f"how: '{how}' was seen; allowed for {relation}: nothing", "unknown-value")
            _append(holder, relation, target)


# -- nodes ----------------------------------------------------------------------------------------

_Pair = tuple[str, Where, YamlNode]


def _leaf(text: str, where: Where, faulty: bool = False) -> YamlNode:
    return YamlNode(text, where, 0, 0, '"', offset=-1, faulty=faulty)


def _listing(items: list[YamlNode], where: Where) -> YamlNode:
    return YamlNode(items, where, 0, 0, "-")


def _mapping(pairs: Sequence[_Pair], where: Where) -> YamlNode:
    keys = {key: _leaf(key, at) for key, at, _ in pairs}
    return YamlNode({key: node for key, _, node in pairs}, where, 0, 0, "{", keys)


def _add(holder: YamlNode, key: str, pair: _Pair) -> Where | None:
    """Put a pair into the mapping under a key, which is made if need be; return where it stands already, if it does."""
    assert isinstance(holder.value, dict)
    name, where, node = pair
    if key not in holder.value:
        holder.value[key], holder.keys[key] = _mapping([], where), _leaf(key, where)
    inner = holder.value[key]
    assert isinstance(inner.value, dict)
    if name in inner.value:
        return inner.keys[name].where
    inner.value[name], inner.keys[name] = node, _leaf(name, where)
    return None


def _append(holder: YamlNode, key: str, node: YamlNode) -> None:
    """Put an item at the end of the list under a key, which is made if it is not there."""
    assert isinstance(holder.value, dict)
    if key not in holder.value:
        holder.value[key], holder.keys[key] = _listing([], node.where), _leaf(key, node.where)
    inner = holder.value[key]
    assert isinstance(inner.value, list)
    inner.value.append(node)


def _moved(node: YamlNode, where: Where) -> YamlNode:
    """A node with all that it holds at another place."""
    if isinstance(node.value, dict):
        return _mapping([(key, where, _moved(inner, where)) for key, inner in node.value.items()], where)
    if isinstance(node.value, list):
        return _listing([_moved(inner, where) for inner in node.value], where)
    return _leaf(node.value, where)


def _pairs(found: Mapping[str, tuple[_Slot, YamlNode]]) -> list[_Pair]:
    """The keys of an item from its columns: those of a mapping together again."""
    pairs: dict[str, _Pair] = {}
    inner: dict[str, list[_Pair]] = {}
    more: YamlNode | None = None
    for slot, node in found.values():
        first, *rest = slot.keys
        if rest == [""]:
            more = node
        elif rest:
            inner.setdefault(first, []).append((rest[0], node.where, node))
        if first not in pairs:
            pairs[first] = (first, node.where, node)
    for first, held in inner.items():
        pairs[first] = (first, held[0][1], _mapping(held, held[0][1]))
    if more is not None:
        lead = [pairs["cite"][2]] if "cite" in inner else []
        rest_of = more.value if isinstance(more.value, list) else [more]
        pairs["cite"] = ("cite", more.where, _listing([*lead, *rest_of], more.where))
    return [*pairs.values()]
