"""The text of an edit file to start from, pinned to its base."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from replay.codebook import Trend
from replay.counterfactuals.edits import fingerprint
from replay.dates import iso
from replay.engine import settled
from replay.errors import NothingCodedError
from replay.files.inplace import put
from replay.timeline import Event, Timeline

__all__ = ["edits_starter"]

_TEXT = Path(__file__).parents[2] / "data" / "starter.edits.yaml"


def edits_starter(timeline: Timeline, base: str, name: str) -> str:
    """Return a commented edit file that checks and runs.

    Its one edit drops an event: the last that meets or settles a clock, or else the last of all. The other kinds stand
    there as comments, with ids of this timeline.

    Parameters
    ----------
    timeline : Timeline
    base : str
        Path of the event file, from the folder of the edit file.
    name : str
        Name of the edit file, for the commands in its head.

    Raises
    ------
    RefusalError
        If the timeline has no event.

    Examples
    --------
    >>> import replay
    >>> print(edits_starter(replay.load(replay.example()), "example.yaml", "mine.yaml")[-80:].splitlines()[-1].strip())
    because: Say here where the probabilities come from.
    """
    if not timeline.events:
        raise NothingCodedError("event", "edit")
    plan = settled(timeline)
    events = [timeline.by_id[key] for key in plan.order]
    event = next((event for event in reversed(events) if event.meets or event.settles), events[-1])
    day, reading = plan.days[event.id], next(iter(timeline.readings), None)
    words = {
        "MY-EDITS.yaml": name, "AN-EVENT": event.id, "A-DAY": iso(day), "THE-DAY-BEFORE": iso(max(day - 1, 1)),
        "SENDER": timeline.sides[0], "TARGET": timeline.sides[1], "A-CLOCK": _first(timeline.setters, "a-clock"),
        "A-COMMITMENT": _first((event.id for event in events if event.commits), "an-event"),
        "A-READING": reading.id if reading else "a-reading",
        "A-TREND": next(trend.value for trend in Trend if not reading or trend is not reading.trend),
        "A-SOURCE": _first(timeline.sources, "a-source"),
    }  # fmt: skip
    text = _TEXT.read_text(encoding="utf-8")
    for mark, word in words.items():
        text = text.replace(mark, word)
    values = {
        ("title",): f"What might have been: {timeline.title}", ("of", "base"): base, ("of", "digest"): timeline.digest,
        ("of", "items"): " ".join(fingerprint(timeline)), ("counterfactuals", "without-it", "title"): _without(event),
    }  # fmt: skip
    for path, value in values.items():
        text = put(text, path, value)
    return text


def _first(names: Iterable[str], otherwise: str) -> str:
    return next(iter(names), otherwise)


def _without(event: Event) -> str:
    return f"Without: {event.label or event.id}"
