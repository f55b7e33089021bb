"""Models of what is coded beside the record to their values; each is given the place of its item."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from replay.errors import Where
from replay.files import coding as m
from replay.files.fields import CiteModel
from replay.timeline import Citation, Claim, Decision, Observation, Point, Reading, Series, Stake, Trial

__all__ = ["cites", "claim", "decision", "observation", "reading", "series", "stake"]


def cites(raw: list[CiteModel]) -> tuple[Citation, ...]:
    return tuple(Citation(c.key, c.section or "", c.note, c.via or "") for c in raw)


def reading(raw: m.ReadingModel, where: Where) -> Reading:
    return Reading(
        id=raw.id,
        party=raw.party,
        date=raw.date,
        level=raw.level,
        trend=raw.trend,
        summary=raw.summary or "",
        evidence=tuple(raw.evidence),
        predicts=tuple(raw.predicts),
        status=raw.status,
        cite=cites(raw.cite),
        note=raw.note or "",
        where=where,
    )


def series(raw: m.SeriesModel, item: Callable[..., Where], i: int) -> Series:
    points = tuple(
        Point(p.date, p.value, cites(p.cite or raw.cite), p.note or "", item("series", i, "points", n))
        for n, p in enumerate(raw.points)
    )
    return Series(raw.id, raw.title, raw.unit, points, raw.party, raw.note or "", item("series", i))


def decision(raw: m.DecisionModel, where: Where) -> Decision:
    return Decision(
        raw.id, raw.party, raw.question, tuple(raw.options), tuple(raw.acts), raw.did, tuple(raw.among),
        raw.label or "", cites(raw.cite), raw.note or "", where,
    )  # fmt: skip


def stake(raw: m.StakeModel, where: Where) -> Stake:
    return Stake(
        raw.id, raw.party, raw.date, raw.benefit, raw.success, raw.cost, raw.alternative, raw.summary or "",
        cites(raw.cite), raw.note or "", where,
    )  # fmt: skip


def observation(raw: m.ObservationModel, where: Where) -> Observation:
    return Observation(
        raw.id, raw.summary, raw.theory, raw.rival, raw.given_theory, raw.given_rival, tuple(raw.events),
        raw.group or "", cites(raw.cite), raw.note or "", where,
    )  # fmt: skip


def claim(raw: m.ClaimModel, where: Where, item: Callable[[int], Where]) -> Claim:
    trials = tuple(
        Trial(test.form, {name: _plain(value) for name, value in test.given.items()}, item(n))
        for n, test in enumerate(raw.tests)
    )
    return Claim(raw.id, raw.says, raw.theory, raw.paper, trials, cites(raw.cite), raw.note or "", where)


def _plain(value: Any) -> Any:
    """Lists as tuples, members of vocabularies as their text; dates stay dates."""
    if isinstance(value, list):
        return tuple(_plain(part) for part in value)
    return value.value if isinstance(value, Enum) else value
