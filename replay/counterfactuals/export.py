"""The report of a what-if, and where two traces part, as plain values for JSON."""

from __future__ import annotations

from typing import Any

from replay.counterfactuals.branch import KINDS_OF_RUN, Report
from replay.counterfactuals.checklist import checklist
from replay.counterfactuals.divergence import Difference, Differences
from replay.counterfactuals.edits import describe, kind_of
from replay.counterfactuals.outcomes import Fired
from replay.engine.trace import ClockHistory
from replay.text.plain import dated, picked, plain

__all__ = ["differences_values", "report_values"]


def report_values(report: Report) -> dict[str, Any]:
    """Return the report as plain values: dates as ISO text, keys in the order of the page."""
    found = report.divergence
    return {
        **picked(report, dispute="timeline.dispute", base="timeline.digest"),
        **picked(report, name="counterfactual.name", title="counterfactual.title", kind="kind"),
        "kind_means": KINDS_OF_RUN[report.kind],
        "edits": [
            picked(edit, "name", kind=kind_of, target="target", does=describe, because="because")
            for edit in report.edits
        ],
        **picked(report, "rewrite"),
        "divergence": found and {**_difference(found, "before", "after"), "cause": report.cause()},
        **picked(report, "lost", "flags"),
        "moved": plain(report.moved, days={"before": "before", "after": "after"}),
        **picked(report, "hanging", "unaware", "kept"),
        "clocks": [
            {**picked(c, "id", "label", "differs"), "before": _clock(c.before), "after": _clock(c.after)}
            for c in report.clocks
        ],
        "fired": [_fired(act) for act in report.fired],
        "ceased": [_fired(act) for act in report.ceased],
        "sanctions": {"acts": [act.id for act in report.sanctions], "worth": report.worth},
        "measures": plain(dict(zip(("before", "after"), report.measures, strict=True))),
        **picked(report, "paths", "forecasts", "claims", checklist=checklist),
        "traces": {"before": report.base.digest, "after": report.branch.digest},
    }  # fmt: skip


def _fired(act: Fired) -> dict[str, Any]:
    return {**plain(act), "cite": [str(cite) for cite in act.cite]}


def _clock(clock: ClockHistory | None) -> dict[str, Any] | None:
    if clock is None:
        return None
    ended = picked(clock, ended="ended_on", by="ended_by", outcome="outcome")
    return {"set": dated(clock.set_on), "due": [dated(due) for _, due in clock.dues], **ended}


def differences_values(found: Differences) -> dict[str, Any]:
    """Return what differs between two replays as plain values."""
    parted = found.divergence and _difference(found.divergence, "a", "b")
    return {**picked(found, "same", "items"), "divergence": parted}


def _difference(found: Difference, one: str, other: str) -> dict[str, Any]:
    return picked(found, "seq", date="day", **{one: "before", other: "after"})
