"""`replay figure` and `replay chart`: a figure of one replay, with its caption, words, data and manifest."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from replay.cli.choices import Choice, choices
from replay.cli.figure_files import drawn, figure_files
from replay.cli.shared import AS_TEXT, DATES, DPI, FIGURE_FORMATS, FILE, OUT, PRESET, UNTIL, replayed
from replay.cli.writing import deliver, folder_of

__all__ = ["chart", "figure"]


@click.command(short_help="Draw a dispute in one figure on one date axis.")
@FILE
@UNTIL
@DATES
@OUT
@PRESET
@click.option("--name", "name", type=click.Choice(["story", "domain", "escalation"]), default="story",
              show_default=True, help="Which figure.")  # fmt: skip
@choices()
@FIGURE_FORMATS
@AS_TEXT
@DPI
def figure(
    file: Path, until: str | None, dates: str, out: Path, presets: tuple[str, ...], name: str, forms: tuple[str, ...],
    as_text: bool, dpi: int, choice: Choice,
) -> None:  # fmt: skip
    """Draw a dispute in one figure: lanes, answers, clocks, strategies and domains on one date axis.

    Writes story.svg, .pdf and .png to OUT/<dispute>/, and beside them the caption (story.caption.txt), the
    figure in words (story.alt.txt), what is drawn (story.data.csv) and a manifest (story.json).
    """
    if name == "domain":
        choice.refuse(links="the domain chart has no links")
    if name == "escalation":
        named = "every act of the escalation diagram is named"
        choice.refuse(label=named, no_label=named)
        if choice.layout.axis != "stretched":
            raise click.BadParameter("the escalation diagram has no date axis", param_hint="--axis")
    _draw(file, until, dates, out, presets, name, forms, as_text, dpi, choice)


@click.command(short_help="Draw each side's domain over time, as the source reads it.")
@FILE
@UNTIL
@DATES
@OUT
@choices(links=False)
@FIGURE_FORMATS
@AS_TEXT
@DPI
def chart(
    file: Path,
    until: str | None,
    dates: str,
    out: Path,
    forms: tuple[str, ...],
    as_text: bool,
    dpi: int,
    choice: Choice,
) -> None:
    """Draw each side's domain over time, as the source reads it, with the clocks and the key acts.

    Writes domain.svg, .pdf and .png to OUT/<dispute>/, with caption, words, data and manifest beside them.
    """
    _draw(file, until, dates, out, ("page",), "domain", forms, as_text, dpi, choice)


def _draw(
    file: Path, until: str | None, dates: str, out: Path, presets: tuple[str, ...], name: str, forms: tuple[str, ...],
    as_text: bool, dpi: int, choice: Choice,
) -> None:  # fmt: skip
    from replay.figures import Drawing
    from replay.figures import figure as one_figure

    trace = replayed(file, until, dates)

    def make(preset: str) -> tuple[Drawing, ...]:
        return (one_figure(trace, name, preset, **choice.given),)

    drawings = drawn({name if preset == "page" else f"{name}-{preset}": partial(make, preset) for preset in presets})
    deliver(folder_of(out, trace), figure_files(drawings, [trace], forms, dpi, choice.told, as_text))
