"""What a page holds, gathered for its template: each part is made only if it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from replay.codebook import Act
from replay.counterfactuals.edits import Drop, SetClock, Shift
from replay.dates import in_words, iso
from replay.explore.acts import clock_rows, detail, rows
from replay.explore.address import PICTURES, View, address_of, of_edits, pairs, query
from replay.explore.answer import answer, changes, edits_told
from replay.explore.cases import Case
from replay.explore.moment import moment
from replay.explore.more import choices, compared, expected, others
from replay.explore.shown import Shown
from replay.explore.taken import citation, drawn

__all__ = ["others", "values"]

NAMES = {"story": "Story", "escalation": "Escalation diagram"}


def values(shown: Shown, cases: Mapping[str, Case]) -> dict[str, Any]:
    """Return what the template of a page is given."""
    view, case, timeline = shown.view, shown.case, shown.case.timeline
    found, listed = rows(shown)
    clocks = tuple(clock_rows(shown))
    here = {row.id for row in found}
    other = cases.get(view.compare) if view.compare and view.compare != view.case else None
    return {
        "shown": shown, "view": view, "case": case, "timeline": timeline, "query": query(view),
        "address": address_of(view), "period": in_words(timeline.period),
        "sides": [timeline.camp_name(side) for side in timeline.sides],
        "answer": answer(shown), "edits": [(said, why, _without(view, edit)) for said, why, edit in edits_told(shown)],
        "changes": changes(shown), "record": address_of(View(view.case, picture=view.picture, reader=view.reader)),
        "disputes": [(name, one.timeline.title, address_of(View(name)), name == view.case)
                     for name, one in cases.items()],
        "named": [_named(view, one.title, case.asked(one.name)) for one in case.counterfactuals],
        "whole": _whole(shown), "readers": [(name, timeline.name(name)) for name in timeline.readers],
        "pictures": [(name, NAMES[name], address_of(view.but(picture=name)), name == view.picture)
                     for name in PICTURES],
        "drawn": Markup(drawn(view.picture, shown, width="narrow" if view.narrow else "wide")),  # which escapes texts
        "now": moment(shown), "detail": detail(shown) if view.act else None, "closed": address_of(view.but(act="")),
        "rows": found, "pages": listed, "clocks": clocks, "kinds": _kinds(shown),
        "parties": [(name, party.name) for name, party in timeline.parties.items()],
        "first": iso(view.filters.first) if view.filters.first else "",
        "last": iso(view.filters.last) if view.filters.last else "",
        "rest": _rest(view, here, {row.id for row in clocks}), "kept": _kept(view), "around": _around(view),
        "stepped": [pair for pair in pairs(view) if pair[0] != "at"],
        "steps": _steps(shown), "choices": tuple(choices(shown)),
        "expected": expected(shown) if view.decision else None, "undecided": address_of(view.but(decision="")),
        "compared": compared(case, other) if other else None, "others": others(view, dict(cases)),
        "alone": address_of(view.but(compare="")), "citation": citation(shown),
    }  # fmt: skip


def _kinds(shown: Shown) -> list[tuple[str, str]]:
    """The kinds of acts that there are, and those that are asked for, in the order of the codebook."""
    done = {entry.act for entry in (*shown.acts.values(), *shown.acts_before.values())}
    return [(act.value, act.words) for act in Act if act in done or act.value in shown.view.filters.kinds]


def _without(view: View, edit: Any) -> str:
    """The address without an edit; "" for one that the address does not hold by itself."""
    return address_of(view.without(edit)) if edit is not None else ""


def _named(view: View, title: str, asked: View) -> tuple[str, str, bool]:
    """A prepared question: its title, its address, whether it is the one that is looked at."""
    here = (view.named, view.edits) == (asked.named, asked.edits)
    return title, address_of(asked.but(picture=view.picture, reader=view.reader)), here


def _whole(shown: Shown) -> str:
    """The address that holds the edits of a prepared question in place of its name; "" if it would be too long."""
    view, report = shown.view, shown.report
    if not view.named or report is None or report.counterfactual is None:
        return ""
    whole = of_edits(view.case, report.counterfactual.title, report.edits)
    return address_of(view.but(named="", edits=whole.edits, title=whole.title)) if whole else ""


_FILTERS = ("from", "to", "acts", "min-rung", "parties", "kinds", "page")


def _kept(view: View) -> list[tuple[str, str]]:
    """What the form of the filters hands on unseen."""
    return [(key, value) for key, value in pairs(view) if key not in _FILTERS]


def _around(view: View) -> list[tuple[str, str]]:
    """What the form of the comparison hands on unseen."""
    return [(key, value) for key, value in pairs(view) if key != "compare"]


def _rest(view: View, acts: Iterable[str], clocks: Iterable[str]) -> list[tuple[str, str]]:
    """What the form of the edits hands on unseen: all but the edits that it has fields for, and the place in time."""
    seen = [e for e in view.edits if (isinstance(e, (Drop, Shift)) and e.target in acts)
            or (isinstance(e, SetClock) and e.target in clocks)]  # fmt: skip
    left = view.but(edits=tuple(e for e in view.edits if e not in seen), at=None, reader="")
    return [(key, value) for key, value in pairs(left) if key not in ("responses", "title")]


def _steps(shown: Shown) -> list[tuple[str, str]]:
    """The links that step through time: to the beginning, back, to the next, to the end."""
    view, at, last = shown.view, shown.at, shown.steps
    places = (("First", 1), ("Back", max(1, at - 1)), ("Next", min(last, at + 1)), ("Last", last))
    return [(word, f"{address_of(view.but(at=place))}#figure") for word, place in places]
