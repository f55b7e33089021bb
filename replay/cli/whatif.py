"""`replay whatif`: a replay with edits beside the replay without, as text, JSON, Markdown or a page with figures."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replay.cli.asked import asked, edit_options
from replay.cli.figure import DPI, FORMATS, figure_files
from replay.cli.pinning import rebase
from replay.cli.shared import DATES, JSON, plainly
from replay.cli.whatif_sets import show_redraws, show_set
from replay.cli.whatif_ways import way
from replay.text.terminal import console_of_width, show, table_of
from replay.text.words import counted

if TYPE_CHECKING:
    from replay.counterfactuals import Report
    from replay.counterfactuals.edits import Counterfactual, Counterfactuals
    from replay.timeline import Timeline

__all__ = ["whatif"]

PRINTED = ("text", "md", "html", "json")


@click.command(short_help="Replay a dispute with edits and compare it with the original.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("name", required=False)
@edit_options
@DATES
@JSON
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice([*PRINTED, *FORMATS]),
    help="Form in which the report is printed: text, md, html or json; --json is short for json. With --out also a "
    "format of the figures: svg, pdf, png, or tex, which is TikZ; may be repeated. [default: text; svg, pdf, png]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write report.html, .md, .json, trace.jsonl and the figures, each with caption, words, data and manifest, to "
    "OUT/<dispute>/whatif/<name>/.",
)
@click.option("--figures/--no-figures", default=True, show_default=True, help="With --out: whether figures are drawn.")
@DPI
@click.option("--branches", "set_name", metavar="SET", help="Weigh a set of branches of the edit file.")
@click.option(
    "--redraw-times",
    type=click.IntRange(1, 100_000),
    metavar="N",
    help="Replay N times with the same acts on other days; none sets a clock after its fixed due date.",
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
    file: Path, name: str | None, dates: str, as_json: bool, forms: tuple[str, ...], out: Path | None, figures: bool,
    dpi: int, set_name: str | None, redraw_times: int | None, redraw_acts: int | None, theory: str,
    spread: int | None, seed: int, pin: bool, reviewed: bool, **options: Any,
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
    from replay.files import is_edit_file, load

    edited = is_edit_file(file)
    there = os.path.isfile(file)  # noqa: PTH113 - the method falls over at some names
    if (name or set_name or pin) and there and not edited:
        load(file)  # what is wrong with a file of neither kind comes first
        raise click.UsageError(f"{file} is an event file; a NAME, --branches and --rebase need an edit file")
    chosen = way(click.get_current_context(), edited or not there)
    form, drawn = _forms(forms, as_json, out is not None and figures)
    if chosen == "list" and form not in ("text", "json"):
        raise click.UsageError(f"a list of counterfactuals is not printed as {form}; name one of them, or leave it out")
    if pin:
        rebase(file, reviewed)
        return
    options_asked = asked(**options)
    found, timeline = _read(file, edited, name)
    if redraw_times or redraw_acts:
        show_redraws(timeline, form, redraw_times, redraw_acts, theory, spread, seed, dates)
    elif set_name and found is not None:
        show_set(found, _known(set_name, found.branches, "set of branches"), form, dates)
    elif chosen == "list" and found is not None:
        _list(found, form)
    else:
        named = found.counterfactuals[_known(name, found.counterfactuals, "counterfactual")] if found and name else None
        report = _report(timeline, named, options_asked, dates)
        _print(report, form)
        if out is not None:
            _write(report, out, drawn if figures else (), dpi)


def _forms(forms: tuple[str, ...], as_json: bool, drawing: bool) -> tuple[str, tuple[str, ...]]:
    """Sort what --format asks for: the form that is printed, and the formats of the figures."""
    printed = [form for form in dict.fromkeys(forms) if form in PRINTED]
    drawn = tuple(form for form in dict.fromkeys(forms) if form in FORMATS)
    if as_json and printed and printed != ["json"]:
        raise click.UsageError(f"--json and --format {printed[0]} exclude each other")
    if len(printed) > 1:
        raise click.UsageError(f"the report is printed once; allowed with --format: one of {', '.join(printed)}")
    if drawn and not drawing:
        raise click.UsageError(f"--format {drawn[0]} is for figures, which are drawn with --out only")
    return "json" if as_json else printed[0] if printed else "text", drawn or ("svg", "pdf", "png")


def _read(file: Path, edited: bool, name: str | None) -> tuple[Counterfactuals | None, Timeline]:
    from replay.counterfactuals.editfile import load_edits
    from replay.files import load

    if not edited:
        return None, load(file)
    found = load_edits(file, only=name)
    return found, found.timeline


def _known(name: str, known: Any, noun: str) -> str:
    from replay.errors import closest

    if name not in known:
        allowed = ", ".join(known) or "none"
        raise click.UsageError(f"no {noun} of the file is called '{name}'{closest(name, known)}; allowed: {allowed}")
    return name


def _report(timeline: Timeline, named: Counterfactual | None, more: tuple[Any, ...], dates: str) -> Report:
    from dataclasses import replace

    from replay.counterfactuals import whatif as compute
    from replay.counterfactuals.edits import EditError

    try:
        return compute(timeline, replace(named, edits=(*named.edits, *more)) if named else more, dates=dates)
    except EditError as fault:
        if any(problem.code == "unknown-id" and problem.where.file.startswith("--") for problem in fault.problems):
            raise click.UsageError("\n".join(str(problem) for problem in fault.problems)) from None
        raise


def _print(report: Report, form: str) -> None:
    from replay.counterfactuals import document

    if form == "text":
        show(console_of_width(), document(report))
        return
    from replay.counterfactuals.render import html, markdown, plain

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
    console.print(Text(f"{counted(len(found.counterfactuals), 'counterfactual')} of {found.timeline.title}."))


def _write(report: Report, out: Path, forms: Sequence[str], dpi: int) -> None:
    """The report in every form, the branch's trace, and the figures in these formats beside them."""
    from replay.cli.writing import folder_of, write
    from replay.counterfactuals import document
    from replay.counterfactuals.render import html, markdown, plain

    name = report.counterfactual.name if report.counterfactual else "edits"
    folder = folder_of(out, report.base) / "whatif" / name
    folder.mkdir(parents=True, exist_ok=True)
    drawn = _draw(report, forms, dpi) if forms else {}
    svgs = {file.removesuffix(".svg"): data.decode() for file, data in drawn.items() if file.endswith(".svg")}
    blocks = document(report)
    files = {
        "report.md": markdown(blocks, {stem: f"{stem}.svg" for stem in svgs}),
        "report.html": html(blocks, svgs, _title(report)),
        "report.json": json.dumps(plain(report), indent=2, allow_nan=False) + "\n",
        "trace.jsonl": report.branch.to_jsonl(),
    }
    for file, data in ({file: text.encode() for file, text in files.items()} | drawn).items():
        write(folder / file, data)
    click.echo(f"Written to {folder}: {', '.join([*files, *drawn])}", err=True)


def _draw(report: Report, forms: Sequence[str], dpi: int) -> dict[str, bytes]:
    """Draw the figures; the files by name, SVG always among them, because the report shows it."""
    from replay.cli.shared import working
    from replay.counterfactuals.edits import describe
    from replay.figures.counterfactual import NAMES, before_after

    with working("Drawing before and after"):
        drawings = [before_after(report, name) for name in NAMES]
    asked = {"edits": [describe(edit) for edit in report.edits]}
    return figure_files(drawings, [report.base, report.branch], list(dict.fromkeys(("svg", *forms))), dpi, asked)
