"""What stands below a picture in words: what it shows, and what is not on it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from replay.counterfactuals import title_of
from replay.explore.pictures.content import Content
from replay.explore.pictures.letters import wrapped
from replay.explore.pictures.page import EDGE, SMALL
from replay.explore.pictures.svg import Html, text
from replay.explore.told import edit_told, label_of
from replay.text.words import counted, sentences, typeset

__all__ = ["caption", "written"]


def caption(content: Content) -> tuple[str, ...]:
    """Return the caption of a picture that stands alone: which replay of which file it is; none for one in a page.

    Examples
    --------
    >>> import replay
    >>> from replay.explore.pictures import Scene
    >>> caption(Content(Scene(replay.run(replay.load(replay.example())), alone=True)))[0][:45]
    'Replay of the record as coded: 4 acts, 1 cloc'
    """
    scene, record = content.scene, content.before.timeline
    if not scene.alone:
        return ()
    acts, clocks = counted(content.acted, "act"), counted(len(content.after.clocks), "clock")
    file = f"Event file {record.dispute}" + (f", SHA-256 {record.digest[:16]}" if record.digest else "")
    if not scene.edited:
        return (_told(f"Replay of the record as coded: {acts}, {clocks}", file),)
    report = scene.compared
    named = typeset(title_of(report)) if report.counterfactual else ""
    edits = " ".join(edit_told(edit, partial(label_of, record)) for edit in report.edits).rstrip(".")
    lost = f"{counted(len(report.lost), 'act')} of the record not done" if report.lost else ""
    come = f"{counted(len(report.fired), 'act')} brought about by rules" if report.fired else ""
    return (_told(named, f"Replay with changes, {acts}, beside the record", edits, lost, come, file),)


def _told(*parts: str) -> str:
    return sentences(*(f"{part}." for part in parts if part))


def written(notes: Iterable[str], width: float, y: float) -> tuple[list[Html], float]:
    """Return notes as lines of a page so wide, below `y`, and their lower edge."""
    out = []
    for note in notes:
        for words in wrapped(note, width - 2 * EDGE - 4, SMALL, most=12):
            y += 14
            out.append(text(EDGE + 4, y, words, "note"))
    return out, y
