"""The file that settles two codings, from a workbook in which every difference is decided (`adjudication`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from replay.errors import Problem, Where, closest
from replay.exchange.adjudication import (
    ALONE,
    DECISIONS,
    DIFFERENCES,
    KEPT,
    PAIRS,
    VERSIONS,
    Difference,
    Pair,
    TwoCodings,
)
from replay.exchange.units import SECTIONS, Thing, Units, is_link, put_together, renamed, without
from replay.files import judged
from replay.files.emit import yaml_text
from replay.files.grids import Grid
from replay.files.keys import TimelineModel, keys_of, model_at, shapes_of, takes_text, type_at
from replay.files.nodes import YamlNode, compose
from replay.files.textfile import TextFile
from replay.text.words import in_line, joined
from replay.timeline import Timeline

__all__ = ["Settled", "settle"]

_CUT = 40
"""Signs of a value that a note quotes."""
_WITH_ID = ("clock", *(kind for kind in SECTIONS if kind not in ("party", "source")))
"""Kinds of things that have ids, each used once in a file."""
_CELLS = {
    DIFFERENCES: ("kind", "id in A", "id in B", "key", "decision", "value", "note"),
    ALONE: ("kind", "id", "marks", "decision", "note"), PAIRS: ("kind", "id in A", "id in B"),
    VERSIONS: ("coder", "sha256"),
}  # fmt: skip
"""Columns that are read, by sheet."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of two codings and a workbook.

    Attributes
    ----------
    text : str
        The settled event file; "" where there are problems.
    timeline : Timeline or None
        What it holds.
    problems : tuple[Problem, ...]
        At the places of the workbook.
    decided : Mapping[str, int]
        How many differences were decided in which way.
    kept, left_out : int
        Things that only one coding had.
    dropped : tuple[tuple[str, str, str], ...]
        Links to what was left out: the id of the item, the key, the id.
    """

    text: str
    timeline: Timeline | None
    problems: tuple[Problem, ...]
    decided: Mapping[str, int] = field(default_factory=dict)
    kept: int = 0
    left_out: int = 0
    dropped: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What was decided in a row: the word, what was typed, the note, and where it stands."""

    word: str
    value: Any
    note: str
    where: Where


def settle(a: TextFile, b: TextFile, grids: Sequence[Grid]) -> Settled:
    """Return the file that settles two codings by the decisions of a workbook; every problem, where there are any.

    Parameters
    ----------
    a, b : TextFile
        Sound event files, those from which the workbook was made.
    grids : sequence of Grid
        Its sheets, read with `read_grids(..., strip=False)`.
    """
    sheets = {grid.name: grid for grid in grids}
    if problems := [*_form(sheets, grids), *_versions(sheets, a, b)]:
        return Settled("", None, tuple(problems))
    two = TwoCodings(a, b, tuple(_pairs(sheets[PAIRS])))
    reader = _Rows(two, sheets)
    if reader.problems:
        return Settled("", None, _in_order(reader.problems))
    return _Settling(two, reader).done()


def _form(sheets: Mapping[str, Grid], grids: Sequence[Grid]) -> Iterator[Problem]:
    """Yield what of the workbook is not there, or cannot be read."""
    file = grids[0].file if grids else ""
    if missing := [name for name in _CELLS if name not in sheets]:
        said_so = f"no sheet {joined(missing)}; allowed: a workbook that `replay agree A B --sheet` wrote"
        yield Problem(Where(file), said_so, "sheet")
    for name, columns in _CELLS.items():
        grid = sheets.get(name)
        for column in columns if grid is not None else ():
            if grid is not None and column not in grid.header:
                yield Problem(grid.place(1), f"the column '{column}' is not there; it may not be taken away", "column")
        yield from grid.problems if grid is not None else ()


def _versions(sheets: Mapping[str, Grid], a: TextFile, b: TextFile) -> Iterator[Problem]:
    grid = sheets.get(VERSIONS)
    if grid is None or not {"coder", "sha256"} <= {*grid.header}:
        return
    told = {cells["coder"].strip(): (n, cells["sha256"].strip()) for n, cells in grid.records()}
    for name, file in (("A", a), ("B", b)):
        n, digest = told.get(name, (1, ""))
        if digest != file.digest:
            other = "; A and B are in the other order" if digest == (b if name == "A" else a).digest else ""
            message = (
                f"this workbook was made for another version of {name} than {file.name}{other}; write it anew with"
            )
            yield Problem(grid.place(n, "sha256"), f"{message} `replay agree A B --sheet`", "version")


def _pairs(grid: Grid) -> Iterator[Pair]:
    for _, cells in grid.records():
        kind, x, y = (cells[name].strip() for name in _CELLS[PAIRS])
        if kind:
            yield kind, x, y


class _Rows:
    """The decisions of the workbook, and what is wrong with them."""

    def __init__(self, two: TwoCodings, sheets: Mapping[str, Grid]) -> None:
        self.problems: list[Problem] = []
        self.grids = sheets
        differing = {one.row: one for one in two.differences}
        alone = {
            (thing[0], two.own(thing)[two.coder(thing) == "B"], f"only {two.coder(thing)}"): thing
            for thing in two.alone
        }
        self.verdicts: dict[tuple[Thing, str], _Verdict] = {}
        self.kept: dict[Thing, _Verdict] = {}
        self._open: list[tuple[str, int, str]] = []
        for row, where, cells in self._rows(DIFFERENCES, 4, differing):
            one = differing[row]  # type: ignore[index]
            self.verdicts[one.thing, one.key] = self._difference(one, where, cells)
        for row, where, cells in self._rows(ALONE, 3, alone):
            self.kept[alone[row]] = self._kept(where, cells)  # type: ignore[index]
        self.problems += self._undecided()

    def _fault(self, where: Where, message: str, code: str = "undecided") -> None:
        self.problems.append(Problem(where, message, code))

    def _rows(
        self, sheet: str, width: int, known: Mapping[Any, object]
    ) -> Iterator[tuple[tuple[str, ...], int, dict[str, str]]]:
        """The rows of a sheet that belong to something, each once: what it is, its number, its cells."""
        grid, seen = self.grids[sheet], dict[tuple[str, ...], int]()
        for n, cells in grid.records():
            row = tuple(cells[name].strip() for name in _CELLS[sheet][:width])
            if not any(cell.strip() for cell in cells.values()):
                continue
            if row not in known:
                said_so = f"A and B have no such row: {_named(row)}; change only decision, value and note"
                self._fault(grid.place(n), said_so, "row")
            elif row in seen:
                self._fault(grid.place(n), f"{_named(row)} stands here a second time; first in row {seen[row]}", "row")
            else:
                seen[row] = n
                yield row, n, cells
        for row in known:
            if row not in seen:
                self._fault(grid.place(1), f"the row of {_named(row)} is not there; it may not be taken away", "row")

    def _difference(self, one: Difference, n: int, cells: Mapping[str, str]) -> _Verdict:
        grid = self.grids[DIFFERENCES]
        typed, note = cells["value"].strip(), cells["note"].strip()
        where, at = grid.place(n, "decision"), grid.place(n, "value")
        word = _word(cells["decision"], DECISIONS) or ("value" if typed and not cells["decision"].strip() else "")
        if not word:
            self._seen(DIFFERENCES, n, cells["decision"], _named(one.row), DECISIONS)
        elif word == "value" and not typed:
            self._fault(at, f"{_named(one.row)}: the decision is value, but none was typed here")
        elif word != "value" and typed:
            self._fault(at, f"{_named(one.row)}: the decision is {word}, but a value was typed as well; allowed: one")
        elif word == "neither" and one.key == "id":
            self._fault(where, f"{_named(one.row)}: it must have an id; allowed: A, B, value")
        elif word == "value":
            return _Verdict(word, self._typed(one, typed, at), note, at)
        return _Verdict(word, {"A": one.a_says, "B": one.b_says}.get(word), note, where)

    def _seen(self, sheet: str, n: int, cell: str, name: str, allowed: Sequence[str]) -> None:
        """Take in that a row is not decided, or that its decision is none."""
        if not cell.strip():
            self._open.append((sheet, n, name))
            return
        near = closest(cell.strip(), allowed)
        said_so = f"{name}: '{cell.strip()}' was seen{near}; allowed: {', '.join(allowed)}"
        self._fault(self.grids[sheet].place(n, "decision"), said_so, "decision")

    def _undecided(self) -> Iterator[Problem]:
        """Yield the rows without a decision, those that follow each other together."""
        for sheet, allowed in ((DIFFERENCES, DECISIONS), (ALONE, KEPT)):
            rows = sorted((n, name) for where, n, name in self._open if where == sheet)
            runs: list[list[tuple[int, str]]] = []
            for n, name in rows:
                if runs and runs[-1][-1][0] == n - 1:
                    runs[-1].append((n, name))
                else:
                    runs.append([(n, name)])
            for run in runs:
                last = f" to row {run[-1][0]} ({len(run)} rows, to {run[-1][1]})" if len(run) > 1 else ""
                said_so = f"not decided yet: {run[0][1]}{last}; allowed: {', '.join(allowed)}"
                yield Problem(self.grids[sheet].place(run[0][0], "decision"), said_so, "undecided")

    def _typed(self, one: Difference, cell: str, where: Where) -> Any:
        """What was typed, as a file has it."""
        if one.kind == "link" or one.key in ("id", "event", "part of"):
            return cell
        kind = type_at(TimelineModel, (*_path(one.thing[0]), *one.key.split(" ", 1)))
        shapes = shapes_of(kind) if kind is not None else frozenset({"string"})
        if takes_text(kind) and "array" not in shapes:
            return cell
        if cell[0] in "[{" and shapes & {"array", "object"}:
            node, faults = compose(f"k: {cell}", "")
            if node is None or faults:
                found = faults[0].message if faults else "this cannot be read"
                self._fault(where, f"{found}; in brackets a cell is written as in the file", "cell")
                return cell
            return node.find(("k",)).plain()
        if "array" in shapes and "," in cell:
            return [part.strip() for part in cell.split(",") if part.strip()]
        return cell

    def _kept(self, n: int, cells: Mapping[str, str]) -> _Verdict:
        where = self.grids[ALONE].place(n, "decision")
        word = _word(cells["decision"], KEPT)
        if not word:
            row = tuple(cells[name].strip() for name in _CELLS[ALONE][:3])
            self._seen(ALONE, n, cells["decision"], _named(row), KEPT)
        return _Verdict(word, None, cells["note"].strip(), where)


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by sheet, row and column, each once."""
    return tuple(sorted(set(problems), key=lambda one: (one.where.sheet, one.where, one.message)))


def _path(kind: str) -> tuple[str | int, ...]:
    """Where in a file a thing of a kind stands."""
    owned: Mapping[str, tuple[str | int, ...]] = {
        "dispute": (), "clock": ("events", 0, "clock", 0), "commitment": ("events", 0, "commits", 0),
    }  # fmt: skip
    return owned[kind] if kind in owned else (SECTIONS[kind], "X" if kind in ("party", "source") else 0)


def _word(cell: str, allowed: Sequence[str]) -> str:
    return next((word for word in allowed if word.casefold() == cell.strip().casefold()), "")


def _named(row: Sequence[str]) -> str:
    """A row in words: the kind, the ids, and what else it is known by."""
    kind, *rest = row
    return " ".join([kind, *dict.fromkeys(part for part in rest if part)])


class _Settling:
    """Puts the settled file together."""

    def __init__(self, two: TwoCodings, rows: _Rows) -> None:
        self._two, self._rows = two, rows
        self._names = {
            thing[1]: verdict.value for (thing, key), verdict in rows.verdicts.items() if key == "id"
        }  # fmt: skip
        self._told: defaultdict[Thing, list[str]] = defaultdict(list)

    def done(self) -> Settled:
        units, gone = self._units()
        self._by_their_own(units)
        if early := [*self._taken(units), *self._orphans(units)]:
            return Settled("", None, _in_order(early))
        held, dropped = without(put_together(units), {name for _, name in gone} - {name for _, name in units})
        for name, key, to in dropped:
            thing = next(thing for thing in units if thing[1] == name and thing[0] in SECTIONS)
            self._told[thing].append(f"{key} {to}: left out")
        held = renamed(self._noted(held, units, gone), self._names)
        text = yaml_text(held)
        root, faults = compose(text, self._rows.grids[DIFFERENCES].file)
        assert root is not None, "it was written by this function"
        timeline, problems = judged(root, root.where.file, "", faults)
        words = [verdict.word for verdict in self._rows.verdicts.values()]
        count = {word: words.count(word) for word in DECISIONS if word in words}
        kept = sum(verdict.word == KEPT[0] for verdict in self._rows.kept.values())
        found = [self._placed(problem, root) for problem in problems]
        return Settled(
            "" if found else text, None if found else timeline, _in_order(found), count, kept,
            len(self._rows.kept) - kept, dropped,
        )  # fmt: skip

    def _units(self) -> tuple[Units, list[Thing]]:
        """The things that are in the settled file, with what is settled of them, and those that are left out."""
        two, units, gone = self._two, Units(), list[Thing]()
        for thing in two.things:
            coder = two.coder(thing)
            if not coder:
                units[thing] = self._values(thing)
                continue
            verdict = self._rows.kept[two.carrier(thing) or thing]
            if verdict.word != KEPT[0]:
                gone.append(thing)
                continue
            units[thing] = dict((two.first if coder == "A" else two.second)[thing])
            if thing in self._rows.kept:
                self._told[thing].append(_because(f"only {coder} has it; kept", verdict.note))
        return units, gone

    def _by_their_own(self, units: Units) -> None:
        """Give what B alone has its own id back, where nothing else in the settled file has that."""
        having = {self._names.get(name, name) for kind, name in units if kind in _WITH_ID}
        for thing in units:
            own = self._two.own(thing)[1]
            if thing[0] in _WITH_ID and self._two.coder(thing) == "B" and own != thing[1] and own not in having:
                self._names[thing[1]] = own
                having.add(own)

    def _values(self, thing: Thing) -> dict[str, Any]:
        """What is settled of a thing that both have."""
        one, two = self._two.first[thing], self._two.second[thing]
        made = {}
        for key in dict.fromkeys((*one, *two)):
            verdict = self._rows.verdicts.get((thing, key)) if key != "id" else None  # ids are put in at the end
            value = one.get(key) if verdict is None else verdict.value
            if value is not None:
                made[key] = value
        for difference in self._differing(thing):
            verdict = self._rows.verdicts[thing, difference.key]
            says = _says(difference)
            settled = _cut(verdict.value) if verdict.word == "value" else verdict.word
            self._told[thing].append(_because(f"{difference.key}: {says}settled {settled}", verdict.note))
        return made

    def _differing(self, thing: Thing) -> list[Difference]:
        return [one for one in self._two.differences if one.thing == thing]

    def _noted(self, held: dict[str, Any], units: Units, gone: Sequence[Thing]) -> dict[str, Any]:
        """The file with who said what in the notes: of the item, else of what holds it."""
        told: defaultdict[Thing, list[str]] = defaultdict(list)
        for thing in units:
            bearer = self._bearer(thing, units)
            lead = "" if bearer == thing else f"{_of(thing)}: "
            told[bearer] += [f"{lead}{words}" for words in self._told.get(thing, ())]
        names = " and ".join(f"{name} ({file.digest[:12]})" for name, file in (("A", self._two.a), ("B", self._two.b)))
        told["dispute", ""].insert(0, f"settled from two codings, {names}")
        if out := [thing for thing in gone if thing in self._rows.kept]:
            notes = ((f"{_of(thing)} ({self._two.coder(thing)})", self._rows.kept[thing].note) for thing in out)
            listed = ", ".join(_because(*one) for one in notes)
            told["dispute", ""].append(f"left out: {listed}")
        made = dict(held)
        made["note"] = _joined(made.get("note"), f"[Settled: {'. '.join(told['dispute', ''])}]")
        for kind, section in SECTIONS.items():
            if kind in ("party", "source") or section not in made:
                continue
            made[section] = [self._with_note(kind, item, told) for item in made[section]]
        return made

    def _with_note(self, kind: str, item: Mapping[str, Any], told: Mapping[Thing, Sequence[str]]) -> dict[str, Any]:
        made = dict(item)
        if words := told.get((kind, item["id"])):
            made["note"] = _joined(made.get("note"), f"[Settled: {'. '.join(words)}]")
        if kind == "event" and "clock" in item:
            made["clock"] = [self._with_note("clock", clock, told) for clock in item["clock"]]
        if kind == "event" and "splits" in item:
            made["splits"] = {part: self._with_note("clock", clock, told) for part, clock in item["splits"].items()}
        return made

    @staticmethod
    def _bearer(thing: Thing, units: Units) -> Thing:
        """In whose note it is said what was settled of a thing."""
        if thing[0] == "commitment":
            owner = ("event", units[thing]["event"])
            return owner if owner in units else ("dispute", "")
        model = model_at(TimelineModel, _path(thing[0]))
        return thing if model is not None and "note" in keys_of(model) else ("dispute", "")

    # -- problems ---------------------------------------------------------------------------------

    def _taken(self, units: Units) -> Iterator[Problem]:
        """Yield the ids that two things would have."""
        having: defaultdict[str, list[Thing]] = defaultdict(list)
        for kind, name in units:
            if kind in _WITH_ID:
                having[self._names.get(name, name)].append((kind, name))
        for new, things in having.items():
            for thing in things if len(things) > 1 else ():
                others = joined([_of(one) for one in things if one != thing])
                yield Problem(
                    self._row(thing, "id"), f"{_of(thing)}: {others} would have the id '{new}' too", "duplicate-id"
                )

    def _orphans(self, units: Units) -> Iterator[Problem]:
        """Yield the clocks and commitments whose event is not in the settled file."""
        for thing, values in units.items():
            if thing[0] in ("clock", "commitment") and ("event", values["event"]) not in units:
                said_so = f"its event {values['event']} is left out; keep that, or settle on another event"
                yield Problem(self._row(thing, "event"), f"{_of(thing)}: {said_so}", "unknown-id")

    def _placed(self, problem: Problem, root: YamlNode) -> Problem:
        """A problem of the settled file at the row of the workbook that it comes from."""
        thing, key = _at(root, problem.where)
        back = {new: old for old, new in self._names.items()}
        name = f"{_of(thing)}, settled: " if thing[1] else "settled: "
        kind, own = thing
        if kind == "commitment":
            event, _, n = own.rpartition("/")
            own = f"{back.get(event, event)}/{n}"
        relation, blank, to = key.partition(" ")
        key = f"{relation} {back.get(to, to)}" if blank else key
        return Problem(self._row((kind, back.get(own, own)), key), f"{name}{problem.message}", problem.code)

    def _row(self, thing: Thing, key: str) -> Where:
        """The cell of the workbook in which a key was decided; else where the thing was kept; else any row of it."""
        verdicts = self._rows.verdicts
        if (thing, key) in verdicts:
            return verdicts[thing, key].where
        if key.partition(" ")[0] != key or any(
            found.startswith(f"{key} ") for (one, found) in verdicts if one == thing
        ):
            key = key.partition(" ")[0]
        for (one, found), verdict in verdicts.items():
            if one == thing and found.partition(" ")[0] == key and key:
                return verdict.where
        carrier = self._two.carrier(thing) if thing in self._two.things else None
        for known in (thing, carrier):
            if known in self._rows.kept:
                return self._rows.kept[known].where
        for (one, _), verdict in verdicts.items():
            if one == thing:
                return verdict.where
        return self._rows.grids[DIFFERENCES].place(0)


def _of(thing: Thing) -> str:
    return " ".join(part for part in thing if part)


def _because(words: str, note: str) -> str:
    return f"{words} ({note.rstrip('.')})" if note else words


def _joined(before: str | None, more: str) -> str:
    return f"{before.rstrip()} {more}" if before else more


def _says(one: Difference) -> str:
    """What the two say, in short; nothing of texts that only word the same otherwise. Of mappings what differs."""
    if one.key in ("summary", "note"):
        return ""
    a, b = one.a_says, one.b_says
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        apart = [key for key in dict.fromkeys((*a, *b)) if a.get(key) != b.get(key)]
        a, b = ({key: held[key] for key in apart if key in held} for held in (a, b))
    return f"A {_cut(a)}, B {_cut(b)}; "


def _cut(value: Any) -> str:
    words = "nothing" if value in (None, {}) else " ".join(in_line(value).split())
    return words if len(words) <= _CUT else f"{words[: _CUT - 3]}..."


def _at(root: YamlNode, where: Where) -> tuple[Thing, str]:
    """The thing, and the key of it, that stand at a place of a file."""
    best: tuple[int, int] = (0, 0)
    path: tuple[str | int, ...] = ()
    for steps, node in root.walk():
        marks = [(node.where, steps), *((key.where, (*steps, name)) for name, key in node.keys.items())]
        for place, found in marks:
            if best <= (place.line, place.column) <= (where.line, where.column):
                best, path = (place.line, place.column), found
    section = path[0] if path else ""
    kind = next((kind for kind, name in SECTIONS.items() if name == section), "")
    if not kind or len(path) < 2:
        return ("dispute", ""), str(section)
    if isinstance(path[1], str):
        return (kind, path[1]), str(path[2]) if len(path) > 2 else ""
    item = root.find(path[:2])
    name, rest = item.text_of("id"), path[2:]
    if kind == "event" and rest[:1] in (("clock",), ("splits",)) and len(rest) > 1:
        inner = root.find(path[:4])
        return ("clock", inner.text_of("id")), str(rest[2]) if len(rest) > 2 else ""
    if kind == "event" and rest[:1] == ("commits",) and len(rest) > 1:
        return ("commitment", f"{name}/reply-{int(rest[1]) + 1}"), str(rest[2]) if len(rest) > 2 else ""
    if kind == "event" and len(rest) > 1 and isinstance(rest[1], str) and is_link(f"{rest[0]} {rest[1]}"):
        return (kind, name), f"{rest[0]} {rest[1]}"
    return (kind, name), str(rest[0]) if rest else ""
