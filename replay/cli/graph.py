"""`replay graph`: the measures of the escalation graph, or the graph itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.shared import DATES, DETAILS, FILE, JSON, UNTIL, exclusive, more_by_details, replayed
from replay.text.terminal import hand_over, say, show_table
from replay.text.words import counted

if TYPE_CHECKING:
    from replay.engine.trace import Trace
    from replay.escalation import Escalation

__all__ = ["graph"]


@click.command(short_help="Measure the escalation graph of a dispute.")
@FILE
@UNTIL
@DATES
@DETAILS
@JSON
@click.option("--graphml", is_flag=True, help="Print the graph as GraphML, for Gephi, yEd or R.")
def graph(file: Path, until: str | None, dates: str, details: bool, as_json: bool, graphml: bool) -> None:
    """Measure the escalation graph of a dispute.

    Says first what it comes to: spirals (the camps take turns, nobody steps down, somebody steps up), who answers whom
    and how fast, the longest escalation path, off-ramps. Then prints counts, the longest path and who answers whom;
    with --details each spiral, whether the dates fix the order of its acts, each off-ramp, and pivots (acts without
    which the escalation falls apart). --json prints the whole graph with its measures in node-link form.
    """
    from replay.escalation import as_graphml, as_node_link, measures
    from replay.escalation import graph as graph_of
    from replay.text.plain import json_text

    exclusive(details=details, json=as_json, graphml=graphml)
    found = graph_of(replayed(file, until, dates))
    if graphml:
        hand_over(as_graphml(found))
    elif as_json:
        hand_over(json_text({**as_node_link(found), "measures": measures(found)}))
    else:
        _measures(found, details)


def _measures(found: Escalation, details: bool) -> None:
    from replay.escalation import measures
    from replay.tables.answers import escalation_told
    from replay.tables.graph import (
        act_date,
        off_ramps_table,
        pivots_table,
        reciprocity_table,
        spirals_table,
        unprompted,
    )

    m = measures(found)

    def path(names: Sequence[str]) -> None:
        for node in (found.by_id[name] for name in names):
            say(
                f"  {act_date(found, node.id):<15}  rung {node.rung}  {node.party or '':<12} {node.act}: {node.id}",
                hang=2,
            )

    if not m.acts:
        say(f"No act yet by {found.trace.settings.get('until') or 'the end of the period'}.")
        return
    for line in escalation_told(found, m):
        say(line, "bold")
    counts = (counted(m.acts, "act"), counted(m.clocks, "clock"), counted(m.links, "link"))
    kinds = ", ".join(f"{count} {kind}" for kind, count in m.links_by_type.items())
    say(f"\n{', '.join(counts)}{f' ({kinds})' if kinds else ''}; top rung {m.top_rung}.")
    say(unprompted(m))
    if m.longest_escalation:
        say(f"\nLongest escalation path ({counted(len(m.longest_escalation), 'act')})", "bold")
        path(m.longest_escalation)
    say()
    show_table(reciprocity_table(m))
    if not details:
        more_by_details("Spirals, pivots and off-ramps, one by one")
        return
    if m.spirals:
        show_table(spirals_table(found, m))
    for n, spiral in enumerate(m.spirals, 1):
        others = [name for name in spiral.acts if name not in spiral.chain]
        say(f"Longest chain of spiral {n}", "bold")
        path(spiral.chain)
        say(f"  also in it: {', '.join(others)}\n" if others else "", hang=2)
    _rests(found.trace)
    for table in (pivots_table(found, m), off_ramps_table(found, m)):
        show_table(table)


def _rests(trace: Trace) -> None:
    """Whether the dates fix the order of the spirals and of the longest path."""
    from replay.ensemble.dateproof import at_hand, rest_told

    proof = at_hand(trace)
    for one in proof.rests if proof else ():
        say(f"{one.finding.capitalize()}: {rest_told(one)}", hang=2)
    say()
