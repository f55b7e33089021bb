"""`replay whatif`: a replay with edits beside the replay without, as text, JSON, Markdown or a page with figures."""

from __future__ import annotations

import gc
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replay.cli.asked import asked, edit_options
from replay.cli.blocks import show
from replay.cli.pinning import rebase
from replay.cli.shared import DATES, JSON, Fault, console_of_width, number_of, plainly, table_of
from replay.cli.whatif_sets import show_redraws, show_set

if TYPE_CHECKING:
    from replay.branches import Report
    from replay.edits import Counterfactual, Counterfactuals
    from replay.timeline import Timeline

__all__ = ["whatif"]


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("name", required=False)
@edit_options
@DATES
@JSON
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "md", "html", "json"]),
    default="text",
    show_default=True,
    help="Form in which the report is printed; --json is short for json.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write report.html, .md, .json, trace.jsonl and the figures to OUT/<dispute>/whatif/<name>/.",
)
@click.option("--figures/--no-figures", default=True, show_default=True, help="With --out: whether figures are drawn.")
@click.option("--branches", "set_name", metavar="SET", help="Weigh a set of branches of the edit file.")
@click.option(
    "--redraw-times",
    type=click.IntRange(1, 100_000),
    metavar="N",
    help="Replay N times with the same acts on other days.",
)
@click.option(
    "--redraw-acts",
    type=click.IntRange(1, 100_000),
    metavar="N",
    help="Replay N times with other acts on the same days, drawn by --theory.",
)
@click.option(
    "--theory", default="prospect", show_default=True, help="With --redraw-acts: whose probabilities are drawn."
)
@click.option(
    "--spread",
    type=click.IntRange(1, 3650),
    metavar="DAYS",
    help="With --redraw-times: days around each event's own. [default: the bounds of its date]",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the redraws: the same seed, the same result.")
@click.option("--rebase", "pin", is_flag=True, help="Pin an edit file to its base as it is now, if no edit is touched.")
@click.option("--reviewed", is_flag=True, help="With --rebase: pin it although edits are touched; you have read them.")
@plainly
def whatif(
    file: Path, name: str | None, dates: str, as_json: bool, form: str, out: Path | None, figures: bool,
    set_name: str | None, redraw_times: int | None, redraw_acts: int | None, theory: str, spread: int | None, seed: int,
    pin: bool, reviewed: bool, **options: Any,
) -> None:  # fmt: skip
    """Ask what would have been: replay FILE with edits and set it beside the replay without.

    FILE is an event file, edited by the options, or an edit file (timelines/counterfactuals/*.yaml), of which NAME
    is a counterfactual; without a NAME its counterfactuals are listed. What needs a dropped event falls away with it,
    clocks that are no longer met lapse, and commitments answer. The report says whether this is a counterfactual in
    the strict sense or only an intervention.

    \b
    Examples:
      replay whatif timelines/japan-autos-1993-1995.yaml --drop settlement
      replay whatif timelines/japan-autos-1993-1995.yaml --shift settlement=+1d --set-clock sanctions-june=1995-07-05
      replay whatif timelines/counterfactuals/japan-autos.yaml no-agreement --out output
    """  # noqa: D301 - click reads the sign
    gc.set_threshold(100_000)  # a short run with many small values that all stay
    from replay.files.kinds import is_edit_file

    if as_json:
        form = "json"
    if pin:
        rebase(file, reviewed)
        return
    edited = is_edit_file(file)
    if (name or set_name) and not edited:
        raise click.UsageError(f"{file} is an event file; a NAME, or --branches, needs an edit file")
    options_asked = asked(**options)
    found, timeline = _read(file, edited, name)
    if redraw_times or redraw_acts:
        if options_asked or name:
            raise click.UsageError("redraws are made of the base; leave NAME and the edits out")
        show_redraws(timeline, form, redraw_times, redraw_acts, theory, spread, seed, dates)
    elif set_name and found is not None:
        show_set(found, _known(set_name, found.branches, "set of branches"), form, dates)
    elif name is None and not options_asked:
        if found is None:
            raise click.UsageError("nothing to change; give an edit (--drop, --shift, ...), or an edit file and a NAME")
        _list(found, form)
    else:
        named = found.counterfactuals[_known(name, found.counterfactuals, "counterfactual")] if found and name else None
        report = _report(timeline, named, options_asked, dates)
        _print(report, form)
        if out is not None:
            _write(report, out, figures)


def _read(file: Path, edited: bool, name: str | None) -> tuple[Counterfactuals | None, Timeline]:
    from replay.files import load
    from replay.files.edits import load_edits

    if not edited:
        return None, load(file)
    found = load_edits(file, only=name)
    return found, found.timeline


def _known(name: str, known: Any, noun: str) -> str:
    from replay.errors import closest

    if name not in known:
        allowed = ", ".join(known) or "none"
        raise Fault(f"{name}: no {noun} of the file has this name{closest(name, known)}; allowed: {allowed}")
    return name


def _report(timeline: Timeline, named: Counterfactual | None, more: tuple[Any, ...], dates: str) -> Report:
    from dataclasses import replace

    from replay.branches import whatif as compute

    if named is not None:
        return compute(timeline, replace(named, edits=(*named.edits, *more)), dates=dates)
    return compute(timeline, more, dates=dates)


def _print(report: Report, form: str) -> None:
    from replay.branches import document

    if form == "text":
        show(console_of_width(), document(report))
        return
    from replay.branches.render import html, markdown, plain

    if form == "json":
        click.echo(json.dumps(plain(report), indent=2, allow_nan=False))
    elif form == "md":
        click.echo(markdown(document(report)), nl=False)
    else:
        click.echo(html(document(report), title=_title(report)), nl=False)


def _title(report: Report) -> str:
    return report.counterfactual.title if report.counterfactual else f"What if: {report.timeline.title}"


def _list(found: Counterfactuals, form: str) -> None:
    """The counterfactuals of a file, and its sets of branches."""
    if form == "json":
        rows = [
            {"name": c.name, "title": c.title, "edits": list(dict.fromkeys(edit.name for edit in c.edits))}
            for c in found.counterfactuals.values()
        ]
        click.echo(json.dumps({"counterfactuals": rows, "branches": list(found.branches)}, indent=2))
        return
    from rich.text import Text

    console = console_of_width()
    table = table_of(found.title, ("Name", "left"), ("What if", "left"), ("Edits", "left"))
    for c in found.counterfactuals.values():
        table.add_row(Text(c.name), Text(c.title), Text(", ".join(dict.fromkeys(edit.name for edit in c.edits))))
    console.print(table)
    for branches in found.branches.values():
        parts = ", ".join(f"{name} {chance:g}" for name, chance in branches.parts.items())
        console.print(Text(f"Branches {branches.name}: {branches.question} {parts}"))
    console.print(Text(f"{number_of(len(found.counterfactuals), 'counterfactual')} of {found.timeline.title}."))


def _write(report: Report, out: Path, figures: bool) -> None:
    """The report in every form, the branch's trace, and the figures beside them."""
    from replay.branches import document
    from replay.branches.render import html, markdown, plain
    from replay.cli.writing import folder_of, write

    name = report.counterfactual.name if report.counterfactual else "edits"
    folder = folder_of(out, report.base) / "whatif" / name
    folder.mkdir(parents=True, exist_ok=True)
    svgs = _draw(report, folder) if figures else {}
    blocks = document(report)
    files = {
        "report.md": markdown(blocks, {stem: f"{stem}.svg" for stem in svgs}),
        "report.html": html(blocks, svgs, _title(report)),
        "report.json": json.dumps(plain(report), indent=2, allow_nan=False) + "\n",
        "trace.jsonl": report.branch.to_jsonl(),
    }
    for file, text in files.items():
        write(folder / file, text.encode())
    drawn: Sequence[str] = [f"{stem}.{form}" for stem in svgs for form in ("svg", "pdf", "png")]
    click.echo(f"Written to {folder}: {', '.join([*files, *drawn])}", err=True)


def _draw(report: Report, folder: Path) -> dict[str, str]:
    """Draw the figures in every format; return their SVG text by stem."""
    from replay.cli.shared import working
    from replay.cli.writing import write
    from replay.contrast import FIGURES
    from replay.figstyle import save

    found = {}
    for stem, figure in FIGURES.items():
        with working(f"Drawing {stem}"):
            made = figure(report)
            data = {form: save(made, form, 200) for form in ("svg", "pdf", "png")}
        for form, content in data.items():
            write(folder / f"{stem}.{form}", content)
        found[stem] = data["svg"].decode()
    return found
