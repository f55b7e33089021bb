"""A counterfactual as a part of a report: what changed and why, in words, tables and the figures before and after."""

from __future__ import annotations

from replay.counterfactuals import Report
from replay.dates import iso
from replay.engine.trace import ClockHistory
from replay.figures.counterfactual import before_after
from replay.publish.report.sections import Section
from replay.tables import Column, Table

__all__ = ["branch"]

_DRAWN = ("escalation", "domain")
"""The figures of a what-if that stand in a report; its clocks stand there as a table."""


def branch(report: Report) -> Section:
    """Return a what-if as a part of a report, to be given to `report.page`.

    Examples
    --------
    >>> import replay
    >>> file = replay.load_edits(replay.example().with_name("example.edits.yaml"))
    >>> made = branch(replay.whatif(file.timeline, file.counterfactuals["no-settlement"]))
    >>> [table.name for table in made.tables], [drawing.name for drawing in made.drawings]
    (['clocks', 'fired', 'lost'], ['escalation', 'domain'])
    """
    named = report.counterfactual
    title = named.title if named else "With edits"
    parted = f"The replays part on {iso(report.since)}." if report.divergence else "The replays do not part."
    text = "\n\n".join(
        part for part in (named.because if named else "", f"Kind of run: {report.kind}. {parted}") if part
    )
    tables = (_clocks(report), _fired(report), _lost(report))
    drawings = tuple(before_after(report, name) for name in _DRAWN)
    return Section(title, text, tuple(table for table in tables if len(table)), drawings, group="What if")


def _clocks(report: Report) -> Table:
    columns = (Column("clock", "Clock"), Column("before", "Before"), Column("after", "After"))
    rows = tuple((change.label, _end(change.before), _end(change.after)) for change in report.clocks if change.differs)
    return Table("clocks", "Clocks that differ", columns, rows)


def _end(history: ClockHistory | None) -> str:
    if history is None:
        return "never set"
    due = f"due {iso(history.due)}" if history.due is not None else "no due date"
    return f"{due}, {history.outcome.value}" + (f" {iso(history.ended_on)}" if history.ended_on is not None else "")


def _fired(report: Report) -> Table:
    columns = (
        Column("date", "Date"), Column("who", "Who"), Column("act", "Act"), Column("what", "What"),
        Column("rule", "By"), Column("worth", "Worth"), Column("unit", "Unit"),
    )  # fmt: skip
    rows = tuple(
        (
            iso(act.day), f"{act.actor} → {act.recipient}" if act.recipient else act.actor, act.act.value, act.summary,
            f"{act.rule}: {act.source}", act.worth.amount if act.worth else None, act.worth.unit if act.worth else None,
        )
        for act in report.fired
    )  # fmt: skip
    return Table("fired", "What follows by rule", columns, rows)


def _lost(report: Report) -> Table:
    columns = (
        Column("date", "Date"), Column("event", "Event"), Column("how", "Why it does not happen"),
        Column("because", "For want of"),
    )  # fmt: skip
    rows = tuple((iso(lost.day), lost.label, lost.how, ", ".join(lost.because) or None) for lost in report.lost)
    return Table("lost", "What does not happen", columns, rows)
