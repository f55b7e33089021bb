"""The keys of the record: parties, sources, events with their clocks and commitments, and the file as a whole.

With `beside`, these models are the one table of the keys of an event file: what each may hold and means. Building,
faults, changes in place, the JSON Schema and `replay codebook keys` are derived from them. They know no places.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from replay.codebook import Act, Answer, ClockKind, Fate, Outcome, Status, Strategy, Tactic, ThreatFate
from replay.codebook.templates import TEMPLATES, due_of
from replay.errors import closest
from replay.files.keys import beside
from replay.files.keys import types as t
from replay.files.keys.types import Lone, Strict, Text
from replay.timeline import Clock, Commitment, Consequence, Event, Party, Source, Timeline, Trigger, Worth

__all__ = ["RECORD_WAYS", "EventModel", "TimelineModel"]


def _known(template: str) -> str:
    if template not in TEMPLATES:
        many = f"(all {len(TEMPLATES)}: replay codebook templates)"
        raise ValueError(f"'{template}' is not known{closest(template, TEMPLATES)} {many}")
    return template


class PartyModel(Strict, makes=Party, noun="party", named="id"):
    """Who acts or is addressed."""

    name: Text = Field(description="its name in full", examples=["United States"])
    of: t.PartyName | None = Field(
        None,
        description="the party to which this domestic actor belongs; absent of parties to a dispute and third parties",
        examples=["USA"],
    )


class SourceModel(Strict, makes=Source, noun="source", named="key"):
    """An entry of the bibliography; author and year where it has any."""

    author: Text | None = Field(None, description="who wrote it", examples=["Elms, D."])
    year: Annotated[t.Year | None, Field(description="year of publication")] = None
    title: Text = Field(description="its title", examples=["Large costs, small benefits"])
    publisher: Text | None = Field(None, description="who published it", examples=["University Press"])
    url: Text | None = Field(None, description="where it can be read", examples=["https://www.example.org/paper"])


class WorthModel(Strict, makes=Worth):
    """An amount at stake."""

    amount: float = Field(
        ge=0, allow_inf_nan=False, description="how much", examples=[5.9e9], json_schema_extra=t.NUMBER
    )
    unit: Text = Field(description="of what", examples=["USD"])


Template = Annotated[str, AfterValidator(_known), t.TypeName("name of a law", next(iter(TEMPLATES)))]
RECORD_WAYS = ("[one]", "[by party]")
"""Signs for the two ways of writing a record."""

Record = Annotated[
    Annotated[Outcome, Tag(RECORD_WAYS[0])]
    | Annotated[dict[t.PartyName, Outcome], Field(min_length=2), Tag(RECORD_WAYS[1])],
    Discriminator(lambda value: RECORD_WAYS[isinstance(value, dict)]),
    t.TypeName("end of a clock, or mapping of party to end", "settled"),
]
_CLOCK = {"id": "duties", "due": "P90D", "kind": "effect", "record": "settled"}
_THEN = {"act": "impose-sanctions", "actor": "USA", "recipient": "JPN", "summary": "Duties in force."}
_EVENT = {
    "id": "first-demand", "date": "1994-05-16", "actor": "USA", "recipient": "JPN", "act": "demand",
    "summary": "Asked for freer access.", "cite": {"key": "elms2005"},
}  # fmt: skip
Clocks = Annotated[Lone["ClockModel"], Field(alias="clock", description="clocks that it sets", examples=[_CLOCK])]
Meets = Annotated[t.Meets, Field(description="clocks that it meets: what they ask for is done, in full or in part")]
Withdraws = Annotated[
    t.Names, Field(description="clocks that it takes away, their setter no longer insisting", examples=[["duties"]])
]
Actor = Annotated[t.Actors, Field(description="who acts; a list acts together")]
Recipient = Annotated[t.Actors | None, Field(description="who is addressed", examples=["JPN"])]
Worths = Annotated[
    WorthModel | None,
    Field(
        description="the amount at stake; of a sanction the goods covered in a year, not the duty paid on them",
        examples=[{"amount": 5.9e9, "unit": "USD"}],
    ),
]


class ConsequenceModel(Strict, makes=Consequence):
    """An act that follows by rule."""

    act: Act = Field(description="what is done")
    actor: Actor
    recipient: Recipient = None
    summary: Text = Field(description="what follows, in a sentence", examples=["Put the duties into force."])
    after: t.LagLength = Field(
        None,
        description="time from what it follows; left out, none after an effect or if the record lacks it, else any",
    )
    worth: Worths = None
    clocks: Clocks = t.NO_ITEMS
    meets: Meets = t.NO_PAIRS
    withdraws: Withdraws = t.NO_ITEMS
    events: Annotated[
        t.Names,
        Field(
            alias="event",
            description="the recorded event that is this act; of a commitment one for each time it was kept",
            examples=[["duties-in-force"]],
        ),
    ] = t.NO_ITEMS


def _ends_by_kind() -> list[dict[str, Any]]:
    """In the schema: a clock ends in a way that its kind has, and nothing follows from a waiting period."""
    found: list[dict[str, Any]] = []
    for kind in ClockKind:
        laws = [law.id for law in TEMPLATES.values() if law.kind is kind]
        asked: list[dict[str, Any]] = [{"properties": {"kind": {"const": kind.value}}, "required": ["kind"]}]
        if laws:
            by_law = {"properties": {"template": {"enum": laws}}, "required": ["template"]}
            asked.append(by_law | {"not": {"required": ["kind"]}})
        if kind is ClockKind.DEADLINE:
            asked.append({"not": {"anyOf": [{"required": ["kind"]}, {"required": ["template"]}]}})
        ends = {"enum": [end.value for end in Outcome if kind.allows(end)]}
        then: dict[str, Any] = {
            "properties": {"record": {"anyOf": [ends, {"type": "object", "additionalProperties": ends}]}}
        }
        if kind is ClockKind.WAITING:
            then["not"] = {"required": ["on_end"]}
        found.append({"if": {"anyOf": asked}, "then": then})
    return found


_CLOCK_RULES = {"oneOf": t.one_of(["due"], ["template"]), "allOf": _ends_by_kind()}


class ClockModel(Strict, makes=Clock, noun="clock", json_schema_extra=_CLOCK_RULES):
    """A deadline, the day of a measure, a legal limit, a waiting period or a term."""

    id: t.Id = Field(examples=["duties"])
    label: t.Label = Field(None, examples=["Duties due"])
    kind: ClockKind | None = Field(
        None, description="what runs; left out, the kind of the template, else a deadline", examples=["effect"]
    )
    due: t.Due | None = Field(
        None, description="when it runs out: a date, one counted from an event or a clock, or a length from its setting"
    )
    template: Template | None = Field(
        None, description="a length fixed by law, instead of `due`", json_schema_extra={"enum": [*sorted(TEMPLATES)]}
    )
    reading: Text | None = Field(
        None, description="which reading of the rule in the template holds, if not its usual one", examples=["urgent"]
    )
    tied: Annotated[
        dict[t.Name, t.Name],
        Field(
            alias="from",
            description="events that the template counts from, by what they are in it",
            examples=[{"settlement-concluded": "talks-end"}],
        ),
    ] = t.NO_PAIRS
    record: Record = Field(
        description="how the source says that it ended at last; where parties disagree, how each reads it"
    )
    binds: Annotated[
        t.Actors | None, Field(description="who is to act by then, if not whom the kind binds", examples=["JPN"])
    ] = None
    wants: Annotated[
        t.Actors | None, Field(description="who wants it done, if not the party that sets it", examples=["USA"])
    ] = None
    on_end: Annotated[Lone[ConsequenceModel], Field(description="what follows if it runs out", examples=[_THEN])] = (
        t.NO_ITEMS
    )
    last_day: Literal["in", "out"] | None = Field(
        None, description="whether an act on the due day still meets it, if not as its kind has it", examples=["in"]
    )
    worth: Worths = None
    cite: t.Cites = t.NO_ITEMS
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


_TRIGGER_RULES = {
    "oneOf": t.one_of(["event"], ["clock", "ends"], ["act", "actor"]),
    "dependentRequired": {"recipient": ["act"]},
}


class TriggerModel(Strict, makes=Trigger, json_schema_extra=_TRIGGER_RULES):
    """What a commitment waits for."""

    event: t.Name | None = Field(None, description="one event of the record", examples=["talks-break-off"])
    clock: t.Name | None = Field(None, description="a clock; with `ends`", examples=["duties"])
    ends: Outcome | None = Field(None, description="the way in which that clock ends", examples=["carried-out"])
    act: Act | None = Field(
        None, description="an act, by whatever event or rule; with `actor`", examples=["impose-sanctions"]
    )
    actor: Annotated[t.Actors | None, Field(description="who does it")] = None
    recipient: Recipient = None

    @model_validator(mode="after")
    def _one_kind(self) -> TriggerModel:
        given = {name for name in type(self).model_fields if getattr(self, name) is not None}
        if given not in ({"event"}, {"clock", "ends"}, {"act", "actor"}, {"act", "actor", "recipient"}):
            seen = ", ".join(f"`{name}`" for name in type(self).model_fields if name in given)
            allowed = "`event` alone, or `clock` with `ends`, or `act` with `actor` (and `recipient`)"
            raise ValueError(f"it has {seen or 'no key'}; allowed: {allowed}")
        return self


_KEPT = [fate.value for fate in (Fate.KEPT, Fate.IN_PART)]
_COMMITMENT_RULES = {
    "allOf": [
        {
            "if": {"properties": {"record": {"enum": _KEPT}}, "required": ["record"]},
            "then": {"properties": {"then": {"required": ["event"]}}},
        },
        {
            "if": {"properties": {"record": {"type": "array", "minItems": 2}}, "required": ["record"]},
            "then": {"properties": {"each": {"const": True}}, "required": ["each"]},
        },
    ]
}


class CommitmentModel(Strict, makes=Commitment, noun="commitment", json_schema_extra=_COMMITMENT_RULES):
    """What an actor has bound itself to do, and when."""

    when: TriggerModel = Field(description="what it waits for", examples=[{"clock": "duties", "ends": "carried-out"}])
    then: ConsequenceModel = Field(description="what is to follow", examples=[_THEN])
    each: bool = Field(
        False, description="whether it holds for every trigger; else for the first only", examples=[True]
    )
    record: Annotated[
        Lone[Fate], Field(description="what became of it; a list says so trigger by trigger", examples=["broken"])
    ] = []


Impact = Annotated[float, Field(ge=-3, le=3, allow_inf_nan=False)]


_EVENT_RULES = {
    "if": {"required": ["fate"]}, "then": {"not": {"anyOf": [{"required": ["clock"]}, {"required": ["commits"]}]}},
}  # fmt: skip


class EventModel(Strict, makes=Event, noun="event", json_schema_extra=_EVENT_RULES):
    """One dated act or happening."""

    id: t.Id
    date: t.Date = Field(
        description="the day as the source has it: an EDTF date, or one counted from an event or a clock"
    )
    order: int = Field(0, description="place within its day, low before high", examples=[1])
    actor: Actor
    recipient: Recipient = None
    act: Act = Field(description="what was done", examples=["threaten-sanctions"])
    tactics: Lone[Tactic] = Field(
        t.NO_ITEMS,
        description="creating and claiming tactics, as the source shows them",
        examples=[["explicit-threat"]],
    )
    stated: Annotated[
        Strategy | None,
        Field(alias="strategy", description="the strategy, where the source names no tactic", examples=["claiming"]),
    ] = None
    status: Status = Field(Status.DONE, description="how firmly the source reports it")
    label: t.Label = None
    key: bool | None = Field(None, description="whether figures name it; left out, a rule decides", examples=[True])
    summary: Text = Field(description="what happened, in a sentence", examples=["Asked for freer access."])
    worth: Worths = None
    rate: float | None = Field(
        None, ge=0, allow_inf_nan=False, description="duty on these goods in percent of their value", examples=[100],
        json_schema_extra=t.NUMBER,
    )  # fmt: skip
    clocks: Clocks = t.NO_ITEMS
    meets: Meets = t.NO_PAIRS
    settles: Annotated[t.Names, Field(description="clocks that it ends by agreement", examples=[["duties"]])] = (
        t.NO_ITEMS
    )
    withdraws: Withdraws = t.NO_ITEMS
    breaks: Annotated[
        t.Names, Field(description="terms that it no longer keeps to, as with a truce that fails", examples=[["truce"]])
    ] = t.NO_ITEMS
    moves: dict[t.Name, t.Move] = Field(
        t.NO_PAIRS, description="clocks that it moves, each with its new due date", examples=[{"duties": "+P30D"}]
    )
    splits: dict[t.Name, ClockModel] = Field(
        t.NO_PAIRS,
        description="clocks of which it puts a part, with its worth, on a clock of its own",
        examples=[{"duties": {**_CLOCK, "id": "duties-on-wine", "worth": {"amount": 2e9, "unit": "USD"}}}],
    )
    suspends: Annotated[
        t.Names, Field(description="clocks that it stops, without a new date", examples=[["duties"]])
    ] = t.NO_ITEMS
    resumes: dict[t.Name, t.Resume] = Field(
        t.NO_PAIRS,
        description="clocks that it lets run again, each with its due date",
        examples=[{"duties": "remaining"}],
    )
    late: bool = Field(
        False, description="whether it reaches back to clocks that had run out, and reopens them", examples=[True]
    )
    answers: dict[t.Name, Answer] = Field(
        t.NO_PAIRS, description="events or clocks that it responds to, and how", examples=[{"first-demand": "counters"}]
    )
    needs: t.Groups = Field(t.NO_ITEMS, description="events without which it could not have happened; of `any`, one")
    commits: Lone[CommitmentModel] = Field(
        t.NO_ITEMS,
        description="what its actor binds itself to: if you do, we do",
        examples=[
            {"when": {"clock": "duties", "ends": "carried-out"}, "then": {**_THEN, "actor": "JPN", "recipient": "USA"}}
        ],
    )
    fate: ThreatFate | None = Field(
        None, description="what became of a threat or promise that has neither clock nor commitment", examples=["bluff"]
    )
    departs: Text | None = Field(
        None, description="why it came on another day than the rule says that it carries out",
        examples=["The customs office needed two weeks more."],
    )  # fmt: skip
    impact: dict[t.PartyName, Lone[Impact]] = Field(
        t.NO_PAIRS,
        description="domain units that the happening itself gives a side, or takes from it; where several coders gave "
        "one, a list in their order, 0 for one who gave none",
        examples=[{"JPN": -0.5}, {"JPN": [-0.5, -1]}],
    )
    cite: t.Cites = t.NO_ITEMS
    note: t.Note = None


class TimelineModel(Strict, makes=Timeline):
    """An event file: one dispute, coded from its sources."""

    format: Literal["1"] = Field(
        description="version of this format", json_schema_extra={"type": "integer", "const": 1}
    )
    dispute: t.Name = Field(description="short name of the dispute, used for folders", examples=["steel-2018"])
    title: Text = Field(description="its name for people", examples=["The steel dispute of 2018"])
    summary: Text | None = Field(
        None, description="what it was about, in a paragraph", examples=["Duties on steel, and what answered them."]
    )
    about: dict[str, Text] = Field(
        {},
        description="what the case is about, under names of your own, for comparisons",
        examples=[{"Sector": "steel"}],
    )
    frozen: str | None = Field(
        None,
        pattern="^[0-9a-f]{12}$",
        description="digest of decisions, stakes, impacts and readings as `replay score` printed it when they were "
        "fixed; a later change is then said with every score",
        examples=["0123456789ab"],
    )
    period: t.Interval | None = Field(
        None, description="first and last day of the replay; left out, it spans what is coded"
    )
    sides: Annotated[
        t.Camps | None,
        Field(
            description="the two camps, sender first; left out, the first two parties",
            examples=[["USA", ["FRA", "GBR"]]],
        ),
    ] = None
    sources: dict[str, SourceModel] = Field(
        {},
        description="the bibliography, by key",
        examples=[{"elms2005": {"author": "Elms, D.", "year": 2005, "title": "Large costs, small benefits"}}],
    )
    parties: dict[t.PartyName, PartyModel] = Field(
        min_length=2, description="who takes part, by short name",
        examples=[{"USA": {"name": "United States"}, "JPN": {"name": "Japan"}}],
    )  # fmt: skip
    events: list[EventModel] = Field(min_length=1, description="the record", examples=[[_EVENT]])
    readings: list[beside.ReadingModel] = Field(
        [],
        description="what the source says of a party's domain",
        examples=[
            [{"id": "early", "party": "USA", "date": "1994", "level": "modest-loss", "cite": {"key": "elms2005"}}]
        ],
    )
    series: list[beside.SeriesModel] = Field([], description="dated numbers")
    decisions: list[beside.DecisionModel] = Field([], description="points at which a side chose how to bargain")
    stakes: list[beside.StakeModel] = Field([], description="what claiming was worth to a side")
    observations: list[beside.ObservationModel] = Field([], description="evidence for process tracing")
    claims: list[beside.ClaimModel] = Field([], description="what the source says that theories predict")
    note: t.Note = None


ConsequenceModel.model_rebuild()
ClockModel.model_rebuild()
