"""`replay corpus`: a public table of dyadic events, measured dyad by dyad."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replay.cli.engines import ENGINE, engine
from replay.cli.mapping import MAP, WHERE
from replay.cli.shared import JSON
from replay.cli.writing import deliver
from replay.text.terminal import counting, hand_over, say, show_table, tell, working

if TYPE_CHECKING:
    from replay.ensemble.corpus import Corpus, Dyads
    from replay.figures.sheet.drawing import Drawing

__all__ = ["corpus"]


@click.command(short_help="Measure a public table of dyadic events, dyad by dyad.")
@click.argument("table", type=click.Path(path_type=Path), metavar="TABLE")
@MAP
@WHERE
@click.option(
    "--within", type=click.IntRange(1, 36_500), default=30, show_default=True, metavar="DAYS",
    help="Days after which the other side's next move is no answer any more.",
)  # fmt: skip
@click.option("--until", metavar="DATE", help="Last day of the record, included. [default: that of the last act]")
@click.option("--figures", "figures", is_flag=True, help="Draw response times, reciprocity and spirals.")
@ENGINE
@JSON
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("output"), show_default=True,
    help="Folder to write to; each table gets a folder of its own in it.",
)  # fmt: skip
def corpus(
    table: Path, mapping: str, where: tuple[str, ...], within: int, until: str | None, figures: bool, workers: int,
    scheduler: str | None, insecure: bool, as_json: bool, out: Path,
) -> None:  # fmt: skip
    """Measure a table of who did what to whom, dyad by dyad: CSV, packed or not, or Parquet; in any order of rows.

    Says how far hostile acts are answered in kind, how soon, how often acts spiral, and who steps down first; then
    what of the table was left out, and why. Writes to OUT/<table>/corpus/: dyads.parquet, responses.parquet and
    spirals.parquet, the first two as CSV too, curves.csv, left-out.csv with the number of every row that is left out,
    and summary.json. The same bytes on one core, several, or a cluster.

    \b
    Examples:
      replay corpus events.csv --map icews
      replay corpus events.parquet --map my.map.yaml --where year=1990..1999 --figures
      replay corpus events.csv.gz --map gdelt --within 14 --workers 2
    """  # noqa: D301 - click reads the sign
    from replay.cli.mapping import asked_rows
    from replay.ensemble.corpus import arrow, grouped, left_told, read_rows, told_lines, weightiest
    from replay.files.mapfile import load_map
    from replay.text.plain import json_text

    computing = engine(workers, scheduler, insecure)
    arrow()
    last = _day(until) if until is not None else None
    rows = read_rows(table, load_map(mapping), asked_rows(where), _bar(f"Reading {table.name}, MB"))
    with working("Sorting by dyad"):
        held = grouped(rows.events(), within, last)
    found = _measured(held, computing)
    said = found.summary()
    dyads = found.dyads_table()
    if as_json:
        hand_over(json_text(said))
    else:
        for question, answer in told_lines(said):
            say(question, "bold")
            say(f"  {answer}", hang=2)
        say()
        show_table(weightiest(dyads))
        say("What was read", "bold")
        for line in left_told(said):
            say(f"  {line}", hang=2)
    folder = out / table.name.split(".")[0] / "corpus"
    files = {"summary.json": json_text(said).encode(), **_tables(found, dyads)}
    deliver(folder, files, err=as_json)
    if figures:
        deliver(folder, _drawn(found, dyads, said, table, as_json), err=as_json)


def _day(text: str) -> int:
    from replay.dates import day

    return day(text)


def _bar(text: str) -> Callable[[Iterable[Any], int], Iterable[Any]]:
    """A bar in millions of bytes."""

    def watch(pieces: Iterable[Any], total: int) -> Iterable[Any]:
        read, moved = 0, 0

        def megabytes(piece: Any) -> int:
            nonlocal read, moved
            read += int(piece[1])
            step, moved = read // 1_000_000 - moved, read // 1_000_000
            return step

        return counting(pieces, text, total // 1_000_000, megabytes)

    return watch


def _measured(held: Dyads, computing: Any) -> Corpus:
    from replay.ensemble.corpus import Corpus

    with computing as (executor, _):
        done = counting(held.measure(executor), "Measuring acts", len(held.order), lambda one: len(one[0].day))
        return Corpus(held, tuple(one for _, one in done))


def _tables(found: Corpus, dyads: Any) -> dict[str, bytes]:
    """The tables by file name."""
    from replay.ensemble.corpus import as_csv, as_parquet

    with working("Writing the tables"):
        responses = found.responses_table()
        return {
            "dyads.parquet": as_parquet(dyads), "dyads.csv": as_csv(dyads),
            "responses.parquet": as_parquet(responses), "responses.csv": as_csv(responses),
            "spirals.parquet": as_parquet(found.spirals_table()), "curves.csv": as_csv(found.curves_table()),
            "left-out.csv": as_csv(found.left_table()),
        }  # fmt: skip


def _drawn(found: Corpus, dyads: Any, said: dict[str, Any], table: Path, err: bool) -> dict[str, bytes]:
    from replay.cli.figure_files import drawn, figure_files
    from replay.figures import corpus as figs

    name = table.name.split(".")[0]
    makers: dict[str, Callable[[], list[Drawing]]] = {
        "responses": lambda: [figs.responses_figure(figs.responses_of(found, name))],
        "reciprocity": lambda: [figs.counts_figure(figs.reciprocity_of(dyads, said, name))],
        "spirals": lambda: [figs.counts_figure(figs.spirals_of(found, said, name))],
    }
    by_dyad = said["reciprocity_by_dyad"]
    lacking = {
        "responses": "there is no hostile act" * (not said["hostile"]),
        "reciprocity": f"no dyad has {by_dyad['least_hostile_acts']} hostile acts" * (not by_dyad["dyads"]),
        "spirals": "there is no spiral" * (not said["spirals"]["count"]),
    }
    for figure, reason in lacking.items():
        if reason:
            del makers[figure]
            tell(f"No figure of {figure}: {reason}.", err=err)
    return figure_files(drawn(makers), (), ("svg", "pdf", "png"), 300, {"table": table.name}, of=name)
