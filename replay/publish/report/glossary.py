"""Who acts in a report, and what its terms mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from replay.codebook import Act, Answer, ClockKind, Tactic
from replay.codebook.terms import Term
from replay.engine.trace import ACTED, Trace
from replay.escalation import graph, ledger
from replay.figures.style import link_words
from replay.text.blocks import Grid
from replay.text.html import Html, join, tag
from replay.text.webpage import table_tag
from replay.timeline import WORLD, Timeline, members

__all__ = ["glossary_part"]


def glossary_part(trace: Trace, timeline: Timeline) -> Html:
    """Return the parties, with their side and how many acts they take part in, and the terms that the replay uses."""
    acts = trace.select(*ACTED)
    done = Counter(party for entry in acts for party in members(entry.actor))
    met = Counter(party for entry in acts for party in members(entry.recipient))
    named = [name for name in timeline.parties if name != WORLD or done[name] or met[name]]
    rows = tuple((name, timeline.name(name), _role(timeline, name), str(done[name]), str(met[name])) for name in named)
    heads = ("Id", "Party", "Side", "Acts by it", "Acts towards it")
    parties = table_tag(Grid(heads, rows, (3, 4)), "Parties", [f"party-{name}" for name in named])
    groups = ((words, list(found)) for words, found in _terms(trace, timeline))
    lists = (
        join((
            tag("h3", words),
            tag("dl", *(part for name, said in found for part in (tag("dt", name), tag("dd", said))), class_="terms"),
        ))
        for words, found in groups
        if found
    )  # fmt: skip
    return join((parties, *lists))


def _role(timeline: Timeline, name: str) -> str:
    """The side of a party: its own, an ally's, or that of whom it belongs to."""
    side = timeline.side(name)
    if side is None:
        return "third party"
    if name in timeline.camp(side):
        return "first side" if side == timeline.sides[0] else "second side"
    return f"belongs to {timeline.name(timeline.parties[name].of or side)}"


def _terms(trace: Trace, timeline: Timeline) -> Iterator[tuple[str, Iterable[tuple[str, str]]]]:
    """The terms of each vocabulary that the replay uses, in the order of the vocabulary."""
    acts, clocks = {entry.act for entry in trace}, trace.clocks()
    ladder = sorted((act for act in Act if act in acts), key=lambda act: -act.rung)
    yield "Acts, with their rungs on the escalation ladder", ((f"{a.words} ({a.rung})", a.definition) for a in ladder)
    tactics = {tactic for event in timeline.events for tactic in event.tactics}
    yield "Tactics", _defined(tactic for tactic in Tactic if tactic in tactics)
    kinds = {link.type.value for link in graph(trace).links}
    answers = (answer for answer in Answer if answer.value in kinds)
    yield "Answers of acts to acts", ((link_words(answer.value), answer.definition) for answer in answers)
    yield "Clocks", _defined(kind for kind in ClockKind if any(clock.kind is kind for clock in clocks))
    ends = {clock.kind.end_in_words(clock.outcome): clock.outcome.definition for clock in clocks}
    yield "How clocks ended", sorted(ends.items())
    fates = {row.fate.words: row.fate.definition for row in ledger(trace)}
    yield "What became of threats and promises", sorted(fates.items())


def _defined(found: Iterable[Term]) -> Iterator[tuple[str, str]]:
    return ((term.words, term.definition) for term in found)
