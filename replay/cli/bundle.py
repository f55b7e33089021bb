"""`replay bundle`: everything of a replay in one zip, ready to be deposited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.documents import belong, option_given
from replay.cli.figure_files import figure_files
from replay.cli.shared import DATES, FILES, OUT, TEXT, leave_out, replayed
from replay.cli.tables import table_files
from replay.cli.writing import digests, folder_of, named_after, note_lualatex, origin, trace_files, write
from replay.text.plain import json_text
from replay.text.terminal import tell, working
from replay.text.words import counted

if TYPE_CHECKING:
    from replay.engine.trace import Trace
    from replay.publish.pictures import LeftOut

__all__ = ["bundle"]

_PACKAGES = ("dispute-replay", "simpy", "networkx", "matplotlib", "numpy", "graphviz-pure", "XlsxWriter")


@click.command(short_help="Pack a replay for deposit: data, figures, tables, manifest.")
@FILES
@DATES
@OUT
@click.option(
    "--author", "authors", multiple=True, type=TEXT, metavar="'FAMILY, GIVEN'",
    help="Author of the coding, for CITATION.cff; may be repeated.",
)  # fmt: skip
@click.option(
    "--live",
    is_flag=True,
    help="Make a live supplement instead: a page that replays the files in the reader's browser.",
)
@click.option("--zip", "packed", is_flag=True, help="With --live: one zip, OUT/live.zip, in place of the folder.")
@click.option(
    "--engine", type=click.Path(path_type=Path, exists=True), metavar="PATH",
    help="With --live: folder or archive of Pyodide, the engine of the page. [default: npm fetches it once]",
)  # fmt: skip
def bundle(
    files: tuple[Path, ...], dates: str, out: Path, authors: tuple[str, ...], live: bool, packed: bool,
    engine: Path | None,
) -> None:  # fmt: skip
    """Pack a replay for deposit: event file, sources, figures, tables, trace, report, manifest, CITATION.cff.

    Writes <dispute>.zip to OUT/<dispute>/; README.md in it says how to run everything again. The same input gives
    the same bytes. With --live the page of `replay explore`, for one or several files with the edit files that belong
    to them, is written to OUT/live/: it works on any web server that gives out files, and asks for nothing elsewhere.
    """
    belong(packed="live", engine="live")
    if live:
        from replay.cli.live import live_bundle

        if alone := next(filter(None, map(option_given, ("dates", "reader", "authors"))), ""):
            raise click.UsageError(f"{alone} is for a deposit, which --live does not make")
        live_bundle(files, engine, out, packed)
        return
    if len(files) > 1:
        raise click.UsageError("a deposit is of one event file; several are allowed with --live only")
    _deposit(files[0], dates, out, authors)


def _deposit(file: Path, dates: str, out: Path, authors: tuple[str, ...]) -> None:
    """Write the deposit of one event file."""
    from replay.files.textfile import TextFile

    if not all(author.strip() for author in authors):
        raise click.BadParameter("an author without a name; allowed: 'FAMILY, GIVEN'", param_hint="--author")
    trace = replayed(file, None, dates)
    timeline = trace.coded("pack a bundle")
    text = TextFile.read(file)  # which is what was replayed: a file is read once
    name = file.name if file.name.isprintable() and not text.streamed else f"{timeline.dispute}.yaml"
    with working("Drawing and writing"):
        parts, left = _parts(trace)
    for one in left:
        leave_out(one)
    files = {name: text.data, **parts, **_words(trace, name, authors, parts, left)}
    made = {**origin(trace), "input": {"file": name, "sha256": timeline.digest}, "files": digests(files)}
    files["manifest.json"] = json_text(made).encode()
    from replay.text.archive import zipped

    folder = folder_of(out, trace)
    write(folder / f"{timeline.dispute}.zip", zipped({f"{timeline.dispute}/{name}": files[name] for name in files}))
    tell(f"Written to {folder}: {timeline.dispute}.zip, {counted(len(files), 'file')}")
    note_lualatex(files)


def _parts(trace: Trace) -> tuple[dict[str, bytes], list[LeftOut]]:
    """Trace, figures, tables and report, by their names in the deposit; and the figures that have no room."""
    from replay.figures import Picture
    from replay.publish.pictures import LeftOut, makers
    from replay.publish.report import report_page
    from replay.tables import TABLES

    found = [one for make in makers(trace, whole=True).values() for one in make()]
    left = [one for one in found if isinstance(one, LeftOut)]
    files = dict(trace_files(trace))
    made = figure_files([one for one in found if not isinstance(one, LeftOut)], [trace], ("svg", "pdf", "png"), 300)
    files |= {f"figures/{name}": data for name, data in made.items()}
    tables = [table for make in TABLES.values() if len(table := make(trace))]
    files |= {f"tables/{k}": v for k, v in table_files(tables, of=named_after(trace)).items()}
    shown = [
        one if isinstance(one, LeftOut) else Picture(one.name, one.caption, one.alt, made[f"{one.name}.svg"].decode())
        for one in found if one.name.startswith(tuple(makers(trace)))
    ]  # fmt: skip
    return files | {"report.html": report_page(trace, shown).encode()}, left


def _words(
    trace: Trace, event_file: str, authors: tuple[str, ...], parts: Mapping[str, bytes], left: Sequence[LeftOut]
) -> dict[str, bytes]:
    """README, citation, bibliography and requirements."""
    from importlib.metadata import version

    from replay.exchange.bibliography import bibliography
    from replay.publish.deposit import citation, readme

    timeline = trace.coded("pack a bundle")
    versions = {name: version(name) for name in _PACKAGES}
    names = [*parts, "CITATION.cff", "sources.bib", "requirements.txt", "manifest.json"]
    return {
        "README.md": readme(timeline, event_file, versions, names, left).encode(),
        "CITATION.cff": citation(timeline, versions["dispute-replay"], authors).encode(),
        "sources.bib": bibliography(timeline).encode(),
        "requirements.txt": "".join(f"{name}=={number}\n" for name, number in versions.items()).encode(),
    }
