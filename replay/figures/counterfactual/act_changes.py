"""The escalation diagram before and after: one diagram of both replays, zoomed on where they part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from replay.counterfactuals import Report
from replay.figures import style as figstyle
from replay.figures.counterfactual import kit
from replay.figures.counterfactual.status import FORMS, Changes, changes
from replay.figures.escalation import painted
from replay.figures.escalation.choosing import laid_out
from replay.figures.escalation.content import ADDED, GONE, SAME, Content
from replay.figures.escalation.data import rows_drawn
from replay.figures.escalation.layout import find_engine
from replay.figures.sheet.drawing import Drawing
from replay.figures.sheet.ends import ended
from replay.text.table import Column
from replay.text.words import counted, typeset

__all__ = ["acts_before_after"]


def acts_before_after(report: Report) -> Drawing:
    """Return both replays as one escalation diagram; what is added, dropped, gone or changed is marked and says so.

    Of the acts those that differ come first, then what they hang on, then those around the divergence.
    """
    found = changes(report)

    what = "before and after" if report.divergence or found.status else "the replays are the same"

    def titled(chosen: Iterable[str]) -> Content:
        return replace(found.shown({*chosen}), title=f"{typeset(kit.title_of(report))}: {what}")

    made = laid_out(found.ranked, titled, figstyle.PRESETS["page"], find_engine())
    table = rows_drawn(made.shown)
    columns = (*table.columns, Column("status", "Status"), Column("was", "Before"))
    rows: kit.Rows = []
    for row, cell in zip(table.rows, table.records(), strict=True):
        name, target = str(cell["id"]), cell["target"]
        what = found.status.get((name, str(target)) if target else name, SAME)
        rows.append((*row, what, None if target else found.was.get(name)))
    caption, alt = _caption(found, made.shown), _alt(found, made.shown)
    return kit.finished("escalation", report, painted(made), None, caption, alt, columns, rows, "date")


def _caption(found: Changes, shown: Content) -> str:
    status, links = _counts(found, shown)
    parts = [
        f"{form}, {words}: {counted(status[what], 'act')}{_named(found, shown, what) if what == ADDED else ''}"
        for what, (form, words) in FORMS.items()
    ]
    parted = " A rule across marks where the replays part." if found.report.divergence else ""
    return (
        "Escalation diagram of both replays in one; time runs down, dates are as coded. "
        f"{status.total()} of {counted(len(found.acts), 'act')} and {counted(links.total(), 'link')}: "
        "acts that differ, those that they hang on and those nearest to the divergence. "
        f"{'; '.join(parts)}; all others, in both: {counted(status[SAME], 'act')}. "
        f"Links: added, thick ({links[ADDED]}); gone, dotted grey ({links[GONE]}); in both ({links[SAME]}).{parted}"
    )


def _counts(found: Changes, shown: Content) -> tuple[Counter[str], Counter[str]]:
    """Count the acts that are shown, and the links, by what became of them."""
    ends = ((line.source, line.target) for line in shown.lines)
    return Counter(found.status.get(n.id, SAME) for n in shown.acts), Counter(found.status.get(e, SAME) for e in ends)


def _named(found: Changes, shown: Content, what: str) -> str:
    """Name the acts of a status, with who acts and when."""
    said = [
        f"{node.label} by {found.report.timeline.name(node.party)}, {stop.date}"
        + (f" ({found.was[node.id]})" if node.id in found.was else "")
        for stop in shown.stops for node in stop.acts if found.status.get(node.id) == what
    ]  # fmt: skip
    return f" ({'; '.join(said)})" if said else ""


def _alt(found: Changes, shown: Content) -> list[str]:
    """Counts, and every act and clock that is not the same."""
    status, links = _counts(found, shown)
    counts = ", ".join(f"{status[what]} {words}" for what, (_, words) in FORMS.items())
    said = [
        f"Diagram of the acts before and after, {kit.named_run(found.report)}. Of {counted(status.total(), 'act')} "
        f"shown {status[SAME]} are the same, {counts}; of {counted(links.total(), 'link')} {links[ADDED]} are added "
        f"and {links[GONE]} gone."
    ]
    for what, (_, words) in FORMS.items():
        if status[what]:
            said.append(f"{words.capitalize()}:{_named(found, shown, what).replace(' (', ' ', 1)[:-1]}.")
    said += [
        f"Clock {shown.names[clock.id]}, {found.status[clock.id]}: "
        f"{found.was[clock.id] + ', ' if clock.id in found.was else ''}{ended(clock)}."
        for clock in shown.clocks if clock.id in found.status
    ]  # fmt: skip
    return said
