"""Caption of the domain chart, and the text that stands for it where it cannot be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replay.figures.sheet import panels
from replay.figures.sheet.content import Dispute
from replay.figures.sheet.shortkey import CLOCKS_DRAWN
from replay.figures.sheet.wording import (
    READINGS_DRAWN,
    axis_note,
    broken_note,
    clocks_note,
    clocks_told,
    disputed_note,
    key_acts,
    others_note,
    readings_told,
    sourced,
    spelled,
    word_note,
)
from replay.text.words import decimal, sentences, typeset
from replay.timeline import Timeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["domain_alt", "domain_caption", "undrawn"]


def domain_caption(shown: Dispute, timeline: Timeline, drawn: Figure, note: str = "") -> str:
    """Return the caption of the domain chart; `note` says what an author left out."""
    return sentences(
        f"{typeset(shown.title)}: domain of each side over time.",
        f"{READINGS_DRAWN} "
        "Acts are sticks, longer on higher rungs and thick for key acts. "
        f"{CLOCKS_DRAWN}",
        *undrawn(shown), note, key_acts(shown),
        clocks_note(shown, drawn), broken_note(shown), disputed_note(shown), word_note(shown),
        others_note(shown, timeline, drawn),
        axis_note(shown.scale), spelled(drawn, [timeline]), sourced([timeline]),
    )  # fmt: skip


def undrawn(shown: Dispute) -> list[str]:
    """Say which side has neither a reading nor a computed path, and so no levels in the chart."""
    return [
        f"Of {name} the source gives no reading and no rule moves it: it has no levels here."
        for group, name in zip("AB", shown.names, strict=True)
        if not panels.has_domain(shown, group)
    ]


def domain_alt(shown: Dispute, note: str = "") -> str:
    """Return the domain chart in words."""
    words = [f"Chart of {typeset(shown.title)}: the domain of each side over time."]
    for name, found in zip(shown.names, shown.paths, strict=True):
        low = found.lowest
        if low is not None:
            where = f"at {decimal(low.position)} domain units"
            words.append(f"The computed path of {name} is lowest, {where}, {shown.dates.counted(low.seq, low.day)}.")
    return sentences(*words, note, *readings_told(shown), *clocks_told(shown))
