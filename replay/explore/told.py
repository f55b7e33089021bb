"""What is changed, in the words of a reader: acts and clocks by what they are called, days as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable

from replay.counterfactuals.edits import Cut, Drop, Edit, Insert, Replace, SetClock, SetOutcome, Shift, describe
from replay.dates import Duration, When, in_words
from replay.engine.days import in_words_of, worded
from replay.text.words import counted, joined, spaced
from replay.timeline import Timeline
from replay.timeline.plain import plain_changes

__all__ = ["edit_told", "label_of", "refusal_told"]

_ASKED = re.compile(r"(?:off|add|replace|shift|clock|outcome|fate|reading|cut|keep)=([^:\s]+)(?:[^']*?): ")
_EDIT = re.compile(r"(?:shift|drop|cut|set-clock|set-outcome|set-fate|reading)(?: [^']*?)?: ")

_NO_DAY = re.compile(r"('.*') is neither a length \([^)]*\) nor a date: (.*)")
_DAYS = "type a day such as 28 June 1995 or 1995-06-28"


def _no_day(found: re.Match[str]) -> str:
    told = f" ({found[2].partition(';')[0]})" if "does not exist" in found[2] else ""
    return f"{found[1]} is no day{told}; {_DAYS}, or how far to move it, such as 14d or -2w"


def label_of(timeline: Timeline, name: str) -> str:
    """Return what an act or a clock is called, by its id.

    >>> import replay
    >>> label_of(replay.load(replay.example()), "wto-threat")
    'wto threat'
    """
    if event := timeline.by_id.get(name):
        return event.label or spaced(name)
    if clock := timeline.clocks.get(name):
        return clock.label or spaced(name)
    if then := timeline.by_rule.get(name):
        return f"{timeline.name(then.actor)}: {then.act.words}"
    return spaced(name)


def edit_told(edit: Edit, label: Callable[[str], str]) -> str:
    """Return in a sentence what an edit changes.

    >>> edit_told(Drop("wto-threat"), {"wto-threat": "Threat of a case"}.__getitem__)
    '“Threat of a case” does not happen.'
    """
    name = f"“{label(edit.target)}”"
    match edit:
        case Drop(responses=responses):
            more = ", nor does what answers nothing else" if responses == "drop" else ""
            return f"{name} does not happen{more}."
        case Shift(by=by, to=to) if by:
            late = "earlier" if min(by.years, by.months, by.days) < 0 else "later"
            return f"{name} comes {in_words_of(by)} {late}."
        case Shift(to=When() as to):
            return f"{name} comes {in_words(to)}."
        case SetClock(due=When() as due):
            return f"The clock {name} is due {in_words(due)}."
        case SetClock(due=Duration() as due):
            return f"The clock {name} is due {in_words_of(due)} after it is set."
        case SetOutcome(record=record):
            return f"The clock {name} is assumed to have ended thus: {record.words}."
        case Cut(after=after):
            kept = f", {counted(len(edit.keep), 'act')} excepted" if edit.keep else ""
            return f"Nothing that is recorded after {worded(after)} happens{kept}; clocks and commitments run on."
        case Insert(event=event):
            return f"{name} is put in: {event.summary}"
        case Replace(changes=new):
            keys = joined([spaced(key) for key in plain_changes(new)])
            said = f": {new['summary']}" if "summary" in new else "."
            return f"{name} is otherwise in its {keys}{said}"
    return f"{describe(edit).replace(edit.target, name, 1)}."


def refusal_told(timeline: Timeline, line: str) -> str:
    """Return a refusal as the reader of a page can use it: by what acts and clocks are called, not by their ids.

    >>> import replay
    >>> timeline = replay.load(replay.example())
    >>> refusal_told(timeline, "shift=settlement: shift settlement by P9D: clock 'sanctions' ends before 'wto-threat'")
    '“settlement”: clock “sanctions” ends before “wto threat”'
    >>> refusal_told(timeline, "from: 'soon' has no year; allowed: 0001-9999")
    "From: 'soon' has no year; type a day such as 28 June 1995 or 1995-06-28"
    """

    def named(found: re.Match[str]) -> str:
        name = found[1]
        known = name in timeline.by_id or name in timeline.clocks or name in timeline.by_rule
        return f"“{label_of(timeline, name)}”" if known else found[0]

    asked = _ASKED.match(line)
    about = ""
    if asked:
        line = line[asked.end() :]
        line = line[edit.end() :] if (edit := _EDIT.match(line)) else line
        about = f"“{label_of(timeline, asked[1])}”: "
    line = _NO_DAY.sub(_no_day, line)
    if typed := re.match(r"(from|to): ([^;]*)", line):
        line = f"{typed[1].capitalize()}: {typed[2]}; {_DAYS}"
    line = line.replace("no event of the base has the id", "no act of the record is called")
    return about + re.sub(r"'([^'\s]+)'", named, line)
