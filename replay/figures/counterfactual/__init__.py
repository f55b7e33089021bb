"""The figures before and after, ready to be written: a replay with edits against the replay without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replay.figures.sheet.drawing import Drawing

if TYPE_CHECKING:
    from replay.counterfactuals import Report

__all__ = ["NAMES", "before_after"]

NAMES = ("escalation", "domain", "clocks")
"""The figures, in the order of a report."""


def before_after(report: Report, name: str) -> Drawing:
    """Return a figure of a what-if by name.

    Raises
    ------
    ValueError
        For a name that is not among `NAMES`.

    Examples
    --------
    >>> import replay
    >>> from replay.counterfactuals.edits import Drop
    >>> made = before_after(replay.whatif(replay.load(replay.example()), [Drop("settlement")]), "escalation")
    >>> made.data.column("status").count("added"), "dropped by an edit: 1 act" in made.caption
    (5, True)
    """
    from replay.figures.counterfactual import data, words
    from replay.figures.counterfactual.drawn import FIGURES

    if name not in NAMES:
        raise ValueError(f"no figure before and after is called {name!r}; allowed: {', '.join(NAMES)}")
    return Drawing(
        name, FIGURES[name](report), words.CAPTIONS[name](report), words.ALTS[name](report), data.TABLES[name](report)
    )
