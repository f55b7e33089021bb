"""What stands beside the figure of the value function: its caption, the figure in words, its data."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from replay.codebook import Strategy
from replay.dates import iso
from replay.figures.sheet.wording import sourced
from replay.figures.theories import kit
from replay.figures.theories.value.content import Panel, Positions
from replay.scoring import SOURCES
from replay.text.table import Cell, Column, Table
from replay.text.words import counted, decimal, typeset
from replay.theories.valuefunction import value
from replay.timeline import Timeline

__all__ = ["value_alt", "value_caption", "value_data"]


def value_caption(shown: Positions, timelines: Sequence[Timeline]) -> str:
    """Return the caption of the value function."""
    made, total, drawn = shown.parameters, sum(panel.decisions for panel in shown.panels), len(shown.spots)
    gains, losses = f"{made.gain_curvature:g}", f"{made.loss_curvature:g}"
    missing = "" if drawn == total else f" {total - drawn} of them without a position are not drawn."
    ends = [decimal(bound) for bound in shown.bounds]
    counts = {panel.title: panel.decisions for panel in shown.panels}
    return (
        f"The value function of prospect theory, v(x) = x^{gains} for gains and "
        f"−{made.loss_aversion:g}(−x)^{losses} for losses, over positions in domain units from the reference point "
        f"(0), and the positions of n = {kit.many(total, counts)}. "
        f"Ticks on the curve and, in a strip for each dispute under it, marks are decisions, at "
        f"{SOURCES[shown.source]}: open circle, the side created; square, it did both; filled, it claimed.{missing} "
        f"Those at the same position are stacked. Dotted: with a gamble of ±{made.gamble:g} domain units, the widest, "
        f"the theory expects claiming below {ends[1]}, mixed strategies up to {ends[0]}, and creating above. "
        "Below, for each dispute, the computed position of both sides (sender solid, target dashed), time downwards, "
        "from the first decision to the last; a state too short to be drawn is left out unless a side decided in it. "
        "A mark that would hide another is moved by a month at most, or stands beside its place, with a hairline to "
        f"it. {sourced(timelines)}"
    ).strip()


def value_alt(shown: Positions) -> str:
    """Return the value function in words: its bend, the bounds, and where each side decided what."""
    gain, loss = (decimal(value(x, shown.parameters)) for x in (1.0, -1.0))
    upper, lower = shown.bounds
    claims = [spot for spot in shown.spots if spot.did is Strategy.CLAIMING]
    creates = [spot for spot in shown.spots if spot.did is Strategy.CREATING]
    said = [
        f"Curve of the value function of prospect theory: a gain of one domain unit is worth "
        f"{gain}, a loss of one {loss}.",
        f"With the widest gamble prospect theory expects claiming below {decimal(lower)} domain units and creating "
        f"above {decimal(upper)}.",
        f"Claiming decisions below the former: {sum(s.position < lower for s in claims)} of {len(claims)}; creating "
        f"decisions above the latter: {sum(s.position > upper for s in creates)} of {len(creates)}.",
    ]  # fmt: skip
    return " ".join([*said, *(_panel(panel) for panel in shown.panels)])


def _panel(panel: Panel) -> str:
    did = kit.strategies_told(spot.did for spot in panel.spots)
    said = [f"{typeset(panel.title)}: {counted(panel.decisions, 'decision')}, {did}."]
    for way in panel.ways:
        held = [spot.position for spot in panel.spots if spot.party == way.party]
        if held:
            low, high, mean = (decimal(number) for number in (min(held), max(held), fmean(held)))
            where = f"at {low}" if low == high else f"between {low} and {high}, on average at {mean}"
            said.append(f"{way.name} decided {counted(len(held), 'time')}, {where}.")
    return " ".join(said)


def value_data(shown: Positions) -> Table:
    """Return points of the curve, bounds of the gamble, steps of the ways, and every decision that is drawn."""
    rows: list[tuple[Cell, ...]] = []
    rows += [("curve", None, None, None, None, kit.rounded(x), kit.rounded(y), None) for x, y in shown.curve]
    for name, place in zip(("mixed below", "claiming below"), shown.bounds, strict=True):
        rows.append(("bound", None, None, None, None, kit.rounded(place), None, name))
    for panel in shown.panels:
        for way in panel.ways:
            rows += [("way", panel.dispute, None, way.party, iso(d), kit.rounded(x), None, None) for d, x in way.steps]
        for spot in panel.spots:
            places = iso(spot.day), kit.rounded(spot.position), kit.rounded(spot.value)
            rows.append(("decision", panel.dispute, spot.id, spot.party, *places, spot.did.value))
    columns = (
        Column("part", "Part"), Column("dispute", "Dispute"), Column("id", "Id"), Column("party", "Party"),
        Column("day", "Day"), Column("position", "Position, domain units"), Column("value", "Value"),
        Column("kind", "What was done, or which bound"),
    )  # fmt: skip
    return Table("value", "Value function and positions: data of the figure", columns, tuple(rows))
