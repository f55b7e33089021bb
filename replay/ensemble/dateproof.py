"""Is it date-proof: which answers, spirals and ends of clocks rest on an order that the dates as coded fix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from replay.engine.trace import Trace
from replay.ensemble.endings import ClockEnds, clock_ends
from replay.ensemble.orders import Certainty, Orders, orders
from replay.escalation import graph, measures, replies
from replay.text.table import Column, Table, tabled
from replay.text.words import counted, joined

__all__ = ["AnswerOrder", "DateProof", "Rest", "answer_orders", "answers_table", "at_hand", "date_proof", "ends_table",
           "ends_told", "orders_told", "rest_told", "rests_table"]  # fmt: skip

_FEW = 500
"""Acts up to which it is told beside other findings: the time that it takes grows with the cube of their number."""


@dataclass(frozen=True, slots=True)
class AnswerOrder:
    """An answer of one camp to an act of the other, and whether the dates alone say that it came later.

    Attributes
    ----------
    source, target : str
        The act that is answered, and the answer.
    by_dates : Certainty
        Whether the source came first by the dates alone, were it not coded that the one answers the other.
    least, most : int
        Days from one to the other by the dates alone; below zero where the answer may lie before what it answers.
    """

    source: str
    target: str
    by_dates: Certainty
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Rest:
    """A spiral or a path of the plain replay, and the order of its acts on which it rests.

    Attributes
    ----------
    finding : str
    acts : tuple[str, ...]
    open_ : tuple[tuple[str, str], ...]
        The steps from act to act whose order the dates alone leave open.
    steps : int
    """

    finding: str
    acts: tuple[str, ...]
    open_: tuple[tuple[str, str], ...]
    steps: int

    @property
    def certain(self) -> bool:
        """Whether every step has an order that the dates alone fix."""
        return not self.open_


@dataclass(frozen=True, slots=True)
class DateProof:
    """What of a replay is date-proof: orders by the dates alone and as coded, answers, findings, ends of clocks."""

    alone: Orders
    coded: Orders
    answers: tuple[AnswerOrder, ...]
    rests: tuple[Rest, ...]
    ends: tuple[ClockEnds, ...]


def answer_orders(trace: Trace, alone: Orders | None = None) -> tuple[AnswerOrder, ...]:
    """Return the answers between acts of the record of different camps, with their order by the dates alone.

    Parameters
    ----------
    trace : Trace
        With its timeline.
    alone : Orders, optional
        As `orders` with ``coded=False`` gives them, where they are known.

    Raises
    ------
    RefusalError
        For a trace that does not know its timeline.

    Examples
    --------
    >>> import replay
    >>> trace = replay.run(replay.load(replay.example()))
    >>> [(one.target, one.by_dates.value, one.least, one.most) for one in answer_orders(trace)]
    [('wto-threat', 'certain', 4, 4), ('settlement', 'certain', 53, 57)]
    """
    line = trace.coded("tell the order of answers")
    known, found = alone or orders(line, coded=False), graph(trace)
    nodes = found.by_id
    return tuple(
        AnswerOrder(one.source, one.target, known.before(one.source, one.target), *known.days(one.source, one.target))
        for one in replies(found)
        if one.source in line.by_id and one.target in line.by_id and not one.carried
        and _across(nodes[one.source].side, nodes[one.target].side, nodes[one.source].joint or nodes[one.target].joint)
    )  # fmt: skip


def _across(one: str | None, other: str | None, joint: bool) -> bool:
    return joint or (one is not None and other is not None and one != other)


def date_proof(trace: Trace) -> DateProof:
    """Return what of a replay is date-proof.

    Raises
    ------
    RefusalError
        For a trace that does not know its timeline.
    """
    line = trace.coded("tell what is date-proof")
    alone, coded = orders(line, coded=False), orders(line)
    return DateProof(alone, coded, answer_orders(trace, alone), tuple(_rests(trace, alone)), clock_ends(line, coded))


def at_hand(trace: Trace) -> DateProof | None:
    """Return the same, to be told beside other findings; None for a replay that stops early, or of very many acts."""
    acts = len(trace.coded("tell what is date-proof").events)
    return date_proof(trace) if 0 < acts <= _FEW and not trace.settings.get("until") else None


def _rests(trace: Trace, alone: Orders) -> Iterator[Rest]:
    found = graph(trace)
    said, pairs = measures(found), [(one.source, one.target) for one in replies(found)]
    for n, spiral in enumerate(said.spirals, 1):
        acts = {*spiral.acts}
        yield _rest(f"spiral {n}", spiral.acts, [pair for pair in pairs if acts.issuperset(pair)], alone)
    path = said.longest_escalation
    if path:
        yield _rest("longest escalation path", path, list(pairwise(path)), alone)


def _rest(finding: str, acts: Sequence[str], steps: Sequence[tuple[str, str]], alone: Orders) -> Rest:
    """Acts by rule have no date of their own; they come after what brings them about, whatever the dates."""
    open_ = [
        (one, other)
        for one, other in steps
        if one in alone.places and other in alone.places and alone.before(one, other) is not Certainty.CERTAIN
    ]
    return Rest(finding, tuple(acts), tuple(open_), len(steps))


def orders_told(proof: DateProof) -> str:
    """Say in three lines what is date-proof.

    >>> import replay
    >>> print(orders_told(date_proof(replay.run(replay.load(replay.example())))))
    Orders: of 6 pairs of acts the dates alone fix 6, the coding as a whole 6. Of 2 answers across the camps, 2 lie after what they answer by the dates alone.
    Findings: none.
    Clocks: of 1 clock, 1 can end in one way only under the dates as coded.
    """  # noqa: E501
    counts = [proof.alone.counts()[Certainty.CERTAIN], proof.coded.counts()[Certainty.CERTAIN]]
    n, fixed = len(proof.coded.acts), Counter(one.by_dates for one in proof.answers)[Certainty.CERTAIN]
    pairs = n * (n - 1) // 2
    lie = "lies" if fixed == 1 else "lie"
    sure = sum(one.certain is not None for one in proof.ends)
    found = "; ".join(_rest_told(one) for one in proof.rests) or "none"
    return "\n".join((
        f"Orders: of {counted(pairs, 'pair')} of acts the dates alone fix {counts[0]}, the coding as a whole "
        f"{counts[1]}. Of {counted(len(proof.answers), 'answer')} across the camps, {fixed} {lie} after what they "
        f"answer by the dates alone.",
        f"Findings: {found}.",
        f"Clocks: of {counted(len(proof.ends), 'clock')}, {sure} can end in one way only under the dates as coded.",
    ))  # fmt: skip


def _rest_told(one: Rest) -> str:
    if one.certain:
        return f"the {one.finding} rests on orders that the dates fix"
    return f"the {one.finding} rests on {len(one.open_)} of {counted(one.steps, 'step')} that the dates leave open"


def ends_told(trace: Trace, ends: Sequence[ClockEnds], names: Mapping[str, str]) -> str:
    """Say for how many of the clocks of a replay the dates as coded fix the end that they have in it.

    Parameters
    ----------
    names : mapping
        What each clock is called, by its id.

    Examples
    --------
    >>> import replay
    >>> trace = replay.run(replay.load(replay.example()))
    >>> ends_told(trace, clock_ends(trace.timeline), {})
    'The dates as coded fix how it ends.'
    """
    fixed, clocks = {one.clock: one.certain for one in ends}, trace.clocks()
    open_ = [names.get(clock.id, clock.id) for clock in clocks if fixed.get(clock.id) is not clock.outcome]
    if not clocks:
        return ""
    if not open_:
        return f"The dates as coded fix how {'it ends' if len(clocks) == 1 else f'all {len(clocks)} end'}."
    if len(open_) == len(clocks):
        return f"The dates as coded do not surely fix how {'it ends' if len(clocks) == 1 else 'any of them ends'}."
    left = f"The dates as coded fix how {len(clocks) - len(open_)} of {len(clocks)} clocks end, but not surely "
    named = open_ if len(open_) < 4 else [*open_[:2], f"{len(open_) - 2} more"]
    return f"{left}how {joined(named)} {'does' if len(open_) == 1 else 'do'}."


def rest_told(one: Rest) -> str:
    """Say whether the dates fix the order on which a spiral or a path rests.

    >>> rest_told(Rest("spiral 1", ("a", "b", "c"), (("a", "b"),), 2))
    'Of its 2 steps from act to answer the dates alone leave 1 open: there the coding says it.'
    """
    if one.certain:
        return "The dates alone fix the order of its acts."
    steps = counted(one.steps, "step")
    return f"Of its {steps} from act to answer the dates alone leave {len(one.open_)} open: there the coding says it."


def answers_table(proof: DateProof) -> Table:
    """Return the answers across the camps, with their order by the dates alone."""
    columns = (
        Column("source", "Act"), Column("target", "Answer"),
        Column("by_dates", "Answered act came first, by the dates", of=lambda one: one.by_dates.value),
        Column("least", "Days between, at least"), Column("most", "at most"),
    )  # fmt: skip
    return tabled(
        "answer-orders", "Answers across the camps, and their order by the dates alone", columns, proof.answers
    )


def ends_table(proof: DateProof) -> Table:
    """Return how each clock can end under the dates as coded."""
    columns = (
        Column("clock", "Clock"),
        Column("certain", "Certain end", of=lambda one: one.certain and one.certain.value),
        Column("possible", "Possible ends", 2.0, of=lambda one: ", ".join(end.value for end in one.possible) or None),
        Column("never", "May not be set", of=lambda one: "yes" if one.never else None),
        Column("exact", "Exact", of=lambda one: "yes" if one.exact else "no"),
    )
    return tabled("clock-certainty", "Ends of clocks under the dates as coded", columns, proof.ends)


def rests_table(proof: DateProof) -> Table:
    """Return the findings of the plain replay, and on how many orders they rest that the dates leave open."""
    columns = (
        Column("finding", "Finding"),
        Column("acts", "Acts", of=lambda one: len(one.acts)),
        Column("steps", "Steps"),
        Column("open", "Steps whose order the dates leave open", of=lambda one: len(one.open_)),
        Column("which", "Which", 2.0, of=lambda one: "; ".join(f"{a}, {b}" for a, b in one.open_) or None),
    )
    return tabled("finding-orders", "Findings, and the orders on which they rest", columns, proof.rests)
