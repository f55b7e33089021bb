"""`replay whatif`: a replay with edits beside the replay without, as text, JSON, Markdown or a page with figures."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replay.cli.asked import asked, edit_options
from replay.cli.documents import PRINTED, belong, edit_file, form_of, known, option_given, print_document, written
from replay.cli.figure_files import drawn, figure_files
from replay.cli.shared import AS_TEXT, DAYS, DETAILS, DPI, FONT, JSON, READER, TEXT, as_read, more_by_details
from replay.text.plain import json_text
from replay.text.table import printable
from replay.text.terminal import hand_over, say, show_table, tell
from replay.text.words import counted

if TYPE_CHECKING:
    from replay.counterfactuals import Report
    from replay.counterfactuals.edits import Counterfactuals, Edit
    from replay.figures import Drawing
    from replay.timeline import Timeline

__all__ = ["whatif"]

_SHORT = "title", "grounds", "changed", "losses", "clocks", "rules"
"""Parts of the report that are printed as text without being asked for."""
FORMATS = ("svg", "pdf", "png", "tex")


@click.command(short_help="Replay a dispute with edits and compare it with the original.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("name", required=False)
@edit_options
@DAYS
@DETAILS
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
@FONT
@AS_TEXT
@DPI
@click.option(
    "--url", metavar="ADDRESS", type=TEXT, default="",
    help="Edits as an address of the explorer has them: the address, or what stands behind its question mark.",
)  # fmt: skip
@click.option(
    "--save-edits",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --url: write its edits as an edit file, pinned to the event file.",
)
def whatif(
    file: Path, name: str | None, dates: str, details: bool, as_json: bool, forms: tuple[str, ...], out: Path | None,
    figures: bool, font: tuple[str, ...], as_text: bool, dpi: int, url: str, save_edits: Path | None, **options: Any,
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
      replay whatif timelines/japan-autos-1993-1995.yaml --url "?off=settlement"
    """  # noqa: D301 - click reads the sign
    gc.set_threshold(100_000)  # a short run with many small values that all stay
    from replay.counterfactuals import document, report_values, title_of
    from replay.tables.instead import whatif_told

    belong(kept="cut", responses="drops", figures="out", dpi="out", font="out", as_text="out", save_edits="url")
    if option_given("dpi") and not figures:
        raise click.UsageError("--dpi is for figures, which --no-figures leaves out")
    form = form_of((form for form in forms if form in PRINTED), as_json)
    pictures = tuple(form for form in dict.fromkeys(forms) if form in FORMATS)
    if pictures and not (out and figures):
        raise click.UsageError(f"--format {pictures[0]} is for figures, which are drawn with --out only")
    edits = asked(**options)
    report: Report | None
    if url:
        if name or edits:
            raise click.UsageError("--url has edits of its own; leave the NAME and the other edits out, or --url")
        report = _of_address(file, url, dates, save_edits)
    else:
        found, timeline = _read(file, name)
        report = _report(found, timeline, name, edits, dates) if name or edits else None
    if report is not None:
        told = tuple(whatif_told(report)) if form == "text" else ()
        shown = details or form != "text"
        blocks = document(report) if shown else document(report, _SHORT)
        print_document(form, title_of(report), blocks, partial(report_values, report), told, shown)
        if not shown:
            more_by_details("Grounds, escalation, domains, theories, whether it is a good counterfactual")
        if out is not None:
            _write(report, out, (pictures or ("svg", "pdf", "png")) if figures else (), dpi, font, as_text)
    elif found is None:
        raise click.UsageError("nothing to change; give an edit (--drop, --shift, ...), or an edit file and a NAME")
    else:
        _list(found, form)


def _of_address(file: Path, url: str, dates: str, save: Path | None) -> Report:
    """The replay that an address of the explorer asks for; its edits are saved where that is asked for."""
    from os.path import relpath

    from replay.cli.cases import cases_of
    from replay.cli.writing import write
    from replay.counterfactuals import whatif as compute
    from replay.explore.address import read
    from replay.explore.shown import Shown, asked_for
    from replay.explore.taken import edits_text

    ((case, place, _),) = cases_of([file])
    view = read(url)
    if view.case not in ("", case.name):
        raise click.UsageError(f"the address is of the dispute '{view.case}', the file of '{case.name}'")
    counterfactual = asked_for(case, view)
    if counterfactual is None:
        raise click.UsageError("the address has no edit; nothing to change")
    reader = click.get_current_context().meta.get(READER)
    if view.reader and reader not in (None, view.reader):
        raise click.UsageError(f"the address reads disputed ends of clocks as {view.reader}, --reading as {reader}")
    timeline = case.read_by(view.reader).timeline if view.reader else as_read(case.timeline)[0]
    report = compute(timeline, counterfactual, dates=dates)
    if save is not None:
        base = Path(relpath(place, save.parent)).as_posix()
        write(save, edits_text(Shown(case, view), base=base).encode())
        tell(f"Written: {save}", err=True)
        if view.reader:
            tell(
                f"An edit file has no place for who reads ends of clocks: replay it with --reading {view.reader}.",
                err=True,
            )
    return report


def _read(file: Path, name: str | None) -> tuple[Counterfactuals | None, Timeline]:
    """The edit file, if it is one, and the timeline that is edited."""
    from replay.files import is_edit_file, load

    if not name and not is_edit_file(file):
        return None, as_read(load(file))[0]
    found = edit_file(file, "a NAME", name)
    return found, as_read(found.timeline)[0]


def _report(
    found: Counterfactuals | None, timeline: Timeline, name: str | None, more: tuple[Edit, ...], dates: str
) -> Report:
    from dataclasses import replace

    from replay.counterfactuals import whatif as compute
    from replay.counterfactuals.edits import EditError

    try:
        if name is None or found is None:
            return compute(timeline, more, dates=dates)
        named = found.counterfactuals[known(name, found.counterfactuals, "counterfactual")]
        return compute(timeline, replace(named, edits=(*named.edits, *more)), dates=dates)
    except EditError as fault:
        if any(problem.code == "unknown-id" and problem.where.file.startswith("--") for problem in fault.problems):
            raise click.UsageError("\n".join(str(problem) for problem in fault.problems)) from None
        raise


def _list(found: Counterfactuals, form: str) -> None:
    """The counterfactuals of a file, and its sets of branches."""
    for name in ("out", "dates"):
        if option_given(name):
            raise click.UsageError(f"--{name} has no effect with a list of counterfactuals")
    if form not in ("text", "json"):
        raise click.UsageError(f"a list of counterfactuals is not printed as {form}; name one of them, or leave it out")
    rows = [(c.name, c.title, list(dict.fromkeys(e.name for e in c.edits))) for c in found.counterfactuals.values()]
    if form == "json":
        listed = [dict(zip(("name", "title", "edits"), row, strict=True)) for row in rows]
        hand_over(json_text({"counterfactuals": listed, "branches": list(found.branches)}))
        return
    sets = f", {counted(len(found.branches), 'set')} of branches" if found.branches else ""
    say(f"{counted(len(rows), 'counterfactual')}{sets}.", "bold")
    say(f"What is edited: {found.timeline.title}.", "bold", hang=2)
    say("With a NAME one of them is replayed.\n", "bold")
    cells = ((name, title, ", ".join(edits)) for name, title, edits in rows)
    show_table(printable(found.title, ("Name", "What if", "Edits"), cells))
    for branches in found.branches.values():
        parts = ", ".join(f"{name} {chance:g}" for name, chance in branches.parts.items())
        say(f"Branches {branches.name}: {branches.question} {parts}")


def _write(report: Report, out: Path, forms: Iterable[str], dpi: int, font: tuple[str, ...], text: bool) -> None:
    """The report in every form, the branch's trace, and the figures in these formats beside them."""
    from replay.cli.writing import deliver, folder_of
    from replay.counterfactuals import document, report_values, title_of

    folder = folder_of(out, report.base) / "whatif" / (report.counterfactual.name if report.counterfactual else "edits")
    made = _draw(report, forms, dpi, font, text) if forms else {}
    svgs = {file.removesuffix(".svg"): data.decode() for file, data in made.items() if file.endswith(".svg")}
    said = title_of(report), document(report), partial(report_values, report), svgs
    files = {f"report.{form}": written(form, *said) for form in ("md", "html", "json")}
    files["trace.jsonl"] = report.branch.to_jsonl()
    deliver(folder, {file: text.encode() for file, text in files.items()} | made, err=True)


def _one(report: Report, name: str) -> tuple[Drawing, ...]:
    from replay.figures.counterfactual import before_after

    return (before_after(report, name),)


def _draw(report: Report, forms: Iterable[str], dpi: int, font: tuple[str, ...], text: bool) -> dict[str, bytes]:
    """Draw the figures; the files by name, SVG always among them, because the report shows it."""
    from replay.counterfactuals.edits import describe
    from replay.figures.counterfactual import FIGURES
    from replay.figures.escalation.layout import find_engine

    drawings = drawn({name: partial(_one, report, name) for name in FIGURES}, font)
    engine = find_engine()
    asked: dict[str, object] = {"edits": [*map(describe, report.edits)], "engine": f"{engine.name} {engine.version}"}
    asked |= {"font": list(font)} if font else {}
    return figure_files(drawings, [report.base, report.branch], list(dict.fromkeys(("svg", *forms))), dpi, asked, text)
