"""The keys of what is coded beside the record: readings, series, decisions, stakes, observations, claims."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from replay.codebook import Act, Level, Status, Strategy, Trend
from replay.errors import closest
from replay.files.keys import types as t
from replay.files.keys.types import Lone, Strict, Text
from replay.theories import THEORIES
from replay.timeline import FORMS, Claim, Decision, Observation, Point, Reading, Series, Stake, Standing, Trial

__all__ = ["ClaimModel", "DecisionModel", "ObservationModel", "ReadingModel", "SeriesModel", "StakeModel", "TrialModel"]


class ReadingModel(
    Strict,
    makes=Reading,
    noun="reading",
    json_schema_extra={"anyOf": [{"required": ["level"]}, {"required": ["trend"]}]},
):
    """What the source says of a party's domain at a date."""

    id: t.Id = Field(examples=["early-losses"])
    party: t.PartyName = Field(description="whose domain it is")
    date: t.Date = Field(description="from when it holds")
    level: Level | None = Field(None, description="where the party stands", examples=["modest-loss"])
    trend: Trend | None = Field(None, description="where its sense of loss is going")
    summary: Text | None = Field(
        None, description="what the source says, in your own words", examples=["Saw itself shut out."]
    )
    evidence: t.Names = Field([], description="events that the source gives as grounds for it")
    predicts: t.Names = Field([], description="events that the source explains by it")
    status: Status = Field(Status.DONE, description="how firmly the source says so")
    cite: t.Cites = []
    note: t.Note = None

    @model_validator(mode="after")
    def _says_something(self) -> ReadingModel:
        if self.level is None and self.trend is None:
            raise ValueError("it has neither `level` nor `trend`; allowed: one of them or both")
        return self


class PointModel(Strict, makes=Point, noun="point"):
    """One dated number."""

    date: t.Date = Field(description="when it was so")
    value: float = Field(allow_inf_nan=False, description="the number", examples=[1.4e9], json_schema_extra=t.NUMBER)
    cite: t.Cites = []
    note: t.Note = None


class SeriesModel(Strict, makes=Series, noun="series"):
    """Dated numbers of the source."""

    id: t.Id = Field(examples=["car-exports"])
    title: Text = Field(description="what is counted", examples=["Exports of cars"])
    unit: Text = Field(description="in what unit", examples=["USD"])
    party: t.PartyName | None = Field(None, description="whose numbers they are")
    points: list[PointModel] = Field(min_length=1, description="the numbers")
    cite: t.Cites = []
    note: t.Note = None

    def made(self, given: dict[str, Any]) -> Series:
        """Return the series; its points stand where it does unless they say otherwise."""
        cite = given.pop("cite", ())
        points = tuple(point if point.cite else replace(point, cite=cite) for point in given.pop("points"))
        return Series(points=points, **given)


def _theory(value: str) -> str:
    if value not in THEORIES:
        near = closest(value, THEORIES) or ";"
        raise ValueError(f"no theory is called '{value}'{near} allowed: {', '.join(THEORIES)}")
    return value


TheoryName = Annotated[
    str,
    AfterValidator(_theory),
    Field(description="name of a theory", json_schema_extra={"enum": [*THEORIES]}),
    t.TypeName("theory", "prospect"),
]
Strategies = Annotated[Lone[Strategy], Field(min_length=1)]
Acts = Annotated[Lone[Act], Field(min_length=1)]
Chance = Annotated[float, Field(gt=0, le=1), t.TypeName("chance", "1")]
Number = Annotated[float, Field(allow_inf_nan=False)]
Places = Annotated[Lone[str], Field(min_length=1), t.TypeName("decision or side, or list", ["USA"])]


class DecisionModel(Strict, makes=Decision, noun="decision"):
    """A point at which a side chose how to bargain."""

    id: t.Id = Field(examples=["answer-to-the-list"])
    party: t.PartyName = Field(description="a side, or an ally: it decides for its camp")
    question: Text = Field(description="what was to be decided", examples=["How to answer the list of goods."])
    label: t.Label = None
    options: Acts = Field(
        description="acts that were on the table; the riskiest is the gamble", examples=[["meet", "list-sanctions"]]
    )
    acts: t.Names = Field(min_length=1, description="events of that side that carry the decision out")
    did: Strategy = Field(description="the strategy, as the tactics of the acts say", examples=["claiming"])
    among: Strategies = Field(list(Strategy), description="the strategies that were open to it")
    cite: t.Cites = []
    note: t.Note = None


class StakeModel(Strict, makes=Stake, noun="stake"):
    """What claiming was worth to a side from a date on."""

    id: t.Id = Field(examples=["usa-at-first"])
    party: t.PartyName = Field(description="a side, or an ally")
    date: t.Date = Field(description="from when it holds, until the next entry")
    benefit: t.Degree = Field(description="what is gained if claiming succeeds")
    success: t.Degree = Field(description="the chance that it does")
    cost: t.Degree = Field(description="what it costs if it fails")
    alternative: t.Degree = Field(0.0, description="what the side has without claiming")
    summary: Text | None = Field(
        None, description="why, in your own words", examples=["A large market, little to lose."]
    )
    cite: t.Cites = []
    note: t.Note = None


class ObservationModel(Strict, makes=Observation, noun="observation"):
    """A piece of evidence for process tracing; no rival, no test."""

    id: t.Id = Field(examples=["no-counter-list"])
    summary: Text = Field(description="what was seen, or not", examples=["Japan published no list of its own."])
    events: t.Names = Field([], description="recorded events that show it", examples=[["first-demand"]])
    theory: TheoryName = Field(description="the theory that it speaks for or against")
    rival: TheoryName = Field(description="the theory that it is tested against", examples=["reciprocity"])
    given_theory: Chance = Field(description="how likely it is if the theory holds, above 0, up to 1", examples=[0.6])
    given_rival: Chance = Field(description="how likely it is if the rival holds, above 0, up to 1", examples=[0.2])
    group: t.Name | None = Field(
        None, description="observations of one group share their source", examples=["press-reports"]
    )
    cite: t.Cites = []
    note: t.Note = None


_FORMS = [{"required": sorted(must), "propertyNames": {"enum": sorted(must | may)}} for must, may, _ in FORMS.values()]
"""In the schema: the keys of one form, and no other."""


class TrialModel(Strict, makes=Trial, noun="test", json_schema_extra={"anyOf": _FORMS}):
    """One thing that must hold in the model's output; `replay codebook tests` says which keys go together."""

    predicts: Strategies | None = Field(None, description="strategies, one of which the theory finds likeliest")
    leans: Strategy | None = Field(None, description="the strategy that the theory finds likelier there than elsewhere")
    hits: Literal["mostly", "seldom"] | None = Field(None, description="how often the theory names what was done")
    did: Strategies | None = Field(None, description="strategies, one of which was done")
    theory: TheoryName | None = Field(None, description="the theory that is asked")
    decisions: Places | None = Field(None, description="ids, or sides; of another dispute as dispute/id")
    more_than: Places | None = Field(None, description="the decisions at which it is less likely")
    level: Lone[Level] | None = Field(None, description="levels, one of which is computed")
    moves: Literal["down", "up"] | None = Field(None, description="where the computed position goes")
    party: t.PartyName | None = Field(None, description="a side")
    date: t.Date | None = Field(None, description="the day at the close of which it holds")
    from_: t.Date | None = Field(None, alias="from", description="first day")
    to: t.Date | None = Field(None, description="last day")
    spiral_at_least: int | None = Field(
        None, ge=3, description="acts of the longest chain of a spiral, or more", examples=[3]
    )
    spiral_at_most: int | None = Field(
        None, ge=2, description="acts of the longest chain of a spiral, or fewer", examples=[4]
    )
    dispute: t.Name | None = Field(None, description="another dispute, by its short name", examples=["steel-2002"])
    agreements: Literal["durable", "large"] | None = Field(
        None, description="what agreements were the more, the less was claimed before them"
    )
    absent: Acts | None = Field(None, description="acts that are not in the replay")
    actor: t.PartyName | None = Field(None, description="who acts")
    riskier: Act | None = Field(None, description="the act with the wider outcome spread")
    than: Act | None = Field(None, description="the act with the narrower one", examples=["meet"])
    position: Number | None = Field(None, description="position in domain units")
    spread: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = Field(None, description="spread of the gamble")
    beats: TheoryName | None = Field(None, description="the theory with the higher score", examples=["persistence"])

    @property
    def given(self) -> dict[str, Any]:
        """The arguments that are there, by their names in the file."""
        names = ((name, info.alias or name) for name, info in type(self).model_fields.items())
        return {alias: getattr(self, name) for name, alias in names if getattr(self, name) is not None}

    def made(self, given: dict[str, Any]) -> Trial:
        """Return the test, of the first form of which every key is there and no key is foreign."""
        keys = set(self.given)
        form = next(name for name, (must, may, _) in FORMS.items() if must <= keys <= must | may)
        return Trial(form, {name: _plain(value) for name, value in self.given.items()}, where=given["where"])

    @model_validator(mode="after")
    def _one_form(self) -> TrialModel:
        given = set(self.given)
        if not any(must <= given <= must | may for must, may, _ in FORMS.values()):
            seen = ", ".join(f"`{name}`" for name in self.given) or "no key"
            near = next((name for name in FORMS if name in given), None)
            forms = [near] if near else list(FORMS)
            allowed = "; or ".join(
                ", ".join(f"`{key}`" for key in sorted(FORMS[name][0], key=lambda key: (key != name, key)))
                + "".join(f" (and `{key}`)" for key in sorted(FORMS[name][1]))
                for name in forms
            )
            raise ValueError(f"it has {seen}; allowed: {allowed}")
        return self


def _plain(value: Any) -> Any:
    """Lists as tuples, members of vocabularies as their text; dates stay dates."""
    if isinstance(value, list):
        return tuple(_plain(part) for part in value)
    return value.value if isinstance(value, Enum) else value


class ClaimModel(Strict, makes=Claim, noun="claim"):
    """What the source says that a theory predicts or explains here."""

    id: t.Id = Field(examples=["losses-explain"])
    says: Text = Field(description="the claim, in your own words", examples=["Its losses made it threaten."])
    theory: TheoryName | None = Field(None, description="the theory that it is about, if about one")
    built_in: Text | None = Field(
        None,
        description="why it holds by construction, if it does: it is then listed apart and not counted",
        examples=["The stakes were coded to this claim."],
    )
    paper: Standing = Field(description="what the source concludes of the theory")
    trials: Lone[TrialModel] = Field(
        alias="tests",
        min_length=1,
        description="what must hold in the model's output; all of it",
        examples=[[{"riskier": "file-case", "than": "meet"}]],
    )
    cite: t.Cites = []
    note: t.Note = None
