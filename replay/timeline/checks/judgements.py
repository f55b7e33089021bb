"""Rules about what the coder judges: tactics, answers, decisions, stakes, observations, claims."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from replay.codebook import HOSTILE, Answer, is_hostile, strategy_of
from replay.dates import When
from replay.errors import Problem, closest
from replay.timeline import Decision, Event, Stake, Timeline, Trial
from replay.timeline.checks.names import Rule

__all__ = ["RULES"]


def check_tactics(timeline: Timeline) -> Iterator[Problem]:
    """A tactic counts once in an act, and a strategy that is stated beside tactics is the one that they say."""
    for event in timeline.events:
        by_tactics = strategy_of([(event.act, event.tactics)]) if event.tactics else None
        if event.stated and by_tactics and event.stated is not by_tactics:
            message = (
                f"strategy: {event.stated.value}, but its tactics say {by_tactics.value}; allowed: one of the two, "
            )
            yield Problem(timeline.mark(event.where, "strategy"), f"{message}or both where they agree", "strategy")
        for tactic in dict.fromkeys(event.tactics):
            if event.tactics.count(tactic) > 1:
                message = f"tactics: '{tactic.value}' stands twice; allowed: once"
                yield Problem(timeline.mark(event.where, "tactics", tactic.value), message, "duplicate")


def check_answers(timeline: Timeline) -> Iterator[Problem]:
    """Only a hostile act escalates."""
    for event in timeline.events:
        if is_hostile(event.act.rung):
            continue
        for name, answer in event.answers.items():
            if answer is Answer.ESCALATES:
                message = f"answers: '{name}' is answered by {event.act.value} (rung {event.act.rung}), which does not "
                message += (
                    f"escalate; allowed: {', '.join(one.value for one in Answer if one is not answer)}, or an act "
                )
                message += f"on rung {HOSTILE} or above"
                yield Problem(timeline.mark(event.where, "answers", name), message, "answer")


def check_decisions(timeline: Timeline) -> Iterator[Problem]:
    """The acts of a decision are its side's own and no other decision's, and they bear out what it did."""
    taken: dict[str, Decision] = {}
    for decision in timeline.decisions:
        for name in decision.acts:
            event = timeline.by_id.get(name)
            place = partial(timeline.mark, decision.where, "acts", name)
            sides = timeline.acting(decision.party)
            if event is not None and sides and not _own(timeline, decision, event):
                camp = ", ".join(name for side in sides for name in timeline.camp(side))
                message = f"acts: '{name}' is an act of {event.actor}; allowed: acts of {camp}, which decides"
                yield Problem(place(), message, "decision")
            first = taken.setdefault(name, decision)
            if first is not decision:
                message = f"acts: '{name}' stands already in decision '{first.id}' (line {first.where.line})"
                yield Problem(place(), f"{message}; allowed: acts of one decision", "decision")
        events = [timeline.by_id.get(name) for name in decision.acts]
        if all(event is not None and _own(timeline, decision, event) for event in events):
            yield from _did(timeline, decision)


def _own(timeline: Timeline, decision: Decision, event: Event) -> bool:
    """Whether an act is one of the camp that decides."""
    return not {*timeline.acting(decision.party)}.isdisjoint(timeline.acting(event.actor))


def _did(timeline: Timeline, decision: Decision) -> Iterator[Problem]:
    events = [timeline.by_id[name] for name in decision.acts]
    found = strategy_of(event.conduct for event in events)
    place = partial(timeline.mark, decision.where)
    if found is None and not decision.note:
        message = (
            "acts: none of them has tactics or a strategy, or is a claiming tactic by definition (to threaten, to list "
            "or impose sanctions); name one that has, or say in note: on what `did` rests"
        )
        yield Problem(place("acts"), message, "decision")
    elif found is not None and found is not decision.did:
        message = f"did: {decision.did.value}, but the tactics of its acts say {found.value}"
        yield Problem(place("did"), message, "decision")
    for event in events:
        if event.act.rung and event.act not in decision.options:
            message = f"options: '{event.id}' did '{event.act.value}', which is not among them; allowed: options that "
            yield Problem(place("options"), f"{message}hold what was done", "decision")
    if decision.did not in decision.among:
        allowed = ", ".join(strategy.value for strategy in decision.among)
        message = f"did: {decision.did.value} is not among the strategies that were open; allowed: {allowed}"
        yield Problem(place("did"), message, "decision")


def check_stakes(timeline: Timeline) -> Iterator[Problem]:
    """Stakes have one entry for each side and date."""
    seen: dict[tuple[tuple[str, ...], str], Stake] = {}
    for stake in timeline.stakes:
        first = seen.setdefault((timeline.acting(stake.party) or (stake.party,), stake.date.text), stake)
        if first is not stake:
            message = f"date: {stake.party} has stakes of {stake.date.text} already, '{first.id}' (line "
            message += f"{first.where.line}); allowed: one entry for each side and date"
            yield Problem(timeline.mark(stake.where, "date"), message, "stake")


def check_observations(timeline: Timeline) -> Iterator[Problem]:
    """A theory is tested against another one."""
    for observation in timeline.observations:
        if observation.theory == observation.rival:
            message = f"rival: '{observation.rival}' is the theory itself; allowed: another theory"
            yield Problem(timeline.mark(observation.where, "rival"), message, "rival")


def check_claims(timeline: Timeline) -> Iterator[Problem]:
    """What the tests of a claim name exists; what they name of other disputes is looked up when those are at hand."""
    camps = (name for side in timeline.sides for name in timeline.camp(side))
    places = [*(decision.id for decision in timeline.decisions), *camps]
    for trial in (trial for claim in timeline.claims for trial in claim.trials):
        for field in ("decisions", "more_than"):
            for name in _texts(trial, field):
                home, _, rest = name.rpartition("/")
                if home in ("", timeline.dispute) and rest not in places:
                    message = f"{field}: '{name}' is no decision and no side{closest(rest, places)}"
                    allowed = "ids of decisions, sides, and dispute/id for another dispute"
                    place = timeline.mark(trial.where, field, name)
                    yield Problem(place, f"{message}; allowed: {allowed}", "unknown-id")
        for field, known in (("party", timeline.sides), ("actor", tuple(timeline.parties))):
            party = trial.given.get(field)
            if party is not None and party not in known:
                message = f"{field}: '{party}' is not known here; allowed: {', '.join(known)}"
                yield Problem(timeline.mark(trial.where, field), message, "unknown-party")
        first, last = trial.given.get("from"), trial.given.get("to")
        if isinstance(first, When) and isinstance(last, When) and last.middle <= first.middle:
            message = f"to: {last.text} does not come after {first.text}; allowed: a later date"
            yield Problem(timeline.mark(trial.where, "to"), message, "backwards")


def _texts(trial: Trial, field: str) -> tuple[str, ...]:
    found = trial.given.get(field, ())
    return tuple(str(name) for name in found) if isinstance(found, tuple) else ()


RULES: tuple[Rule, ...] = (
    check_tactics,
    check_answers,
    check_decisions,
    check_stakes,
    check_observations,
    check_claims,
)
