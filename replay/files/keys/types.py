"""What the keys of a file may hold, as annotated types: names, texts, dates, lengths, degrees, citations."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import core_schema

from replay.codebook import DEGREES, Outcome
from replay.dates import (
    DateError,
    Duration,
    Lag,
    Relative,
    When,
    day,
    parse,
    parse_date,
    parse_due,
    parse_duration,
    parse_lag,
    parse_move,
)
from replay.text.signs import quoted
from replay.timeline import JOINT, Citation

__all__ = [
    "NO_ITEMS", "NO_PAIRS", "NUMBER", "PARTY", "Actors", "Camps", "Cites", "Date", "Degree", "Due", "Groups", "Id",
    "Interval", "Label", "LagLength", "Length", "Lone", "LoneItem", "Meets", "Move", "Name", "Names", "Note",
    "PartyName", "Resume", "Strict", "Text", "TypeName", "Year", "one_of",
]  # fmt: skip

NAME = r"^[a-z][a-z0-9-]*$"
PARTY = r"^[A-Z][A-Z0-9-]*$"
_PARTY = re.compile(PARTY)
NUMBER: dict[str, Any] = {"type": ["number", "string"], "pattern": r"^[-+]?[0-9.]+([eE][-+]?[0-9]+)?$"}
"""In the schema, a number that may be large: some editors take 2e9 for text."""


class _NoPairs(dict[str, Any]):
    __hash__ = object.__hash__  # type: ignore[assignment]

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.dict_schema()


NO_ITEMS: Any = ()
NO_PAIRS: Any = _NoPairs()
"""What events and clocks have under keys that a file leaves out: hashable, so that pydantic makes no copies."""


@dataclass(frozen=True, slots=True, eq=False)
class TypeName:
    """What a value is called in the table of keys, and one that is sound: a text, list or mapping."""

    word: str
    example: Any


class LoneItem:
    """A list for which a lone item may stand."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(_listed, handler(source))

    def __get_pydantic_json_schema__(self, core: core_schema.CoreSchema, handler: Any) -> dict[str, Any]:
        plain = handler(core)
        return {"anyOf": [plain["items"], plain]}


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


@dataclass(frozen=True, slots=True)
class _Written:
    """A value that `read` makes of one word of the file."""

    read: Callable[[str], Any]
    description: str
    examples: tuple[str, ...]
    year_too: bool = False
    """A year stands without quotes, and editors take it for a number."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self._convert)

    def __get_pydantic_json_schema__(self, core: core_schema.CoreSchema, handler: Any) -> dict[str, Any]:
        kind = ["string", "integer"] if self.year_too else "string"
        return {"type": kind, "description": self.description, "examples": list(self.examples)}

    def _convert(self, value: Any) -> Any:
        if not isinstance(value, str):
            raise ValueError("a date in one word is wanted here; put a choice of dates in quotes: '[1995,1996]'")
        return self.read(value)


def _groups(value: Any) -> Any:
    """`needs` to all-of over one-of: [a, {any: [b, c]}] becomes [[a], [b, c]]."""
    out = []
    for n, item in enumerate(_listed(value), 1):
        if isinstance(item, str):
            out.append([item])
        elif isinstance(item, dict) and set(item) == {"any"} and isinstance(item["any"], list) and item["any"]:
            if not all(isinstance(name, str) for name in item["any"]):
                raise ValueError(f"item {n}: `any` lists event ids and nothing else")
            out.append(item["any"])
        else:
            raise ValueError(f"item {n} is neither an event id nor a group {{any: [id, id]}}")
    return out


def _degree(value: Any) -> Any:
    """A word of `DEGREES` as its number; a number stays what it is."""
    if isinstance(value, str) and value in DEGREES:
        return DEGREES[value]
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number <= 1:
        raise ValueError(f"'{value}' is neither a number from 0 to 1 nor one of {', '.join(DEGREES)}")
    return number


def _joined(value: Any) -> Any:
    """Parties that act together as one text."""
    if isinstance(value, str) and _PARTY.match(value):
        return value
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list):
        return value
    if not names or not all(isinstance(name, str) for name in names):
        raise ValueError("a list of parties is wanted here: [AAA, BBB]")
    for n, name in enumerate(names):
        if not _PARTY.match(name):
            rule = "capital letters, digits and hyphens, a letter first"
            raise ValueError(f"{quoted(name)} is not a name here; allowed: {rule}")
        if name in names[:n]:
            raise ValueError(f"'{name}' stands twice; allowed: each party once")
    return JOINT.join(names)


def _met(value: Any) -> Any:
    """`meets` to a mapping: [a, b] and a lone name are met, {a: met-in-part} says how."""
    if isinstance(value, dict):
        return value
    items = _listed(value)
    if not all(isinstance(name, str) for name in items):
        raise ValueError("ids of clocks are wanted here, or {id: met-in-part}")
    return dict.fromkeys(items, Outcome.MET.value)


T = TypeVar("T")
_YEAR: Any = {"type": ["string", "integer"]}
Lone = Annotated[list[T], LoneItem()]
Text = Annotated[str, Field(min_length=1), TypeName("text", "Talks in Geneva")]
Name = Annotated[
    str,
    Field(pattern=NAME, description="small letters, digits and hyphens, a letter first"),
    TypeName("name", "first-demand"),
]
PartyName = Annotated[
    str,
    Field(pattern=PARTY, description="capital letters, digits and hyphens, a letter first"),
    TypeName("party", "USA"),
]
Names = Lone[Name]
_ONE_PARTY = {"type": "string", "pattern": PARTY}
_PARTIES = {"anyOf": [_ONE_PARTY, {"type": "array", "items": _ONE_PARTY, "minItems": 1, "uniqueItems": True}]}
Actors = Annotated[
    str,
    BeforeValidator(_joined),
    WithJsonSchema(_PARTIES),
    TypeName("party, or list of parties", "USA"),
]
"""One party, or several that act together; a list becomes one text with plus signs."""
Camps = Annotated[
    list[Actors],
    Field(min_length=2, max_length=2),
    WithJsonSchema({"type": "array", "items": _PARTIES, "minItems": 2, "maxItems": 2}),
    TypeName("two of: party, or list of parties", ["USA", "JPN"]),
]
Meets = Annotated[
    dict[Name, Literal[Outcome.MET, Outcome.MET_IN_PART]],
    BeforeValidator(_met),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}},
                {"type": "object", "additionalProperties": {"enum": ["met", "met-in-part"]}},
            ]
        }
    ),
    TypeName("name, or list, or mapping of name to met or met-in-part", {"duties": "met-in-part"}),
]
Id = Annotated[Name, Field(description="its name: small letters, digits and hyphens, a letter first; used once")]
Label = Annotated[Text | None, Field(max_length=40, description="a few words for figures", examples=["First demand"])]
Note = Annotated[
    Text | None,
    Field(description="a remark of the coder", examples=["Another source has the day after."]),
]
Year = Annotated[str, Field(min_length=1, json_schema_extra=_YEAR), TypeName("text", "1995")]

Date = Annotated[
    When | Relative,
    _Written(
        parse_date, "EDTF date, or relative to an event",
        ("1995-05-16", "1994-06~", "1995-02-15/1995-02-17", "talks + P45D"), year_too=True,
    ),
    TypeName("date", "1995-05-16"),
]  # fmt: skip
Interval = Annotated[When, _Written(parse, "EDTF interval", ("1993/1996",)), TypeName("interval", "1993/1996")]
Due = Annotated[
    When | Relative | Duration,
    _Written(
        parse_due, "Date, date relative to an event, or time from the setting act",
        ("1995-06-28", "talks + P45D", "P1Y"), year_too=True,
    ),
    TypeName("due date", "P60D"),
]  # fmt: skip
_UNDATED = "undated"


def _read_move(text: str) -> When | Relative | Duration | None:
    return None if text == _UNDATED else parse_move(text)


Move = Annotated[
    When | Relative | Duration | None,
    _Written(
        _read_move, "Date, time from the date at which it stands (+P30D), from the act that set it (P9M), or `undated`",
        ("1995-06-28", "+P30D", "P9M", "talks + P45D", _UNDATED), year_too=True,
    ),
    TypeName("new due date", "+P30D"),
]  # fmt: skip
_REMAINING = "remaining"


def _read_resume(text: str) -> When | Relative | Duration | None:
    if text == _REMAINING:
        return None
    try:
        return parse_due(text)
    except DateError as fault:
        raise DateError(fault.column, f"{fault.message}, or {_REMAINING}") from None


Resume = Annotated[
    When | Relative | Duration | None,
    _Written(
        _read_resume, "Date, or the word `remaining` for the days that were left", ("1995-06-28", _REMAINING),
        year_too=True,
    ),
    TypeName("due date or remaining", _REMAINING),
]  # fmt: skip
Length = Annotated[
    Duration, _Written(parse_duration, "ISO 8601 duration in days or more", ("P45D",)), TypeName("length", "P45D")
]
LagLength = Annotated[
    Lag | None,
    _Written(parse_lag, "ISO 8601 duration in days or more, or a shortest and a longest one", ("P45D", "P0D/P30D")),
    TypeName("length, or shortest/longest", "P0D/P30D"),
]
_ANY_OF = {
    "type": "object",
    "properties": {"any": {"type": "array", "items": {"type": "string"}, "minItems": 1}},
    "required": ["any"],
    "additionalProperties": False,
}
Groups = Annotated[
    list[list[str]],
    BeforeValidator(_groups),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"anyOf": [{"type": "string"}, _ANY_OF]}}]},
    ),
    TypeName("name, or list of names and {any: [name, name]}", ["talks", {"any": ["visit", "letter"]}]),
]
Degree = Annotated[
    float,
    BeforeValidator(_degree),
    WithJsonSchema(
        {
            "anyOf": [{"enum": [*DEGREES]}, {"type": "number", "minimum": 0, "maximum": 1}],
            "description": "a share or a chance, in words or as a number from 0 to 1",
        }
    ),
    TypeName(f"0 to 1, or {', '.join(DEGREES)}", "medium"),
]


class Strict(BaseModel):
    """No key beyond those named.

    A field has the name that it has in the frozen type that the model `makes`, and an alias where the file has
    another word for it.

    Attributes
    ----------
    makes : type
        The frozen type of its values.
    noun : str
        What a fault calls an item of a list or mapping of them.
    named : str
        Of items that stand under a name of their own: the field of the frozen type that takes the name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    makes: ClassVar[Any] = None
    noun: ClassVar[str] = ""
    named: ClassVar[str] = ""

    def __init_subclass__(cls, makes: Any = None, noun: str = "", named: str = "", **config: Any) -> None:
        super().__init_subclass__(**config)
        cls.makes, cls.noun, cls.named = makes or cls.makes, noun or cls.noun, named or cls.named

    def made(self, given: dict[str, Any]) -> Any:
        """Return the frozen value of the fields that are given, each converted already."""
        return self.makes(**given)


def one_of(*together: list[str]) -> list[dict[str, Any]]:
    """In the schema of a mapping: the keys of one of these lists must be there, and none that only the others have.

    Examples
    --------
    >>> one_of(["due"], ["template"])[0]
    {'required': ['due'], 'not': {'anyOf': [{'required': ['template']}]}}
    """
    found = []
    for keys in together:
        others = {key for other in together for key in other} - {*keys}
        found.append({"required": keys, "not": {"anyOf": [{"required": [key]} for key in sorted(others)]}})
    return found


def _one_day(text: str | None) -> str | None:
    if text is not None:
        day(text)
    return text


class CiteModel(Strict, makes=Citation, json_schema_extra={"oneOf": one_of(["key"], ["url"])}):
    """Where a statement stands: in an entry of `sources`, or on a page cited by its address."""

    key: Text | None = Field(None, description="key into `sources`", examples=["elms2005"])
    section: Text | None = Field(None, description="heading in the source", examples=["Second Deadline Passes"])
    page: Annotated[Text | None, WithJsonSchema(_YEAR)] = Field(
        None, description="page or pages in the source", examples=["12-14"]
    )
    note: int | None = Field(None, ge=0, description="number of the footnote", examples=[12])
    via: Text | None = Field(
        None, description="the source's own source, in its short form", examples=["Newspaper, 6/2/01"]
    )
    url: Text | None = Field(
        None, pattern=r"^https?://\S+$", description="address of a page, instead of `key`",
        examples=["https://www.example.org/page"],
    )  # fmt: skip
    title: Text | None = Field(None, description="title of the page", examples=["Press conference on the duties"])
    accessed: Annotated[Text | None, AfterValidator(_one_day)] = Field(
        None, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="day on which the page was read",
        examples=["2024-05-01"],
    )  # fmt: skip

    @model_validator(mode="after")
    def _one_place(self) -> CiteModel:
        if (self.key is None) == (self.url is None):
            seen = "neither" if self.key is None else "both"
            raise ValueError(f"it has {seen} of `key` and `url`; allowed: exactly one")
        return self


Cites = Annotated[
    Lone[CiteModel],
    Field(description="where the source says so", examples=[{"key": "elms2005", "page": "12"}]),
]
