"""What is coded of a dispute beside its record, as pydantic models: readings, series, decisions, stakes and so on."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from replay.codebook import Act, Level, Status, Strategy, Trend
from replay.errors import closest
from replay.files.fields import Cites, Date, Degree, Name, Names, PartyName, Strict, Text, listed
from replay.theories import THEORIES
from replay.timeline import FORMS, Standing

__all__ = ["ClaimModel", "DecisionModel", "ObservationModel", "ReadingModel", "SeriesModel", "StakeModel", "TrialModel"]


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


def _theory(value: str) -> str:
    if value not in THEORIES:
        near = closest(value, THEORIES) or ";"
        raise ValueError(f"no theory is called '{value}'{near} allowed: {', '.join(THEORIES)}")
    return value


TheoryName = Annotated[
    str, AfterValidator(_theory), Field(description="name of a theory", json_schema_extra={"enum": [*THEORIES]})
]
Strategies = Annotated[list[Strategy], BeforeValidator(listed), Field(min_length=1)]
Acts = Annotated[list[Act], BeforeValidator(listed), Field(min_length=1)]
Chance = Annotated[float, Field(gt=0, le=1)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Places = Annotated[list[str], BeforeValidator(listed), Field(min_length=1)]


class DecisionModel(Strict):
    """A point at which a side chose how to bargain."""

    id: Name
    party: PartyName = Field(description="a side")
    question: Text = Field(description="what was to be decided")
    label: Text | None = Field(None, max_length=40, description="a few words for figures")
    options: Acts = Field(description="acts that were on the table; the riskiest is the gamble")
    acts: Annotated[list[Name], BeforeValidator(listed)] = Field(
        min_length=1, description="events of that side that carry the decision out"
    )
    did: Strategy = Field(description="the strategy, as the tactics of the acts say")
    among: Strategies = list(Strategy)
    cite: Cites = []
    note: Text | None = None


class StakeModel(Strict):
    """What claiming was worth to a side from a date on."""

    id: Name
    party: PartyName
    date: Date
    benefit: Degree = Field(description="what is gained if claiming succeeds")
    success: Degree = Field(description="the chance that it does")
    cost: Degree = Field(description="what it costs in any case")
    alternative: Degree = Field(0.0, description="what the side has without claiming")
    summary: Text | None = None
    cite: Cites = []
    note: Text | None = None


class ObservationModel(Strict):
    """A piece of evidence for process tracing; no rival, no test."""

    id: Name
    summary: Text
    events: Names = []
    theory: TheoryName
    rival: TheoryName
    given_theory: Chance = Field(description="P(observation | theory), above 0, up to 1")
    given_rival: Chance = Field(description="P(observation | rival), above 0, up to 1")
    group: Name | None = Field(None, description="observations of one group share their source")
    cite: Cites = []
    note: Text | None = None


class TrialModel(Strict):
    """One thing that must hold in the model's output."""

    predicts: Strategies | None = None
    leans: Strategy | None = None
    hits: Literal["mostly", "seldom"] | None = None
    did: Strategies | None = None
    theory: TheoryName | None = None
    decisions: Places | None = Field(None, description="ids, or sides; of another dispute as dispute/id")
    more_than: Places | None = None
    level: Annotated[list[Level], BeforeValidator(listed)] | None = None
    moves: Literal["down", "up"] | None = None
    party: PartyName | None = None
    date: Date | None = None
    from_: Date | None = Field(None, alias="from")
    to: Date | None = None
    spiral_at_least: int | None = Field(None, ge=3)
    spiral_at_most: int | None = Field(None, ge=2)
    dispute: Name | None = None
    absent: Acts | None = None
    actor: PartyName | None = None
    riskier: Act | None = None
    than: Act | None = None
    position: Number | None = None
    spread: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    beats: TheoryName | None = None

    @property
    def given(self) -> dict[str, Any]:
        """The arguments that are there, by their names in the file."""
        names = ((name, info.alias or name) for name, info in type(self).model_fields.items())
        return {alias: getattr(self, name) for name, alias in names if getattr(self, name) is not None}

    @property
    def form(self) -> str:
        """The kind of test: the first form of which every key is there and no key is foreign."""
        given = set(self.given)
        return next(name for name, (must, may, _) in FORMS.items() if must <= given <= must | may)

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


class ClaimModel(Strict):
    """What the source says that a theory predicts or explains here."""

    id: Name
    says: Text = Field(description="the claim, in your own words")
    theory: TheoryName
    paper: Standing = Field(description="what the source concludes of the theory")
    tests: Annotated[list[TrialModel], BeforeValidator(listed)] = Field(
        min_length=1, description="what must hold in the model's output; all of it"
    )
    cite: Cites = []
    note: Text | None = None
