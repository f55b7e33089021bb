"""Claims of the source and its evidence: tried, weighed, and as plain values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import fmean
from typing import Any, NamedTuple

from replay.engine.trace import Trace
from replay.scoring import Balance, Evidence, Tried, Verdict, case, judge
from replay.tables.cells import cited
from replay.text.plain import picked, plain
from replay.text.table import Column, Noted, Table, printable, tabled
from replay.text.words import counted
from replay.theories.statistics.weights import FAVOUR
from replay.timeline import Standing, Timeline

__all__ = [
    "VERDICTS", "balance_line", "balances_table", "balances_told", "built_in_table", "claims_summed", "claims_table",
    "claims_told", "counts_line", "evidence_table", "evidence_values", "favoured", "trials_table", "verdict_values",
    "verdicts_table", "with_labels",
]  # fmt: skip

VERDICTS = {True: "agrees", False: "disagrees", None: "not tried"}
"""What a verdict is in words."""
_PAIRS = 3
"""Pairs of theories that are told of; of more it is said how many."""


class _Test(NamedTuple):
    """One trial of one claim, with the timeline that states it."""

    timeline: Timeline
    verdict: Verdict
    finding: Tried


_HOLDS = {True: "yes", False: "no", None: ""}
_COLUMNS = (
    Column("claim", "Claim", 1.0, of="verdict.claim.id"),
    Column("dispute", "Dispute", 0.8, of="verdict.dispute"),
    Column("theory", "Theory", 0.8, of="verdict.claim.theory"),
    Column("paper", "Source", of="verdict.claim.paper"),
    Column("says", "What the source says", 3.0, of="verdict.claim.says"),
    Column("cite", "Where", of=lambda tried: "; ".join(map(str, tried.verdict.claim.cite))),
    Column("verdict", "Verdict", of=lambda tried: VERDICTS[tried.verdict.agrees]),
    Column("test", "Test", of="finding.trial.form"),
    Column("holds", "Holds", of=lambda tried: _HOLDS[tried.finding.holds]),
    Column("computed", "Computed", 2.0, of="finding.computed"),
    Column("placebo_share", "Share of placebos", 0.6, 2, of=lambda tried: _share(tried.finding)),
    Column("placebos", "Placebos", 0.6, of=lambda tried: tried.finding.placebo and tried.finding.placebo.of),
    Column("placebo", "What they are", 0.8, of=lambda tried: tried.finding.placebo and tried.finding.placebo.what),
    Column("built_in", "Holds by construction", 1.0, of="finding.built_in"),
    Column("wanted", "What would bear it out", 2.0, of="finding.wanted"),
    Column("agrees", "Agrees", 0.5, of=lambda tried: _HOLDS[tried.finding.holds] or VERDICTS[None]),
    Column("source", "Source", 1.5, of=lambda tried: cited(tried.timeline, tried.verdict.claim.cite)),
)


def claims_table(traces: Sequence[Trace]) -> Table:
    """Return the source's own claims beside what is computed: a row for each trial; no row without claims.

    Examples
    --------
    >>> import replay
    >>> claims_table([replay.run(replay.load(replay.example()))]).column("agrees")
    ('yes',)
    """
    cases = [case(trace) for trace in traces]
    names = (
        "dispute",
        "claim",
        "theory",
        "says",
        "wanted",
        "computed",
        "agrees",
        "placebo_share",
        "built_in",
        "source",
    )
    return trials_table(judge(cases), [found.timeline for found in cases]).only(names)


def trials_table(found: Sequence[Verdict], timelines: Sequence[Timeline]) -> Table:
    """Return a row for each test of each claim of the timelines, with the verdict on the claim."""
    of = {timeline.dispute: timeline for timeline in timelines}
    tried = (_Test(of[verdict.dispute], verdict, finding) for verdict in found for finding in verdict.tried)
    return tabled("claims", "Claims of the source, tried", _COLUMNS, tried)


def _share(finding: Tried) -> float | None:
    return round(finding.placebo.share, 4) if finding.placebo else None


def verdicts_table(dispute: str, found: Sequence[Verdict], details: bool = True) -> Table:
    """Return the claims of a dispute for people: what is said, what is computed, how often it holds elsewhere.

    Without those that hold by construction, which `built_in_table` has; without `details` those alone that the model
    does not bear out, or that could not be tried, and nothing of where they stand and of placebos.
    """
    rows = (
        (
            _said(one) if details else one.claim.says, one.claim.theory, one.claim.paper.value,
            _computed(one, details), VERDICTS[one.agrees],
        )
        for one in found
        if one.dispute == dispute and not one.built_in and (details or one.agrees is not True)
    )  # fmt: skip
    headings = ("What the source says", "Theory", "Source", "What is computed", "")
    which = "claims of the source" if details else "claims that the model does not bear out"
    title = (
        f"{dispute}: {which}, and what it computes"
        if not details
        else f"{dispute}: {which}, and what the model computes"
    )
    return printable(title, headings, rows, whole=("Theory", ""))


def built_in_table(found: Sequence[Verdict]) -> Table:
    """Return the claims that hold by construction, with why: they are no tests, and counted nowhere."""
    rows = (
        (_said(one), one.claim.theory, "; ".join(dict.fromkeys(finding.built_in for finding in one.tried)))
        for one in found
        if one.built_in
    )
    title = "Claims that hold by construction, and count for nothing"
    return printable(title, ("What the source says", "Theory", "Why it cannot but hold"), rows, whole=("Theory",))


def _said(verdict: Verdict) -> Noted:
    places = (str(replace(one, key="")) or one.key for one in verdict.claim.cite)
    note = f"\n{verdict.claim.note}" if verdict.claim.note else ""
    return Noted(verdict.claim.says, f" ({'; '.join(places)}){note}")


def _computed(verdict: Verdict, details: bool = True) -> str:
    return "\n".join(
        (finding.computed if finding.holds is not False else f"not met: {finding.computed}; required: {finding.wanted}")
        + (_elsewhere(finding) if details else "")
        for finding in verdict.tried
    )


def _elsewhere(finding: Tried) -> str:
    """How often the same holds on placebos, in brackets."""
    if finding.built_in:
        return f" [by construction: {finding.built_in}]"
    if finding.placebo is None:
        return ""
    return f" [holds on {finding.placebo.share:.0%} of {finding.placebo.of} {finding.placebo.what}]"


def claims_told(found: Sequence[Verdict]) -> Iterator[str]:
    """Yield with how many claims the model agrees, which it does not bear out, and how far its tests are any.

    Examples
    --------
    >>> import replay
    >>> found = judge([case(replay.run(replay.load(replay.example())))])
    >>> next(claims_told(found))
    'Of 1 claim of the source the model bears out 1, and contradicts 0.'
    """
    tried = [one for one in found if not one.built_in]
    against = [one.claim.id for one in tried if one.agrees is False]
    open_ = sum(one.agrees is None for one in tried)
    agrees = len(tried) - len(against) - open_
    untried = f"; {open_} could not be tried" if open_ else ""
    yield (
        f"Of {counted(len(tried), 'claim')} of the source the model bears out {agrees}, and contradicts "
        f"{len(against)}{untried}."
    )
    if against:
        more = len(against) - _NAMED
        yield f"Contradicted: {', '.join(against[:_NAMED])}{f' and {more} more' if more > 0 else ''}."
    else:
        yield "None is contradicted."
    apart = len(found) - len(tried)
    yield (
        f"{counted(apart, 'further claim')} held by construction and count for nothing."
        if apart
        else ("No claim holds by construction.")
    )


_NAMED = 3


def claims_summed(traces: Sequence[Trace]) -> str:
    """Say how many claims of the source hold, which do not, and how many were not tried.

    A claim that fails is told as the source says it. Those that hold by construction count for nothing.

    Examples
    --------
    >>> import replay
    >>> claims_summed([replay.run(replay.load(replay.example()))])
    '1 of 1 claim holds.'
    """
    found = judge([case(trace) for trace in traces])
    counts = [one for one in found if not one.built_in]
    against = [one.claim.says.rstrip(".") for one in counts if one.agrees is False]
    untried = sum(one.agrees is None for one in counts)
    held = len(counts) - len(against) - untried
    said = f"{held} of {counted(len(counts), 'claim')} {'holds' if held == 1 else 'hold'}"
    if against:
        said += f", {len(against)} {'does' if len(against) == 1 else 'do'} not"
    if untried:
        said += f", {untried} not tried"
    more = len(against) - _NAMED
    named = against if more <= 1 else [*against[:_NAMED], f"and {more} more"]
    told = [f"{said}.", *([f"Not borne out: {'; '.join(named)}."] if against else [])]
    if apart := len(found) - len(counts):
        told.append(f"{counted(apart, 'further claim')} held by construction and count for nothing.")
    return " ".join(told)


def with_labels(text: str, timeline: Timeline) -> str:
    """Put the labels of decisions and acts in the place of their ids, in what is computed of a claim."""
    named = {event.id: event.label for event in timeline.events if event.label}
    named |= {decision.id: decision.label for decision in timeline.decisions if decision.label}
    return re.sub(r"[\w-]+", lambda found: named.get(found[0], found[0]), text)


def counts_line(found: Sequence[Verdict]) -> str:
    """Say how many of the claims that were tried agree, by what the source concludes, and how far that is news."""
    counted_in = [one for one in found if not one.built_in]
    parts = [
        _count([one for one in counted_in if one.claim.paper is standing], standing.value) for standing in Standing
    ]
    apart = len(found) - len(counted_in)
    built = f" {counted(apart, 'claim')} of {len(found)} held by construction and stand apart." if apart else ""
    return (
        f"{counted(len(counted_in), 'claim')}; the model agrees where the source says that a theory "
        f"{', '.join(filter(None, parts))}.{built} {placebo_line(found)}"
    )


def placebo_line(found: Sequence[Verdict]) -> str:
    """Say how often the single tests hold, and how often they would on placebos."""
    tests = [one for verdict in found for one in verdict.tried if one.placebo and one.holds is not None]
    tests = [one for one in tests if not one.built_in]
    record = [one for one in tests if one.trial.form in RECORD]
    said = [
        _held([one for one in tests if one not in record], "of what the model computes"),
        _held(record, "of the record alone"),
    ]
    told = " ".join(filter(None, said))
    return f"{told} Placebos are cases that no claim is about." if told else "No test has a placebo."


RECORD = frozenset({"did", "absent", "agreements", "spiral_at_least", "spiral_at_most"})
"""Forms of tests in which no theory and no rule of the domain has a part: they try what was coded."""


def _held(tests: Sequence[Tried], which: str) -> str:
    """How many of these tests hold, how often they would on placebos, and how many hold on all of them."""
    if not tests:
        return ""
    held = sum(bool(one.holds) for one in tests)
    shares = [one.placebo.share for one in tests if one.placebo]
    always = sum(share == 1 for share in shares)
    return (
        f"Of {counted(len(tests), 'test')} {which} {held} hold ({held / len(tests):.0%}); on placebos they hold in "
        f"{fmean(shares):.0%} of cases{f', {always} of them always' * bool(always)}."
    )


def _count(found: Sequence[Verdict], word: str) -> str:
    tried = [verdict.agrees for verdict in found if verdict.agrees is not None]
    left = len(found) - len(tried)
    more = f" ({left} not tried)" if left else ""
    return f"{word} in {sum(tried)} of {len(tried)}{more}" if found else ""


def verdict_values(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as plain values."""
    return picked(
        verdict, id="claim.id", dispute="dispute", says="claim.says", theory="claim.theory", paper="claim.paper",
        built_in="built_in", cite=lambda one: [str(cite) for cite in one.claim.cite],
        verdict=lambda one: VERDICTS[one.agrees],
        tests=lambda one: [
            picked(
                finding, form="trial.form", holds="holds", computed="computed", wanted="wanted",
                placebo=lambda one: one.placebo and plain(one.placebo), built_in=lambda one: one.built_in or None,
            )
            for finding in one.tried
        ],
    )  # fmt: skip


def evidence_table(row: Balance) -> Table:
    """Return what each observation says between a theory and a rival."""
    rows = (
        (
            Noted(item.observation.summary, f" ({item.dispute})"), f"{item.observation.given_theory:g}",
            f"{item.observation.given_rival:g}", f"{item.weight.decibels:+.1f}",
            item.weight.label.value, {"theory": row.theory, "rival": row.rival}.get(item.weight.favours, "neither"),
            item.observation.group,
        )
        for item in row.items
    )  # fmt: skip
    headings = ("Observation", ">P(seen | theory)", ">P(seen | rival)", ">dB", "Test", "Favours", "Group")
    return printable(f"{row.theory} against {row.rival}", headings, rows)


def balance_line(row: Balance) -> str:
    """Say what the observations come to between a theory and a rival; what is below 3 dB favours neither."""
    total, side = row.total, {"theory": row.theory, "rival": row.rival}
    whole = favoured(row)
    seen = [item.weight.favours for item in row.items]
    parts = ", ".join(f"{seen.count(key)} {side.get(key, key)}" for key in ("theory", "rival", "neither"))
    return (
        f"Sum {total.decibels:+.1f} dB for n = {len(row.items)}, in favour of {whole}; one by one they favour {parts}. "
        f"As if all were independent {total.independent:+.1f} dB. The chances are the coder's judgement; below "
        f"{FAVOUR:g} dB, odds of about 2 to 1, nothing is favoured."
    )


def balances_table(sums: Sequence[Balance]) -> Table:
    """Return a row for each pair of theories: how many observations, their weight in decibels, whom they favour."""
    columns = (
        Column("theory", "Theory", whole=True), Column("rival", "Rival", whole=True),
        Column("n", "n", of=lambda row: len(row.items)),
        Column("db", "dB", right=True, of=lambda row: f"{row.total.decibels:+.1f}"),
        Column("favours", "Favours", of=favoured, whole=True),
    )  # fmt: skip
    return tabled("balances", "What the observations come to, by pair of theories", columns, sums)


def favoured(row: Balance) -> str:
    """Return which of two theories the observations favour; below 3 dB, odds of about 2 to 1, neither."""
    size = row.total.decibels
    return "neither" if abs(size) < FAVOUR else row.theory if size > 0 else row.rival


def evidence_values(found: Sequence[Evidence], sums: Sequence[Balance]) -> dict[str, Any]:
    """Return observations and balances as plain values."""
    return {
        "observations": [
            picked(
                item, id="observation.id", dispute="dispute", summary="observation.summary",
                theory="observation.theory", rival="observation.rival", given_theory="observation.given_theory",
                given_rival="observation.given_rival", group=lambda item: item.observation.group or None,
                decibels="weight.decibels", test="weight.label", favours="weight.favours",
                cite=lambda item: [str(cite) for cite in item.observation.cite],
            )
            for item in found
        ],
        "balances": [
            {"theory": row.theory, "rival": row.rival, "n": len(row.items), **plain(row.total)} for row in sums
        ],
    }  # fmt: skip


def balances_told(sums: Sequence[Balance]) -> Iterator[str]:
    """Yield for each pair of theories what the observations come to, the most decided first, three at most."""
    ranked = sorted(sums, key=lambda row: -abs(row.total.decibels))
    for row in ranked[:_PAIRS]:
        size, side = row.total.decibels, favoured(row)
        yield f"{row.theory} against {row.rival}: {size:+.1f} dB, in favour of {side} (n = {len(row.items)})."
    number = sum(len(row.items) for row in sums)
    yield f"{counted(number, 'weight')} of {counted(len(sums), 'pair')} of theories; the chances are the coder's."
    yield f"Below {FAVOUR:g} dB, odds of about 2 to 1, nothing is favoured."
    if len(sums) > _PAIRS:
        yield f"{counted(len(sums) - _PAIRS, 'pair')} more below."
