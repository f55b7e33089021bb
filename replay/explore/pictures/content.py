"""What a picture draws, as values: acts and clocks of one replay, or of two with what became of each between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from replay.codebook import AGREEMENTS, HOSTILE, IMPOSITIONS, Act
from replay.counterfactuals.view import View
from replay.engine.trace import ACTED, ENDS, ClockHistory, Entry, Kind
from replay.escalation import Node, ranking, reasons
from replay.explore.pictures.scene import Scene
from replay.tables.clocks import clock_names
from replay.text.words import sentences
from replay.timeline import WORLD, Timeline, members
from replay.timeline.dispute import once

__all__ = ["FAMILIES", "FATES", "Content", "Deed", "Force", "Run", "content_of", "family_of"]

FAMILIES: Mapping[str, str] = {
    "measure": "sanction or other measure", "threat": "threat, case, deadline", "claim": "demand, complaint, refusal",
    "talk": "talks, positions", "ease": "concession, agreement", "off": "off the ladder",
}  # fmt: skip
"""Kinds of acts, each with a shape of its own, in words."""

_LIFTS = frozenset({Act.LIFT_SANCTIONS, Act.SUSPEND_SANCTIONS})

FATES: Mapping[str, str] = {
    "new": "added by an edit", "reaction": "brought about by a rule", "moved": "on another day",
    "changed": "changed", "dropped": "dropped by an edit", "gone": "gone with that",
}  # fmt: skip
"""What became of an act that is not the same in both replays, in words."""


def family_of(act: Act | None) -> str:
    """Return the kind of an act, a key of `FAMILIES`.

    >>> [family_of(act) for act in (Act.BOYCOTT, Act.ULTIMATUM, Act.DEMAND, Act.MEET, Act.SETTLE, Act.SHOCK)]
    ['measure', 'threat', 'claim', 'talk', 'ease', 'off']
    """
    if act is None or act.rung == 0:
        return "off"
    if act in IMPOSITIONS:
        return "measure"
    return (
        "threat" if act.rung > HOSTILE + 1 else "claim" if act.rung >= HOSTILE else "talk" if act.rung > 1 else "ease"
    )


@dataclass(frozen=True, slots=True)
class Deed:
    """An act as it is drawn.

    Attributes
    ----------
    node : Node
        Of the branch where it is there, else of the record.
    act : Act or None
        What was done.
    family : str
        Its kind, a key of `FAMILIES`.
    label : str
    camp : {"A", "B", "AB", "other"}
        The actor's: the sender's, the target's, both, nobody's.
    own : bool
        Whether a party of the camp itself acts.
    actor, recipient : str
        Names in full.
    date, before : str
        In words, as coded; what it was in the record, if it was something else there.
    was : int or None
        Its day in the record, where that is another.
    fate : str
        "kept", or a key of `FATES`.
    entry : int
        Number of its entry in the replay that is stepped through; of an act that is lost, where it would have been.
    place : int
        In the order of importance.
    key : bool
        Whether there is a reason to name it.
    """

    node: Node
    act: Act | None
    family: str
    label: str
    camp: str
    own: bool
    actor: str
    recipient: str
    date: str
    before: str
    was: int | None
    fate: str
    entry: int
    place: int
    key: bool

    @property
    def id(self) -> str:
        """Its id in the trace."""
        return self.node.id

    @property
    def day(self) -> int:
        """The day on which it is drawn."""
        return self.node.day

    @property
    def lost(self) -> bool:
        """Whether the branch does not have it."""
        return self.fate in ("dropped", "gone")

    @property
    def agreement(self) -> bool:
        """Whether it is an agreement."""
        return self.act in AGREEMENTS

    @property
    def fated(self) -> str:
        """What became of it, in words; "" if nothing."""
        if self.fate == "kept":
            return "brought about by a rule" if self.node.emitted else ""
        return FATES[self.fate] + (f", was {self.before}" if self.before else "")

    @property
    def said(self) -> str:
        """Who did what and when, in a line."""
        towards = f" to {self.recipient}" if self.recipient else ""
        fated = f" ({self.fated})" if self.fated else ""
        return f"{self.date}, {self.actor}{towards}: {self.label}{fated}"

    @property
    def told(self) -> str:
        """The same with what is coded."""
        act = self.act.words.capitalize() if self.act else ""
        where = f"rung {self.node.rung}" if self.node.rung else "off the ladder"
        kind = where.capitalize() if act == self.label else f"{act}, {where}"
        return sentences(f"{self.said}.", f"{kind}." if act else "", self.node.summary)


@dataclass(frozen=True, slots=True)
class Run:
    """A clock as it is drawn.

    Attributes
    ----------
    name : str
    now, old : ClockHistory or None
        In the replay that is stepped through, and in the record where it differs there or the other lacks it.
    how, how_old : str
        How it ended, in words, and when.
    end_date : str
        When it ended, in words; "" for one that runs on.
    due : str
        Its due date in force at the end, in words.
    change : {"kept", "changed", "new", "gone"}
    start, stop : int or None
        Numbers of the entries in which it was set and ended.
    place : int
        In the order of importance.
    """

    name: str
    now: ClockHistory | None
    old: ClockHistory | None
    how: str
    how_old: str
    end_date: str
    due: str
    change: str
    start: int | None
    stop: int | None
    place: int

    @property
    def shown(self) -> ClockHistory:
        """The one that is there."""
        found = self.now or self.old
        assert found is not None
        return found

    @property
    def id(self) -> str:
        """Id of the clock."""
        return self.shown.id

    @property
    def said(self) -> str:
        """What it is and how it ended."""
        due = f", due {self.due}" if self.due else ""
        if self.change == "gone":
            return f"{self.name}{due}: not set; was {self.how_old}"
        was = "set or due on another day in the record" if self.how_old == self.how else f"was {self.how_old}"
        return f"{self.name}{due}: {self.how}" + (f"; {was}" if self.how_old else "")


@dataclass(frozen=True, slots=True)
class Force:
    """A sanction in force: from the act that imposed it to the one that took it out of force, None if none did."""

    deed: Deed
    until: int | None
    by: str


def content_of(scene: Scene) -> Content:
    """Return what is drawn of a scene, made once for all of its pictures."""
    found: Content = vars(scene).setdefault("content of it", None) or Content(scene)
    vars(scene)["content of it"] = found
    return found


class Content:
    """All that is drawn of a scene, each part made once."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.before, self.after = scene, scene.before, scene.after
        self.timeline = self.after.timeline

    @cached_property
    def camps(self) -> tuple[str, str]:
        """Names of the two camps."""
        first, second = self.timeline.sides
        return self.timeline.camp_name(first), self.timeline.camp_name(second)

    @cached_property
    def every(self) -> tuple[Deed, ...]:
        """All acts of both replays, in the order of the replay that is stepped through.

        They are kept with the two, as by `once`: the next picture may show others of them.
        """
        held = vars(self.scene.compared)
        if "acts that are drawn" not in held:
            held["acts that are drawn"] = tuple(self._every())
        found: tuple[Deed, ...] = held["acts that are drawn"]
        return found

    def _every(self) -> list[Deed]:
        old = {node.id: node for node in self.before.graph.acts}
        new = {node.id: node for node in self.after.graph.acts}
        views = (self.after, self.before) if self.scene.edited else (self.after,)
        ranked = {name: n for n, name in enumerate(dict.fromkeys(one for v in views for one in ranking(v.graph)))}
        key = {name for v in views for name in reasons(v.graph)}
        skipped = {
            entry.event: entry.seq for entry in self.after.entries if entry.kind in (Kind.DROPPED, Kind.SUPPRESSED)
        }
        edited = {one.id for one in self.scene.compared.lost if one.how == "edit"} if self.scene.edited else set()
        found = []
        for name in dict.fromkeys((*new, *old)):
            one, two = old.get(name), new.get(name)
            if two is not None:
                fate, view, node = "kept", self.after, two
                if one is None:
                    fate = "reaction" if two.emitted else "new"
                elif one.day != two.day:
                    fate = "moved"
                elif (one.act, one.party, one.recipient, one.label) != (two.act, two.party, two.recipient, two.label):
                    fate = "changed"
                entry = two.seq
            else:
                assert one is not None
                fate, view, node = "dropped" if name in edited else "gone", self.before, one
                entry = skipped.get(name, self.entry_of_day(one.day))
            found.append(
                self._deed(view, node, fate, one, entry, ranked[name], name in key or fate not in ("kept", "gone"))
            )
        return sorted(found, key=lambda deed: (deed.entry, deed.id))

    def entry_of_day(self, day: int) -> int:
        """The first entry after a day."""
        return next((entry.seq for entry in self.after.entries if entry.day > day), len(self.after.entries))

    def _deed(self, view: View, node: Node, fate: str, old: Node | None, entry: int, place: int, key: bool) -> Deed:
        timeline = view.timeline
        event, party = timeline.by_id.get(node.id), node.party or WORLD
        act = Act(node.act) if node.act else None
        label = (event.label if event else "") or (act.words.capitalize() if act else node.id)
        group = "".join(x for side, x in zip(timeline.sides, "AB", strict=True) if side in timeline.sides_of(party))
        date, before, was = view.days.of(view.entries[node.seq]), "", None
        if fate in ("moved", "changed") and old is not None:
            was = old.day if old.day != node.day else None
            said = self.before.days.of(self.before.entries[old.seq])
            before = said if said != date else old.label if old.label != node.label else ""
        own = bool(_camps(timeline) & {*members(party)})
        return Deed(
            node, act, family_of(act), label, group or "other", own, timeline.name(party),
            timeline.name(node.recipient), date, before, was, fate, entry, place, key,
        )  # fmt: skip

    @cached_property
    def deeds(self) -> tuple[Deed, ...]:
        """The acts that the filters leave."""
        asked = self.scene.filters
        found = [
            deed
            for deed in self.every
            if (asked.first is None or deed.day >= asked.first)
            and (asked.last is None or deed.day <= asked.last)
            and (not asked.parties or {*asked.parties} & {*members(deed.node.party or WORLD)})
            and (not asked.kinds or deed.node.act in asked.kinds)
            and deed.node.rung >= asked.min_rung
        ]
        if asked.most is not None:
            best = {deed.id for deed in sorted(found, key=lambda deed: deed.place)[: asked.most]}
            found = [d for d in found if d.id in best or d.fate != "kept" or d.id == self.scene.selected]
        return tuple(found)

    @cached_property
    def broken(self) -> tuple[tuple[Entry, str, Act, str], ...]:
        """What was threatened or promised and not done: the entry, the camp, what it was, and the day in words."""
        found = []
        for entry in self.after.trace.select(Kind.COMMITMENT_BROKEN):
            then = self.timeline.by_rule.get(entry.event or "")
            if then is not None:
                side = self.timeline.side(then.actor)
                camp = "AB"[self.timeline.sides.index(side)] if side else "other"
                said = f"{self.timeline.name(then.actor)}: not done, {then.act.words}"
                found.append((entry, camp, then.act, f"{self.after.days.of(entry)}, {said}"))
        return tuple(found)

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The clocks of both replays, in the order of setting."""
        names = {**clock_names(self.before.trace), **clock_names(self.after.trace)}
        spans = {}
        for entry in self.after.entries:
            if entry.clock and entry.kind is Kind.CLOCK_SET:
                spans[entry.clock] = [entry.seq, None]
            elif entry.clock and entry.kind in ENDS:
                spans[entry.clock][1] = entry.seq
        place = {deed.id: deed.place for deed in self.every}
        found = []
        for change in self.scene.compared.clocks:
            now, old = change.after, change.before if change.differs else None
            shown = now or change.before
            assert shown is not None
            view = self.after if now else self.before
            what = "kept" if not change.differs else "gone" if now is None else "new" if old is None else "changed"
            start, stop = spans.get(change.id, (None, None))
            lead = min(place.get(act or "", len(place)) for act in (shown.set_by, shown.ended_by))
            found.append(
                Run(
                    names[change.id], now, old, _ended(now, self.after), _ended(old, self.before),
                    view.days.ended(shown) or "", view.days.due(change.id) or "", what, start, stop, lead,
                )
            )  # fmt: skip
        asked = self.scene.filters
        return tuple(
            run
            for run in found
            if (asked.last is None or run.shown.set_on <= asked.last)
            and (asked.first is None or run.shown.ended_on is None or run.shown.ended_on >= asked.first)
        )

    @cached_property
    def forces(self) -> tuple[Force, ...]:
        """Sanctions in force in the replay that is stepped through, in the order of their beginning.

        A measure is in force from the act that imposes it until its actor next lifts or suspends sanctions, by an
        act that answers it or that answers no measure.
        """
        acts = [deed for deed in self.every if not deed.lost]
        measures = [deed for deed in acts if deed.act in IMPOSITIONS and deed.node.in_dyad and self._happened(deed)]
        names = {deed.id for deed in measures}
        found = []
        for deed in measures:
            ends = (
                other
                for other in acts
                if other.act in _LIFTS and other.entry > deed.entry and other.node.party == deed.node.party
                and deed.id in ((names & {*self._answered(other)}) or {deed.id})
            )  # fmt: skip
            end = next(ends, None)
            found.append(Force(deed, end.day if end else None, end.label if end else ""))
        return tuple(found)

    def _answered(self, deed: Deed) -> tuple[str, ...]:
        event = self.timeline.by_id.get(deed.id)
        return tuple(event.answers) if event else ()

    def _happened(self, deed: Deed) -> bool:
        event = self.timeline.by_id.get(deed.id)
        return event is None or event.status.happened

    @cached_property
    def days(self) -> tuple[int, ...]:
        """The days that the axis makes room for: key acts weigh most, then acts, then clocks."""
        found = [day for deed in self.deeds for day in ([deed.day] * (3 if deed.key else 1))]
        found += [deed.was for deed in self.deeds if deed.was is not None]
        for run in self.runs:
            for history in filter(None, (run.now, run.old)):
                found += [history.set_on, *([history.ended_on] if history.ended_on is not None else [])]
        return tuple(found) or (self.timeline.period.middle,)

    @cached_property
    def reach(self) -> tuple[int, int]:
        """First and last day that are drawn."""
        asked = self.scene.filters
        first = asked.first if asked.first is not None else min(self.days)
        last = asked.last if asked.last is not None else max(self.days)
        margin = max(3, (last - first) // 80)
        return max(1, first - margin), max(first, last) + margin

    def attributes(self, deed: Deed) -> Iterator[tuple[str, str]]:
        """The attributes of the mark of an act."""
        classes = ["act", f"camp-{deed.camp}", deed.fate, deed.family]
        classes += ["lost"] * deed.lost + ["rule"] * deed.node.emitted + ["key"] * deed.key
        classes += ["selected"] * (deed.id == self.scene.selected)
        yield "class_", " ".join(classes)
        yield "href", self.scene.link(deed.id)
        yield "data_act", deed.id
        yield "data_entry", str(deed.entry)
        yield "aria_label", deed.said
        if deed.id == self.scene.selected:
            yield "aria_current", "true"

    @property
    def acted(self) -> int:
        """How many acts there are in the replay that is stepped through."""
        return sum(entry.kind in ACTED for entry in self.after.entries)


@once
def _camps(timeline: Timeline) -> frozenset[str]:
    """The parties of both camps."""
    return frozenset(name for side in timeline.sides for name in timeline.camp(side))


def _ended(clock: ClockHistory | None, view: View) -> str:
    if clock is None:
        return ""
    day = view.days.ended(clock)
    return clock.kind.end_in_words(clock.outcome) + (f" {day}" if day and clock.outcome.value != "unknown" else "")
