"""A map applied to a foreign table: rows become events, each with its place; what is not mapped is counted and told."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from replay.codebook import Act, Answer, ClockKind, Outcome, Status, Strategy, Tactic, ThreatFate
from replay.errors import Problem, RefusalError, Where, closest
from replay.exchange.maps.written import from_parts, written
from replay.files import judged
from replay.files.emit import yaml_text
from replay.files.grids import Grid
from replay.files.mapfile import CellModel, ClockMap, EndMap, LinkMap, MapModel, PartyMap, RowMap
from replay.files.nodes import YamlNode
from replay.text.words import counted, joined
from replay.timeline import WORLD, Timeline

__all__ = ["Imported", "fits", "import_table"]

_RELATIONS = ("needs", "meets", "settles-clock", "withdraws", "breaks", "moves", "suspends", "resumes")
"""Relations to events and clocks besides the kinds of answers; `settles` alone is an answer, to an event."""
_OF_CLOCKS = {*_RELATIONS} - {"needs"}
_LONGEST_LABEL = 40
_MOST_EVENTS = 20_000
"""An event file is one dispute; of more rows than these a person takes those of one."""
_ROUNDS = 20
"""So often rows that are at fault are left out before what remains is given up."""
_KEY = "table"
"""The table in the bibliography of the event file."""

Watch = Callable[[Iterable[Any], int], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Imported:
    """What a table became.

    Attributes
    ----------
    timeline : Timeline or None
        None where its form is at fault.
    text : str
        The event file.
    problems : tuple[Problem, ...]
        What a person must decide, each at its place in the table.
    rows : int
        Rows of the table.
    left : Mapping[str, int]
        Rows, or events of rows, that are not in the file, by the reason.
    unmapped : tuple[str, ...]
        What the map does not say, a line for each value, with its count.
    """

    timeline: Timeline | None
    text: str
    problems: tuple[Problem, ...]
    rows: int
    left: Mapping[str, int] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()


def import_table(
    mapping: MapModel, grid: Grid, where: Sequence[Mapping[str, Sequence[str]]] = (), *, keep_going: bool = False,
    watch: Watch = lambda items, _: items,
) -> Imported:  # fmt: skip
    """Apply a map to a table.

    Parameters
    ----------
    mapping : MapModel
    grid : Grid
    where : sequence of mappings
        Rows to take besides the filter of the map: columns with values; of each mapping all must fit.
    keep_going : bool
        Whether rows at fault are left out, and the rest judged without them.
    watch : callable
        Passes rows on and shows how many have been.

    Raises
    ------
    RefusalError
        If the table lacks columns that the map names, or no row fits.
    """
    told: list[Problem] = []
    bad: set[int] = set()
    for _ in range(_ROUNDS):
        builder = _Builder(mapping, grid, where, bad)
        root = builder.root(watch)
        timeline, faults = judged(root, grid.file, "")
        lines = {fault.where.line for fault in faults} - {0}
        if not keep_going or not lines:
            break
        told += [*faults, *(one for one in builder.problems if one.where.line in lines)]
        bad |= lines
    if bad:
        builder.left["at fault"] += len(bad)
    problems = tuple(sorted({*told, *builder.problems, *faults}))
    sound = timeline if not (faults if keep_going else problems) else None
    text = yaml_text(root.plain()) if sound is not None else ""
    return Imported(sound, text, problems, len(grid.rows), dict(builder.left), builder.told())


def fits(value: str, patterns: Sequence[str]) -> bool:
    """Whether the value of a cell, "" where it is missing, is one of those asked for.

    A pattern is the value itself, the start of it with an asterisk, a range of numbers or of years with two dots,
    `*` for anything, `missing`, or one of these after `not`.

    Examples
    --------
    >>> fits("1312", ["13*"]), fits("1995", ["1993..1998"]), fits("", ["missing"]), fits("2", ["not 2", "not missing"])
    (True, True, True, False)
    """
    wanted = [one for one in patterns if not one.startswith("not ")]
    if any(_is(value, one.removeprefix("not ")) for one in patterns if one.startswith("not ")):
        return False
    return not wanted or any(_is(value, one) for one in wanted)


def _is(value: str, pattern: str) -> bool:
    if pattern == "missing" or not value:
        return pattern == "missing" and not value
    if ".." in pattern:
        low, _, high = pattern.partition("..")
        try:
            return float(low or "-inf") <= float(value) <= float(high or "inf")
        except ValueError:
            return low <= value and (not high or value[: len(high)] <= high)
    return value.startswith(pattern[:-1]) if pattern.endswith("*") else value.casefold() == pattern.casefold()


class _Row:
    """A row of the table; a cell that holds a mark for nothing is ""."""

    __slots__ = ("_cells", "grid", "index", "missing", "n")

    def __init__(self, grid: Grid, index: Mapping[str, int], missing: frozenset[str], n: int, cells: Sequence[str]):
        self.grid, self.index, self.missing, self.n, self._cells = grid, index, missing, n, cells

    def get(self, column: str) -> str:
        """What stands in a column; the 2.0 of a statistics program is 2."""
        at = self.index.get(column)
        value = "" if at is None else self._cells[at]
        if value in self.missing:
            return ""
        if value.endswith(".0") and value[:-2].lstrip("-").isdigit():
            value = value[:-2]
            return "" if value in self.missing else value
        return value

    def raw(self, column: str) -> str:
        return self._cells[self.index[column]]

    def where(self, column: str = "") -> Where:
        at = self.index.get(column)
        return Where(self.grid.file, self.n, 0 if at is None else at + 1, self.grid.sheet)

    @property
    def place(self) -> str:
        sheet = f"{self.grid.sheet}, " if self.grid.sheet else ""
        return f"{sheet}row {self.n}"


@dataclass(slots=True)
class _Made:
    """An event of a row, with what other rows ask of it."""

    id: str
    row: _Row
    template: str
    held: dict[str, Any]
    clocks: list[str]


class _UndecidedError(Exception):
    """Ends the making of an event: a person must decide first."""


class _Builder:
    def __init__(
        self, mapping: MapModel, grid: Grid, where: Sequence[Mapping[str, Sequence[str]]], bad: set[int]
    ) -> None:
        self.map, self.grid, self.bad = mapping, grid, bad
        self.index = {title: n for n, title in enumerate(grid.header)}
        self.missing = frozenset({*mapping.missing, ""})
        self.problems: list[Problem] = [*grid.problems] if not bad else []
        self.left: Counter[str] = Counter()
        self._once: dict[tuple[str, str, str], tuple[int, Where, bool]] = {}
        self._where = where
        self._ids: set[str] = set()
        self._by_raw: dict[str, list[_Made]] = {}
        self._clock_ids: dict[str, str] = {}
        self._out: set[str] = set()
        self._parties: dict[str, PartyMap] = {}
        self._templates = {name: _merged(mapping.columns, own) for name, own in mapping.events.items()} or {
            "": mapping.columns
        }
        self._columns()

    # -- before the rows --------------------------------------------------------------------------

    def _columns(self) -> None:
        """Refuse what the table lacks; count as not read what the map does not name."""
        asked: dict[str, bool] = {}
        for one in self._templates.values():
            for name, optional in _named(one):
                asked[name] = asked.get(name, True) and optional
        rules = [*self.map.filter, *self._where]
        for name in [*self.map.keep, *(column for rule in rules for column in rule)]:
            asked.setdefault(name, name in self.map.keep and bool(self.map.like or self.map.seen))
        lacking = [name for name, optional in asked.items() if name not in self.index and not optional]
        if lacking:
            said = "; ".join(f"'{name}'{closest(name, self.grid.header)}" for name in lacking)
            raise RefusalError(f"{self.grid.file}: the map names columns that the table lacks: {said}. "
                               f"The table has: {', '.join(self.grid.header)}")  # fmt: skip
        unread = [name for name in self.grid.header if name and name not in asked and name not in self.map.ignore]
        self.unread = tuple(unread)

    # -- the file ---------------------------------------------------------------------------------

    def root(self, watch: Watch) -> YamlNode:
        made: list[_Made] = []
        for n, cells in watch(self.grid.rows, len(self.grid.rows)):
            row = _Row(self.grid, self.index, self.missing, n, cells)
            if not self._taken(row):
                self.left["not taken by the filter"] += 1
                self._out.add(self._raw_id(row))
            elif n in self.bad:
                self._out.add(self._raw_id(row))
            else:
                made += self._events(row)
                if len(made) > _MOST_EVENTS:
                    said = (
                        f"more than {_MOST_EVENTS:,} events, the most of one event file; take the rows of one dispute"
                    )
                    raise RefusalError(f"{self.grid.file}: {said} with a filter in the map, or with --where")
        if not made and not self.problems and not self._once:
            seen = f"{counted(len(self.grid.rows), 'row')} seen, left out: {_listing(self.left)}"
            raise RefusalError(f"{self.grid.file}: no row becomes an event; {seen}")
        for one in made:
            self._link(one)
        self._met_on_its_word(made)
        top = Where(self.grid.file)
        name = Path(self.grid.file).name
        slug = _slug(name.split(".")[0]) or "table"
        whole: dict[str, Any] = {"format": "1", "dispute": slug, "title": name} | dict(self.map.file)
        source = {"title": name} | dict(self.map.source)
        whole["sources"] = {_KEY: source} | dict(whole.get("sources", {}))
        whole["parties"] = self._all_parties(whole)
        whole["events"] = [_node(one.held, one.row.where()) for one in made]
        for (kind, column, value), (count, where, fault) in self._once.items():
            if fault:
                times = "" if count == 1 else f", {count} times"
                self.problems.append(Problem(where, f"{kind}: {_told(column, value)}{times}", "unmapped"))
        return _node(whole, top)

    @staticmethod
    def _met_on_its_word(made: Sequence[_Made]) -> None:
        """Cite the row for a clock that the table has as met, without an event that meets it."""
        met = {name if isinstance(name, str) else name.value for one in made for name in one.held.get("meets", ())}
        for one in made:
            clocks = one.held.get("clock", ())
            for clock in [clocks] if isinstance(clocks, dict) else clocks:
                record = clock["record"]
                word = record if isinstance(record, str) else record.value
                if word in (Outcome.MET.value, Outcome.MET_IN_PART.value) and clock["id"].value not in met:
                    clock["cite"] = {"key": _KEY, "section": one.row.place}

    def told(self) -> tuple[str, ...]:
        """What the map does not say: a line for each value."""
        lines = [f"{kind}: {_told(column, value)}, {counted(count, 'time')}"
                 for (kind, column, value), (count, _, fault) in self._once.items() if not fault]  # fmt: skip
        if self.unread:
            lines.append(f"columns that are not read: {', '.join(self.unread)}")
        return tuple(lines)

    def _all_parties(self, whole: Mapping[str, Any]) -> dict[str, Any]:
        """The parties that act, are addressed, are a side, or have domestic actors."""
        known = {party.id: (party.name or value, party.of) for value, party in self.map.parties.items()}
        used = {name: (party.name or name, party.of) for name, party in self._parties.items()}
        for camp in whole.get("sides", ()):
            for name in [camp] if isinstance(camp, str) else camp:
                if name in known:
                    used.setdefault(name, known[name])
        if len(used) < 2:  # a dispute has two parties: those that the map names
            used = known | used
        for _, of in tuple(used.values()):
            if of and of in known:
                used.setdefault(of, known[of])
        order = [name for name in known if name in used] + [name for name in used if name not in known]
        made: dict[str, Any] = {name: {"name": used[name][0]} for name in order}
        for name in order:
            if used[name][1]:
                made[name]["of"] = used[name][1]
        return made | dict(whole.get("parties", {}))

    # -- rows -------------------------------------------------------------------------------------

    def _taken(self, row: _Row) -> bool:
        every = all(fits(row.get(column), wanted) for rule in self._where for column, wanted in rule.items())
        if not every or not self.map.filter:
            return every
        return any(all(fits(row.get(column), wanted) for column, wanted in rule.items()) for rule in self.map.filter)

    def _raw_id(self, row: _Row) -> str:
        cell = self.map.columns.id
        return row.get(cell.column[0]) if cell is not None and cell.column else ""

    def _events(self, row: _Row) -> Iterator[_Made]:
        siblings: dict[str, _Made] = {}
        raw = self._raw_id(row)
        for name, spec in self._templates.items():
            if not all(fits(row.get(column), wanted) for column, wanted in spec.when.items()):
                continue
            try:
                one = self._event(row, spec, name, raw)
            except _UndecidedError as reason:
                self.left[str(reason)] += 1
                continue
            siblings[name] = one
            if raw:
                self._by_raw.setdefault(raw, []).append(one)
        if not siblings:
            self._out.add(raw)
        for one in siblings.values():
            spec = self._templates[one.template]
            self._clocks(one, spec, siblings)
        for one in siblings.values():
            self._sibling_links(one, self._templates[one.template], siblings)
        yield from siblings.values()

    def _event(self, row: _Row, spec: RowMap, name: str, raw: str) -> _Made:
        acts = self._words(row, spec.act, Act, "no act for it", fault=True)
        if acts == ["skip"]:
            raise _UndecidedError("left out on purpose (skip)")
        if not acts:
            if spec.act is None or not self._texts(row, spec.act):
                self._fault(row.where(spec.act.column[0] if spec.act and spec.act.column else ""),
                            "no act is given in this row, or the map has no column of the act")  # fmt: skip
                raise _UndecidedError("no act")
            raise _UndecidedError("an act that the map does not have")
        date = self._date(row, spec.date)
        if date is None:
            raise _UndecidedError("no date")
        actor = self._party(row, spec.actor)
        if actor is None:
            self._fault(row.where(spec.actor.column[0] if spec.actor and spec.actor.column else ""), "nobody acts here")
            raise _UndecidedError("nobody who acts")
        base = (_slug(self._one(row, spec.id)) if spec.id else "") or f"row-{row.n}"
        ident = self._unused("-".join(part for part in (base, name) if part))
        held: dict[str, Any] = {
            "id": _leaf(ident, self._place(row, spec.id)), "date": date, "actor": actor,
            "act": _leaf(acts[0], self._place(row, spec.act)),
        }  # fmt: skip
        kept: list[str] = []
        if len(acts) > 1:
            kept.append(f"also: {joined(acts[1:])}")
        recipient = self._party(row, spec.recipient)
        if recipient is not None:
            held["recipient"] = recipient
        for key, cell, book in (("tactics", spec.tactics, Tactic), ("strategy", spec.strategy, Strategy),
                                ("status", spec.status, Status), ("fate", spec.fate, ThreatFate)):  # fmt: skip
            words = self._words(row, cell, book, "kept as a note", kept)
            if words:
                place = self._place(row, cell)
                held[key] = [_leaf(word, place) for word in words] if key == "tactics" else _leaf(words[0], place)
        if "tactics" in held and "strategy" in held:
            kept.append(f"strategy in the table: {held.pop('strategy').value}")
        self._said(row, spec, held, kept, acts[0])
        self._numbers(row, spec, held)
        cites: list[dict[str, str]] = [{"key": _KEY, "section": row.place}]
        if spec.via and (via := self._one(row, spec.via)):
            cites[0]["via"] = via
        for url in [one for one, _ in self._texts(row, spec.url)] if spec.url else []:
            if re.fullmatch(r"https?://\S+", url):
                cites.append({"url": url})
            else:
                kept.append(f"source: {url}")
        held["cite"] = cites if len(cites) > 1 else cites[0]
        note = [text for text, _ in self._texts(row, spec.note)] if spec.note else []
        kept = note + kept + [f"{column}: {row.get(column)}" for column in self.map.keep if row.get(column)]
        if kept:
            held["note"] = "; ".join(kept)
        return _Made(ident, row, name, held, [])

    def _said(self, row: _Row, spec: RowMap, held: dict[str, Any], kept: list[str], act: str) -> None:
        """Label and summary; a label that is too long for figures is cut, and stands whole in summary or note."""
        label = self._one(row, spec.label) if spec.label else ""
        summary = self._one(row, spec.summary) if spec.summary else ""
        if len(label) > _LONGEST_LABEL:
            if summary and label not in summary:
                kept.append(label)
            summary = summary or label
            label = label[: _LONGEST_LABEL - 2].rsplit(" ", 1)[0].rstrip(" ,;:-") + " …"
        if label:
            held["label"] = _leaf(label, self._place(row, spec.label))
        held["summary"] = _leaf(summary or label or Act(act).words + ".", self._place(row, spec.summary))

    def _numbers(self, row: _Row, spec: RowMap, held: dict[str, Any]) -> None:
        for key, cell in (("worth", spec.worth), ("rate", spec.rate)):
            found = self._texts(row, cell) if cell else []
            if not found or cell is None:
                continue
            text, place = found[0]
            try:
                number = float(text.replace(",", "").replace(" ", "").replace("\u00a0", "")) * cell.times
            except ValueError:
                self._fault(place, f"{key}: '{text}' is not a number")
                continue
            amount = _leaf(f"{number:g}" if float(f"{number:g}") == number else repr(number), place)
            if key == "rate":
                held[key] = amount
            else:
                unit = (self._one(row, spec.unit) if spec.unit else "") or "USD"
                held[key] = {"amount": amount, "unit": unit}

    # -- cells ------------------------------------------------------------------------------------

    def _place(self, row: _Row, cell: CellModel | None) -> Where:
        if cell is None:
            return row.where()
        return row.where(next((name for name in [*cell.column, cell.year or ""] if name in self.index), ""))

    def _texts(self, row: _Row, cell: CellModel | None) -> list[tuple[str, Where]]:
        """What a cell, or several, hold, each value with its place; as the map says where they are missing."""
        if cell is None:
            return []
        if cell.constant:
            return [(cell.constant, row.where())]
        if cell.text:
            holes = re.findall(r"\{([^{}]+)\}", cell.text)
            if holes and not any(row.get(name) for name in holes):
                return []
            return [(re.sub(r"\{([^{}]+)\}", lambda hole: row.get(hole[1]), cell.text).strip(" ;:,"), row.where())]
        found = []
        split = cell.split or self.map.split
        for column in cell.column:
            value = row.get(column)
            if value:
                parts = [part.strip() for part in value.split(split)] if split else [value]
                found += [(part, row.where(column)) for part in parts if part not in self.missing]
        return found or ([(cell.default, row.where())] if cell.default else [])

    def _one(self, row: _Row, cell: CellModel | None) -> str:
        """What a cell holds as one text."""
        return "; ".join(self._become(cell, text)[0] for text, _ in self._texts(row, cell) if cell)

    @staticmethod
    def _become(cell: CellModel, value: str) -> list[str]:
        """What a value becomes: as the map has it, or by the longest start of it that the map has; else itself."""
        if not cell.values:
            return [value]
        if value in cell.values:
            return cell.values[value]
        for length in range(len(value), -1, -1):
            if (start := f"{value[:length]}*") in cell.values:
                return cell.values[start]
        low = value.casefold()
        return next((made for one, made in cell.values.items() if one.casefold() == low), [value])

    def _words(
        self, row: _Row, cell: CellModel | None, book: type[Enum], otherwise: str, kept: list[str] | None = None,
        *, fault: bool = False,
    ) -> list[str]:  # fmt: skip
        """Words of a vocabulary; what is none is counted, once a value."""
        if cell is None:
            return []
        allowed, words = {str(member.value) for member in book}, []
        for text, place in self._texts(row, cell):
            for word in self._become(cell, text):
                same = word.casefold().replace(" ", "-").replace("_", "-")
                if word == "skip" or word in allowed:
                    words.append(word)
                elif same in allowed:
                    words.append(same)
                elif word == "note" and kept is not None:
                    kept.append(f"{'/'.join(cell.column)}: {text}")
                else:
                    self._count(otherwise, "/".join(cell.column), text, place, fault=fault)
                    if kept is not None:
                        kept.append(f"{'/'.join(cell.column)}: {text}")
        words = list(dict.fromkeys(words))
        return words if words == ["skip"] else [word for word in words if word != "skip"]

    def _count(self, kind: str, column: str, value: str, where: Where, *, fault: bool = False) -> None:
        before = self._once.get((kind, column, value))
        self._once[kind, column, value] = (1, where, fault) if before is None else (before[0] + 1, before[1], fault)

    def _fault(self, where: Where, message: str) -> None:
        self.problems.append(Problem(where, message, "map"))

    def _date(self, row: _Row, cell: CellModel | None) -> YamlNode | None:
        """A date of the row as EDTF; None, with a fault, if there is none."""
        if cell is None:
            self._fault(row.where(), "the map does not say which column is the date")
            return None
        place = self._place(row, cell)
        try:
            text = self._dated(row, cell)
        except ValueError as fault:
            self._fault(place, f"{fault}")
            return None
        if not text:
            self._fault(place, "no date is given in this row")
            return None
        return _leaf(text, place)

    def _dated(self, row: _Row, cell: CellModel) -> str:
        if cell.start is not None:
            first, last = (self._dated(row, one) if one else "" for one in (cell.start, cell.end))
            return first if not last or first == last else f"{first}/{last}" if first else last
        if cell.year is not None:
            year, month, day = (row.get(name) if name else "" for name in (cell.year, cell.month, cell.day))
            split = cell.split
            if split:  # several in one cell: the first
                year, month, day = (part.split(split)[0].strip() for part in (year, month, day))
            return from_parts(year, month, day) if year and year not in self.missing else ""
        found = self._texts(row, cell)
        if not found:
            return ""
        text = found[0][0]
        return (
            text
            if cell.constant or text == cell.default
            else written(text, cell.dates or self.map.dates, self.map.pivot)
        )

    def _party(self, row: _Row, cell: CellModel | None) -> Any:
        """Who is named: a leaf, or a list of leaves where several are."""
        nodes = [self._party_leaf(cell, text, place) for text, place in self._texts(row, cell) if cell]
        several = {node.value: node for node in nodes}
        if not several:
            return None
        return next(iter(several.values())) if len(several) == 1 else [*several.values()]

    def _party_leaf(self, cell: CellModel, text: str, place: Where) -> YamlNode:
        value = self._become(cell, text)[0]
        party = self.map.parties.get(value)
        if party is None:
            known = {one.id: one for one in self.map.parties.values()}
            party = known.get(value) or (_party(WORLD, "World") if value == WORLD else None)
        if party is None:
            name = _slug(value).upper()
            name = name if name[:1].isalpha() else f"P-{name}"
            party = _party(name, value)
            if not cell.constant:
                self._count(f"party made up as {name}", "", value, place)
        if party.id != WORLD:
            self._parties.setdefault(party.id, party if party.name else party.model_copy(update={"name": value}))
        return _leaf(party.id, place)

    def _unused(self, ident: str) -> str:
        name, n = ident, 1
        while name in self._ids:
            n += 1
            name = f"{ident}-{n}"
        self._ids.add(name)
        return name

    # -- clocks and links -------------------------------------------------------------------------

    def _clocks(self, one: _Made, spec: RowMap, siblings: Mapping[str, _Made]) -> None:
        row = one.row
        clocks: list[dict[str, Any]] = []
        for clock in spec.clocks:
            if not all(fits(row.get(column), wanted) for column, wanted in clock.when.items()):
                continue
            due = self._due(row, clock)
            template = self._one(row, clock.template)
            if not due and not template:
                continue
            raw = self._one(row, clock.id)
            name = _slug(raw) or f"{one.id}-clock{f'-{len(clocks) + 1}' if clocks else ''}"
            ident = self._unused(name if name != one.id else f"{name}-clock")
            self._clock_ids.setdefault(raw or ident, ident)
            held: dict[str, Any] = {"id": _leaf(ident, self._place(row, clock.id))}
            held |= {"template": _leaf(template, self._place(row, clock.template))} if template else {"due": due}
            for key, cell, book in (("kind", clock.kind, ClockKind), ("record", clock.record, Outcome)):
                words = self._words(row, cell, book, "no word for it", fault=True)
                if words:
                    held[key] = _leaf(words[0], self._place(row, cell))
            if "record" not in held:
                held["record"] = "unknown"
                column = "/".join(clock.record.column) if clock.record else ""
                self._count("end of a clock taken for unknown, where the table has none", column, "", row.where())
            if label := self._one(row, clock.label):
                held["label"] = _leaf(label[:_LONGEST_LABEL], self._place(row, clock.label))
            for key, cell in (("binds", clock.binds), ("wants", clock.wants)):
                if (party := self._party(row, cell)) is not None:
                    held[key] = party
            ends = [made for end in clock.on_end if (made := self._end(one, end, siblings))]
            if ends:
                held["on_end"] = ends if len(ends) > 1 else ends[0]
            clocks.append(held)
            one.clocks.append(ident)
        if clocks:
            one.held["clock"] = clocks if len(clocks) > 1 else clocks[0]

    def _due(self, row: _Row, clock: ClockMap) -> YamlNode | None:
        if clock.due is None:
            return None
        text = self._texts(row, clock.due)[0][0] if clock.due.column and self._texts(row, clock.due) else ""
        place = self._place(row, clock.due)
        if re.match(r"P\d|[a-z][a-z0-9-]* \+ P|clock:", text):
            return _leaf(text, place)
        try:
            due = self._dated(row, clock.due)
        except ValueError as fault:
            self._fault(place, f"due date of a clock: {fault}")
            return None
        return _leaf(due, place) if due else None

    def _end(self, one: _Made, end: EndMap, siblings: Mapping[str, _Made]) -> dict[str, Any]:
        row, other = one.row, siblings.get(end.event or "")
        acts = self._words(row, end.act, Act, "no act for it", fault=True)
        if not acts:
            self._fault(row.where(), "what follows from the clock of this row has no act")
            return {}
        held: dict[str, Any] = {"act": acts[0]}
        for key, cell in (("actor", end.actor), ("recipient", end.recipient)):
            party = self._party(row, cell) if cell else one.held.get(key)
            if party is not None:
                held[key] = party
        summary = self._one(row, end.summary)
        held["summary"] = summary or (other.held["summary"] if other else f"{Act(held['act']).words}.")
        if end.after:
            held["after"] = end.after
        if other is not None:
            held["event"] = other.id
        return held

    def _sibling_links(self, one: _Made, spec: RowMap, siblings: Mapping[str, _Made]) -> None:
        for link in spec.links:
            if link.to and link.to in siblings and self._holds(one.row, link):
                self._tie(one, link, siblings[link.to], one.row.where(), "")

    def _holds(self, row: _Row, link: LinkMap) -> bool:
        return all(fits(row.get(column), wanted) for column, wanted in link.when.items())

    def _link(self, one: _Made) -> None:
        """The links of a row to other rows."""
        for link in self._templates[one.template].links:
            if not link.column or not self._holds(one.row, link):
                continue
            cell = CellModel.model_validate({"column": link.column, "split": link.split})
            for target, place in self._texts(one.row, cell):
                others = self._by_raw.get(target, ())
                if target in self._clock_ids and not others:
                    self._tie(one, link, None, place, self._clock_ids[target])
                elif others:
                    first = others[0]
                    self._tie(*((one, link, first) if link.stored == "later" else (first, link, one)), place, "")
                elif target in self._out:
                    self._count("links to rows that are left out", link.column, "", place)
                else:
                    self._count("no row and no clock has this id", link.column, target, place, fault=True)

    def _tie(self, one: _Made, link: LinkMap, other: _Made | None, place: Where, clock: str) -> None:
        """Write a relation into the event that has it, to another event or to its clock."""
        holder = one if link.stored == "later" or other is None else other
        words = [
            word for text, _ in self._texts(holder.row, link.relation) for word in self._become(link.relation, text)
        ]
        if not words:
            self._count("a link without a kind", link.column or "", "", place, fault=True)
            return
        relation = words[0].casefold().replace(" ", "-")
        if relation == "skip":
            return
        if relation in {answer.value for answer in Answer}:
            target = clock or (other.id if other else "")
            answers = one.held.setdefault("answers", {})
            answers[target] = _leaf(relation, place)
            return
        if relation not in _RELATIONS:
            self._count("no relation for it", "/".join(link.relation.column), words[0], place, fault=True)
            return
        target = clock or (other.id if other and relation == "needs" else "")
        if not target and other is not None and other.clocks:
            target = other.clocks[0]
        if not target:
            name = other.id if other else ""
            self._fault(place, f"{relation}: the event '{name}' that is named here sets no clock")
            return
        how = self._one(holder.row, link.how)
        if relation in ("moves", "resumes"):
            one.held.setdefault(relation, {})[target] = _leaf(self._moved(holder.row, link) or "undated", place)
        elif relation == "meets" and (how or isinstance(one.held.get("meets"), dict)):
            one.held.setdefault("meets", {})[target] = _leaf(how or "met", place)
        else:
            one.held.setdefault("settles" if relation == "settles-clock" else relation, []).append(_leaf(target, place))

    def _moved(self, row: _Row, link: LinkMap) -> str:
        text = self._one(row, link.how)
        if not link.how or not text or re.match(r"\+?P\d|remaining|undated", text):
            return text
        try:
            return self._dated(row, link.how)
        except ValueError as fault:
            self._fault(self._place(row, link.how), f"new due date: {fault}")
            return ""


def _merged(base: RowMap, own: RowMap) -> RowMap:
    """What an event of a row has: its own, else what all have."""
    return base.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})


def _named(spec: Any, optional: bool = False) -> Iterator[tuple[str, bool]]:
    """The columns that a part of a map names, each with whether the table may lack it."""
    if isinstance(spec, (list, tuple)):
        for one in spec:
            yield from _named(one, optional)
    elif isinstance(spec, CellModel):
        for name in (*spec.column, spec.year, spec.month, spec.day):
            if name:
                yield name, optional or spec.optional
        for name in re.findall(r"\{([^{}]+)\}", spec.text or ""):
            yield name, optional or spec.optional
        yield from _named([one for one in (spec.start, spec.end) if one], optional or spec.optional)
    elif isinstance(spec, (RowMap, ClockMap, LinkMap, EndMap)):
        loose = optional or (isinstance(spec, LinkMap) and spec.optional)
        if isinstance(spec, LinkMap) and spec.column:
            yield spec.column, loose
        for column in getattr(spec, "when", ()):
            yield column, loose
        for name in type(spec).model_fields:
            yield from _named(getattr(spec, name), loose)


def _slug(text: str) -> str:
    """A text as a name: small letters, digits and hyphens, a letter first."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return name if not name or name[0].isalpha() else f"n-{name}"


def _leaf(text: str, where: Where) -> YamlNode:
    return YamlNode(text, where, 0, 0, '"', offset=-1)


def _node(value: Any, where: Where) -> YamlNode:
    """Plain values as nodes, at the place of the row where they have none of their own."""
    if isinstance(value, YamlNode):
        return value
    if isinstance(value, Mapping):
        keys = {str(key): _leaf(str(key), where) for key in value}
        return YamlNode({str(key): _node(one, where) for key, one in value.items()}, where, 0, 0, "{", keys)
    if isinstance(value, (list, tuple)):
        return YamlNode([_node(one, where) for one in value], where, 0, 0, "-")
    return _leaf(str(value), where)


def _party(name: str, words: str) -> PartyMap:
    return PartyMap.model_validate({"id": name, "name": words})


def _told(column: str, value: str) -> str:
    """A value, with the column where it stands, if there is one."""
    at = f"column '{column}'" if column else ""
    return " in ".join(part for part in (f"'{value}'" if value else "", at) if part)


def _listing(counts: Mapping[str, int]) -> str:
    return joined([f"{count} {reason}" for reason, count in counts.items()]) or "none"
