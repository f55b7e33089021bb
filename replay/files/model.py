"""The event file as pydantic models: which keys it has, what each may hold, and its JSON Schema.

Field by field the decoding starts from plain strings; the models know no places in files.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

from replay.codebook import TEMPLATES, Act, Answer, Outcome, Status, Tactic
from replay.dates import Duration
from replay.files.coding import ClaimModel, DecisionModel, ObservationModel, ReadingModel, SeriesModel, StakeModel
from replay.files.fields import (  # fmt: skip
    Cites,
    Date,
    Due,
    Groups,
    Interval,
    Length,
    Name,
    Names,
    PartyName,
    Strict,
    Text,
    known_template,
    listed,
)

__all__ = ["TimelineModel", "schema"]


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


class WorthModel(Strict):
    """An amount at stake."""

    amount: float = Field(ge=0, allow_inf_nan=False)
    unit: Text


class ConsequenceModel(Strict):
    """An act that follows by rule."""

    act: Act
    actor: PartyName
    recipient: PartyName | None = None
    summary: Text
    after: Length = Duration()
    worth: WorthModel | None = None
    clock: Annotated[list[ClockModel], BeforeValidator(listed)] = []
    meets: Names = []
    withdraws: Names = []
    event: Name | None = Field(None, description="the recorded event that is this act")


class ClockModel(Strict):
    """A deadline or sanction timer."""

    id: Name
    label: Text | None = Field(None, max_length=40, description="a few words for figures")
    due: Due | None = None
    template: Annotated[str, AfterValidator(known_template)] | None = Field(
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


Impact = Annotated[float, Field(ge=-3, le=3, allow_inf_nan=False)]


class EventModel(Strict):
    """One dated act or happening."""

    id: Name
    date: Date
    order: int = Field(0, description="place within its day")
    actor: PartyName
    recipient: PartyName | None = None
    act: Act
    tactics: Annotated[list[Tactic], BeforeValidator(listed)] = []
    status: Status = Status.DONE
    label: Text | None = Field(None, max_length=40, description="a few words for figures")
    summary: Text
    worth: WorthModel | None = None
    clock: Annotated[list[ClockModel], BeforeValidator(listed)] = []
    meets: Names = []
    moves: dict[str, Due] = {}
    withdraws: Names = []
    answers: dict[str, Answer] = {}
    needs: Groups = []
    commits: Annotated[list[CommitmentModel], BeforeValidator(listed)] = []
    impact: dict[PartyName, Impact] = Field({}, description="domain units that the happening itself gives or takes")
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
    about: dict[str, Text] = Field({}, description="what the case is about, by name (sector, aim), for comparisons")
    period: Interval | None = None
    sides: list[PartyName] | None = Field(None, min_length=2, max_length=2, description="sender first")
    sources: dict[str, SourceModel] = {}
    parties: dict[PartyName, PartyModel] = Field(min_length=2)
    events: list[EventModel] = Field(min_length=1)
    readings: list[ReadingModel] = []
    series: list[SeriesModel] = []
    decisions: list[DecisionModel] = []
    stakes: list[StakeModel] = []
    observations: list[ObservationModel] = []
    claims: list[ClaimModel] = []
    note: Text | None = None


ConsequenceModel.model_rebuild()
ClockModel.model_rebuild()


_LONE = frozenset(
    {"clock", "commits", "cite", "tactics", "meets", "withdraws", "evidence", "predicts", "options", "acts", "among",
     "events", "tests", "did", "decisions", "more_than", "level", "absent", "drop", "keep", "edits"}
)  # fmt: skip
"""Lists for which a lone item may stand."""


def _or_lone(spec: dict[str, Any]) -> dict[str, Any]:
    """A list, or one of its items; what is no list stays as it is."""
    options = spec.get("anyOf", [spec])
    lists = [option for option in options if option.get("type") == "array"]
    if not lists:
        return spec
    rest = {key: value for key, value in spec.items() if key in ("default", "description", "title")}
    others = [option for option in options if option not in lists]
    plain = [{k: v for k, v in one.items() if k not in ("default", "description", "title")} for one in lists]
    return {"anyOf": [*(one["items"] for one in lists), *plain, *others], **rest}


def schema(model: type[BaseModel] = TimelineModel, title: str = "replay event file") -> dict[str, Any]:
    """Return the JSON Schema of event files, or of another model, for editors.

    A lone item may stand for a list of one.
    """
    made: dict[str, Any] = model.model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = title
    definitions = made["$defs"]
    for owner in (made, *definitions.values()):
        for name, spec in owner.get("properties", {}).items():
            if name in _LONE and owner is not made:
                owner["properties"][name] = _or_lone(spec)
            elif name == "format":
                spec.pop("enum", None)
                spec.update(type="integer", const=1)
    _numbers(made)
    return made


def _numbers(made: dict[str, Any]) -> None:
    """Years are written without quotes: let text fields that hold them be integers too."""
    if "SourceModel" in made["$defs"]:
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
