"""Scores of rival theories: means by dispute and over all, and paired differences from a reference with intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from replay.figures import style as figstyle
from replay.figures.sheet import key
from replay.figures.sheet.drawing import Drawing
from replay.figures.sheet.page import Sheet, fit, shorten, text_width
from replay.figures.sheet.wording import sourced
from replay.figures.theories import kit
from replay.scoring import Board, Case, Fold, Forecast, question
from replay.text.table import Cell, Column, Table
from replay.text.words import counted, decimal, joined, typeset
from replay.theories import spoken
from replay.theories.statistics.clusters import FEWEST, ClusteredDifference
from replay.timeline import Timeline

__all__ = ["scores_figure"]

_HEAD, _AXIS, _GUTTER = 5.5, 9.5, 9.0
_LINE, _APART, _ROW = 2.8, 1.4, 5.2  # a line of marks, the air between theories, the least height of a theory
_MARKS = ("o", "s", "^", "v", "p")
_STEPS = (0.05, 0.1, 0.2, 0.25, 0.5, 1.0)
_ALL = ("D", 1.8)  # the mark for all decisions
_NONE = f"no interval from fewer than {FEWEST} clusters"
Place = Callable[[float], float]


def scores_figure(
    board: Board, found: Sequence[Forecast], folds: Sequence[Fold], cases: Sequence[Case], preset: str
) -> Drawing:
    """Return the mean ranked probability score of each theory, and its difference from the reference.

    A filled mark for all decisions, and on a line of its own below it an open mark for each dispute and a cross for
    that dispute held out. Beside them, or below where the place is narrow, the estimate of the paired difference with
    its interval by clusters; the estimate alone, and a word in the key, where there are too few clusters for one.

    Parameters
    ----------
    preset : str
        A key of `figstyle.PRESETS`.

    Raises
    ------
    NoRoomError
        For too many theories for the place.
    ValueError
        For an unknown preset.
    """
    shown = _content(board, found, folds, {case.dispute: case.timeline.title for case in cases}, question(found, cases))
    timelines = [case.timeline for case in cases if any(f.dispute == case.dispute for f in found)]
    drawn = _draw(shown, kit.place_for(preset))
    return Drawing("scores", drawn, _caption(shown, timelines), _alt(shown), _data(shown))


@dataclass(frozen=True, slots=True)
class _Scores:
    """What the figure shows.

    Attributes
    ----------
    disputes : tuple[str, ...]
        In the order of their titles; marks of their own only where there are two or more.
    means, held : Mapping[tuple[str, str], float]
        Mean ranked probability score by theory and dispute; `held` from sizes learnt on the other disputes.
    counts : Mapping[str, int]
        Decisions of each dispute.
    question : str
        What the decisions are about, "" for all.
    """

    board: Board
    titles: Mapping[str, str]
    disputes: tuple[str, ...]
    means: Mapping[tuple[str, str], float]
    held: Mapping[tuple[str, str], float]
    counts: Mapping[str, int]
    question: str

    @property
    def certain(self) -> bool:
        """Whether there are clusters enough for intervals; they are the same of every theory."""
        return self.board.rows[0].against.clusters >= FEWEST


def _content(
    board: Board, found: Sequence[Forecast], folds: Sequence[Fold], titles: Mapping[str, str], asked: str
) -> _Scores:
    """Gather what the figure shows of the scores of the forecasts `found`, and of disputes held out."""
    disputes = tuple(name for name in titles if any(f.dispute == name for f in found))
    by = {name: [f for f in found if f.dispute == name] for name in disputes}
    means = {(theory, name): mean for name, own in by.items() for theory, mean in kit.means(own).items()}
    held = {(theory, fold.held_out): mean for fold in folds for theory, mean in kit.means(fold.forecasts).items()}
    counts = {name: len({f.decision for f in own}) for name, own in by.items()}
    return _Scores(board, titles, disputes, means, held, counts, asked)


# -- drawing --------------------------------------------------------------------------------------


def _draw(shown: _Scores, place: figstyle.Preset) -> Figure:
    board = shown.board
    width = place.across
    names = [fit(spoken(row.theory), 0.3 * width, figstyle.LABEL) for row in board.rows]
    left = kit.EDGE + max(text_width(name, figstyle.LABEL) for name in names) + 3
    narrow = width < kit.NARROW
    near = (left, width - kit.EDGE - 3 if narrow else left + (width - kit.EDGE - left - _GUTTER) / 2)
    far = near if narrow else (near[1] + _GUTTER, width - kit.EDGE - 3)
    legend = kit.legend(_items(shown, width - 2 * kit.EDGE), width)
    parts = 2 if narrow else 1
    fixed = 2 * kit.EDGE + kit.TITLE + parts * (_HEAD + _AXIS) + legend.height
    lines = 1 + (len(shown.disputes) if len(shown.disputes) > 1 else 0)
    heights = [max(lines * _LINE + _APART, _ROW), _ROW] if narrow else [max(lines * _LINE + _APART, _ROW)]
    height, stretch = kit.shared_out(place, fixed, sum(heights) * len(board.rows), "these scores need")
    rows_high = [high * len(board.rows) * stretch for high in heights]
    sheet, top = kit.titled(place, height, f"Rival theories{shown.question}, n = {board.n}")
    top -= _HEAD
    tops = (top, top - rows_high[0] - _AXIS - _HEAD) if narrow else (top, top)
    _means(sheet, shown, near, (tops[0] - rows_high[0], tops[0]))
    _differences(sheet, shown, far, (tops[1] - rows_high[-1], tops[1]))
    for at, high in zip(tops[:parts], rows_high, strict=True):
        for n, name in enumerate(names):
            y = at - (n + 0.5) * high / len(names)
            sheet.text(left - 2, y, name, figstyle.LABEL, ha="right")
    legend.draw(sheet, kit.EDGE)
    return sheet.figure


def _means(sheet: Sheet, shown: _Scores, span: tuple[float, float], rows: tuple[float, float]) -> None:
    """The part with the scores: for each theory a line of marks for all decisions, and one for each dispute."""
    board, disputes = shown.board, shown.disputes if len(shown.disputes) > 1 else ()
    largest = max([*shown.means.values(), *shown.held.values(), *(row.rps for row in board.rows)])
    at = _axis(sheet, span, rows, (0.0, largest), "mean RPS (lower is better)")
    high = (rows[1] - rows[0]) / len(board.rows)
    line = (high - _APART) / (len(disputes) + 1)
    for n, row in enumerate(board.rows):
        top = rows[1] - n * high
        if n:
            sheet.line(span, (top, top), figstyle.GRID, 0.4, layer=0.5)
        y = top - _APART / 2 - line / 2
        sheet.mark(at(row.rps), y, *_ALL, figstyle.INK, name=f"score {row.theory}")
        for number, name in enumerate(disputes):
            y -= line
            mean, marker = at(shown.means[row.theory, name]), _MARKS[number % len(_MARKS)]
            sheet.mark(mean, y, marker, 1.9, figstyle.MUTED, False, name=f"mean {row.theory} {name}")
            if (row.theory, name) in shown.held:
                held = at(shown.held[row.theory, name])
                sheet.mark(held, y, "x", 1.5, figstyle.MUTED, name=f"held {row.theory} {name}")


def _differences(sheet: Sheet, shown: _Scores, span: tuple[float, float], rows: tuple[float, float]) -> None:
    """The part with the differences from the reference and their intervals."""
    board = shown.board
    ends = [end for row in board.rows for end in (row.against.low, row.against.high) if math.isfinite(end)]
    reach = max([abs(end) for end in ends] + [abs(row.against.estimate) for row in board.rows] + [0.1])
    reference = spoken(board.reference).lower()
    at = _axis(sheet, span, rows, (-reach, reach), f"difference from {reference} (below 0: better)")
    sheet.line((at(0), at(0)), rows, figstyle.INK, 0.7, layer=1)
    high = (rows[1] - rows[0]) / len(board.rows)
    for n, row in enumerate(board.rows):
        y = rows[1] - (n + 0.5) * high
        if n:
            sheet.line(span, (y + high / 2,) * 2, figstyle.GRID, 0.4, layer=0.5)
        if row.theory == board.reference:
            sheet.text(at(0) + 1.2, y, "the reference", figstyle.LABEL, figstyle.MUTED)
        else:
            if shown.certain:
                _interval(sheet, row.against, y, at, row.theory)
            sheet.mark(at(row.against.estimate), y, *_ALL, figstyle.INK, name=f"difference {row.theory}")


def _axis(
    sheet: Sheet, span: tuple[float, float], rows: tuple[float, float], ends: tuple[float, float], title: str
) -> Place:
    """Draw an axis below the rows, and return the place of a value on it."""
    low, high = ends
    most = (span[1] - span[0]) / (text_width("\u22120.00", figstyle.LABEL) + 1.5)
    step = next((s for s in _STEPS if (high - low) / s <= min(8, most)), _STEPS[-1])
    low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step

    def place(value: float) -> float:
        return span[0] + (span[1] - span[0]) * (value - low) / (high - low)

    values = [low + n * step for n in range(round((high - low) / step) + 1)]
    for value in values:
        sheet.line((place(value),) * 2, rows, figstyle.GRID, 0.3, layer=0.4)
    digits = 2 if step < 0.1 or step == 0.25 else 1
    kit.ticked(sheet, span, rows[0], [(place(value), f"{value:.{digits}f}") for value in values])
    sheet.text((span[0] + span[1]) / 2, rows[1] + 2.4, title, figstyle.LABEL, bold=True, ha="center")
    return place


def _interval(sheet: Sheet, shift: ClusteredDifference, y: float, at: Place, theory: str) -> None:
    """The interval as a line with caps."""
    sheet.line((at(shift.low), at(shift.high)), (y, y), figstyle.INK, 0.9, name=f"interval {theory}")
    for end in (at(shift.low), at(shift.high)):
        sheet.line((end, end), (y - 0.9, y + 0.9), figstyle.INK, 0.9)


def _items(shown: _Scores, room: float) -> Iterator[key.Item]:
    """The key: marks of all decisions, of each dispute, of a dispute held out; the interval."""
    yield 2.6, "all decisions", lambda sheet, x, y: sheet.mark(x + 1.3, y, *_ALL, figstyle.INK)  # on its corner
    if len(shown.disputes) > 1:
        for n, name in enumerate(shown.disputes):
            said = shorten(typeset(shown.titles[name]), room - 4, figstyle.LABEL)
            yield key.marked(_MARKS[n % len(_MARKS)], 1.9, figstyle.MUTED, False, said)
    if shown.held:
        yield key.marked("x", 1.5, figstyle.MUTED, True, "the same dispute held out")
    if shown.certain:
        yield 5.0, "95 % interval, by clusters", _key_interval
    else:
        yield 0.0, _NONE, lambda sheet, x, y: None


def _key_interval(sheet: Sheet, x: float, y: float) -> None:
    sheet.line((x, x + 5), (y, y), figstyle.INK, 0.9)
    for end in (x, x + 5):
        sheet.line((end, end), (y - 0.9, y + 0.9), figstyle.INK, 0.9)


# -- words and data -------------------------------------------------------------------------------


def _caption(shown: _Scores, timelines: Sequence[Timeline]) -> str:
    """Return the caption of the scores."""
    board, many, first = shown.board, len(shown.disputes) > 1, shown.board.rows[0].against
    counts = {timeline.title: shown.counts[timeline.dispute] for timeline in timelines}
    each = " Open marks: each dispute, on a line of its own." if many else ""
    held = (
        " Crosses: each dispute held out, with the sizes of the domain rules, one temperature for all theories and "
        f"past decisions taken from the other{'s' if len(shown.disputes) > 2 else ''}."
        if shown.held
        else ""
    )
    cluster = "(the decisions of one side in one dispute)"
    if shown.certain:
        interval = f", with an interval of 95 % over whole clusters {cluster} drawn with replacement"
        few = "With few clusters an interval is too narrow."
    else:
        interval = f", over {counted(first.clusters, 'cluster')} {cluster}"
        few = f"There is {_NONE}."
    return (
        f"Rival theories on n = {kit.many(board.n, counts)}{shown.question}. First the {kit.RPS}. "
        f"Filled: all decisions.{each}{held} Then the mean difference of the score from that of "
        f"{board.reference}{interval}; below 0 the theory is better. {few} {sourced(timelines)}"
    ).strip()


def _alt(shown: _Scores) -> str:
    """Return the scores in words: every mean, every difference with its interval, and who leads in each dispute."""
    rows, reference = shown.board.rows, shown.board.reference
    scores = "; ".join(f"{row.theory} {decimal(row.rps, 3)}" for row in rows)
    said = [
        f"Chart of mean ranked probability scores of {counted(len(rows), 'theory')} on "
        f"{counted(shown.board.n, 'decision')}{shown.question}, lower is better: "
        f"{kit.lead({row.theory: row.rps for row in rows})}. All: {scores}."
    ]
    for name in shown.disputes if len(shown.disputes) > 1 else ():
        means = {row.theory: shown.means[row.theory, name] for row in rows}
        words = f"{typeset(shown.titles[name])}: {kit.lead(means)}"
        held = {row.theory: shown.held[row.theory, name] for row in rows if (row.theory, name) in shown.held}
        if held:
            words += f"; held out, {kit.lead(held)}"
        said.append(f"{words}.")
    apart = [row for row in rows if row.theory != reference]
    if apart and shown.certain:
        gaps = [f"{row.theory} {decimal(row.against.estimate)} ({_told(row.against)})" for row in apart]
        clear = [row.theory for row in apart if not row.against.low <= 0 <= row.against.high]
        verdict = f"Clear of 0: {joined(clear)}." if clear else "No interval lies clear of 0."
        said.append(f"Differences from {reference}, with 95 % intervals: {'; '.join(gaps)}. {verdict}")
    elif apart:
        gaps = [f"{row.theory} {decimal(row.against.estimate)}" for row in apart]
        said.append(f"Differences from {reference}: {'; '.join(gaps)}. There is {_NONE}.")
    return " ".join(said)


def _told(shift: ClusteredDifference) -> str:
    return f"{decimal(shift.low)} to {decimal(shift.high)}"


def _data(shown: _Scores) -> Table:
    """Return every mark: means over all decisions, of each dispute and of each held out, and the differences.

    An end of an interval is empty where there is none.
    """
    rows: list[tuple[Cell, ...]] = []
    for row in shown.board.rows:
        rows.append(("mean", row.theory, None, row.n, kit.rounded(row.rps), None, None, None))
        for part, means in (("mean", shown.means), ("held out", shown.held)):
            for name in shown.disputes:
                if (row.theory, name) in means:
                    mean = kit.rounded(means[row.theory, name])
                    rows.append((part, row.theory, name, shown.counts[name], mean, None, None, None))
        if row.theory != shown.board.reference:
            shift = row.against
            ends = (kit.rounded(end) if math.isfinite(end) else None for end in (shift.low, shift.high))
            apart = kit.rounded(shift.estimate), *ends, shift.clusters
            rows.append((f"difference from {shown.board.reference}", row.theory, None, row.n, *apart))
    columns = (
        Column("part", "Part"), Column("theory", "Theory"), Column("dispute", "Dispute"), Column("n", "Decisions"),
        Column("value", "Value"), Column("low", "Lower end"), Column("high", "Upper end"),
        Column("clusters", "Clusters"),
    )  # fmt: skip
    return Table("scores", "Rival theories: data of the figure", columns, tuple(rows))
