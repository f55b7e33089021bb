"""What an address shows: a dispute as recorded, or beside what would have been."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from urllib.parse import quote

from replay.counterfactuals import Report, whatif
from replay.counterfactuals.edits import Counterfactual, Drop
from replay.counterfactuals.view import View as Replayed
from replay.engine.trace import ACTED, Entry
from replay.errors import RefusalError, closest
from replay.explore.address import View, address_of
from replay.explore.cases import Case
from replay.explore.told import edit_told, label_of
from replay.text.words import counted, spaced
from replay.timeline import Timeline

__all__ = ["Shown", "asked_for", "report_of"]


def asked_for(case: Case, view: View) -> Counterfactual | None:
    """Return the edits of a view as one counterfactual; None where nothing is edited.

    Raises
    ------
    RefusalError
        If the dispute has no counterfactual of the name.
    """
    if not view.edited:
        return None
    if not view.named:
        return Counterfactual("edits", view.title or _title(case.timeline, view), view.edits)
    named = case.named(view.named)
    if named is None:
        known = [one.name for one in case.counterfactuals]
        near = closest(view.named, known) or f"; allowed: {', '.join(known) or 'none, since it has none'}"
        lies = "it may be in an edit file that does not lie beside the event file here"
        raise RefusalError(f"cf: no counterfactual of this dispute is called '{view.named}'{near}; {lies}")
    if not view.edits:
        return named
    title = view.title or f"{named.title}, and {counted(len(view.edits), 'more change')}"
    return replace(named, title=title, edits=(*named.edits, *view.edits))


def report_of(case: Case, view: View) -> Report | None:
    """Return the replay that a view asks for beside the record; None where nothing is edited.

    Raises
    ------
    RefusalError, EditError
        If the counterfactual is not known, or an edit does not fit the dispute.
    """
    asked = asked_for(case, view)
    return None if asked is None else whatif(case.record, asked)


def _title(timeline: Timeline, view: View) -> str:
    """Say in a few words what is edited."""
    first = view.edits[0]
    if len(view.edits) == 1 and isinstance(first, Drop):
        return f"Without: {label_of(timeline, first.target)}"
    told = edit_told(first, partial(label_of, timeline)).rstrip(".")
    if not told.startswith("“"):
        told = told[0].lower() + told[1:]
    return f"What if: {told}" + (f", and {len(view.edits) - 1} more" if len(view.edits) > 1 else "")


@dataclass(frozen=True)
class Shown:
    """A view with the replays that it looks at; what is said of them is made where it is shown."""

    case: Case
    view: View
    report: Report | None = None

    @property
    def record(self) -> Replayed:
        """The replay as coded."""
        return self.case.record

    @property
    def replay(self) -> Replayed:
        """The replay that is looked at: with the edits, if there are any."""
        return self.report.after if self.report else self.record

    @property
    def timeline(self) -> Timeline:
        """What was replayed."""
        return self.replay.timeline

    @property
    def steps(self) -> int:
        """Number of entries."""
        return len(self.replay.entries)

    @property
    def at(self) -> int:
        """Number of the entry up to which the replay has come."""
        return min(self.view.at or self.steps, self.steps)

    @cached_property
    def acts(self) -> dict[str, Entry]:
        """The entry of each act, of the record or by rule, by its id."""
        return {entry.event: entry for entry in self.replay.entries if entry.kind in ACTED and entry.event}

    @cached_property
    def acts_before(self) -> dict[str, Entry]:
        """The same of the replay as coded."""
        return {entry.event: entry for entry in self.record.entries if entry.kind in ACTED and entry.event}

    def link(self, act: str) -> str:
        """Return the address that selects an act."""
        return self._link.replace("%00", quote(act, safe="/:"))

    @cached_property
    def _link(self) -> str:
        """The address of an act, with a sign that no id has in its place."""
        return f"{address_of(self.view.but(act=chr(0)))}#act"

    def label(self, name: str) -> str:
        """Return what an act or a clock is called."""
        known = (view.timeline for view in (self.replay, self.record))
        found = next((one for one in known if name in one.by_id or name in one.clocks or name in one.by_rule), None)
        return label_of(found, name) if found else spaced(name)

    def when(self, name: str) -> str:
        """Return the day of an act in words, as coded; of one that is gone that in the record."""
        if entry := self.acts.get(name):
            return self.replay.days.spanned(self.replay.days.of(entry))
        return self.record.days.of(self.acts_before[name]) if name in self.acts_before else ""
