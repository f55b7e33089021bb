"""What the fields of an event file may hold, as annotated types: names, texts, dates, lengths, degrees, citations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema

from replay.codebook import DEGREES, TEMPLATES
from replay.dates import Duration, Relative, When, parse, parse_date, parse_due, parse_duration

__all__ = [
    "Cites", "Date", "Degree", "Due", "Groups", "Interval", "Length", "Name", "Names", "PartyName", "Strict", "Text",
    "known_template", "listed",
]  # fmt: skip


def _text_schema(description: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": description, "examples": list(examples)})


def _text_reader(read: Callable[[str], Any]) -> PlainValidator:
    def convert(value: Any) -> Any:
        if not isinstance(value, str):
            raise ValueError("a date in one word is wanted here; put a choice of dates in quotes: '[1995,1996]'")
        return read(value)

    return PlainValidator(convert)


def listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def groups_of(value: Any) -> Any:
    """`needs` to all-of over one-of: [a, {any: [b, c]}] becomes [[a], [b, c]]."""
    out = []
    for n, item in enumerate(value if isinstance(value, list) else [value], 1):
        if isinstance(item, str):
            out.append([item])
        elif isinstance(item, dict) and set(item) == {"any"} and isinstance(item["any"], list) and item["any"]:
            if not all(isinstance(name, str) for name in item["any"]):
                raise ValueError(f"item {n}: `any` lists event ids and nothing else")
            out.append(item["any"])
        else:
            raise ValueError(f"item {n} is neither an event id nor a group {{any: [id, id]}}")
    return out


def known_template(value: str) -> str:
    if value not in TEMPLATES:
        raise ValueError(f"'{value}' is not known; allowed: {', '.join(sorted(TEMPLATES))}")
    return value


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


NAME = r"^[a-z][a-z0-9-]*$"
PARTY = r"^[A-Z][A-Z0-9-]*$"
Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(pattern=NAME, description="small letters, digits and hyphens, a letter first")]
PartyName = Annotated[str, Field(pattern=PARTY, description="capital letters, digits and hyphens, a letter first")]
Names = Annotated[list[Name], BeforeValidator(listed)]
Date = Annotated[
    When | Relative,
    _text_reader(parse_date),
    _text_schema(
        "EDTF date, or relative to an event", "1995-05-16", "1994-06~", "1995-02-15/1995-02-17", "talks + P45D"
    ),
]
Interval = Annotated[When, _text_reader(parse), _text_schema("EDTF interval", "1993/1996")]
Due = Annotated[
    When | Relative | Duration,
    _text_reader(parse_due),
    _text_schema("Date, date relative to an event, or time from the setting act", "1995-06-28", "talks + P45D", "P1Y"),
]
Length = Annotated[Duration, _text_reader(parse_duration), _text_schema("ISO 8601 duration in days or more", "P45D")]
Groups = Annotated[
    list[list[str]],
    BeforeValidator(groups_of),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "array",
                    "items": {
                        "anyOf": [
                            {"type": "string"},
                            {
                                "type": "object",
                                "properties": {"any": {"type": "array", "items": {"type": "string"}, "minItems": 1}},
                                "required": ["any"],
                                "additionalProperties": False,
                            },
                        ]
                    },
                },
            ],
            "description": "Events without which this one could not have happened: all of them; of `any`, one.",
        }
    ),
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
]


class Strict(BaseModel):
    """No key beyond those named."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class CiteModel(Strict):
    """Where a statement stands."""

    key: Text = Field(description="key into `sources`")
    section: Text | None = Field(None, description="heading in the source")
    note: int | None = Field(None, ge=0, description="footnote number")
    via: Text | None = Field(None, description="the source's own source, in its short form")


Cites = Annotated[list[CiteModel], BeforeValidator(listed)]
