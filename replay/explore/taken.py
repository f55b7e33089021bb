"""What a reader takes away: the edit file, the pictures, the result by its digest, the citation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from replay.counterfactuals.divergence import entry_words
from replay.counterfactuals.edits import (
    Cut,
    Drop,
    Edit,
    Insert,
    Replace,
    SetClock,
    SetFate,
    SetOutcome,
    SetReading,
    Shift,
    fingerprint,
    kind_of,
)
from replay.dates import in_words
from replay.errors import RefusalError
from replay.explore import pictures
from replay.explore.address import query
from replay.explore.pictures import Scene
from replay.explore.shown import Shown, asked_for
from replay.explore.spelling import BECAUSE
from replay.text.words import typeset
from replay.timeline.plain import plain_changes, plain_event

__all__ = ["citation", "digest_of", "drawn", "edits_text", "picture"]


def drawn(name: str, shown: Shown, *, alone: bool = False, width: str = "wide") -> str:
    """Return a picture of a page as SVG text; `alone` with style sheet, title and caption of its own."""
    scene = Scene(
        shown.record, report=shown.report, link=shown.link, selected=shown.view.act or None,
        filters=shown.view.filters, width=width, alone=alone,
    )  # fmt: skip
    made: str = getattr(pictures, name, pictures.story)(scene)
    return made


def picture(name: str, shown: Shown) -> str:
    """Return a picture as a file."""
    return drawn(name, shown, alone=True)


def digest_of(shown: Shown) -> dict[str, Any]:
    """Return what a replay comes to, to be held against another host's: digest, divergence, ends of clocks."""
    found = shown.report.divergence if shown.report else None
    parting = found and {
        "entry": found.seq,
        "before": entry_words(found.before, shown.record.days),
        "after": entry_words(found.after, shown.replay.days),
    }
    return {
        "dispute": shown.case.name, "edits": query(shown.view.but(at=None, act="", decision="", compare="", page=1)),
        "record": shown.record.trace.digest, "digest": shown.replay.trace.digest, "divergence": parting,
        "endings": {name: clock.outcome.value for name, clock in shown.replay.clocks.items()},
        "by_rule": [act.id for act in shown.report.fired] if shown.report else [],
    }  # fmt: skip


def citation(shown: Shown) -> tuple[str, ...]:
    """Return how a page is cited: the coded dispute with its digest, and the sources that it codes."""
    timeline = shown.case.timeline
    digest = f" SHA-256 {timeline.digest[:16]}." if timeline.digest else ""
    own = f"{typeset(timeline.title)} ({in_words(timeline.period)}). Coded event file “{timeline.dispute}”.{digest}"
    sources = (
        ". ".join(part for part in (source.author, f"{source.title} ({source.year})" if source.year else source.title)
                  if part) + "."
        for source in timeline.sources.values()
    )  # fmt: skip
    return (own, *sources)


def edits_text(shown: Shown, *, base: str = "") -> str:
    """Return the counterfactual of a view as the text of an edit file, pinned to its event file.

    Parameters
    ----------
    base : str, optional
        Path of the event file, from the folder of the edit file; by default they lie in one folder.

    Raises
    ------
    RefusalError
        If nothing is edited.
    """
    case, asked = shown.case, asked_for(shown.case, shown.view)
    if asked is None:
        raise RefusalError("nothing is edited: there is no counterfactual to save")
    items = dict(_items(asked.edits, case.items))
    name = shown.view.named if shown.view.named and not shown.view.edits else "explored"
    reason = asked.because or BECAUSE
    lines = [
        "format: 1", "of:", f"  base: {_json(base or case.file or f'{case.name}.yaml')}",
        f"  digest: {_json(case.timeline.digest)}", f"  items: {_json(' '.join(fingerprint(case.timeline)))}",
        f"title: {_json(f'What might have been: {case.timeline.title}')}", "", "edits:",
    ]  # fmt: skip
    for key, item in items.items():
        lines += [f"  {key}:", *(f"    {part}: {_json(value)}" for part, value in item.items())]
    lines += [
        "", "counterfactuals:", f"  {name}:", f"    title: {_json(asked.title)}", f"    edits: {_json([*items])}",
        f"    because: {_json(reason)}",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _json(value: Any) -> str:
    """JSON that is YAML too: what YAML takes for the end of a line, or for no text, is an escape."""
    written = json.dumps(value, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff]", lambda found: f"\\u{ord(found[0]):04x}", written)


def _items(edits: tuple[Edit, ...], known: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The edits as an edit file has them, by name: those of the case as their own file has them."""
    number = 0
    for edit in edits:
        if edit.name in known:
            yield edit.name, known[edit.name]
            continue
        number += 1
        while f"edit-{number}" in known:
            number += 1
        yield f"edit-{number}", {**_item(edit), "because": edit.because or BECAUSE}


def _item(edit: Edit) -> dict[str, Any]:
    kind = kind_of(edit)
    match edit:
        case Drop(target=target, responses=responses):
            return {kind: [target]} | ({"responses": responses} if responses == "drop" else {})
        case Shift(target=target, by=by, to=to):
            return {kind: target} | ({"by": by.text} if by else {"to": to.text if to else ""})
        case SetClock(target=target, due=due):
            return {kind: target, "due": due.text}
        case SetOutcome(target=target, record=record):
            return {kind: target, "record": record.value}
        case SetFate(target=target, fate=fate, which=which, time=time):
            return {kind: target, "fate": fate.value, "which": which} | ({"time": time} if time else {})
        case SetReading(target=target, level=level, trend=trend):
            return (
                {kind: target} | ({"level": level.value} if level else {}) | ({"trend": trend.value} if trend else {})
            )
        case Cut(target=target, keep=keep):
            return {kind: target} | ({"keep": [*keep]} if keep else {})
        case Replace(target=target, changes=new):
            return {kind: target, "with": plain_changes(new)}
        case Insert(event=event):
            return {kind: plain_event(event)}
