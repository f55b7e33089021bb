"""Specification curve: the score of a theory under every way to settle what a referee may dispute.

References
----------
Simonsohn, U., Simmons, J. P. & Nelson, L. D. (2020). Specification curve analysis. Nature Human Behaviour.
doi:10.1038/s41562-020-0912-z
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from types import MappingProxyType

from matplotlib.figure import Figure

from replay.codebook import SWITCHES
from replay.errors import NothingCodedError
from replay.figures import style as figstyle
from replay.figures.sheet import key
from replay.figures.sheet.charts import EDGE, NARROW, TITLE, legend, place_for, shared_out, titled
from replay.figures.sheet.drawing import Drawing, named
from replay.figures.sheet.page import POINT, Sheet, fit, stairs, text_width
from replay.text.table import Cell, Column, Table
from replay.text.words import decimal, joined, spaced, typeset
from replay.theories import spoken

__all__ = ["FEW", "WORDS", "Curve", "Group", "Point", "curve_figure", "groups"]

FEW = 300
"""Up to so many specifications each is drawn by itself."""

WORDS: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        "start": ("Start of a position", {"reference": "reference point", "first-level": "first level read"}),
        "prospective": ("Demands move a side", {"off": "no", "on": "yes"}),
        "impacts": (
            "Impact if coders differ",
            {
                "first": "first coder's", "second": "second coder's", "smaller": "the smaller", "mean": "the mean",
                "larger": "the larger",
            },
        ),
        "shocks": ("Shocks from outside", {"all": "all count", "in-domain": "if named as grounds"}),
        "trend": ("Direction of a reading", {"ignored": "ignored", "carried": "half a level"}),
        "ends": ("Ends of the scale", {"hard": "hard", "soft": "soft"}),
        "untagged": ("Acts without a tactic", {"rung": "judged by rung", "silent": "say nothing"}),
        "nodes": (
            "Decisions scored",
            {"all": "all", "apart": "in two tables", "strategy": "how to bargain", "outcomes": "whether to settle"},
        ),
        "gamble": ("Width of the gamble", {"options": "from the options", "fixed": "always the same"}),
        "clocks": ("Who loses by a clock", {"setter": "its setter", "by-kind": "by kind of clock"}),
    }
)  # fmt: skip
"""The switches and their settings in the few words that a row has room for."""

_HEAD, _ROW, _AIR, _COLUMN, _AHEAD = 9.0, 3.2, 1.0, 0.8, 10.5
_LEAST, _BEST, _TICK = 22.0, 48.0, 1.6
_RIVALS: tuple[tuple[str, float, tuple[float, ...]], ...] = (
    (figstyle.MUTED, 0.6, ()), ("#b35806", 0.6, (3.5, 1.3)), ("#2b7bba", 0.8, (1.1, 1.1)), (figstyle.FAINT, 0.8, ()),
)  # fmt: skip
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
_LINE = 1.3  # points


@dataclass(frozen=True, slots=True)
class Group:
    """A switch: its name and settings, as (name, words), in the order of their rows, and the default among them."""

    name: str
    words: str
    settings: tuple[tuple[str, str], ...]
    default: str


@dataclass(frozen=True, slots=True)
class Point:
    """A specification.

    Attributes
    ----------
    scores : tuple[float, ...]
        Mean ranked probability score of each theory, in the order of `Curve.theories`.
    settings : tuple[str, ...]
        Setting of each switch, in the order of `Curve.groups`.
    """

    scores: tuple[float, ...]
    settings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """What the figure shows.

    Attributes
    ----------
    title : str
        Of the dispute.
    theories : tuple[str, ...]
        The one that the specifications are sorted by, then up to four that it is held against.
    groups : tuple[Group, ...]
    points : tuple[Point, ...]
        Those that have all scores; in any order.
    possible : int
        How many specifications there are in all, of which these may be a sample.
    question : str
        What the decisions are about that are scored; "" where nothing is to be said of it.
    others : int
        Specifications that are not drawn, since they score other decisions.

    Raises
    ------
    NothingCodedError
        Without a specification.
    ValueError
        For a score or a setting that is not one for each theory and group, or for more than five theories.
    """

    title: str
    theories: tuple[str, ...]
    groups: tuple[Group, ...]
    points: tuple[Point, ...]
    possible: int
    question: str = ""
    others: int = 0

    def __post_init__(self) -> None:
        if not self.points:
            raise NothingCodedError("specification with scores", "draw")
        if not 1 <= len(self.theories) <= 1 + len(_RIVALS):
            raise ValueError(f"there are {len(self.theories)} theories; allowed: 1 to {1 + len(_RIVALS)}")
        for point in self.points:
            if (len(point.scores), len(point.settings)) != (len(self.theories), len(self.groups)):
                raise ValueError(f"{point} does not have a score for each theory and a setting for each switch")

    @property
    def sorted(self) -> tuple[Point, ...]:
        """The specifications from the best score of the first theory on; equals by their settings, as rows stand."""
        rows = [{name: n for n, (name, _) in enumerate(group.settings)} for group in self.groups]
        return tuple(sorted(
            self.points,
            key=lambda p: (p.scores[0], [row[name] for row, name in zip(rows, p.settings, strict=True)], p.scores),
        ))  # fmt: skip

    @property
    def default(self) -> tuple[str, ...]:
        """The settings of the default specification."""
        return tuple(group.default for group in self.groups)

    @property
    def varied(self) -> tuple[int, ...]:
        """Numbers of the switches that the specifications differ in; of all where they differ in none."""
        found = [n for n in range(len(self.groups)) if len({point.settings[n] for point in self.points}) > 1]
        return tuple(found or range(len(self.groups)))


def groups() -> tuple[Group, ...]:
    """Return the switches of the model as rows.

    >>> groups()[0].words, groups()[0].settings[1]
    ('Start of a position', ('first-level', 'first level read'))
    """
    found = []
    for name, switch in SWITCHES.items():
        words, settings = WORDS.get(name, (spaced(name).capitalize(), {}))
        found.append(
            Group(name, words, tuple((s, settings.get(s, spaced(s))) for s in switch.settings), switch.default)
        )
    return tuple(found)


def ahead(points: Sequence[Point]) -> float:
    """Return the share of specifications in which the first theory scores better than each of the others.

    >>> ahead([Point((0.1, 0.2), ()), Point((0.2, 0.2), ())])
    0.5
    """
    return sum(all(point.scores[0] < other for other in point.scores[1:]) for point in points) / len(points)


def curve_figure(shown: Curve, preset: str = "page") -> Drawing:
    """Return the specification curve: scores in their order above, what each specification settles how below.

    Up to `FEW` specifications each has a mark and a tick in the row of each of its settings. Of more, the curve is a
    line, the other theories are the median of each column of specifications, and the shade of a cell says what share
    of its column has the setting. At the right stands the share of the specifications with a setting in which the
    theory is ahead of all others.

    Parameters
    ----------
    preset : str
        A key of `figstyle.PRESETS`.

    Raises
    ------
    NoRoomError
        For too many settings for the place.
    ValueError
        For an unknown preset.
    """
    with figstyle.style():
        drawn = _draw(shown, place_for(preset))
    return Drawing(named("curve", preset), drawn, _caption(shown), _alt(shown), _data(shown, preset))


# -- drawing --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Axis:
    """The columns of specifications between `left` and `right` mm."""

    left: float
    right: float
    count: int

    def x(self, number: float) -> float:
        """Return the left end of the place of a specification, counted from 0."""
        return self.left + (self.right - self.left) * number / self.count

    @property
    def columns(self) -> tuple[tuple[int, int], ...]:
        """First and end of the specifications of each column: one each, or as many as there is room for."""
        many = self.count if self.count <= FEW else min(int((self.right - self.left) / _COLUMN), self.count // 10)
        return tuple((n * self.count // many, (n + 1) * self.count // many) for n in range(many))


def _draw(shown: Curve, place: figstyle.Preset) -> Figure:
    width, narrow = place.across, place.across < NARROW
    chosen = [shown.groups[n] for n in shown.varied]
    names = max(text_width(words, figstyle.LABEL, True) for group in chosen for _, words in group.settings)
    heads = 0.0 if narrow else max(text_width(group.words, figstyle.LABEL) for group in chosen) + 3
    left = EDGE + max(heads + names, 9.0) + 2
    axis = _Axis(left, width - EDGE - (_AHEAD if len(shown.theories) > 1 else 1.0), len(shown.points))
    listed = legend(_items(shown), width)
    rows = sum(len(group.settings) + narrow for group in chosen) * _ROW + _AIR * len(chosen)
    fixed = 2 * EDGE + TITLE + _HEAD + 7.0 + rows + 1.0 + listed.height
    height, upper = shared_out(place, fixed, 1.0, "these settings need", _LEAST, _BEST)
    on = f" on {shown.question}" if shown.question else ""
    title = f"Specification curve: {spoken(shown.theories[0]).lower()}{on}, n = {len(shown.points):,}"
    sheet, top = titled(place, height, fit(title, width - 2 * EDGE, figstyle.TITLE, True))
    top -= _HEAD
    points = shown.sorted
    bottom = top - upper - 7.0 - rows
    _upper(sheet, shown, points, axis, (top - upper, top))
    _default(sheet, shown, points, axis, (bottom, top))
    _lower(sheet, shown, points, axis, top - upper - 7.0, narrow)
    listed.draw(sheet, EDGE)
    return sheet.figure


def _upper(sheet: Sheet, shown: Curve, points: Sequence[Point], axis: _Axis, rows: tuple[float, float]) -> None:
    """The scores."""
    every = [score for point in points for score in point.scores]
    step = next((s for s in _STEPS if (max(every) - min(every)) / s <= 6), _STEPS[-1])
    low, high = math.floor(min(every) / step + 1e-9) * step, math.ceil(max(every) / step - 1e-9) * step
    high = max(high, low + step)

    def y(score: float) -> float:
        return rows[0] + (rows[1] - rows[0]) * (score - low) / (high - low)

    for n in range(round((high - low) / step) + 1):
        at = y(low + n * step)
        sheet.line((axis.left, axis.right), (at, at), figstyle.GRID, 0.3, layer=0.4)
        sheet.text(axis.left - 1.5, at, f"{low + n * step:.2f}", figstyle.LABEL, ha="right")
    sheet.line((axis.left, axis.left), rows, figstyle.MUTED, 0.6)
    sheet.text(EDGE, rows[1] + _HEAD - 1.9, "mean RPS (0 is perfect, lower is better)", figstyle.LABEL, bold=True)
    for number, name in enumerate(shown.theories[1:], 1):
        color, width, dashes = _RIVALS[number - 1]
        steps = [(axis.x(a), y(median(point.scores[number] for point in points[a:b]))) for a, b in axis.columns]
        kept = [one for n, one in enumerate(steps) if not n or one[1] != steps[n - 1][1]]
        sheet.line(*stairs(kept, axis.right), color, width, dashes, layer=2.2, name=f"rival {name}")
    if len(points) <= FEW:
        size = max(0.7, min(2.0, 0.9 * (axis.right - axis.left) / len(points)))
        for n, point in enumerate(points):
            sheet.mark(axis.x(n + 0.5), y(point.scores[0]), "o", size, figstyle.INK, rim=0.3, name=f"score {n + 1}")
    else:
        spots = [(axis.x(0), y(points[0].scores[0]))]
        for n, point in enumerate(points):
            if abs(y(point.scores[0]) - spots[-1][1]) >= 0.04:
                spots.append((axis.x(n), y(point.scores[0])))
        sheet.line(*stairs(spots, axis.right), figstyle.INK, _LINE, layer=3, name="curve")
    own = _place_of_default(shown, points)
    if own is not None:
        spot = axis.x(own + 0.5), y(points[own].scores[0])
        sheet.mark(*spot, "D", 2.0, figstyle.INK, False, layer=6, name="default score")


def _place_of_default(shown: Curve, points: Sequence[Point]) -> int | None:
    return next((n for n, point in enumerate(points) if point.settings == shown.default), None)


def _default(sheet: Sheet, shown: Curve, points: Sequence[Point], axis: _Axis, rows: tuple[float, float]) -> None:
    """The line of the default specification, with its name."""
    at = _place_of_default(shown, points)
    y = rows[1] + 2.9
    if at is not None:
        x = axis.x(at + 0.5)
        said = f"the defaults: {decimal(points[at].scores[0], 3)}, {_ranked(shown)}"
        wide = text_width(said, figstyle.LABEL)
        sheet.line((x, x), (rows[0], rows[1] + 0.8), figstyle.INK, 0.5, (2.0, 1.4), layer=4, name="default")
        sheet.text(min(max(x - wide / 2, axis.left), axis.right - wide), y, said, figstyle.LABEL, name="default name")


def _ranked(shown: Curve) -> str:
    """Say how many specifications score better than the default."""
    own = next(point.scores[0] for point in shown.points if point.settings == shown.default)
    return f"{sum(point.scores[0] < own for point in shown.points):,} of {len(shown.points):,} are better"


def _lower(sheet: Sheet, shown: Curve, points: Sequence[Point], axis: _Axis, top: float, narrow: bool) -> None:
    """The settings: a row each, under their switch."""
    y = top
    share = len(shown.theories) > 1
    if share:
        sheet.text(axis.right + _AHEAD, y + 2.2, "ahead in", figstyle.LABEL, figstyle.MUTED, ha="right")
    room = axis.right - axis.left - (3.0 if share else 0.0)
    tries = ("each column a specification, the best at the left",) if len(points) <= FEW else ()
    said = next((one for one in tries if text_width(one, figstyle.LABEL) <= room), "specifications, best first")
    sheet.text(axis.left, y + 2.2, said, figstyle.LABEL, figstyle.MUTED, ground=figstyle.PAPER)
    for n in shown.varied:
        group = shown.groups[n]
        sheet.line((EDGE, sheet.width - EDGE), (y, y), figstyle.GRID, 0.4, layer=0.5)
        y -= _AIR / 2
        sheet.text(EDGE, y - _ROW / 2, group.words, figstyle.LABEL, figstyle.MUTED)
        y -= _ROW if narrow else 0.0
        for name, words in group.settings:
            middle = y - _ROW / 2
            sheet.text(axis.left - 2, middle, words, figstyle.LABEL, ha="right", bold=name == group.default)
            has = [point.settings[n] == name for point in points]
            _cells(sheet, has, axis, middle, f"{group.name} {name}")
            own = [point for point, one in zip(points, has, strict=True) if one]
            if share:
                text = f"{100 * ahead(own):.0f} %" if own else "\u2013"
                sheet.text(axis.right + _AHEAD, middle, text, figstyle.LABEL, ha="right")
            y -= _ROW
        y -= _AIR / 2


def _cells(sheet: Sheet, has: Sequence[bool], axis: _Axis, middle: float, name: str) -> None:
    """A row: a tick for each specification that has the setting, or the shade of its share in each column."""
    if len(has) <= FEW:
        wide = min(0.8 * (axis.x(1) - axis.x(0)), _TICK)
        at = [axis.x(n + 0.5) for n, one in enumerate(has) if one]
        _strokes(sheet, [(x, x) for x in at], [(middle - 1.2, middle + 1.2)] * len(at), figstyle.INK, wide, name)
        return
    tenths: dict[int, list[tuple[float, float]]] = {}
    for a, b in axis.columns:
        tenths.setdefault(round(10 * sum(has[a:b]) / (b - a)), []).append((axis.x(a), axis.x(b)))
    for tenth, spans in sorted(tenths.items()):
        if tenth:
            _strokes(sheet, spans, [(middle, middle)] * len(spans), _shade(tenth), 2.6, f"{name} {tenth}")


def _strokes(
    sheet: Sheet, xs: Sequence[tuple[float, float]], ys: Sequence[tuple[float, float]], color: str, wide: float,
    name: str,
) -> None:  # fmt: skip
    """Draw many strokes, `wide` mm, as one line with gaps."""
    gap = (math.nan,)
    places = [[value for pair in pairs for value in (*pair, *gap)] for pairs in (xs, ys)]
    if places[0]:
        sheet.line(places[0], places[1], color, wide / POINT, layer=1, name=f"has {name}")


def _shade(tenth: int) -> str:
    """Grey of a share, in tenths: white to nearly black."""
    return f"#{round(255 - 22.9 * tenth):02x}" + f"{round(255 - 22.9 * tenth):02x}" * 2


def _items(shown: Curve) -> Iterator[key.Item]:
    """The key: the curve, the other theories, the default, the shades."""
    name = spoken(shown.theories[0])
    few = len(shown.points) <= FEW
    yield key.marked("o", 1.6, figstyle.INK, True, name) if few else key.ruled(6.0, figstyle.INK, _LINE, name)
    for (color, width, dashes), other in zip(_RIVALS, shown.theories[1:], strict=False):
        words = spoken(other) + ("" if few else " (median)")
        yield key.ruled(6.0, color, width, words, dashes)
    if any(point.settings == shown.default for point in shown.points):
        yield 2.8, "the defaults (bold)", lambda sheet, x, y: sheet.mark(x + 1.4, y, "D", 2.0, figstyle.INK, False)
    if not few:
        yield 15.0, "share with the setting: none to all", _key_shades


def _key_shades(sheet: Sheet, x: float, y: float) -> None:
    for tenth in range(11):
        sheet.box(x + tenth * 15 / 11, y - 1.2, 15 / 11, 2.4, _shade(tenth))
    sheet.line((x, x + 15, x + 15, x, x), (y - 1.2, y - 1.2, y + 1.2, y + 1.2, y - 1.2), figstyle.MUTED, 0.3)


# -- words and data -------------------------------------------------------------------------------


def _caption(shown: Curve) -> str:
    first, others = spoken(shown.theories[0]).lower(), [spoken(name).lower() for name in shown.theories[1:]]
    total = len(shown.points)
    of = f"all {total:,}" if total == shown.possible else f"{total:,} of {shown.possible:,}"
    drawn = (
        "each a column"
        if total <= FEW
        else "in columns: other theories by the median of a column, the shade of a row by the share with that setting"
    )
    idle = [
        group.words.lower() for n, group in enumerate(shown.groups)
        if n not in shown.varied and not (shown.question and group.name == "nodes")
    ]  # fmt: skip
    return " ".join(
        part
        for part in (
            f"Specification curve (Simonsohn, Simmons & Nelson 2020) of {typeset(shown.title)}. Above: mean ranked "
            f"probability score (RPS; 0 is perfect, lower is better) of {first} under {of} specifications of the "
            f"model, the best at the left, {drawn}. Below: the settings of the switches, the default in bold.",
            f"At the right: the share of the specifications with a setting in which {first} scores better than "
            f"{joined(others)}; over all, {_percent(ahead(shown.points))}."
            if others
            else "",
            f"The same throughout: {joined(idle)}." if idle else "",
            f"Scored are the decisions on {shown.question}{_not_drawn(shown)}." if shown.question else "",
            "The share counts specifications; it is no probability, and there is no test.",
        )
        if part
    )


def _not_drawn(shown: Curve) -> str:
    said = f"; {shown.others:,} specifications that score others answer another question and are not drawn"
    return said if shown.others else ""


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _alt(shown: Curve) -> str:
    points, first = shown.sorted, spoken(shown.theories[0])
    at = _place_of_default(shown, points)
    said = [
        f"Specification curve: the mean ranked probability score of {first.lower()} runs from "
        f"{decimal(points[0].scores[0], 3)} to {decimal(points[-1].scores[0], 3)} over "
        f"{len(points):,} specifications, lower is better."
    ]
    if at is not None:
        said.append(f"The defaults give {decimal(points[at].scores[0], 3)}; {_ranked(shown)}.")
    for number, name in enumerate(shown.theories[1:], 1):
        won = sum(point.scores[0] < point.scores[number] for point in points) / len(points)
        said.append(f"It is ahead of {spoken(name).lower()} in {_percent(won)}.")
    if len(shown.theories) > 1:
        for n in shown.varied:
            group = shown.groups[n]
            parts = []
            for name, words in group.settings:
                own = [point for point in points if point.settings[n] == name]
                if own:
                    parts.append(f"{words} {_percent(ahead(own))}")
            said.append(f"{group.words}: ahead of all with {'; '.join(parts)}.")
    return " ".join(said)


def _data(shown: Curve, preset: str) -> Table:
    """Return a row for each specification, in the order of the curve."""
    rows: list[tuple[Cell, ...]] = []
    for n, point in enumerate(shown.sorted, 1):
        own = int(point.settings == shown.default)
        rows.append((n, own, *(round(score, 6) + 0.0 for score in point.scores), *point.settings))
    columns = (
        Column("rank", "Rank"), Column("default", "Whether the default"),
        *(Column(f"rps:{name}", f"RPS of {spoken(name).lower()}") for name in shown.theories),
        *(Column(f"switch:{group.name}", group.words) for group in shown.groups),
    )  # fmt: skip
    return Table(named("curve", preset), "Specification curve: data of the figure", columns, tuple(rows))
