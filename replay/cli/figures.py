"""`replay diagram` and `replay chart`: the figures as files."""

from __future__ import annotations

from pathlib import Path

import click

from replay.cli.figure import DPI, figure_files
from replay.cli.shared import DATES, FILE, OUT, UNTIL, plainly, replayed, working
from replay.cli.writing import folder_of, write

__all__ = ["chart", "diagram"]


@click.command(short_help="Draw the escalation diagram: lanes, rungs, links, clocks.")
@FILE
@UNTIL
@DATES
@OUT
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice(["gv", "svg", "pdf", "png", "tex"]),
    help="Format to write; may be repeated; tex is TikZ. [default: gv, svg, pdf, png]",
)
@click.option("--engine", help="Layout engine: graphviz-pure, pygraphviz or dot. [default: the first that is there]")
@DPI
@plainly
def diagram(
    file: Path, until: str | None, dates: str, out: Path, forms: tuple[str, ...], engine: str | None, dpi: int
) -> None:
    """Draw the escalation diagram: lanes, rungs, links between acts, clocks.

    Writes escalation.gv, .svg, .pdf and .png to OUT/<dispute>/, with caption, words, data and manifest beside
    them, and where the key of acts has no room on the page escalation-key likewise. Without a layout engine only
    the .gv is written, and the exit code is 1.
    """
    from replay.escalation import graph
    from replay.figures import escalation as dot
    from replay.figures.escalation.layout import find_engine

    trace = replayed(file, until, dates)
    texts = dot.texts(graph(trace))
    folder = folder_of(out, trace)
    wanted = forms or ("gv", "svg", "pdf", "png")
    painted = [form for form in wanted if form != "gv"]
    layouts: dict[str, str] = {}
    if painted:
        from replay.errors import LayoutError

        try:
            found = find_engine(engine)
            with working("Laying out the diagram"):
                layouts = {name: found.layout(text) for name, text in texts.items()}
        except LayoutError:
            write(folder / "escalation.gv", texts["escalation"].encode())
            click.echo(f"Only {folder / 'escalation.gv'} was written.", err=True)
            raise
    if "gv" in wanted:
        for name, text in texts.items():
            write(folder / f"{name}.gv", text.encode())
    if layouts:
        from replay.figures.escalation import laid_out

        if found.name != "graphviz-pure":
            message = f"Laid out by {found.name} {found.version}; pictures may differ from the shipped ones."
            click.echo(message, err=True)
        drawings = [laid_out(trace, name, layout, len(texts) == 1) for name, layout in layouts.items()]
        for name, data in figure_files(drawings, [trace], painted, dpi).items():
            write(folder / name, data)
    click.echo(f"Written to {folder}: {', '.join(f'{name}.{form}' for name in texts for form in wanted)}")


@click.command(short_help="Draw each side's domain over time, as the source reads it.")
@FILE
@UNTIL
@DATES
@OUT
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice(["svg", "pdf", "png", "tex"]),
    help="Format to write; may be repeated; tex is TikZ. [default: svg, pdf, png]",
)
@DPI
@plainly
def chart(file: Path, until: str | None, dates: str, out: Path, forms: tuple[str, ...], dpi: int) -> None:
    """Draw each side's domain over time, as the source reads it, with the clocks and the key acts.

    Writes domain.svg, .pdf and .png to OUT/<dispute>/, with caption, words, data and manifest beside them.
    """
    from replay.figures.domain import domain_figure

    trace = replayed(file, until, dates)
    wanted = forms or ("svg", "pdf", "png")
    made = figure_files([domain_figure(trace)], [trace], wanted, dpi)
    folder = folder_of(out, trace)
    for name, data in made.items():
        write(folder / name, data)
    click.echo(f"Written to {folder}: {', '.join(f'domain.{form}' for form in wanted)}")
