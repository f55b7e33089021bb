"""What the figures before and after draw, as rows, so that they could be drawn again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from replay.counterfactuals import Report
from replay.dates import iso
from replay.figures.counterfactual.acts import shown
from replay.figures.counterfactual.page import days_of
from replay.figures.counterfactual.paths import steps_on
from replay.figures.sheet.timescale import time_scale
from replay.tables import Cell, Column, Table

__all__ = ["TABLES", "acts_data", "clocks_data", "paths_data", "titled"]

Rows = list[tuple[Cell, ...]]


def titled(report: Report) -> str:
    """Return what a what-if is called: the title of the counterfactual, or else of the dispute."""
    return report.counterfactual.title if report.counterfactual else report.timeline.title


def acts_data(report: Report) -> Table:
    """Return a row for every act within the axis, and for every link between two of them, with what became of it."""
    columns = (
        Column("part", "Part"), Column("id", "Act, or source of the link"), Column("target", "Target of the link"),
        Column("lane", "Lane"), Column("party", "Party"), Column("day", "Day"), Column("rung", "Rung"),
        Column("act", "Kind of act"), Column("label", "Label", 2.0), Column("status", "Status"),
    )  # fmt: skip
    found = shown(report)
    rows: Rows = [
        (
            "act", act.node.id, None, lane.side, act.node.party, iso(act.node.day), act.node.rung, act.node.act,
            act.node.label, act.status,
        )
        for lane in found.lanes
        for act in lane.acts
    ]  # fmt: skip
    rows += [("link", source, target, *[None] * 6, what) for (source, target), what in found.links.items()]
    return _table("escalation", report, columns, rows, 5)


def paths_data(report: Report) -> Table:
    """Return the steps of both paths of both sides, each to the end of the axis, and the areas between them."""
    columns = (
        Column("part", "Part"), Column("party", "Party"), Column("when", "Before or after"), Column("day", "Day"),
        Column("value", "Value"), Column("unit", "Unit"),
    )  # fmt: skip
    scale = time_scale(days_of(report))
    rows: Rows = []
    for when, view in (("before", report.before), ("after", report.after)):
        for party, domain in view.domains.items():
            steps = steps_on(domain, scale)
            for day, position in (*steps, (scale.stop, steps[-1][1])):
                rows.append(("path", party, when, iso(day), round(position, 6) + 0.0, "domain units"))
    since = iso(report.since)
    rows += [("area", change.party, None, since, round(change.area, 6), "unit-days") for change in report.paths]
    return _table("domain", report, columns, rows, 3)


def clocks_data(report: Report) -> Table:
    """Return two rows for every clock, before and after, as far as it is set; and its due days before the last."""
    columns = (
        Column("part", "Part"), Column("id", "Clock"), Column("label", "Label", 2.0), Column("when", "Before or after"),
        Column("first", "Set, or due so from"), Column("due", "Due"), Column("last", "Ended"),
        Column("outcome", "How it ended"), Column("by", "By which event"), Column("differs", "Differs"),
    )  # fmt: skip
    rows: Rows = []
    for change in report.clocks:
        differs = "yes" if change.differs else "no"
        for when, clock in (("before", change.before), ("after", change.after)):
            if clock is None:
                continue
            named = change.id, change.label, when
            days = iso(clock.set_on), _day(clock.due), _day(clock.ended_on)
            rows.append(("clock", *named, *days, clock.outcome.value, clock.ended_by, differs))
            for since, due in clock.dues[:-1]:
                rows.append(("due", *named, iso(since), _day(due), None, None, None, differs))
    return _table("clocks", report, columns, rows, 4)


def _day(day: int | None) -> str | None:
    return iso(day) if day is not None else None


def _table(name: str, report: Report, columns: Sequence[Column], rows: Rows, place: int) -> Table:
    """Add the day on which the replays part, in the column at `place`."""
    parted = list(_parting(report, len(columns), place))
    return Table(name, f"{titled(report)}: data of the figure", tuple(columns), (*rows, *parted))


def _parting(report: Report, width: int, place: int) -> Iterator[tuple[Cell, ...]]:
    if report.divergence is not None:
        yield ("divergence", *(iso(report.since) if n == place else None for n in range(1, width)))


TABLES: Mapping[str, Callable[[Report], Table]] = MappingProxyType(
    {"escalation": acts_data, "domain": paths_data, "clocks": clocks_data}
)
"""Makers of the data by the name of the figure."""
