"""What the figures of the theories draw, as rows, so that they could be drawn again."""

from __future__ import annotations

import math
from collections.abc import Sequence

from replay.dates import iso
from replay.figures.theories.scores import Scores
from replay.figures.theories.value import Content
from replay.scoring import Forecast
from replay.tables import Cell, Column, Table

__all__ = ["forecasts_data", "scores_data", "value_data"]


def value_data(shown: Content) -> Table:
    """Return points of the curve, bounds of the gamble, steps of the ways, and every decision that is drawn."""
    rows: list[tuple[Cell, ...]] = []
    rows += [("curve", None, None, None, None, _round(x), _round(y), None) for x, y in shown.curve]
    for name, place in zip(("mixed below", "claiming below"), shown.bounds, strict=True):
        rows.append(("bound", None, None, None, None, _round(place), None, name))
    for panel in shown.panels:
        for way in panel.ways:
            rows += [("way", panel.dispute, None, way.party, iso(d), _round(x), None, None) for d, x in way.steps]
        for spot in panel.spots:
            places = iso(spot.day), _round(spot.position), _round(spot.value)
            rows.append(("decision", panel.dispute, spot.id, spot.party, *places, spot.did.value))
    columns = (
        Column("part", "Part"), Column("dispute", "Dispute"), Column("id", "Id"), Column("party", "Party"),
        Column("day", "Day"), Column("position", "Position, domain units"), Column("value", "Value"),
        Column("kind", "What was done, or which bound"),
    )  # fmt: skip
    return Table("value", "Value function and positions: data of the figure", columns, tuple(rows))


def forecasts_data(found: Sequence[Forecast]) -> Table:
    """Return a row for each theory and decision: the probabilities, what was done, the score."""
    columns = (
        Column("theory", "Theory"), Column("dispute", "Dispute"), Column("decision", "Decision"),
        Column("label", "Label", 2.0), Column("day", "Day"), Column("party", "Party"),
        Column("creating", "P(creating)"), Column("mixed", "P(mixed)"), Column("claiming", "P(claiming)"),
        Column("did", "What was done"), Column("likeliest", "The likeliest"), Column("rps", "RPS"),
    )  # fmt: skip
    rows = tuple(
        (
            f.theory, f.dispute, f.decision, f.label, iso(f.day), f.prediction.party,
            *(_round(p) for p in f.prediction.probabilities), f.did.value, f.prediction.likeliest.value, _round(f.rps),
        )
        for f in found
    )  # fmt: skip
    return Table("forecasts", "Predicted and observed strategy: data of the figure", columns, rows)


def scores_data(shown: Scores) -> Table:
    """Return every mark: means over all decisions, of each dispute and of each held out, and the differences.

    An end of an interval is empty where there is none.
    """
    rows: list[tuple[Cell, ...]] = []
    for row in shown.board.rows:
        rows.append(("mean", row.theory, None, row.n, _round(row.rps), None, None, None))
        for part, means in (("mean", shown.means), ("held out", shown.held)):
            for name in shown.disputes:
                if (row.theory, name) in means:
                    mean = _round(means[row.theory, name])
                    rows.append((part, row.theory, name, shown.counts[name], mean, None, None, None))
        if row.theory != shown.board.reference:
            shift = row.against.shift
            ends = (_round(end) if math.isfinite(end) else None for end in (shift.low, shift.high))
            apart = _round(shift.estimate), *ends, _round(shift.coverage)
            rows.append((f"difference from {shown.board.reference}", row.theory, None, row.n, *apart))
    columns = (
        Column("part", "Part"), Column("theory", "Theory"), Column("dispute", "Dispute"), Column("n", "Decisions"),
        Column("value", "Value"), Column("low", "Lower end"), Column("high", "Upper end"),
        Column("coverage", "Coverage"),
    )  # fmt: skip
    return Table("scores", "Rival theories: data of the figure", columns, tuple(rows))


def _round(number: float) -> float:
    return round(number, 6) + 0.0  # no minus before a zero
