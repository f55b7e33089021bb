"""Predicted against observed strategy: a row for each decision in order of time, a column for each theory.

The ignorant have no column: their bars are the same for all or follow from counts, and say nothing of a decision. What
they score stands in the caption, as what a theory must beat.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import fmean

from matplotlib.figure import Figure

from replay.codebook import Strategy
from replay.dates import iso
from replay.errors import NothingCodedError, RefusalError
from replay.figures import style as figstyle
from replay.figures.sheet import key
from replay.figures.sheet.drawing import Drawing
from replay.figures.sheet.page import Sheet, fit, shorten, text_width
from replay.figures.sheet.wording import sourced
from replay.figures.theories import kit
from replay.scoring import Case, Forecast, everywhere
from replay.text.table import Column, Table
from replay.text.words import counted, decimal, joined, typeset
from replay.theories import IGNORANT, ORDER, spoken
from replay.timeline import Timeline

__all__ = ["STRATEGY_GREYS", "forecasts_figure"]

STRATEGY_GREYS: dict[Strategy, str] = {
    Strategy.CREATING: "#ececec", Strategy.MIXED: "#b4b4b4", Strategy.CLAIMING: "#5a5a5a",
}  # fmt: skip
"""Ground of each strategy, light to dark in their order."""

_ROW, _HEAD, _GAP, _FOOT = 3.9, 7.4, 5.4, 5.0
_BAR, _SPACE = 2.7, 2.2
_LEAST, _MOST = 2.95, 6.0
_DATE = 17.9


@dataclass(frozen=True, slots=True)
class _Page:
    """What stands where on the page; lengths in mm before scaling.

    Attributes
    ----------
    theories : tuple[str, ...]
        In the order of the columns.
    groups : Mapping[str, Sequence[Forecast]]
        A forecast for each row, by dispute, in order of time.
    date, party, room, left, column : float
        Widths of the dates, of the names of sides and of the labels of decisions, left end and width of the columns.
    """

    place: figstyle.Preset
    theories: tuple[str, ...]
    groups: Mapping[str, Sequence[Forecast]]
    narrow: bool
    width: float
    height: float
    date: float
    party: float
    room: float
    left: float
    column: float
    head: float
    row: float
    legend: key.Legend


def forecasts_figure(found: Sequence[Forecast], cases: Sequence[Case], preset: str) -> Drawing:
    """Return what each theory expected of every decision, and what was done.

    Every cell is a bar of the three probabilities, creating to claiming; a mark stands in the part that came true,
    filled where it is the likeliest. Below each dispute the mean ranked probability score of each theory. The rows
    close up to the height that there is; on a narrow page theories stand upright, and decisions go by date and side.

    Parameters
    ----------
    found : sequence of Forecast
        All theories over the same decisions, as `scoring.forecasts` gives them; the ignorant stand in the words only.
    cases : sequence of Case
        Of these disputes, in the order in which they are drawn.
    preset : str
        A key of `figstyle.PRESETS`.

    Raises
    ------
    NoRoomError
        For too low a place.
    ValueError
        Without a forecast, or for an unknown preset.
    """
    if not found:
        raise NothingCodedError("decision", "draw")
    timelines = [case.timeline for case in cases]
    titles = {timeline.dispute: timeline.title for timeline in timelines}
    shown = [f for f in found if f.theory not in IGNORANT]
    if not shown:
        raise RefusalError("the baselines alone have no reasons to draw; add a theory")
    drawn = _draw(shown, titles, _page(shown, titles, kit.place_for(preset)))
    return Drawing("forecasts", drawn, _caption(found, timelines), _alt(found, timelines), _data(shown))


# -- drawing --------------------------------------------------------------------------------------


def _page(found: Sequence[Forecast], titles: Mapping[str, str], place: figstyle.Preset) -> _Page:
    theories = tuple(dict.fromkeys(f.theory for f in found))
    groups = {name: [f for f in _once(found) if f.dispute == name] for name in titles}
    groups = {name: sorted(rows, key=lambda f: (f.day, f.decision)) for name, rows in groups.items() if rows}
    rows = [f for group in groups.values() for f in group]
    width = place.across
    narrow = width < kit.NARROW
    party = max(text_width(f.prediction.party, figstyle.LABEL, True) for f in rows) + 2
    labels = max(text_width(f.label, figstyle.LABEL) for f in rows) + 2
    date = max(text_width(_fitting(f.date, _DATE), figstyle.SMALLEST) for f in rows) + 1.3
    room = 0.0 if narrow else min(labels, 0.36 * width - date)
    left = kit.EDGE + date + party + room
    heads = max(text_width(spoken(theory), figstyle.LABEL) for theory in theories)
    head = heads + 2 if narrow else _HEAD
    legend = kit.legend(_items(), width)
    fixed = 2 * kit.EDGE + kit.TITLE + head + legend.height + 1 + len(groups) * (_GAP + _FOOT)
    what = f"forecasts of {len(rows)} decisions need"
    height, row = kit.shared_out(place, fixed, len(rows), what, _LEAST, _ROW, _MOST)
    column = (width - kit.EDGE - left) / len(theories)
    return _Page(place, theories, groups, narrow, width, height, date, party, room, left, column, head, row, legend)


def _draw(found: Sequence[Forecast], titles: Mapping[str, str], page: _Page) -> Figure:
    sheet, top = kit.titled(page.place, page.height, "Predicted and observed strategy")
    middles = [page.left + (n + 0.5) * page.column for n in range(len(page.theories))]
    for x, theory in zip(middles, page.theories, strict=True):
        if page.narrow:
            sheet.text(x, top - page.head + 1, spoken(theory), figstyle.LABEL, upright=True)
            continue
        for line, word in enumerate(spoken(theory).split(" ", 1)):
            sheet.text(x, top - 1.6 - 3.1 * line, fit(word, page.column - 0.6, figstyle.LABEL), ha="center")
    top -= page.head
    by_key = {(f.theory, f.dispute, f.decision): f for f in found}
    space = _SPACE * (0.6 if page.narrow else 1.0)
    for name, rows in page.groups.items():
        head = shorten(typeset(titles[name]), page.width - 2 * kit.EDGE, figstyle.LABEL, True)
        sheet.text(kit.EDGE, top - _GAP / 2, head, figstyle.LABEL, bold=True)
        top -= _GAP
        for row in rows:
            y = top - page.row / 2
            _head(sheet, page, row, y)
            for x, theory in zip(middles, page.theories, strict=True):
                cell, length = by_key.get((theory, name, row.decision)), page.column - space
                if cell is None:
                    sheet.text(x, y, "\u2013", figstyle.LABEL, figstyle.MUTED, ha="center")
                else:
                    _bar(sheet, cell, x - length / 2, y, length, min(_BAR, 0.8 * page.row))
            top -= page.row
        for x, theory in zip(middles, page.theories, strict=True):
            own = [f.rps for row in rows if (f := by_key.get((theory, name, row.decision)))]
            told = own and len(own) < len(rows) and not page.narrow  # elsewhere the caption alone says it
            few = f" ({len(own)})" if told else ""
            sheet.text(x, top - 2.2, f"{fmean(own):.2f}{few}" if own else "\u2013", figstyle.LABEL, ha="center")
        said = f"{'' if page.narrow else 'mean '}RPS, n = {len(rows)}"
        sheet.text(page.left - 1.5, top - 2.2, said, figstyle.LABEL, figstyle.MUTED, ha="right")
        top -= _FOOT
    page.legend.draw(sheet, kit.EDGE)
    return sheet.figure


def _head(sheet: Sheet, page: _Page, row: Forecast, y: float) -> None:
    """Date, side and, where there is room, label of a decision."""
    sheet.text(kit.EDGE, y, _fitting(row.date, page.date - 1.2), figstyle.SMALLEST, figstyle.MUTED)
    sheet.text(kit.EDGE + page.date, y, row.prediction.party, figstyle.LABEL, bold=True)
    if not page.narrow:
        sheet.text(kit.EDGE + page.date + page.party, y, fit(row.label, page.room, figstyle.LABEL), figstyle.LABEL)


def _fitting(date: str, room: float) -> str:
    """A date in words as far as there is room: whole, or its months, or its years.

    >>> [_fitting("17 Mar – 5 Apr 1995", room) for room in (30, 18, 10)], _fitting("25 June 1995 or 26 June 1995", 18)
    (['17 Mar – 5 Apr 1995', 'Mar–Apr 1995', '1995'], 'June 1995')
    """
    months = re.sub(r"\b\d{1,2}(–\d{1,2})? (?=[A-Z])", "", date).replace(" – ", "–")
    every = re.findall(r"\d{4}", date) or [date]
    said = date, " or ".join(dict.fromkeys(months.split(" or "))), "–".join(dict.fromkeys((every[0], every[-1])))
    return next((one for one in said if text_width(one, figstyle.SMALLEST) <= room), said[-1])


def _bar(sheet: Sheet, f: Forecast, x: float, y: float, length: float, high: float) -> None:
    """The three probabilities side by side, and the mark of what was done."""
    ends = [0.0, *accumulate(f.prediction.probabilities)]
    for n, strategy in enumerate(ORDER):
        start, end = x + length * ends[n], x + length * ends[n + 1]
        sheet.box(start, y - high / 2, end - start, high, STRATEGY_GREYS[strategy])
    middle = x + length * (ends[f.outcome] + ends[f.outcome + 1]) / 2
    at = min(max(middle, x + 0.9), x + length - 0.9)
    _done(sheet, at, y, f.hit, f"done {f.theory} {f.dispute} {f.decision}")


def _done(sheet: Sheet, x: float, y: float, hit: bool, name: str = "") -> None:
    """The mark of what was done: black on white where it was the likeliest, else white with a black rim."""
    if hit:
        sheet.mark(x, y, "o", 2.5, figstyle.PAPER, layer=4.9)
    sheet.mark(x, y, "o", 1.9, figstyle.INK, hit, name=name)


def _items() -> tuple[key.Item, ...]:
    """The key: the ground of each strategy, and the marks of what was done."""
    return (
        *(key.filled(4.5, _BAR, STRATEGY_GREYS[one], f"P({one.value})") for one in ORDER),
        key.marked("o", 1.9, figstyle.INK, True, "what was done: the likeliest"),
        key.marked("o", 1.9, figstyle.INK, False, "what was done: another"),
    )


# -- words and data -------------------------------------------------------------------------------


def _caption(found: Sequence[Forecast], timelines: Sequence[Timeline]) -> str:
    """Return the caption of the forecasts."""
    theories, counts = _theories(found), _decisions(found, timelines)
    return (
        f"Predicted and observed strategy: {counted(len(theories), 'theory')} on n = "
        f"{kit.many(sum(counts.values()), counts)}. A bar is a forecast: from left to right the probabilities of "
        "creating (light), mixed (grey) and claiming (dark). The mark stands in the part that came true, filled where "
        f"the theory held it the likeliest, open where it did not. Below each dispute the {kit.RPS} of each theory. "
        "Dates are as coded, in months or years where these have no room. "
        f"{_not_asked(found)}{_left_out(found, timelines)}{sourced(timelines)}"
    ).strip()


def _not_asked(found: Sequence[Forecast]) -> str:
    """Say of which decisions a theory is not asked that does not speak to all."""
    n, theories = len(_once(found)), _theories(found)
    some = {name: sum(f.theory == name for f in found) for name in theories}
    told = [
        f"{spoken(name)} is asked of {asked} of them, where stakes are coded"
        for name, asked in some.items()
        if asked < n
    ]
    return f"{joined(told)}; a dash stands for the others. " if told else ""


def _left_out(found: Sequence[Forecast], timelines: Sequence[Timeline]) -> str:
    """Say that the ignorant are not drawn, why, and what they score in each dispute."""
    names = [name for name in IGNORANT if any(f.theory == name for f in found)]
    if not names:
        return ""
    said = []
    for timeline in timelines:
        own = kit.means(f for f in found if f.dispute == timeline.dispute and f.theory in names)
        scores = ", ".join(f"{name} {decimal(own[name])}" for name in names if name in own)
        if scores:
            said.append(f"{typeset(timeline.title)}: {scores}" if len(timelines) > 1 else scores)
    have = "which have no reason of their own" if len(names) > 1 else "which has no reason of its own"
    return f"Not drawn: {joined(names)}, {have}. Their RPS: {'; '.join(said)}. "


def _alt(found: Sequence[Forecast], timelines: Sequence[Timeline]) -> str:
    """Return the forecasts in words: what was done, how each theory did, and who leads in each dispute."""
    theories, counts = _theories(found), _decisions(found, timelines)
    first = _once(found)
    means = kit.means(everywhere(found))
    asked = {name: [f for f in found if f.theory == name] for name in theories}
    lines = [
        f"{name} {decimal(fmean(f.rps for f in own), 3)} with {sum(f.hit for f in own)} of {len(own)}"
        for name, own in asked.items()
    ]
    said = [
        f"Bars of the probabilities that {counted(len(theories), 'theory')} gave to what was done in "
        f"{counted(len(first), 'decision')}: {kit.strategies_told(f.did for f in first)}.",
        f"By the mean ranked probability score, lower is better, {kit.lead(means)}. Scores, and decisions whose "
        f"likeliest strategy came true: {'; '.join(lines)}.",
    ]
    ignorant = [f"{name} {decimal(mean, 3)}" for name, mean in means.items() if name in IGNORANT]
    if ignorant:
        said.append(f"Not drawn, scores only: {'; '.join(ignorant)}.")
    for timeline in timelines if len(counts) > 1 else ():
        own = kit.means(everywhere([f for f in found if f.dispute == timeline.dispute]))
        said.append(f"{typeset(timeline.title)}: {kit.lead(own)}.")
    return " ".join(said)


def _once(found: Sequence[Forecast]) -> list[Forecast]:
    """Every decision once: the forecasts of the first theory that speaks to all."""
    whole = everywhere(found)
    return [f for f in whole if f.theory == whole[0].theory]


def _theories(found: Sequence[Forecast]) -> list[str]:
    """Names of the theories that are drawn."""
    return list(dict.fromkeys(f.theory for f in found if f.theory not in IGNORANT))


def _decisions(found: Sequence[Forecast], timelines: Sequence[Timeline]) -> dict[str, int]:
    """Decisions by the title of their dispute."""
    counts = Counter(f.dispute for f in _once(found))
    return {timeline.title: counts[timeline.dispute] for timeline in timelines}


def _data(found: Sequence[Forecast]) -> Table:
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
            *map(kit.rounded, f.prediction.probabilities), f.did.value, f.prediction.likeliest.value,
            kit.rounded(f.rps),
        )
        for f in found
    )  # fmt: skip
    return Table("forecasts", "Predicted and observed strategy: data of the figure", columns, rows)
