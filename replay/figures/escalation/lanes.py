"""The lanes of the diagram: who has one, in which order, how high it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from replay.escalation import Escalation, Node
from replay.timeline import WORLD

__all__ = ["TOP_RUNG", "Lane", "band_heights", "lanes"]

TOP_RUNG = 9
"""The highest rung of the ladder."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A horizontal strip for one party, or the band of the clocks.

    Attributes
    ----------
    party : str
        "" for the band of the clocks.
    title : str
    group : {"A", "B", "other"}
    tall : bool
        Whether it has a row for every rung.
    base : float
        y of its lowest row, in points.
    rows : int
    pitch : float
        Distance of the rows; of the clock band, whose rows are counted downwards, too.
    """

    party: str
    title: str
    group: str
    tall: bool
    base: float = 0.0
    rows: int = 1
    pitch: float = 0.0

    def row(self, rung: int) -> int:
        """Return the row of an act of this rung: the rung in a tall lane, else 0."""
        return rung if self.tall else 0

    def y(self, rung: int) -> float:
        """Return the y of a rung; in the clock band, of a row counted from the top."""
        if not self.party:
            return self.base + (self.rows - 1 - rung) * self.pitch
        return self.base + self.row(rung) * self.pitch

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.base - self.pitch / 2

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.base + (self.rows - 0.5) * self.pitch


def lanes(escalation: Escalation, acts: Sequence[Node]) -> tuple[Lane, ...]:
    """Return the lanes from top to bottom, without heights: a lane for everybody who acts.

    Side A with its domestic actors above it, the clocks, side B with its domestic actors below it, third
    parties, the world.
    """
    timeline = escalation.trace.timeline
    acting = {node.party or WORLD: node.side for node in acts}
    order = list(timeline.parties) if timeline else []
    order += sorted(set(acting) - set(order))
    sides = timeline.sides if timeline else tuple(sorted({side for side in acting.values() if side}))
    a, b = (*sides, "", "")[:2]

    def lane(party: str, group: str) -> Lane:
        known = timeline.parties.get(party) if timeline else None
        title = known.name if known and party in (a, b) else party
        return Lane(party, title, group, party in (a, b))

    def domestic(side: str) -> list[str]:
        return [party for party in order if party in acting and acting[party] == side and party != side]

    others = [p for p in order if p in acting and acting[p] not in (a, b) and p not in (a, b, WORLD)]
    out = [lane(party, "A") for party in domestic(a)]
    out += [lane(a, "A")] if a in acting else []
    out += [Lane("", "Clocks", "other", False)] if escalation.trace.clocks() else []
    out += [lane(b, "B")] if b in acting else []
    out += [lane(party, "B") for party in domestic(b)]
    out += [lane(party, "other") for party in others]
    out += [lane(WORLD, "other")] if WORLD in acting else []
    return tuple(out)


def band_heights(
    found: Sequence[Lane], clock_rows: int, height: float, pitches: tuple[float, float], gap: float
) -> tuple[tuple[Lane, ...], float]:
    """Stack the lanes, the lowest from y = 0 upwards.

    Parameters
    ----------
    found : sequence of Lane
        From top to bottom.
    clock_rows : int
        Rows of the clock band.
    height : float
        Wished for all of them together; points, as all lengths here.
    pitches : tuple[float, float]
        Least and greatest distance of the rows.
    gap : float
        Above a tall lane or the clock band; above the others it is a third of that.

    Returns
    -------
    lanes : tuple of Lane
    top : float
    """
    counts = [TOP_RUNG + 1 if lane.tall else 1 if lane.party else clock_rows for lane in found]
    gaps = [gap if lane.tall or not lane.party else gap / 3 for lane in found]
    pitch = min(max((height - sum(gaps)) / max(sum(counts), 1), pitches[0]), pitches[1])
    out: list[Lane] = []
    bottom = 0.0
    for lane, rows, above in reversed(list(zip(found, counts, gaps, strict=True))):
        out.append(replace(lane, base=bottom + pitch / 2, rows=rows, pitch=pitch))
        bottom = out[-1].top + above
    return tuple(reversed(out)), bottom - (gaps[0] if gaps else 0.0)
