"""What an author chooses of a figure: which acts, links and days are drawn, and what stands around them.

All of it is applied to what is drawn after everything is computed: no path, band, count or measure depends on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from replay.dates import day as parse_day
from replay.dates import iso
from replay.engine.trace import ClockHistory
from replay.errors import NoRoomError, RefusalError, UnknownNameError, closest
from replay.escalation import Escalation, LinkType, measures, ranking, reasons
from replay.figures.sheet.content import Deed, Dispute, Span, window
from replay.figures.sheet.timescale import TimeScale, Zone
from replay.figures.style import Preset, link_words
from replay.text.words import counted, joined
from replay.timeline import Timeline, members, origin

__all__ = ["AXES", "GROUPS", "NARROWEST", "Chosen", "Layout", "Selection", "part_of"]

NARROWEST = 84.0
"""Least width in mm of a figure, before scaling: that of a narrow column of a journal."""

AXES = ("stretched", "uniform")
"""Kinds of date axes."""

GROUPS = {
    "key": "key acts", "spiral": "acts on spirals", "path": "acts on the longest escalation path", "all": "acts",
}  # fmt: skip
"""Groups of acts that can be asked for, in words."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of a replay is drawn; by default all of it, or what has room.

    Attributes
    ----------
    first, last : str or None
        Days as YYYY-MM-DD between which things are drawn, both included; None for no bound.
    acts : str, int, sequence of str or None
        A key of `GROUPS`, the so many most important, or those with these ids; None for what a figure draws by itself.
    min_rung : int
        Lowest rung of the acts drawn.
    parties : tuple[str, ...]
        Ids of the parties whose acts are drawn; none for those of all.
    links : tuple[str, ...]
        Types of the links drawn; none for all.
    label : tuple[str, ...]
        Ids of the acts that are named, instead of the key acts.
    no_label : bool
        Whether no act is named.

    Examples
    --------
    >>> import replay
    >>> found = replay.graph(replay.run(replay.load(replay.example())))
    >>> sorted(Selection(acts="all", parties=("KR",)).of(found).acts)
    ['settlement', 'wto-threat']
    """

    first: str | None = None
    last: str | None = None
    acts: str | int | Sequence[str] | None = None
    min_rung: int = 0
    parties: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    no_label: bool = False

    def of(self, found: Escalation) -> Chosen:
        """Return what is chosen of a graph.

        Raises
        ------
        UnknownNameError
            For an act, a party or a type of link that there is not.
        RefusalError
            If the last day comes before the first, or is no day.
        """
        timeline = found.trace.timeline
        known = timeline.parties if timeline else {party for node in found.acts for party in members(node.party)}
        first, last = (parse_day(text) if text else None for text in (self.first, self.last))
        if first is not None and last is not None and last < first:
            raise RefusalError(f"the last day to draw, {self.last}, comes before the first, {self.first}")
        ids = [node.id for node in found.acts]
        _known(self.parties, known, "no party of the dispute is called")
        _known(self.links, [kind.value for kind in LinkType], "no type of links is called")
        _known(self.label, ids, "no act of the replay is called")
        wanted, parties = self._wanted(found, ids), {*self.parties}
        ranked = [
            name
            for name in ranking(found, closing=True)
            for node in [found.by_id[name]]
            if name in wanted and node.rung >= self.min_rung and (not parties or parties & {*members(node.party)})
            and (first is None or node.day >= first) and (last is None or node.day <= last)
        ]  # fmt: skip
        if isinstance(self.acts, int):
            ranked = ranked[: max(self.acts, 0)]
        named = frozenset(self.label) if self.label or self.no_label else None
        kinds = frozenset(map(LinkType, self.links)) if self.links else None
        return Chosen(
            self, tuple(ranked), first, last, frozenset(parties), kinds, named, self._words(timeline), len(ids)
        )

    def _wanted(self, found: Escalation, ids: Sequence[str]) -> Collection[str]:
        """The acts that are asked for by name or group."""
        if self.acts is None or self.acts == "all" or isinstance(self.acts, int):
            return {*ids}
        if self.acts == "key":
            return reasons(found).keys()
        if self.acts == "spiral":
            return {name for spiral in measures(found).spirals for name in spiral.acts}
        if self.acts == "path":
            return {*measures(found).longest_escalation}
        wanted = (self.acts,) if isinstance(self.acts, str) else tuple(self.acts)
        _known(wanted, ids, "no act of the replay is called", GROUPS)
        return {*wanted}

    def _words(self, timeline: Timeline | None) -> str:
        """Say which acts are asked for."""
        if isinstance(self.acts, int):
            what = f"the most important {counted(self.acts, 'act')}"
        elif self.acts is None or isinstance(self.acts, str):
            what = GROUPS.get(self.acts or "all", "chosen acts")
        else:
            what = "chosen acts"
        names = [timeline.name(party) if timeline else party for party in self.parties]
        what += f" of {joined(names)}" if names else ""
        what += f" on rung {self.min_rung} or higher" if self.min_rung else ""
        what += f" from {self.first}" if self.first else ""
        return what + (f" {'to' if self.first else 'up to'} {self.last}" if self.last else "")

    def told(self) -> dict[str, object]:
        """Return what is asked for, by name: what differs from the defaults."""
        return _told(self)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A selection found in a graph.

    Attributes
    ----------
    asked : Selection
    ranked : tuple[str, ...]
        Ids of the acts that may be drawn, the most important first.
    first, last : int or None
        Days.
    parties : frozenset[str]
        Empty for all.
    kinds : frozenset[LinkType] or None
        None for all.
    named : frozenset[str] or None
        Acts that are named; None for those that a figure names by itself.
    words : str
        Which acts are asked for.
    total : int
        How many acts there are.
    """

    asked: Selection
    ranked: tuple[str, ...]
    first: int | None
    last: int | None
    parties: frozenset[str]
    kinds: frozenset[LinkType] | None
    named: frozenset[str] | None
    words: str
    total: int

    @property
    def acts(self) -> frozenset[str]:
        """Ids of the acts that may be drawn."""
        return frozenset(self.ranked)

    def holds(self, day: int) -> bool:
        """Whether a day is drawn."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def binds(self, clock: ClockHistory) -> bool:
        """Whether a clock is one of the parties that are drawn: it is theirs, or they or their acts set or end it."""
        involved = {*members(clock.holder), *members(clock.target)}
        return not self.parties or bool(self.parties & involved) or bool(self.acts & {clock.set_by, clock.ended_by})

    def left_out(self, acts: int, more: Mapping[str, tuple[int, int]], room: bool = False) -> str:
        """Say in a sentence what is left out where so many acts are drawn; nothing if nothing is.

        `more` has, by their noun, how many of other things are drawn, and of how many; `room` says that of the acts
        asked for only those are drawn that have room.
        """
        if replace(self.asked, label=(), no_label=False) == Selection():
            return ""
        parts = {"act": (acts, self.total), **more}
        gone = [(total - count, total, noun) for noun, (count, total) in parts.items()]
        counts = [f"{count} of {counted(total, noun)}" for count, total, noun in gone if count]
        if not counts:
            return ""
        kinds = ", and of links those of the type " if "link" in more and self.asked.links else ""
        kinds += joined([link_words(kind) for kind in self.asked.links]) if kinds else ""
        fit = ", as many as have room" if room else ""
        return f"Drawn by choice are only {self.words}{fit}{kinds}; left out are {joined(counts)}."


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands around a figure, and how large it is.

    Attributes
    ----------
    title : str or None
        The title in the figure; None for the dispute's own, "" for none.
    legend : bool
        Whether the key is drawn.
    width : float or None
        In mm; None for that of the preset.
    height : float or None
        The most height in mm, or the height where a preset has a fixed one; None for that of the preset.
    axis : {"stretched", "uniform"}
        Whether a date axis gives busy stretches room or every day the same; an escalation diagram has no date axis.
    font : tuple[str, ...]
        Files of the font, as for `replay.figures.typeface`; none for that in use.

    Examples
    --------
    >>> from replay.figures.style import PRESETS
    >>> Layout(width=120).place(PRESETS["page"]).width
    120
    """

    title: str | None = None
    legend: bool = True
    width: float | None = None
    height: float | None = None
    axis: str = "stretched"
    font: tuple[str, ...] = ()

    def place(self, preset: Preset) -> Preset:
        """Return the place of a preset in the size that is asked for.

        Raises
        ------
        NoRoomError
            If it is narrower than any figure can be.
        """
        if self.width is None and self.height is None:
            return preset
        wide, high = self.width or preset.width, self.height or preset.tallest
        if wide / preset.scale < NARROWEST:
            least = NARROWEST * preset.scale
            raise NoRoomError(f"a width of {wide:g} mm is asked for; allowed for {preset.words}: {least:.4g} or more")
        fixed = preset.height and (self.height or preset.height)
        return replace(preset, words="the place asked for", width=wide, height=fixed, tallest=high)

    def dated(self, shown: Dispute) -> Dispute:
        """Return a dispute with the date axis that is asked for.

        Raises
        ------
        RefusalError
            For a kind of axis that there is not.
        """
        if self.axis not in AXES:
            raise RefusalError(f"no date axis is called {self.axis!r}; allowed: {', '.join(AXES)}")
        if self.axis == "stretched":
            return shown
        return replace(shown, scale=TimeScale((Zone(shown.scale.first, shown.scale.stop, 0.0, 1.0),)))

    def heading(self, own: str) -> str:
        """Return the title in the figure, `own` being what it is called by itself."""
        return own if self.title is None else self.title

    def told(self) -> dict[str, object]:
        """Return what is asked for, by name: what differs from the defaults."""
        return _told(self)


def _told(asked: Selection | Layout) -> dict[str, object]:
    return {
        one.name: getattr(asked, one.name) for one in fields(asked) if getattr(asked, one.name) != one.default
    }  # fmt: skip


def _known(names: Iterable[str], known: Collection[str], said: str, also: Iterable[str] = ()) -> None:
    """UnknownNameError for names that are not known, with what may have been meant by the first."""
    lost = [name for name in names if name not in known]
    if lost:
        raise UnknownNameError(f"{said} {', '.join(map(repr, lost))}{closest(lost[0], [*known, *also])}")


def part_of(base: Dispute, chosen: Chosen) -> Dispute:
    """Return the part of a dispute that is chosen, what is computed of it being what it was.

    The date axis is the same unless days are chosen; then it runs from the first of these to the last.
    """
    deeds = tuple(
        deed if chosen.named is None else replace(deed, named=deed.id in chosen.named)
        for deed in base.deeds
        if deed.id in chosen.acts
    )
    answers = tuple(
        link for link in base.answers
        if {link.source, link.target} <= chosen.acts and (chosen.kinds is None or link.type in chosen.kinds)
    )  # fmt: skip
    part = replace(
        base, deeds=deeds, answers=answers, broken=tuple(_broken(base, chosen)),
        spans=tuple(span for span in base.spans if chosen.binds(span.history)), naming=_naming(chosen),
    )  # fmt: skip
    if chosen.first is None and chosen.last is None:
        return part
    first = base.scale.first if chosen.first is None else chosen.first
    last = base.scale.stop - 1 if chosen.last is None else chosen.last
    if last < first:
        edge = f"ends on {iso(last)}" if chosen.last is None else f"begins on {iso(first)}"
        raise RefusalError(f"nothing of the dispute lies in the days asked for: its axis {edge}")
    tracks = tuple(
        replace(track, marks=tuple(mark for mark in track.marks if first <= mark.middle <= last))
        for track in base.tracks
    )
    spans = tuple(_cut(span, first, last) for span in part.spans if span.first <= last and span.last >= first)
    return window(replace(part, tracks=tracks, spans=spans, whole=base.tracks), first, last)


def _broken(base: Dispute, chosen: Chosen) -> Iterable[Deed]:
    """What was threatened or promised by an act that is drawn and not done, on days that are drawn."""
    return (
        deed if chosen.named is None else replace(deed, named=False)
        for deed in base.broken
        if chosen.holds(deed.day) and origin(deed.id) in chosen.acts
    )


def _naming(chosen: Chosen) -> str | None:
    """Say which acts are named if not the key acts."""
    if chosen.named is None:
        return None
    return "The acts chosen to be named are named as far as there is room." if chosen.named else ""


def _cut(span: Span, first: int, last: int) -> Span:
    """What lies of a clock between two days."""
    return replace(
        span,
        due=span.due if span.due is not None and first <= span.due <= last else None,
        moved=tuple(day for day in span.moved if first <= day <= last),
        stops=tuple(stop for stop in span.stops if stop.first <= last and stop.last >= first),
        begun=span.first >= first,
        ended=span.last <= last,
    )
