"""`replay theories`: the figures of rival theories, each with its caption, its words, its data and its manifest."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from replay.cli.figure_files import drawn, figure_files
from replay.cli.score import AGAINST
from replay.cli.settings import POSITIONS, REFERENCE, SETS, SWITCH, settings
from replay.cli.shared import AS_TEXT, DATES, DPI, FIGURE_FORMATS, FILES, FONT, OUT, PRESET, UNTIL, replayed_all
from replay.cli.writing import deliver, folder_of
from replay.errors import NothingCodedError

__all__ = ["theories"]

_FIGURES = ("value", "forecasts", "scores")


@click.command(short_help="Draw how rival theories do on the decision points.")
@FILES
@UNTIL
@DATES
@SETS
@SWITCH
@REFERENCE
@POSITIONS
@OUT
@click.option(
    "--figure", "chosen", multiple=True, type=click.Choice(_FIGURES), default=_FIGURES,
    help="Figure to draw; may be repeated. [default: all three]",
)  # fmt: skip
@AGAINST
@PRESET
@FONT
@FIGURE_FORMATS
@AS_TEXT
@DPI
def theories(
    files: tuple[Path, ...], until: str | None, dates: str, sets: tuple[str, ...], switches: tuple[str, ...],
    reference: str, positions: str,
    out: Path, chosen: tuple[str, ...], against: str, presets: tuple[str, ...], font: tuple[str, ...],
    forms: tuple[str, ...], as_text: bool, dpi: int,
) -> None:  # fmt: skip
    """Draw how rival theories do on the decision points of one dispute or several.

    Three figures: the value function of prospect theory with the positions of both sides on it (value); what each
    theory expected of every decision, and what was done (forecasts); mean scores and paired differences with
    intervals (scores). Written to OUT/<dispute>/, of several disputes to OUT/<dispute>+<dispute>/, with caption,
    words, data and manifest beside each. What has no room in one figure is shared out among several, numbered from 1.
    """
    from replay.figures.theories import contest, theory_figures
    from replay.scoring import case, left_out

    rules, parameters = settings(sets, reference, switches)
    traces = replayed_all(files, until, dates)
    cases = [case(trace, rules, positions) for trace in traces]
    if not any(found.choices for found in cases):
        raise NothingCodedError("decision", "draw")
    several = len(traces) > 1 and "scores" in chosen
    folds = left_out(traces, parameters=parameters, rules=rules, source=positions) if several else ()
    given = contest(cases, parameters, against, folds)
    wanted = [(name, preset) for preset in presets for name in chosen]
    drawings = drawn(
        {f"{name}-{preset}": partial(theory_figures, given, name, preset) for name, preset in wanted}, font
    )
    asked = {
        "set": list(sets),
        "reference": reference,
        "positions": positions,
        "against": against,
        **({"font": list(font)} if font else {}),
    }
    deliver(folder_of(out, *traces), figure_files(drawings, traces, forms, dpi, asked, as_text))
