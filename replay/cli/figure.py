"""`replay figure`: the one figure, and any other, with its caption, its words, its data and its manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.shared import DATES, FILE, OUT, UNTIL, Fault, plainly, replayed, working
from replay.cli.writing import folder_of, write

if TYPE_CHECKING:
    from replay.engine.trace import Trace
    from replay.figures import Drawing

__all__ = ["DPI", "FORMATS", "PRESET", "figure", "figure_files"]

FORMATS = ("svg", "pdf", "png", "tex")
PRESET = click.option(
    "--preset", "presets", multiple=True, type=click.Choice(["page", "double", "column", "slide"]),
    help="What it is for: a journal page (180 mm), two columns (178 mm), one column (88 mm), a slide (16:9); "
    "may be repeated. [default: page]",
)  # fmt: skip
DPI = click.option(
    "--dpi", type=click.IntRange(50, 1200), default=300, show_default=True, help="Resolution of the PNG."
)


@click.command(short_help="Draw a dispute in one figure on one date axis.")
@FILE
@UNTIL
@DATES
@OUT
@PRESET
@click.option("--name", "name", type=click.Choice(["story", "domain", "escalation"]), default="story",
              show_default=True, help="Which figure.")  # fmt: skip
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice(FORMATS),
    help="Format to write; may be repeated; tex is TikZ. [default: svg, pdf, png]",
)
@DPI
@plainly
def figure(
    file: Path, until: str | None, dates: str, out: Path, presets: tuple[str, ...], name: str, forms: tuple[str, ...],
    dpi: int,
) -> None:  # fmt: skip
    """Draw a dispute in one figure: lanes, answers, clocks, strategies and domains on one date axis.

    Writes story.svg, .pdf and .png to OUT/<dispute>/, and beside them the caption (story.caption.txt), the
    figure in words (story.alt.txt), what is drawn (story.data.csv) and a manifest (story.json).
    """
    from replay.figures import figure as drawn

    trace = replayed(file, until, dates)
    try:
        with working(f"Drawing {name}"):
            drawings = [drawn(trace, name, preset) for preset in presets or ("page",)]
    except ValueError as fault:
        raise Fault(f"{file}: {fault}") from None
    made = figure_files(drawings, [trace], forms or ("svg", "pdf", "png"), dpi)
    folder = folder_of(out, trace)
    for path, data in made.items():
        write(folder / path, data)
    click.echo(f"Written to {folder}: {', '.join(made)}")


def figure_files(
    drawings: Sequence[Drawing], traces: Sequence[Trace], forms: Sequence[str], dpi: int,
    asked: Mapping[str, object] | None = None,
) -> dict[str, bytes]:  # fmt: skip
    """Return the files of figures by name: of each its formats, caption, words, data and manifest.

    `asked` goes into the manifest: what the figures depend on besides the traces.
    """
    from functools import partial

    from replay.cli.parallel import rendered, slowest
    from replay.tables import csv_text

    note_missing("".join(drawing.words for drawing in drawings))
    pairs = [(drawing, form) for form in slowest(forms) for drawing in drawings]
    with working(f"Writing {', '.join(drawing.name for drawing in drawings)}"):
        made = rendered({f"{drawing.name}.{form}": partial(drawing.render, form, dpi) for drawing, form in pairs})
    out: dict[str, bytes] = {}
    for drawing in drawings:
        files = {name: made[name] for name in (f"{drawing.name}.{form}" for form in forms)}
        files[f"{drawing.name}.caption.txt"] = f"{drawing.caption}\n".encode()
        files[f"{drawing.name}.alt.txt"] = f"{drawing.alt}\n".encode()
        files[f"{drawing.name}.data.csv"] = csv_text(drawing.data).encode()
        out |= files | {f"{drawing.name}.json": _manifest(drawing, traces, files, asked)}
    return out


def note_missing(text: str) -> None:
    """Say on the error stream which signs of a text figures cannot show."""
    from replay.figures.style import missing

    lost = missing(text)
    if lost:
        some = " ".join(lost[:12]) + (" and others" if len(lost) > 12 else "")
        click.echo(
            f"Note: the font of the figures has no sign for {some}; a box stands in its place. Latin, Greek and "
            "Cyrillic letters are there; tables and the story in a report show every sign.", err=True,
        )  # fmt: skip


def _manifest(
    drawing: Drawing, traces: Sequence[Trace], files: Mapping[str, bytes], asked: Mapping[str, object] | None
) -> bytes:
    """What the figure was made from, how large it is, and the digests of its files; no clock time."""
    import hashlib
    import json
    from importlib.metadata import version

    from replay import __version__

    width, height = (round(size * 25.4, 2) for size in drawing.figure.get_size_inches())
    content = {
        "figure": drawing.name,
        "millimetres": [width, height],
        "made_from": [
            {
                "dispute": timeline.dispute,
                "input": {"file": Path(timeline.path).name, "sha256": timeline.digest},
                "settings": trace.settings,
                "trace": {"entries": len(trace), "sha256": trace.digest},
            }
            for trace in traces
            if (timeline := trace.timeline) is not None
        ],
        **({"asked": dict(asked)} if asked else {}),
        "output": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
        "versions": {"replay": __version__, "matplotlib": version("matplotlib")},
    }
    return (json.dumps(content, indent=2) + "\n").encode()
