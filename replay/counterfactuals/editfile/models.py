"""The edit file as pydantic models: which keys it has, what each may hold, and its JSON Schema."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from replay.codebook import Act, Fate, Level, Outcome, Trend
from replay.counterfactuals.edits import KINDS, Branches, Counterfactual
from replay.files.keys import EventModel, json_schema
from replay.files.keys.types import Actors, Cites, Date, Due, Length, Name, Names, Note, Strict, Text

__all__ = ["BranchesModel", "CounterfactualModel", "EditFileModel", "EditModel", "PatchModel", "edits_schema"]

_COMPANIONS = {
    "drop": {"responses"}, "shift": {"by", "to"}, "replace": {"with"}, "insert": set(), "set-clock": {"due"},
    "set-outcome": {"record"}, "set-fate": {"fate", "which", "time"}, "reading": {"level", "trend"}, "cut": {"keep"},
}  # fmt: skip
"""The keys that may stand beside each kind of edit, `because` excepted."""


class PatchModel(EventModel):
    """Fields of an event that an edit changes; the others stay as they are."""

    id: Name | None = Field(None, exclude=True)  # type: ignore[assignment]
    date: Date | None = None  # type: ignore[assignment]
    actor: Actors | None = None  # type: ignore[assignment]
    act: Act | None = None  # type: ignore[assignment]
    summary: Text | None = None  # type: ignore[assignment]

    @model_validator(mode="after")
    def _something(self) -> PatchModel:
        if "id" in self.model_fields_set:
            raise ValueError("the id stays as it is; drop the event and insert another instead")
        if not self.model_fields_set:
            raise ValueError("it changes nothing; allowed: one key of an event, or more")
        return self


class EditModel(Strict, noun="edit", named="name"):
    """One edit: exactly one kind, with what belongs to it."""

    drop: Names = Field(
        [], min_length=1, description="events that go, and with each what needs it", examples=[["agreement"]]
    )
    responses: Literal["keep", "drop"] | None = Field(None, description="what becomes of acts that answer nothing else")
    shift: Name | None = Field(None, description="an event that comes on another day")
    by: Length | None = Field(None, description="from its day in the base replay; -P3D is three days earlier")
    to: Date | None = Field(None, description="the other day, instead of `by`")
    replace: Name | None = Field(None, description="an event of which some fields are other")
    with_: PatchModel | None = Field(
        None, alias="with", description="the keys of an event that are other", examples=[{"act": "comment"}]
    )
    insert: EventModel | None = Field(None, description="an event that the record does not have")
    set_clock: Name | None = Field(
        None, alias="set-clock", description="a clock that is due on another day", examples=["duties"]
    )
    due: Due | None = Field(None, description="its other due date, counted from the act that sets it")
    set_outcome: Name | None = Field(
        None, alias="set-outcome", description="a clock that is assumed to end otherwise", examples=["duties"]
    )
    record: Outcome | None = Field(None, description="its other end: running out, met or unknown", examples=["lapsed"])
    set_fate: Name | None = Field(
        None,
        alias="set-fate",
        description="an event that makes a commitment of which another fate is assumed",
        examples=["warning"],
    )
    fate: Fate | None = Field(None, description="its other fate: kept or broken", examples=["broken"])
    which: int = Field(1, ge=1, description="which of the commitments of that event")
    time: int | None = Field(
        None, ge=1, description="of one that holds each time, which time; left out, every time", examples=[2]
    )
    reading: Name | None = Field(
        None, description="a reading of the source that is read otherwise", examples=["early-losses"]
    )
    level: Level | None = Field(None, description="where the party stands instead")
    trend: Trend | None = Field(None, description="where its sense of loss goes instead")
    cut: Date | None = Field(None, description="the last day that stays as recorded")
    keep: Names = Field([], description="later events that happen all the same")
    because: Text = Field(description="the reason for the edit", examples=["The cabinet was split on it."])

    @property
    def kind(self) -> str:
        """The kind of edit; the first of those that are there."""
        return next(iter(self.kinds), "")

    @property
    def asked(self) -> Any:
        """What stands under the key of its kind."""
        return getattr(self, self.kind.replace("-", "_"))

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of edit of which the key is there."""
        return tuple(name for name in KINDS if name in self.given)

    @property
    def given(self) -> set[str]:
        """The keys that are there, as the file spells them."""
        return {type(self).model_fields[name].alias or name for name in self.model_fields_set}

    @model_validator(mode="after")
    def _one_kind(self) -> EditModel:
        if len(self.kinds) != 1:
            seen = ", ".join(f"`{name}`" for name in self.kinds) or "no kind of edit"
            raise ValueError(f"it has {seen}; allowed: exactly one of {', '.join(KINDS)}")
        stray = sorted(self.given - {self.kind, "because"} - _COMPANIONS[self.kind])
        if stray:
            allowed = ", ".join(f"`{name}`" for name in sorted(_COMPANIONS[self.kind])) or "nothing but `because`"
            raise ValueError(f"`{stray[0]}` does not belong to `{self.kind}`; allowed beside it: {allowed}")
        missing = {"replace": "with", "set-clock": "due", "set-outcome": "record", "set-fate": "fate"}.get(self.kind)
        if missing and missing not in self.given:
            raise ValueError(f"`{self.kind}` has no `{missing}`")
        if self.kind == "shift" and len(self.given & {"by", "to"}) != 1:
            raise ValueError("`shift` has one of `by` and `to`, not both and not neither")
        if self.kind == "reading" and not self.given & {"level", "trend"}:
            raise ValueError("`reading` has neither `level` nor `trend`; allowed: one of them or both")
        return self


class CounterfactualModel(Strict, makes=Counterfactual, noun="counterfactual", named="name"):
    """A named list of edits, and why."""

    title: Text = Field(description="what is otherwise, in a few words", examples=["No agreement in June"])
    edits: Names = Field(min_length=1, description="names of edits of this file", examples=[["no-agreement"]])
    because: Text = Field(
        description="why it could have been, and what of the source speaks for it",
        examples=["The talks stood still on the day before."],
    )
    note: Note = None
    cite: Cites = []


class BranchesModel(Strict, makes=Branches, noun="set of branches", named="name"):
    """Counterfactuals that exclude each other, with probabilities that sum to one."""

    question: Text = Field(
        description="what could have come out otherwise", examples=["What could have come of the talks?"]
    )
    parts: dict[Name, float] = Field(
        min_length=2,
        description="a counterfactual, or `record`, and its probability",
        examples=[{"no-deal": 0.7, "record": 0.3}],
    )
    because: Text = Field(
        description="where the probabilities come from", examples=["Two of the three who took part expected it."]
    )


class BaseModelOfEdits(Strict, noun="base"):
    """The event file that the edits are made for, as it was when they were pinned to it."""

    base: Text = Field(description="path of the event file, from the folder of this file", examples=["my-dispute.yaml"])
    digest: Text | None = Field(
        None,
        description="SHA-256 of the event file; `replay pin FILE` writes it",
        examples=["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    )
    items: Text | None = Field(
        None, description="fingerprints of its events and readings; written with the digest", examples=["3f2a1c 77b0e4"]
    )

    @field_validator("digest", "items")
    @classmethod
    def _hexadecimal(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A digest is 64 digits, an item six; both are written by the program."""
        form = r"[0-9a-f]{64}" if info.field_name == "digest" else r"([0-9a-f]{6})( +[0-9a-f]{6})*"
        if value is not None and not re.fullmatch(form, value):
            noun = "a SHA-256" if info.field_name == "digest" else "a row of fingerprints"
            raise ValueError(f"this is not {noun}; leave it out, and `replay pin FILE` writes it")
        return value


class EditFileModel(Strict):
    """An edit file: counterfactuals of one dispute."""

    format: Literal["1"] = Field(
        description="version of this format", json_schema_extra={"type": "integer", "const": 1}
    )
    of: BaseModelOfEdits = Field(description="the event file that the edits are made for")
    title: Text | None = Field(
        None, description="its name for people; else that of the base", examples=["If there had been no deal"]
    )
    note: Note = None
    edits: dict[Name, EditModel] = Field(
        min_length=1,
        description="edits, by name",
        examples=[{"no-agreement": {"drop": "agreement", "because": "The cabinet was split on it."}}],
    )
    counterfactuals: dict[Name, CounterfactualModel] = Field(
        min_length=1,
        description="what edits are combined to",
        examples=[{"no-deal": {"title": "No deal", "edits": ["no-agreement"], "because": "The talks stood still."}}],
    )
    branches: dict[Name, BranchesModel] = Field(
        {},
        description="counterfactuals that exclude each other",
        examples=[
            {
                "what-came-of-it": {
                    "question": "What could have come of it?",
                    "parts": {"no-deal": 0.7, "record": 0.3},
                    "because": "Two of three expected it.",
                }
            }
        ],
    )


def edits_schema() -> dict[str, Any]:
    """Return the JSON Schema of edit files, for editors."""
    made = json_schema(EditFileModel, "replay edit file")
    made["$defs"]["PatchModel"]["properties"].pop("id")
    return made
