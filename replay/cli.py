"""The command line: load, call one function, print or write. The only module that writes files."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console

    from replay.escalation import Escalation
    from replay.timeline import Timeline
    from replay.trace import ClockHistory, Entry, Trace

__all__ = ["main"]

P = ParamSpec("P")
R = TypeVar("R")

FILE = click.argument("file", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts instead of text.")
OUT = click.option(
    "--out",
    "out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("output"),
    show_default=True,
    help="Folder to write to; each dispute gets a folder of its own in it.",
)
UNTIL = click.option("--until", metavar="DATE", help="Last day of the replay, included (YYYY-MM-DD).")
DATES = click.option(
    "--dates",
    type=click.Choice(["earliest", "middle", "latest"]),
    default="middle",
    show_default=True,
    help="Where imprecise dates are put within their bounds.",
)


class Fault(click.ClickException):
    """A message for the user; exit code 1."""

    def show(self, file: Any = None) -> None:
        click.echo(self.message, file=file, err=file is None)


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Turn what the package refuses, and what the system does, into a message and exit code 1."""

    @wraps(command)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        from replay.errors import ReplayError, TimelineError

        try:
            return command(*args, **kwargs)
        except TimelineError as fault:
            raise Fault(f"{fault}\n{_count(len(fault.problems), 'problem')}; nothing was replayed.") from None
        except ReplayError as fault:
            raise Fault(str(fault)) from None
        except BrokenPipeError:
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - the reader has gone; stay silent
            raise SystemExit(1) from None
        except OSError as fault:
            name = f"{fault.filename}: " if fault.filename else ""
            raise Fault(f"{name}cannot write or read here: {(fault.strerror or str(fault)).lower()}") from None

    return inner


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog="Each command has its own --help.")
@click.version_option(package_name="replay")
def main() -> None:
    r"""Replay coded international disputes in calendar time.

    An event file (YAML) goes in. Out come a replay with live deadline and sanction clocks, an escalation
    graph of threats and counter-threats, charts of each side's domain, and figures for papers.

    \b
    A first session:
      replay new my-dispute            write a commented event file
      replay check my-dispute.yaml     list everything that is wrong with it
      replay run my-dispute.yaml       replay it, compare with the record
      replay diagram my-dispute.yaml   draw the escalation diagram
    """


# -- check ----------------------------------------------------------------------------------------


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@JSON
@plainly
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """Check event files and report every fault as file:line:column.

    Exit code 0 if all are sound, 1 if not. With --json each fault is an object with file, line, column,
    code and message, for editors.
    """
    from replay.files import inspect

    results = [(path, *inspect(path)) for path in files]
    problems = [problem for _, _, found in results for problem in found]
    if as_json:
        rows = [
            {"file": p.where.file, "line": p.where.line, "column": p.where.column, "code": p.code, "message": p.message}
            for p in problems
        ]
        click.echo(json.dumps(rows, indent=2))
    else:
        for problem in problems:
            click.echo(str(problem), err=True)
        for path, timeline, found in results:
            if timeline is not None and not found:
                click.echo(f"{path}: sound; {_contents(timeline)}")
    if problems:
        if not as_json:
            click.echo(f"{_count(len(problems), 'problem')} in {_count(len(files), 'file')}.", err=True)
        raise SystemExit(1)


def _contents(timeline: Timeline) -> str:
    counts = (
        (len(timeline.events), "event"), (len(timeline.clocks), "clock"),
        (sum(len(event.commits) for event in timeline.events), "standing commitment"),
        (len(timeline.readings), "reading"), (len(timeline.series), "series"),
    )  # fmt: skip
    return ", ".join(_count(count, noun) for count, noun in counts)


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 or noun == "series" else f"{count} {noun}s"


# -- run ------------------------------------------------------------------------------------------


@main.command()
@FILE
@UNTIL
@DATES
@click.option("--format", "form", type=click.Choice(["text", "jsonl", "csv"]), default="text", show_default=True,
              help="What to print: the story as text, or the trace alone as JSON Lines or CSV.")
@click.option("--out", "out", type=click.Path(path_type=Path, file_okay=False),
              help="Also write trace.jsonl, trace.csv, clocks.csv and manifest.json to OUT/<dispute>/.")
@click.option("--allow-divergence", is_flag=True, help="Exit with 0 even if the replay differs from the record.")
@click.option("--quiet", is_flag=True, help="Leave out the story; print the comparison with the record only.")
@plainly
def run(
    file: Path, until: str | None, dates: str, form: str, out: Path | None, allow_divergence: bool, quiet: bool
) -> None:  # fmt: skip
    """Replay an event file and compare the replay with the record.

    The comparison says whether every clock ends as the source says (met, moved, lapsed, withdrawn) and
    whether the rules bring about any act that the record lacks. Exit code 1 if they differ.
    """
    from replay.record import conformance

    trace = _replayed(file, until, dates)
    findings = conformance(trace)
    if out is not None:
        written = _write_trace(trace, out)
    if form == "jsonl":
        click.echo(trace.to_jsonl(), nl=False)
    elif form == "csv":
        click.echo(trace.to_csv(), nl=False)
    else:
        console = _console()
        if not quiet:
            _story(console, trace)
        _comparison(console, trace, findings)
        if out is not None:
            console.print(f"Written to {written}.", markup=False, highlight=False)
    if findings and form != "text":
        for finding in findings:
            click.echo(str(finding), err=True)
    if findings and not allow_divergence:
        raise SystemExit(1)


def _replayed(file: Path, until: str | None, dates: str) -> Trace:
    from replay.dates import DateError, day
    from replay.engine import run as run_timeline
    from replay.files import load

    if until is not None:
        try:
            day(until)
        except DateError as fault:
            raise click.BadParameter(str(fault), param_hint="--until") from None
    return run_timeline(load(file), until=until, dates=dates)


def _console() -> Console:
    from rich.console import Console

    width = None if sys.stdout.isatty() else 110
    return Console(width=width, highlight=False, soft_wrap=False)


def _table(title: str, *columns: tuple[str, str]) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False, title_style="bold")
    for name, justify in columns:
        table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    return table


_MARKS = {
    "event": " ", "clock-set": "○", "clock-moved": "↷", "clock-met": "●", "clock-withdrawn": "◌",
    "clock-lapsed": "✕", "consequence": "!", "reaction": "!", "suppressed": "-", "loop": "∞",
}  # fmt: skip


def _story(console: Console, trace: Trace) -> None:
    """The replay as a table: one row an entry; a date that the source leaves open stands below its day."""
    from rich.text import Text

    events = trace.timeline.by_id if trace.timeline else {}
    histories = {clock.id: clock for clock in trace.clocks()}
    title = trace.timeline.title if trace.timeline else "Replay"
    table = _table(title, ("Date", "left"), ("", "left"), ("Who and act", "left"), ("What", "left"))
    for entry in trace:
        event = events.get(entry.event or "") if entry.act else None
        date, style = entry.date, ""
        if event is not None and event.date.text != entry.date:
            date += f"\n({event.date.text})"
        if entry.act:
            who = f"{entry.actor} → {entry.recipient}" if entry.recipient else entry.actor
            by_rule = "" if entry.kind.value == "event" else f" ({entry.kind.value})"
            act = f"{who}\n{entry.act.value}{by_rule}"
            what = event.summary if event else _rule_words(trace, entry.event or "")
        else:
            act, what = entry.kind.value, _clock_words(entry, histories[entry.clock or ""])
            style = "red" if entry.kind.value == "clock-lapsed" else "cyan"
        table.add_row(*(Text(cell, style=style) for cell in (date, _MARKS[entry.kind.value], act, what)))
    console.print(table)


def _rule_words(trace: Trace, name: str) -> str:
    """Summary of an act that a rule brought about."""
    timeline = trace.timeline
    if timeline is None:
        return name
    found = {f"{clock.id}/lapse": clock.on_lapse for clock in timeline.clocks.values() if clock.on_lapse}
    for event in timeline.events:
        found |= {f"{event.id}/reply-{n}": commitment.then for n, commitment in enumerate(event.commits, 1)}
    return found[name].summary if name in found else name


def _clock_words(entry: Entry, history: ClockHistory) -> str:
    from replay.dates import iso

    if entry.kind.value not in ("clock-set", "clock-moved"):
        return history.id
    held = [due for since, due in history.dues if since <= entry.day]
    due = held[0] if entry.kind.value == "clock-set" else held[-1]
    return f"{history.id}: due {iso(due)}" if due else f"{history.id}: no due date"


def _comparison(console: Console, trace: Trace, findings: Sequence[Any]) -> None:
    """Clocks with due date, end and record, then the findings in plain words."""
    from rich.text import Text

    from replay.dates import iso

    table = _table(
        "Clocks: replay and record", ("Clock", "left"), ("Set", "left"), ("Due", "left"), ("Ended", "left"),
        ("Replay", "left"), ("Record", "left"), ("", "left"),
    )  # fmt: skip
    wrong = {finding.id for finding in findings if finding.what == "clock"}
    for clock in trace.clocks():
        dues = " → ".join(iso(due) if due else "none" for _, due in clock.dues)
        table.add_row(
            *(
                Text(cell)
                for cell in (
                    clock.id, iso(clock.set_on), dues, iso(clock.ended_on) if clock.ended_on else "",
                    clock.outcome.value, clock.record.value if clock.record else "",
                    "differs" if clock.id in wrong else "",
                )
            )
        )  # fmt: skip
    console.print(table)
    acts = len(trace.select(*_acted()))
    said = f"{_count(len(trace), 'entry').replace('entrys', 'entries')}, {_count(acts, 'act')}"
    console.print(f"{said}; digest {trace.digest[:16]}", markup=False)
    until = trace.settings.get("until")
    if not findings:
        up_to = f" up to {until}" if until else ""
        console.print(f"The replay conforms to the record{up_to}.", style="green")
    for finding in findings:
        console.print(Text(str(finding), style="red"))
    if findings:
        console.print(Text(f"The replay differs from the record in {_count(len(findings), 'place')}.", style="red"))


def _acted() -> Iterable[Any]:
    from replay.trace import ACTED

    return sorted(ACTED)


# -- graph ----------------------------------------------------------------------------------------


@main.command()
@FILE
@UNTIL
@DATES
@JSON
@click.option("--graphml", is_flag=True, help="Print the graph as GraphML, for Gephi, yEd or R.")
@plainly
def graph(file: Path, until: str | None, dates: str, as_json: bool, graphml: bool) -> None:
    """Measure the escalation graph of a dispute.

    Prints the longest escalation path, spirals (the sides alternate and the rung rises), who answers whom
    and how fast, pivots (acts without which the escalation falls apart) and off-ramps. --json prints the
    whole graph with its measures in node-link form.
    """
    from dataclasses import asdict

    from replay.escalation import as_graphml, as_node_link, escalation, measures

    if as_json and graphml:
        raise click.UsageError("--json and --graphml exclude each other")
    found = escalation(_replayed(file, until, dates))
    if graphml:
        click.echo(as_graphml(found), nl=False)
    elif as_json:
        click.echo(json.dumps({**as_node_link(found), "measures": asdict(measures(found))}, indent=2))
    else:
        _measures(_console(), found)


def _measures(console: Console, found: Escalation) -> None:
    from rich.text import Text

    from replay.escalation import measures

    m = measures(found)
    date = {node.id: (found.trace[node.seq].date if node.kind == "act" else "") for node in found.nodes}
    nodes = found.by_id

    def line(text: str, style: str = "") -> None:
        console.print(Text(text, style=style))

    def path(names: Sequence[str]) -> None:
        for name in names:
            node = nodes[name]
            line(f"  {date[name]}  rung {node.rung}  {node.party or '':<12} {node.act}: {name}")

    counts = (_count(m.acts, "act"), _count(m.clocks, "clock"), _count(m.links, "link"))
    line(f"{', '.join(counts)}; top rung {m.top_rung}", "bold")
    line("Links: " + ", ".join(f"{count} {kind}" for kind, count in m.links_by_type.items()))
    line(f"\nLongest escalation path ({_count(len(m.longest_escalation), 'act')})", "bold")
    path(m.longest_escalation)
    line(f"\nSpirals ({len(m.spirals)}): the sides alternate, neither steps down, one climbs", "bold")
    for spiral in m.spirals:
        path(spiral)
        line("")
    _reciprocity_table(console, m.reciprocity)
    table = _table("Pivots: the most later acts hang on them", ("Date", "left"), ("Act", "left"), ("Cuts off", "right"))
    for pivot in m.pivots[:10]:
        table.add_row(date[pivot.id], Text(pivot.id), str(len(pivot.cut_off)))
    console.print(table)
    table = _table("Off-ramps", ("Date", "left"), ("Step down", "left"), ("Taken", "left"), ("Quiet days", "right"),
                   ("Next hostile act", "left"))  # fmt: skip
    for ramp in m.off_ramps:
        days = "" if ramp.quiet_days is None else str(ramp.quiet_days)
        taken = "yes" if ramp.taken else "no"
        table.add_row(date[ramp.id], Text(ramp.id), taken, days, Text(ramp.next_hostile or "none"))
    console.print(table)


def _reciprocity_table(console: Console, rows: Iterable[Any]) -> None:
    table = _table(
        "Reciprocity: hostile acts (rung 4 and above) received and answered",
        ("Side", "left"), ("By", "left"), ("Received", "right"), ("Answered", "right"), ("In kind", "right"),
        ("Median days", "right"), ("Range", "right"),
    )  # fmt: skip
    for row in rows:
        span = f"{row.days[0]}-{row.days[-1]}" if row.days else ""
        middle = "" if row.median_days is None else f"{row.median_days:g}"
        table.add_row(row.side, row.other, str(row.received), str(row.answered), str(row.in_kind), middle, span)
    console.print(table)


# -- figures --------------------------------------------------------------------------------------


@main.command()
@FILE
@UNTIL
@DATES
@OUT
@click.option("--format", "forms", multiple=True, type=click.Choice(["gv", "svg", "pdf", "png"]),
              help="Format to write; may be repeated. [default: all four]")
@click.option("--engine", help="Layout engine: graphviz-pure, pygraphviz or dot. [default: the first that is there]")
@click.option("--dpi", type=click.IntRange(50, 1200), default=300, show_default=True, help="Resolution of the PNG.")
@plainly
def diagram(
    file: Path, until: str | None, dates: str, out: Path, forms: tuple[str, ...], engine: str | None, dpi: int
) -> None:
    """Draw the escalation diagram: lanes, rungs, links between acts, clocks.

    Writes escalation.gv, .svg, .pdf and .png to OUT/<dispute>/. Without a layout engine only the .gv is
    written, and the exit code is 1.
    """
    from replay import dot
    from replay.escalation import escalation
    from replay.layout import find_engine

    trace = _replayed(file, until, dates)
    text = dot.text(escalation(trace))
    folder = _folder(out, trace)
    wanted = forms or ("gv", "svg", "pdf", "png")
    painted = [form for form in wanted if form != "gv"]
    layout = None
    if painted:
        from replay.errors import LayoutError

        try:
            found = find_engine(engine)
            layout = found.layout(text)
        except LayoutError:
            _write(folder / "escalation.gv", text.encode())
            click.echo(f"Only {folder / 'escalation.gv'} was written.", err=True)
            raise
    if "gv" in wanted:
        _write(folder / "escalation.gv", text.encode())
    if layout is not None:
        from replay.painter import figure

        if found.name != "graphviz-pure":
            message = f"Laid out by {found.name} {found.version}; pictures may differ from the shipped ones."
            click.echo(message, err=True)
        _save(figure(layout), folder, "escalation", painted, dpi)
    click.echo(f"Written to {folder}: {', '.join(f'escalation.{form}' for form in wanted)}")


@main.command()
@FILE
@UNTIL
@DATES
@OUT
@click.option("--format", "forms", multiple=True, type=click.Choice(["svg", "pdf", "png"]),
              help="Format to write; may be repeated. [default: all three]")
@click.option("--dpi", type=click.IntRange(50, 1200), default=300, show_default=True, help="Resolution of the PNG.")
@plainly
def chart(file: Path, until: str | None, dates: str, out: Path, forms: tuple[str, ...], dpi: int) -> None:
    """Draw each side's domain over time, as the source reads it, with the clocks and the key acts.

    Writes domain.svg, .pdf and .png to OUT/<dispute>/.
    """
    trace = _replayed(file, until, dates)
    from replay.chart import figure

    wanted = forms or ("svg", "pdf", "png")
    folder = _folder(out, trace)
    _save(figure(trace), folder, "domain", wanted, dpi)
    click.echo(f"Written to {folder}: {', '.join(f'domain.{form}' for form in wanted)}")


# -- codebook, new --------------------------------------------------------------------------------


@main.command()
@click.argument("part", required=False,
                type=click.Choice(["acts", "tactics", "links", "outcomes", "statuses", "levels", "trends", "clocks"]))
@JSON
@click.option("--schema", is_flag=True, help="Print the JSON Schema of event files, for editors.")
@plainly
def codebook(part: str | None, as_json: bool, schema: bool) -> None:
    """Print the vocabularies: acts with rung, spread and crosswalk, tactics, links, outcomes, levels."""
    if schema:
        from replay.files import schema_text

        click.echo(schema_text(), nl=False)
        return
    book = _book()
    chosen = {part: book[part]} if part else book
    if as_json:
        click.echo(json.dumps(chosen, indent=2))
        return
    from rich.text import Text

    console = _console()
    for name, rows in chosen.items():
        columns = list(rows[0])
        table = _table(name.capitalize(), *((column, "left") for column in columns))
        for row in rows:
            table.add_row(*(Text(str(row[column])) for column in columns))
        console.print(table)


def _book() -> dict[str, list[dict[str, Any]]]:
    """The vocabularies as rows of plain values."""
    from replay import codebook as c

    def defined(entries: Mapping[Any, str]) -> list[dict[str, Any]]:
        return [{"value": key.value, "definition": text} for key, text in entries.items()]

    return {
        "acts": [
            {"value": act.value, "rung": e.rung, "spread": e.spread, "PLOVER": e.plover, "CAMEO": e.cameo,
             "definition": e.definition}
            for act, e in c.ACTS.items()
        ],
        "tactics": [
            {"value": t.value, "strategy": e.strategy.value, "definition": e.definition, "source": e.source}
            for t, e in c.TACTICS.items()
        ],
        "links": defined(c.LINKS),
        "outcomes": defined(c.OUTCOMES),
        "statuses": defined(c.STATUSES),
        "levels": [
            {"value": level.value, "position": level.position, "definition": text} for level, text in c.LEVELS.items()
        ],
        "trends": defined(c.TRENDS),
        "clocks": [
            {"template": name, "duration": t.duration, "definition": t.definition, "source": t.source}
            for name, t in c.TEMPLATES.items()
        ],
    }  # fmt: skip


@main.command()
@click.argument("name")
@plainly
def new(name: str) -> None:
    """Write a commented starting file NAME.yaml that checks and replays as it is.

    An existing file is never overwritten.
    """
    import re

    from replay.files import starter

    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    if not re.fullmatch(r"[a-z][a-z0-9-]*", path.stem):
        raise click.BadParameter(
            f"'{path.stem}' is not a name here; allowed: small letters, digits and hyphens, a letter first",
            param_hint="NAME",
        )
    if path.exists():
        raise Fault(f"{path} exists already; nothing was written. Choose another name.")
    _write(path, starter(path.stem).encode())
    click.echo(f"{path} written. Next: replay check {path}, then replay run {path}")


# -- writing --------------------------------------------------------------------------------------


def _folder(out: Path, trace: Trace) -> Path:
    folder = out / (trace.timeline.dispute if trace.timeline else "trace")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _write(path: Path, data: bytes) -> None:
    """Write under a temporary name in the same folder, then rename."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _save(figure: Figure, folder: Path, stem: str, forms: Iterable[str], dpi: int) -> None:
    from replay.figstyle import save

    for form in forms:
        _write(folder / f"{stem}.{form}", save(figure, form, dpi))


def _write_trace(trace: Trace, out: Path) -> Path:
    """Write trace.jsonl, trace.csv, clocks.csv and manifest.json; return their folder."""
    folder = _folder(out, trace)
    files = {
        "trace.jsonl": trace.to_jsonl().encode(),
        "trace.csv": trace.to_csv().encode(),
        "clocks.csv": trace.clocks_csv().encode(),
    }
    for name, data in files.items():
        _write(folder / name, data)
    _write(folder / "manifest.json", _manifest(trace, files).encode())
    return folder


def _manifest(trace: Trace, files: Mapping[str, bytes]) -> str:
    """What went in, what came out, and with which versions; no clock time."""
    import hashlib
    from importlib.metadata import version

    timeline = trace.timeline
    content = {
        "dispute": timeline.dispute if timeline else None,
        "input": {"file": Path(timeline.path).name, "sha256": timeline.digest} if timeline else None,
        "settings": trace.settings,
        "trace": {"entries": len(trace), "sha256": trace.digest},
        "output": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
        "versions": {name: version(name) for name in ("replay", "simpy")},
    }
    return json.dumps(content, indent=2) + "\n"
