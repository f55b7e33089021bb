"""Maps of foreign tables: YAML text to `MapModel`, with every fault at its line and column.

A map says which column of a table is what, how its dates are written, and which of its values become which acts,
tactics, strategies and parties. `replay.exchange.maps` applies it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from replay.errors import Problem, TimelineError, UnknownNameError, Where, closest
from replay.files.keys import types as t
from replay.files.keys.types import Lone, Strict, Text
from replay.files.nodes import YamlNode, compose
from replay.files.refusals import validated
from replay.files.textfile import TextFile

__all__ = [
    "DATE_FORMS", "CellModel", "ClockMap", "EndMap", "LinkMap", "MapModel", "PartyMap", "RowMap", "load_map", "map_of",
    "shipped_maps",
]  # fmt: skip

_FOLDER = Path(__file__).parent.parent / "data" / "maps"
DATE_FORMS = ("iso", "edtf", "yyyymmdd", "yymmdd", "d/m/y", "m/d/y", "dmonyyyy")
"""How a table may write its dates."""
DateForm = Literal["iso", "edtf", "yyyymmdd", "yymmdd", "d/m/y", "m/d/y", "dmonyyyy"]
_MISSING = ["", "NA", "N/A", ".", "-9", "-99"]


def _column(value: Any) -> Any:
    return {"column": value} if isinstance(value, (str, list)) else value


def _party(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


Cell = Annotated["CellModel", BeforeValidator(_column), t.TypeName("column", "Date")]
Fits = dict[str, Lone[str]]


class CellModel(Strict, noun="column"):
    """Where a value comes from: a column, several, or the map itself."""

    column: Lone[Text] = Field([], description="the column that holds it; of several every value counts")
    constant: Text | None = Field(None, alias="is", description="the same for all rows, instead of a column")
    text: Text | None = Field(None, description="a text with names of columns in braces: `{Issue}: {Note}`")
    default: Text | None = Field(None, description="what holds where the cell is missing")
    values: Fits = Field({}, description="what the values of the table become; `13*` is all that start so")
    split: Text | None = Field(None, description="the sign between several values in one cell")
    optional: bool = Field(False, description="whether the table may lack the column")
    dates: DateForm | None = Field(None, description="how a date is written, if not as in the rest of the table")
    year: Text | None = Field(None, description="the column of the year, of a date in several columns")
    month: Text | None = Field(None, description="the column of the month")
    day: Text | None = Field(None, description="the column of the day")
    start: Annotated[Cell | None, Field(description="first day, of a date with two ends")] = None
    end: Annotated[Cell | None, Field(description="last day")] = None
    times: float = Field(1, gt=0, description="by what a number is multiplied, such as 1e6 for millions")

    @model_validator(mode="after")
    def _one_way(self) -> CellModel:
        ways = {"column": self.column, "is": self.constant, "text": self.text, "year": self.year, "start": self.start}
        seen = [f"`{name}`" for name, value in ways.items() if value]
        if len(seen) != 1:
            raise ValueError(f"it has {' and '.join(seen) or 'none'} of {', '.join(ways)}; allowed: exactly one")
        return self


class PartyMap(Strict, noun="party"):
    """Whom a value of the table names."""

    id: t.PartyName = Field(description="its short name in the event file")
    name: Text | None = Field(None, description="its name in full; left out, the value of the table")
    of: t.PartyName | None = Field(None, description="the party to which this domestic actor belongs")


class EndMap(Strict):
    """What follows when a clock runs out."""

    act: Cell
    actor: Cell | None = None
    recipient: Cell | None = None
    summary: Cell | None = None
    after: Text | None = Field(None, description="time from the end of the clock, such as P0D")
    event: Text | None = Field(None, description="the other event of the row that is this act, by its name in `events`")


class ClockMap(Strict, noun="clock"):
    """A clock that the event of a row sets, if the row has a due date."""

    id: Cell | None = Field(None, description="its name; left out, that of the event with -clock")
    due: Cell | None = Field(None, description="when it runs out: a date, or a length such as P60D")
    template: Cell | None = Field(None, description="a length fixed by law, instead of `due`")
    kind: Cell | None = Field(None, description="what runs; left out, a deadline")
    label: Cell | None = None
    record: Cell | None = Field(None, description="how it ended; left out, or missing in a row: unknown")
    binds: Cell | None = None
    wants: Cell | None = None
    on_end: Lone[EndMap] = []
    when: Fits = Field({}, description="columns with the values that a row must have to set it")


class LinkMap(Strict, noun="link"):
    """What the event of a row has to do with other rows, or with other events of the row."""

    column: Text | None = Field(None, description="the column that holds the ids of other rows, or of clocks")
    to: Text | None = Field(None, description="instead: another event of the row, by its name in `events`")
    split: Text | None = None
    relation: Cell = Field(description="a kind of answer (counters, settles ...) or meets, settles-clock, moves, needs")
    how: Cell | None = Field(None, description="of moves the new due date; of meets `met-in-part`")
    stored: Literal["later", "earlier"] = Field("later", description="which of the two rows names the other")
    when: Fits = {}
    optional: bool = False

    @model_validator(mode="after")
    def _one_target(self) -> LinkMap:
        if (self.column is None) == (self.to is None):
            raise ValueError("it has neither or both of `column` and `to`; allowed: exactly one")
        return self


class RowMap(Strict, noun="event"):
    """What an event has from its row."""

    id: Cell | None = None
    date: Cell | None = None
    actor: Cell | None = None
    recipient: Cell | None = None
    act: Cell | None = None
    tactics: Cell | None = None
    strategy: Cell | None = None
    status: Cell | None = None
    label: Cell | None = None
    summary: Cell | None = None
    worth: Cell | None = None
    unit: Cell | None = None
    rate: Cell | None = None
    fate: Cell | None = None
    via: Cell | None = Field(None, description="the source that the table cites")
    url: Cell | None = Field(None, description="the address of that source")
    note: Cell | None = Field(None, description="what is kept as a note")
    clocks: Lone[ClockMap] = []
    links: Lone[LinkMap] = []
    when: Fits = Field({}, description="columns with the values that a row must have to be this event")


class MapModel(Strict):
    """A map: how a foreign table becomes an event file."""

    map: Literal["1"] = Field(description="version of this format")
    title: Text | None = Field(None, description="what tables it is for")
    seen: Lone[Text] = Field([], description="addresses at which the layout of the table was looked up")
    lost: Text | None = Field(None, description="what of the table the event file does not hold")
    like: Text | None = Field(None, description="a shipped map that this one changes; what stands here comes first")
    sheet: Text | None = Field(None, description="the sheet of a workbook; left out, the first")
    encoding: Text | None = None
    delimiter: str | None = None
    missing: list[str] = Field(_MISSING, description="marks that stand for nothing")
    dates: DateForm = Field("iso", description="how the table writes its dates")
    pivot: int | None = Field(None, ge=0, le=99, description="years of two digits: the last that is of 20..")
    split: Text | None = Field(None, description="the sign between several values in one cell")
    file: dict[str, Any] = Field({}, description="what the event file has besides: dispute, title, period, sides ...")
    source: dict[str, Text] = Field({}, description="the table in the bibliography: author, year, title, url")
    filter: Lone[Fits] = Field(
        [], description="rows to take: columns with values, `1990..1999` or `13*`; of a list any"
    )
    parties: dict[str, Annotated[PartyMap, BeforeValidator(_party)]] = {}
    columns: RowMap = Field(RowMap(), description="which column is what")
    events: dict[str, RowMap] = Field({}, description="several events of one row, each with what it has of its own")
    keep: Lone[Text] = Field([], description="columns that are kept as a note")
    ignore: Lone[Text] = Field([], description="columns that are left out on purpose")


def shipped_maps() -> tuple[str, ...]:
    """Return the names of the maps that come with the program."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def load_map(name: str) -> MapModel:
    """Read a map: a file, or one that comes with the program, by its name.

    Raises
    ------
    TimelineError
        With all faults of the map.
    UnknownNameError
        If there is no such file and no shipped map has that name.
    """
    return map_of(_tree(name), name)


def map_of(root: YamlNode, name: str) -> MapModel:
    """Return the map of a node tree; errors as for `load_map`."""
    model, faults, _ = validated(root, MapModel, "a map")
    if model is None:
        raise TimelineError(tuple(replace(fault, where=fault.where or Where(name)) for fault in faults))
    return model


def _tree(name: str, before: tuple[str, ...] = ()) -> YamlNode:
    path = Path(name)
    if not path.is_file() and path.suffix not in (".yaml", ".yml"):
        known = shipped_maps()
        if name not in known:
            raise UnknownNameError(f"no map is called '{name}'{closest(name, known) or ';'} allowed: {', '.join(known)}, "
                                   "or the path of a file (MAP.yaml)")  # fmt: skip
        path = _FOLDER / f"{name}.yaml"
    file = TextFile.read(path)
    root, faults = compose(file.text, file.name)
    if faults or root is None:
        raise TimelineError(faults)
    like = root.text_of("like")
    if like in before:
        raise TimelineError([Problem(root.find(("like",)).where, "maps are like each other in a circle", "map")])
    return _over(_tree(like, (*before, like)), root) if like else root


def _over(below: YamlNode, above: YamlNode) -> YamlNode:
    """A map with what another one lacks; mappings key by key."""
    if not isinstance(below.value, dict) or isinstance(above.value, list):
        return above
    if isinstance(above.value, str):  # the name of a column alone
        if "column" not in below.value:
            return above
        column = YamlNode({"column": above}, above.where, above.start, above.end, "{", {"column": above})
        return _over(below, column)
    held = {**below.value}
    for key, node in above.value.items():
        held[key] = _over(held[key], node) if key in held else node
    return YamlNode(held, above.where, above.start, above.end, above.sign, {**below.keys, **above.keys})
