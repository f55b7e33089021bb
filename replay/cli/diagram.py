"""`replay diagram`: the escalation diagram as files."""

from __future__ import annotations

from pathlib import Path

import click

from replay.cli.choices import Choice, choices
from replay.cli.figure_files import figure_files
from replay.cli.shared import AS_TEXT, DATES, DPI, FILE, OUT, PRESET, UNTIL, replayed
from replay.cli.writing import deliver, folder_of, write
from replay.text.terminal import tell, working

__all__ = ["diagram"]


@click.command(short_help="Draw the escalation diagram: lanes, acts, links, clocks.")
@FILE
@UNTIL
@DATES
@OUT
@PRESET
@choices(names=False, axis=False)
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice(["gv", "svg", "pdf", "png", "tex"]),
    help="Format to write; may be repeated; tex is TikZ. [default: gv, svg, pdf, png]",
)
@click.option("--engine", help="Layout engine: graphviz-pure, pygraphviz or dot. [default: the first that is there]")
@AS_TEXT
@DPI
def diagram(
    file: Path, until: str | None, dates: str, out: Path, presets: tuple[str, ...],
    forms: tuple[str, ...], engine: str | None, as_text: bool, dpi: int, choice: Choice,
) -> None:  # fmt: skip
    """Draw the escalation diagram: time down, a lane for each side, clocks between them, links with their verbs.

    Writes escalation.gv, .svg, .pdf and .png to OUT/<dispute>/, with caption, words, data and manifest beside them.
    Without a layout engine only the .gv is written, and the exit code is 1.
    """
    from replay.errors import LayoutError
    from replay.figures import escalation as figure
    from replay.figures.escalation.layout import find_engine
    from replay.figures.sheet.drawing import named

    trace = replayed(file, until, dates)
    folder, wanted = folder_of(out, trace), forms or ("gv", "svg", "pdf", "png")
    try:
        found = find_engine(engine)
        with working("Laying out the diagram"):
            made = {place: figure.diagram(trace, place, engine=engine, **choice.given) for place in presets}
    except LayoutError:
        names = [f"{named('escalation', place)}.gv" for place in presets]
        for name, place in zip(names, presets, strict=True):
            write(folder / name, figure.diagram_text(trace, place, **choice.given).encode())
        tell(f"Only {', '.join(str(folder / name) for name in names)} was written.", err=True)
        raise
    painted = [form for form in wanted if form != "gv"]
    if painted and found.name != "graphviz-pure":
        message = f"Laid out by {found.name} {found.version}; pictures may differ from the shipped ones."
        tell(message, err=True)
    drawings = [figure.drawn(trace, one, place, **choice.given) for place, one in made.items()] if painted else []
    depends = {"engine": f"{found.name} {found.version}", "acts": "as many as have room", **choice.told}
    files = figure_files(drawings, [trace], painted, dpi, depends, as_text)
    if "gv" in wanted:
        files |= {f"{named('escalation', place)}.gv": one.text.encode() for place, one in made.items()}
    deliver(folder, files)
