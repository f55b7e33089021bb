"""The keys of the record: parties, sources, events with their clocks and commitments, and the file as a whole.

With `beside`, these models are the one table of the keys of an event file: what each may hold and means. Building,
faults, changes in place, the JSON Schema and `replay codebook keys` are derived from them. They know no places.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from replay.codebook import TEMPLATES, Act, Answer, Outcome, Status, Tactic
from replay.dates import Duration, parse_duration
from replay.files.keys import beside
from replay.files.keys import types as t
from replay.files.keys.types import Lone, Strict, Text
from replay.timeline import Clock, Commitment, Consequence, Event, Party, Source, Timeline, Trigger, Worth

__all__ = ["EventModel", "TimelineModel"]


def _known(template: str) -> str:
    if template not in TEMPLATES:
        raise ValueError(f"'{template}' is not known; allowed: {', '.join(sorted(TEMPLATES))}")
    return template


class PartyModel(Strict, makes=Party, noun="party", named="id"):
    """Who acts or is addressed."""

    name: Text = Field(description="its name in full")
    of: t.PartyName | None = Field(None, description="the side that it belongs to")


class SourceModel(Strict, makes=Source, noun="source", named="key"):
    """An entry of the bibliography."""

    author: Text = Field(description="who wrote it")
    year: t.Year = Field(description="year")
    title: Text = Field(description="its title")
    publisher: Text | None = Field(None, description="who published it")
    url: Text | None = Field(None, description="where it can be read")


class WorthModel(Strict, makes=Worth):
    """An amount at stake."""

    amount: float = Field(ge=0, allow_inf_nan=False, description="how much", json_schema_extra=t.NUMBER)
    unit: Text = Field(description="of what: USD, units, percent")


Template = Annotated[str, AfterValidator(_known), t.TypeName("name of a law", next(iter(TEMPLATES)))]
Clocks = Annotated[Lone["ClockModel"], Field(alias="clock", description="clocks that it sets")]
Meets = Annotated[t.Names, Field(description="clocks that it meets")]
Withdraws = Annotated[t.Names, Field(description="clocks that it takes away")]
Actor = Annotated[t.PartyName, Field(description="who acts")]
Recipient = Annotated[t.PartyName | None, Field(description="who is addressed")]
Worths = Annotated[WorthModel | None, Field(description="the amount at stake")]


class ConsequenceModel(Strict, makes=Consequence):
    """An act that follows by rule."""

    act: Act = Field(description="what is done")
    actor: Actor
    recipient: Recipient = None
    summary: Text = Field(description="what follows, in a sentence")
    after: t.Length = Field(Duration(), description="time from what it follows")
    worth: Worths = None
    clocks: Clocks = []
    meets: Meets = []
    withdraws: Withdraws = []
    event: t.Name | None = Field(None, description="the recorded event that is this act")


class ClockModel(Strict, makes=Clock, noun="clock"):
    """A deadline or sanction timer."""

    id: t.Id
    label: t.Label = None
    due: t.Due | None = Field(None, description="when it runs out")
    template: Template | None = Field(
        None, description="a clock fixed by law, instead of `due`", json_schema_extra={"enum": [*sorted(TEMPLATES)]}
    )
    record: Outcome = Field(description="how the source says that it ended")
    on_lapse: ConsequenceModel | None = Field(None, description="what follows if it runs out")
    last_day: Literal["in", "out"] = Field("in", description="whether an act on the due day still meets it")
    note: t.Note = None

    @model_validator(mode="after")
    def _one_due(self) -> ClockModel:
        if (self.due is None) == (self.template is None):
            seen = "neither" if self.due is None else "both"
            raise ValueError(f"it has {seen} of `due` and `template`; allowed: exactly one")
        return self

    def made(self, given: dict[str, Any]) -> Clock:
        """Return the clock, due when its template says."""
        if self.template:
            given["due"] = parse_duration(TEMPLATES[self.template].duration)
        return Clock(**given)


Ending = Annotated[Literal["met", "lapsed", "moved", "withdrawn"], AfterValidator(Outcome)]


class TriggerModel(Strict, makes=Trigger):
    """What a commitment waits for."""

    clock: t.Name | None = Field(None, description="a clock, with `ends`")
    ends: Ending | None = Field(None, description="the way in which the clock ends")
    act: Act | None = Field(None, description="an act, with `actor`")
    actor: t.PartyName | None = Field(None, description="who acts")
    recipient: Recipient = None

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


class CommitmentModel(Strict, makes=Commitment, noun="commitment"):
    """What an actor has bound itself to do, and when."""

    when: TriggerModel = Field(description="what it waits for")
    then: ConsequenceModel = Field(description="what is to follow")


Impact = Annotated[float, Field(ge=-3, le=3, allow_inf_nan=False)]


class EventModel(Strict, makes=Event, noun="event"):
    """One dated act or happening."""

    id: t.Id
    date: t.Date = Field(description="EDTF date, or relative to an event: the day as the source has it")
    order: int = Field(0, description="place within its day")
    actor: Actor
    recipient: Recipient = None
    act: Act = Field(description="what was done")
    tactics: Lone[Tactic] = Field([], description="creating and claiming tactics, as the source shows them")
    status: Status = Field(Status.DONE, description="how firmly the source reports it")
    label: t.Label = None
    summary: Text = Field(description="what happened, in a sentence")
    worth: Worths = None
    clocks: Clocks = []
    meets: Meets = []
    moves: dict[str, t.Due] = Field({}, description="clocks that it moves, each with its new due date")
    withdraws: Withdraws = []
    answers: dict[str, Answer] = Field({}, description="events or clocks that it responds to, and how")
    needs: t.Groups = Field([], description="events without which it could not have happened; of `any`, one")
    commits: Lone[CommitmentModel] = Field([], description="what its actor binds itself to")
    impact: dict[t.PartyName, Impact] = Field({}, description="domain units that the happening itself gives or takes")
    cite: t.Cites = []
    note: t.Note = None


class TimelineModel(Strict, makes=Timeline):
    """An event file: one dispute, coded from its sources."""

    format: Literal["1"] = Field(
        description="version of this format", json_schema_extra={"type": "integer", "const": 1}
    )
    dispute: t.Name = Field(description="short name of the dispute, used for folders")
    title: Text = Field(description="its name for people")
    summary: Text | None = Field(None, description="what it was about, in a paragraph")
    about: dict[str, Text] = Field({}, description="what the case is about, by name (sector, aim), for comparisons")
    period: t.Interval | None = Field(None, description="first and last day of the replay")
    sides: list[t.PartyName] | None = Field(
        None, min_length=2, max_length=2, description="sender first", examples=[["USA", "JPN"]]
    )
    sources: dict[str, SourceModel] = Field({}, description="the bibliography, by key")
    parties: dict[t.PartyName, PartyModel] = Field(min_length=2, description="who takes part, by name")
    events: list[EventModel] = Field(min_length=1, description="the record")
    readings: list[beside.ReadingModel] = Field([], description="what the source says of a party's domain")
    series: list[beside.SeriesModel] = Field([], description="dated numbers")
    decisions: list[beside.DecisionModel] = Field([], description="points at which a side chose how to bargain")
    stakes: list[beside.StakeModel] = Field([], description="what claiming was worth to a side")
    observations: list[beside.ObservationModel] = Field([], description="evidence for process tracing")
    claims: list[beside.ClaimModel] = Field([], description="what the source says that theories predict")
    note: t.Note = None


ConsequenceModel.model_rebuild()
ClockModel.model_rebuild()
