"""`replay graph`: the measures of the escalation graph, or the graph itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replay.cli.shared import DATES, FILE, JSON, UNTIL, plainly, replayed
from replay.text.terminal import console_of_width, table_of
from replay.text.words import counted

if TYPE_CHECKING:
    from rich.console import Console

    from replay.escalation import Escalation

__all__ = ["graph"]


@click.command(short_help="Measure the escalation graph of a dispute.")
@FILE
@UNTIL
@DATES
@JSON
@click.option("--graphml", is_flag=True, help="Print the graph as GraphML, for Gephi, yEd or R.")
@plainly
def graph(file: Path, until: str | None, dates: str, as_json: bool, graphml: bool) -> None:
    """Measure the escalation graph of a dispute.

    Prints the longest escalation path, spirals (the sides alternate and the rung rises), who answers whom
    and how fast, pivots (acts without which the escalation falls apart) and off-ramps. --json prints the
    whole graph with its measures in node-link form.
    """
    from dataclasses import asdict

    from replay.escalation import as_graphml, as_node_link, measures
    from replay.escalation import graph as graph_of

    if as_json and graphml:
        raise click.UsageError("--json and --graphml exclude each other")
    found = graph_of(replayed(file, until, dates))
    if graphml:
        click.echo(as_graphml(found), nl=False)
    elif as_json:
        click.echo(json.dumps({**as_node_link(found), "measures": asdict(measures(found))}, indent=2))
    else:
        _measures(console_of_width(), found)


def _measures(console: Console, found: Escalation) -> None:
    from rich.text import Text

    from replay.escalation import measures

    m = measures(found)
    date = {node.id: (found.trace[node.seq].date if node.kind == "act" else "") for node in found.nodes}
    nodes = found.by_id

    def line(text: str, style: str = "") -> None:
        console.print(Text(text, style=style))

    def path(names: Sequence[str]) -> None:
        for name in names:
            node = nodes[name]
            line(f"  {date[name]}  rung {node.rung}  {node.party or '':<12} {node.act}: {name}")

    counts = (counted(m.acts, "act"), counted(m.clocks, "clock"), counted(m.links, "link"))
    line(f"{', '.join(counts)}; top rung {m.top_rung}", "bold")
    line("Links: " + ", ".join(f"{count} {kind}" for kind, count in m.links_by_type.items()))
    line(f"\nLongest escalation path ({counted(len(m.longest_escalation), 'act')})", "bold")
    path(m.longest_escalation)
    line(f"\nSpirals ({len(m.spirals)}): the sides alternate, neither steps down, one climbs", "bold")
    for spiral in m.spirals:
        path(spiral)
        line("")
    _reciprocity_table(console, m.reciprocity)
    columns = (("Date", "left"), ("Act", "left"), ("Cuts off", "right"))
    table = table_of("Pivots: the most later acts hang on them", *columns)
    for pivot in m.pivots[:10]:
        table.add_row(date[pivot.id], Text(pivot.id), str(len(pivot.cut_off)))
    console.print(table)
    table = table_of("Off-ramps", ("Date", "left"), ("Step down", "left"), ("Taken", "left"), ("Quiet days", "right"),
                   ("Next hostile act", "left"))  # fmt: skip
    for ramp in m.off_ramps:
        days = "" if ramp.quiet_days is None else str(ramp.quiet_days)
        taken = "yes" if ramp.taken else "no"
        table.add_row(date[ramp.id], Text(ramp.id), taken, days, Text(ramp.next_hostile or "none"))
    console.print(table)


def _reciprocity_table(console: Console, rows: Iterable[Any]) -> None:
    table = table_of(
        "Reciprocity: hostile acts (rung 4 and above) received and answered",
        ("Side", "left"), ("By", "left"), ("Received", "right"), ("Answered", "right"), ("In kind", "right"),
        ("Median days", "right"), ("Range", "right"),
    )  # fmt: skip
    for row in rows:
        span = f"{row.days[0]}-{row.days[-1]}" if row.days else ""
        middle = "" if row.median_days is None else f"{row.median_days:g}"
        table.add_row(row.side, row.other, str(row.received), str(row.answered), str(row.in_kind), middle, span)
    console.print(table)
