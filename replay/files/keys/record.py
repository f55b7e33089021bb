"""The keys of the record: parties, sources, events with their clocks and commitments, and the file as a whole.

With `beside`, these models are the one table of the keys of an event file: what each may hold and means. Building,
faults, changes in place, the JSON Schema and `replay codebook keys` are derived from them. They know no places.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from replay.codebook import Act, Answer, ClockKind, Fate, Outcome, Status, Strategy, Tactic, ThreatFate
from replay.codebook.templates import TEMPLATES, due_of
from replay.errors import closest
from replay.files.keys import beside
from replay.files.keys import types as t
from replay.files.keys.types import Lone, Strict, Text
from replay.timeline import Clock, Commitment, Consequence, Event, Party, Source, Timeline, Trigger, Worth

__all__ = ["EventModel", "TimelineModel"]


def _known(template: str) -> str:
    if template not in TEMPLATES:
        many = f"(all {len(TEMPLATES)}: replay codebook templates)"
        raise ValueError(f"'{template}' is not known{closest(template, TEMPLATES)} {many}")
    return template


class PartyModel(Strict, makes=Party, noun="party", named="id"):
    """Who acts or is addressed."""

    name: Text = Field(description="its name in full")
    of: t.PartyName | None = Field(None, description="the side that it belongs to")


class SourceModel(Strict, makes=Source, noun="source", named="key"):
    """An entry of the bibliography; author and year where it has any."""

    author: Text | None = Field(None, description="who wrote it")
    year: Annotated[t.Year | None, Field(description="year")] = None
    title: Text = Field(description="its title")
    publisher: Text | None = Field(None, description="who published it")
    url: Text | None = Field(None, description="where it can be read")


class WorthModel(Strict, makes=Worth):
    """An amount at stake."""

    amount: float = Field(ge=0, allow_inf_nan=False, description="how much", json_schema_extra=t.NUMBER)
    unit: Text = Field(description="of what: USD, units, percent")


Template = Annotated[str, AfterValidator(_known), t.TypeName("name of a law", next(iter(TEMPLATES)))]
Record = Annotated[Outcome | dict[t.PartyName, Outcome], t.TypeName("end, or mapping of party to end", "lapsed")]
Clocks = Annotated[Lone["ClockModel"], Field(alias="clock", description="clocks that it sets")]
Meets = Annotated[t.Meets, Field(description="clocks that it meets, in full or in part")]
Withdraws = Annotated[t.Names, Field(description="clocks that it takes away")]
Actor = Annotated[t.Actors, Field(description="who acts; a list acts together")]
Recipient = Annotated[t.Actors | None, Field(description="who is addressed")]
Worths = Annotated[
    WorthModel | None, Field(description="the amount at stake; of a sanction the goods covered in a year")
]


class ConsequenceModel(Strict, makes=Consequence):
    """An act that follows by rule."""

    act: Act = Field(description="what is done")
    actor: Actor
    recipient: Recipient = None
    summary: Text = Field(description="what follows, in a sentence")
    after: t.LagLength = Field(
        None,
        description="time from what it follows; left out, an effect comes at once and a recorded event any day later",
    )
    worth: Worths = None
    clocks: Clocks = []
    meets: Meets = {}
    withdraws: Withdraws = []
    events: Annotated[
        t.Names, Field(alias="event", description="the recorded event that is this act, or one for each time")
    ] = []


class ClockModel(Strict, makes=Clock, noun="clock"):
    """A deadline, the day of a measure, a legal limit, a waiting period or a term."""

    id: t.Id
    label: t.Label = None
    kind: ClockKind | None = Field(
        None, description="what runs; the kind of the template, else a deadline", examples=["deadline"]
    )
    due: t.Due | None = Field(None, description="when it runs out")
    template: Template | None = Field(
        None, description="a clock fixed by law, instead of `due`", json_schema_extra={"enum": [*sorted(TEMPLATES)]}
    )
    reading: Text | None = Field(
        None, description="which reading of the rule in the template holds, if not its usual one", examples=["urgent"]
    )
    tied: Annotated[
        dict[t.Name, t.Name],
        Field(alias="from", description="events that the template counts from, by what they are in it"),
    ] = {}
    record: Record = Field(description="how the source says that it ended; where parties disagree, how each reads it")
    binds: Annotated[t.Actors | None, Field(description="who is to act by then, if not whom the kind binds")] = None
    wants: Annotated[t.Actors | None, Field(description="who wants it done, if not the party that sets it")] = None
    on_end: Annotated[Lone[ConsequenceModel], Field(description="what follows if it runs out")] = []
    last_day: Literal["in", "out"] | None = Field(
        None, description="whether an act on the due day still meets it, if not as its kind has it", examples=["in"]
    )
    worth: Worths = None
    cite: t.Cites = []
    note: t.Note = None

    @model_validator(mode="after")
    def _one_due(self) -> ClockModel:
        if (self.due is None) == (self.template is None):
            seen = "neither" if self.due is None else "both"
            raise ValueError(f"it has {seen} of `due` and `template`; allowed: exactly one")
        return self

    @model_validator(mode="after")
    def _as_the_template_has_it(self) -> ClockModel:
        if self.template:
            due_of(TEMPLATES[self.template], self.tied, self.reading)
        elif self.reading is not None or self.tied:
            raise ValueError("it has `reading` or `from` without `template`; allowed: with a template only")
        return self

    def made(self, given: dict[str, Any]) -> Clock:
        """Return the clock, with the kind and due date of its template, and its record taken apart."""
        given = {key: value for key, value in given.items() if key not in ("reading", "tied")}
        given["kind"] = self.kind or ClockKind.DEADLINE
        if self.template:
            law = TEMPLATES[self.template]
            given["due"], given["kind"] = due_of(law, self.tied, self.reading), self.kind or law.kind
        if isinstance(self.record, dict):
            given["readings"] = dict(self.record)
            given["record"] = next(iter(self.record.values()))
        return Clock(**given)


class TriggerModel(Strict, makes=Trigger):
    """What a commitment waits for."""

    event: t.Name | None = Field(None, description="one event of the record")
    clock: t.Name | None = Field(None, description="a clock, with `ends`")
    ends: Outcome | None = Field(None, description="the way in which the clock ends", examples=["lapsed"])
    act: Act | None = Field(None, description="an act, with `actor`")
    actor: Annotated[t.Actors | None, Field(description="who acts")] = None
    recipient: Recipient = None

    @model_validator(mode="after")
    def _one_kind(self) -> TriggerModel:
        given = {name for name in type(self).model_fields if getattr(self, name) is not None}
        if given not in ({"event"}, {"clock", "ends"}, {"act", "actor"}, {"act", "actor", "recipient"}):
            seen = ", ".join(f"`{name}`" for name in type(self).model_fields if name in given)
            allowed = "`event`, `clock` and `ends`, or `act` and `actor` (and `recipient`)"
            raise ValueError(f"it has {seen or 'no key'}; allowed: {allowed}")
        return self


class CommitmentModel(Strict, makes=Commitment, noun="commitment"):
    """What an actor has bound itself to do, and when."""

    when: TriggerModel = Field(description="what it waits for")
    then: ConsequenceModel = Field(description="what is to follow")
    each: bool = Field(False, description="whether it holds for every trigger; else for the first only")
    record: Annotated[
        Lone[Fate], Field(description="what became of it; a list says so trigger by trigger", examples=["kept"])
    ] = []


Impact = Annotated[float, Field(ge=-3, le=3, allow_inf_nan=False)]


class EventModel(Strict, makes=Event, noun="event"):
    """One dated act or happening."""

    id: t.Id
    date: t.Date = Field(description="EDTF date, or relative to an event or a clock: the day as the source has it")
    order: int = Field(0, description="place within its day")
    actor: Actor
    recipient: Recipient = None
    act: Act = Field(description="what was done")
    tactics: Lone[Tactic] = Field([], description="creating and claiming tactics, as the source shows them")
    stated: Annotated[
        Strategy | None,
        Field(alias="strategy", description="the strategy, where the source names no tactic", examples=["claiming"]),
    ] = None
    status: Status = Field(Status.DONE, description="how firmly the source reports it")
    label: t.Label = None
    key: bool | None = Field(None, description="whether figures name it; left out, a rule decides", examples=[True])
    summary: Text = Field(description="what happened, in a sentence")
    worth: Worths = None
    rate: float | None = Field(
        None, ge=0, allow_inf_nan=False, description="duty on these goods in percent of their value",
        json_schema_extra=t.NUMBER,
    )  # fmt: skip
    clocks: Clocks = []
    meets: Meets = {}
    settles: Annotated[t.Names, Field(description="clocks that it ends by agreement")] = []
    withdraws: Withdraws = []
    moves: dict[str, t.Move] = Field({}, description="clocks that it moves, each with its new due date")
    splits: dict[str, ClockModel] = Field(
        {}, description="clocks of which it puts a part, with its worth, on a clock of its own"
    )
    suspends: Annotated[t.Names, Field(description="clocks that it stops")] = []
    resumes: dict[str, t.Resume] = Field({}, description="clocks that it lets run again, each with its due date")
    late: bool = Field(False, description="whether it reaches back to clocks that had run out, and reopens them")
    answers: dict[str, Answer] = Field({}, description="events or clocks that it responds to, and how")
    needs: t.Groups = Field([], description="events without which it could not have happened; of `any`, one")
    commits: Lone[CommitmentModel] = Field([], description="what its actor binds itself to")
    fate: ThreatFate | None = Field(
        None, description="what became of a threat or promise without clock or commitment", examples=["bluff"]
    )
    departs: Text | None = Field(None, description="why it came otherwise than the rule says that it carries out")
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
    sides: Annotated[t.Camps | None, Field(description="the two camps, sender first", examples=[["USA", "JPN"]])] = None
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
