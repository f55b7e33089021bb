"""The escalation graph: what it comes to in a few lines, its links, spirals, who answers whom, pivots and off-ramps."""

from __future__ import annotations

from collections.abc import Iterator

from replay.codebook import HOSTILE
from replay.engine.days import Days, worded
from replay.engine.trace import Trace
from replay.escalation import Escalation, Measures, graph
from replay.text.table import Column, Table, printable, tabled
from replay.text.words import counted, typeset

__all__ = [
    "act_date", "links_table", "measures_told", "off_ramps_table", "pivots_table", "reciprocity_table",
    "reciprocity_told", "spirals_table", "unprompted",
]  # fmt: skip


def links_table(trace: Trace) -> Table:
    """Return the links of the escalation graph, in the order of their later ends."""
    timeline = trace.coded("make tables")
    found, days = graph(trace), Days(trace)
    nodes, lives = found.by_id, {clock.id: clock for clock in trace.clocks()}

    def on(name: str) -> str:
        """The day of an act; of a clock its end, or its due date."""
        if nodes[name].kind == "clock":
            return days.ended(lives[name]) or days.due(name) or days.of(trace[nodes[name].seq])
        return days.of(trace[nodes[name].seq])

    columns = (
        Column("source", "From", 1.4),
        Column("source_date", "On", 0.8, of=lambda link: on(link.source)),
        Column("source_party", "By", 0.7, of=lambda link: nodes[link.source].party),
        Column("type", "Link", 0.8),
        Column("target", "To", 1.4),
        Column("target_date", "On", 0.8, of=lambda link: on(link.target)),
        Column("target_party", "By", 0.7, of=lambda link: nodes[link.target].party),
        Column("rise", "Rungs up", 0.5),
        Column("days", "Days", 0.5),
    )
    return tabled("links", f"{typeset(timeline.title)}: links", columns, found.links)


def measures_told(drawn: Escalation, found: Measures) -> Iterator[str]:
    """Yield what the measures come to, in sentences: spirals, who answered whom, the longest path, off-ramps.

    Examples
    --------
    >>> import replay
    >>> found = graph(replay.run(replay.load(replay.example())))
    >>> for line in list(measures_told(found, replay.measures(found)))[1:3]:
    ...     print(line)
    United States answered 0 of 1.
    Korea answered 1 of 2, 0 in kind, after 4 days (median).
    """
    if found.spirals:
        top = found.spirals[0]
        first, last = (act_date(drawn, name) for name in (top.chain[0], top.chain[-1]))
        said = f"{counted(len(found.spirals), 'spiral')}; the longest chain has {counted(len(top.chain), 'act')} in "
        said += f"{counted(top.turns, 'turn')}, {first} to {last}."
    else:
        said = "No spiral."
    yield f"{said} {unprompted(found)}"
    yield from reciprocity_told(drawn, found)
    path = found.longest_escalation
    yield f"The longest escalation path has {counted(len(path), 'act')}." if path else "No escalation path."
    taken = sum(bool(ramp.taken) for ramp in found.off_ramps)
    ramps = counted(len(found.off_ramps), "off-ramp")
    yield f"{ramps}, {taken} of them taken up by the other side's next act." if found.off_ramps else "No off-ramp."


def reciprocity_told(drawn: Escalation, found: Measures) -> Iterator[str]:
    """Yield for each side how many hostile acts of the other it answered, how many in kind, and how fast."""
    camp = drawn.trace.coded("name sides").camp_name if found.reciprocity else str
    for row in found.reciprocity:
        if not row.received:
            yield f"{camp(row.other)} did nothing hostile towards {camp(row.side)}."
            continue
        said = f"{camp(row.side)} answered {row.answered} of {row.received}"
        if row.median_days is not None:
            said += ", in kind" if row.in_kind == row.answered else f", {row.in_kind} in kind"
            said += f", after {row.median_days:g} days (median)"
        yield f"{said}."


def unprompted(found: Measures) -> str:
    """Say how many hostile acts answer nothing that is coded, and what that means for the spirals."""
    few = f"{found.unprompted} of {counted(found.hostile, 'hostile act')}"
    verb = "answers" if found.unprompted == 1 else "answer"
    return f"{few} {verb} nothing that is coded: spirals are a lower bound."


def spirals_table(drawn: Escalation, found: Measures) -> Table:
    """Return the spirals: acts, turns, the longest chain, first and last act."""
    rows = (
        (
            n, len(spiral.acts), spiral.turns, len(spiral.chain), act_date(drawn, spiral.acts[0]),
            act_date(drawn, spiral.acts[-1]), spiral.last_day - spiral.first_day,
        )
        for n, spiral in enumerate(found.spirals, 1)
    )  # fmt: skip
    headings = (">Spiral", ">Acts", ">Turns", ">Longest chain", "First", "Last", ">Days")
    return printable("Spirals: turn by turn, nobody steps down, somebody steps up", headings, rows)


def reciprocity_table(found: Measures) -> Table:
    """Return who answered how many hostile acts of whom, and how fast."""
    rows = (
        (
            row.side, row.other, row.received, row.answered, row.in_kind,
            "" if row.median_days is None else f"{row.median_days:g}",
            f"{row.days[0]}-{row.days[-1]}" if row.days else "",
        )
        for row in found.reciprocity
    )  # fmt: skip
    headings = ("Side", "By", ">Received", ">Answered", ">In kind", ">Median days", ">Range")
    return printable(f"Reciprocity: hostile acts (rung {HOSTILE} and above) received and answered", headings, rows)


def pivots_table(drawn: Escalation, found: Measures, most: int = 10) -> Table:
    """Return the acts that the most later acts hang on."""
    rows = ((act_date(drawn, pivot.id), pivot.id, pivot.cut_off) for pivot in found.pivots[:most])
    return printable("Pivots: the most later acts hang on them", ("Date", "Act", ">Cuts off"), rows)


def off_ramps_table(drawn: Escalation, found: Measures) -> Table:
    """Return the steps down, truces and postponements, whether they were taken, and what came next."""
    rows = (
        (
            act_date(drawn, ramp.id), ramp.id, _yes(ramp.breaks), "" if ramp.taken is None else _yes(ramp.taken),
            ramp.quiet_days, ramp.next_hostile or "none",
        )
        for ramp in found.off_ramps
    )  # fmt: skip
    headings = ("Date", "Act", "Truce or put off", "Taken", ">Quiet days", "Next hostile act")
    return printable("Off-ramps: steps down, truces, postponements", headings, rows)


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def act_date(drawn: Escalation, act: str) -> str:
    """Return the date of an act as coded, in words; its day if it is counted from one, or came by rule."""
    return Days(drawn.trace, worded).of_act(act, drawn.by_id[act].day)
