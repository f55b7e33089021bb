"""The event file as pydantic models: which keys it has, what each may hold, and its JSON Schema.

Field by field the decoding starts from plain strings; the models know no places in files.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)

from replay.codebook import TEMPLATES, Act, Level, Link, Outcome, Status, Tactic, Trend
from replay.dates import Duration, Relative, When, parse, parse_date, parse_due, parse_duration

__all__ = ["TimelineModel", "schema"]


def _text_schema(description: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": description, "examples": list(examples)})


def _text_reader(read: Callable[[str], Any]) -> PlainValidator:
    def convert(value: Any) -> Any:
        if not isinstance(value, str):
            raise ValueError("a date in one word is wanted here; put a choice of dates in quotes: '[1995,1996]'")
        return read(value)

    return PlainValidator(convert)


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _groups(value: Any) -> Any:
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


def _template(value: str) -> str:
    if value not in TEMPLATES:
        raise ValueError(f"'{value}' is not known; allowed: {', '.join(sorted(TEMPLATES))}")
    return value


NAME = r"^[a-z][a-z0-9-]*$"
PARTY = r"^[A-Z][A-Z0-9-]*$"
Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(pattern=NAME, description="small letters, digits and hyphens, a letter first")]
PartyName = Annotated[str, Field(pattern=PARTY, description="capital letters, digits and hyphens, a letter first")]
Names = Annotated[list[Name], BeforeValidator(_listed)]
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
    BeforeValidator(_groups),
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


class Strict(BaseModel):
    """No key beyond those named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PartyModel(Strict):
    """Who acts or is addressed."""

    name: Text
    of: PartyName | None = Field(None, description="the side that it belongs to")


class SourceModel(Strict):
    """An entry of the bibliography."""

    author: Text
    year: Text
    title: Text
    publisher: Text | None = None
    url: Text | None = None


class CiteModel(Strict):
    """Where a statement stands."""

    key: Text = Field(description="key into `sources`")
    section: Text | None = Field(None, description="heading in the source")
    note: int | None = Field(None, ge=0, description="footnote number")
    via: Text | None = Field(None, description="the source's own source, in its short form")


Cites = Annotated[list[CiteModel], BeforeValidator(_listed)]


class WorthModel(Strict):
    """An amount at stake."""

    amount: float = Field(allow_inf_nan=False)
    unit: Text


class ConsequenceModel(Strict):
    """An act that follows by rule."""

    act: Act
    actor: PartyName
    recipient: PartyName | None = None
    summary: Text
    after: Length = Duration()
    worth: WorthModel | None = None
    clock: Annotated[list[ClockModel], BeforeValidator(_listed)] = []
    meets: Names = []
    withdraws: Names = []
    event: Name | None = Field(None, description="the recorded event that is this act")


class ClockModel(Strict):
    """A deadline or sanction timer."""

    id: Name
    label: Text | None = Field(None, max_length=40, description="a few words for figures")
    due: Due | None = None
    template: Annotated[str, AfterValidator(_template)] | None = Field(
        None, description="a clock fixed by law, instead of `due`", json_schema_extra={"enum": [*sorted(TEMPLATES)]}
    )
    record: Outcome = Field(description="how the source says that it ended")
    on_lapse: ConsequenceModel | None = None
    last_day: Literal["in", "out"] = Field("in", description="whether an act on the due day still meets it")
    note: Text | None = None

    @model_validator(mode="after")
    def _one_due(self) -> ClockModel:
        if (self.due is None) == (self.template is None):
            seen = "neither" if self.due is None else "both"
            raise ValueError(f"it has {seen} of `due` and `template`; allowed: exactly one")
        return self


class TriggerModel(Strict):
    """What a commitment waits for."""

    clock: Name | None = None
    ends: Literal["met", "lapsed", "moved", "withdrawn"] | None = None
    act: Act | None = None
    actor: PartyName | None = None
    recipient: PartyName | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> TriggerModel:
        by_clock = self.clock is not None and self.ends is not None
        by_act = self.act is not None and self.actor is not None
        stray = self.act or self.actor or self.recipient if by_clock else self.clock or self.ends
        if by_clock == by_act or stray:
            seen = ", ".join(f"`{name}`" for name in type(self).model_fields if getattr(self, name) is not None)
            allowed = "`clock` and `ends`, or `act` and `actor` (and `recipient`)"
            raise ValueError(f"it has {seen or 'no key'}; allowed: {allowed}")
        return self


class CommitmentModel(Strict):
    """What an actor has bound itself to do, and when."""

    when: TriggerModel
    then: ConsequenceModel


class EventModel(Strict):
    """One dated act or happening."""

    id: Name
    date: Date
    order: int = Field(0, description="place within its day")
    actor: PartyName
    recipient: PartyName | None = None
    act: Act
    tactics: Annotated[list[Tactic], BeforeValidator(_listed)] = []
    status: Status = Status.DONE
    label: Text | None = Field(None, max_length=40, description="a few words for figures")
    summary: Text
    worth: WorthModel | None = None
    clock: Annotated[list[ClockModel], BeforeValidator(_listed)] = []
    meets: Names = []
    moves: dict[str, Due] = {}
    withdraws: Names = []
    answers: dict[str, Link] = {}
    needs: Groups = []
    commits: Annotated[list[CommitmentModel], BeforeValidator(_listed)] = []
    cite: Cites = []
    note: Text | None = None


class ReadingModel(Strict):
    """What the source says of a party's domain at a date."""

    id: Name
    party: PartyName
    date: Date
    level: Level | None = None
    trend: Trend | None = None
    summary: Text | None = None
    evidence: Names = []
    predicts: Names = []
    status: Status = Status.DONE
    cite: Cites = []
    note: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> ReadingModel:
        if self.level is None and self.trend is None:
            raise ValueError("it has neither `level` nor `trend`; allowed: one of them or both")
        return self


class PointModel(Strict):
    """One dated number."""

    date: Date
    value: float = Field(allow_inf_nan=False)
    cite: Cites = []
    note: Text | None = None


class SeriesModel(Strict):
    """Dated numbers of the source."""

    id: Name
    title: Text
    unit: Text
    party: PartyName | None = None
    points: list[PointModel] = Field(min_length=1)
    cite: Cites = []
    note: Text | None = None


class TimelineModel(Strict):
    """An event file: one dispute, coded from its sources."""

    format: Literal["1"] = Field(
        description="version of this format", json_schema_extra={"type": "integer", "const": 1}
    )
    dispute: Name
    title: Text
    summary: Text | None = None
    period: Interval | None = None
    sides: list[PartyName] | None = Field(None, min_length=2, max_length=2, description="sender first")
    sources: dict[str, SourceModel] = {}
    parties: dict[PartyName, PartyModel] = Field(min_length=2)
    events: list[EventModel] = Field(min_length=1)
    readings: list[ReadingModel] = []
    series: list[SeriesModel] = []
    note: Text | None = None


ConsequenceModel.model_rebuild()
ClockModel.model_rebuild()


def schema() -> dict[str, Any]:
    """Return the JSON Schema of event files, for editors; a lone item may stand for a list of one."""
    made = TimelineModel.model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "replay event file"
    definitions = made["$defs"]
    for owner in (made, *definitions.values()):
        for name, spec in owner.get("properties", {}).items():
            if name in ("clock", "commits", "cite", "tactics", "meets", "withdraws", "evidence", "predicts"):
                if spec.get("type") == "array":
                    lone, rest = spec["items"], {k: v for k, v in spec.items() if k not in ("type", "items")}
                    owner["properties"][name] = {"anyOf": [lone, {"type": "array", "items": lone}], **rest}
            elif name == "format":
                spec.pop("enum", None)
                spec.update(type="integer", const=1)
    _numbers(made)
    return made


def _numbers(made: dict[str, Any]) -> None:
    """Years are written without quotes: let text fields that hold them be integers too."""
    made["$defs"]["SourceModel"]["properties"]["year"] = {"type": ["string", "integer"], "description": "year"}
    for spec in made["$defs"].values():
        for name in ("date", "due"):
            field = spec.get("properties", {}).get(name, {})
            for option in [field, *field.get("anyOf", [])]:
                if option.get("type") == "string":
                    option["type"] = ["string", "integer"]
        for name in ("amount", "value"):  # some editors take 2e9 for text
            if name in spec.get("properties", {}):
                spec["properties"][name].update(type=["number", "string"], pattern=r"^[-+]?[0-9.]+([eE][-+]?[0-9]+)?$")
