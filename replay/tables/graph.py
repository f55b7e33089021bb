"""The escalation graph: its links, who answers whom, pivots and off-ramps."""

from __future__ import annotations

from replay.dates import iso
from replay.engine.trace import Trace
from replay.escalation import Escalation, Measures, graph
from replay.text.table import Column, Table, printable, tabled
from replay.text.words import typeset

__all__ = ["links_table", "off_ramps_table", "pivots_table", "reciprocity_table"]


def links_table(trace: Trace) -> Table:
    """Return the links of the escalation graph, in the order of their later ends."""
    timeline = trace.coded("make tables")
    found = graph(trace)
    nodes = found.by_id
    columns = (
        Column("source", "From", 1.4),
        Column("source_date", "On", 0.8, of=lambda link: iso(nodes[link.source].day)),
        Column("source_party", "By", 0.7, of=lambda link: nodes[link.source].party),
        Column("type", "Link", 0.8),
        Column("target", "To", 1.4),
        Column("target_date", "On", 0.8, of=lambda link: iso(nodes[link.target].day)),
        Column("target_party", "By", 0.7, of=lambda link: nodes[link.target].party),
        Column("rise", "Rungs up", 0.5),
        Column("days", "Days", 0.5),
    )
    return tabled("links", f"{typeset(timeline.title)}: links", columns, found.links)


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
    return printable("Reciprocity: hostile acts (rung 4 and above) received and answered", headings, rows)


def pivots_table(drawn: Escalation, found: Measures, most: int = 10) -> Table:
    """Return the acts that the most later acts hang on."""
    rows = ((_date(drawn, pivot.id), pivot.id, len(pivot.cut_off)) for pivot in found.pivots[:most])
    return printable("Pivots: the most later acts hang on them", ("Date", "Act", ">Cuts off"), rows)


def off_ramps_table(drawn: Escalation, found: Measures) -> Table:
    """Return the steps down, whether they were taken, and what came next."""
    rows = (
        (_date(drawn, ramp.id), ramp.id, "yes" if ramp.taken else "no", ramp.quiet_days, ramp.next_hostile or "none")
        for ramp in found.off_ramps
    )
    return printable("Off-ramps", ("Date", "Step down", "Taken", ">Quiet days", "Next hostile act"), rows)


def _date(drawn: Escalation, act: str) -> str:
    return drawn.trace[drawn.by_id[act].seq].date
