"""A day that nobody coded is never printed as a date where a person reads.

Every command that prints, and every file that people read, is made of the shipped disputes, of the example and of a
small dispute without a single full day; every full day in them must stand in the files, or be counted from a day that
does. A middle that a replay computes is a place on an axis and no date.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from coded import act, text
from starlette.testclient import TestClient

import replay
from replay.cli import main
from replay.counterfactuals import Report, document, title_of
from replay.counterfactuals.editfile import load_edits
from replay.counterfactuals.edits import Drop, Shift, describe
from replay.dates import Duration, Precision, When, add, alternatives, iso
from replay.engine.trace import STARTS, Trace
from replay.exchange.formats import export
from replay.explore import Case, application
from replay.figures import figure
from replay.figures.comparison import comparison_figure
from replay.figures.counterfactual import FIGURES, before_after
from replay.figures.sheet.drawing import Drawing
from replay.figures.theories import contest, theory_figures
from replay.files import load
from replay.scoring import case
from replay.tables import TABLES, csv_text, latex_text, markdown_text, printed
from replay.text.excel import workbook
from replay.text.markdown import markdown
from replay.timeline import Timeline

ROOT = Path(__file__).resolve().parent.parent
TIMELINES = ROOT / "timelines"
DISPUTES = ("example", "japan", "korea", "steel", "vague")
BRANCHES = {"japan": "japan-autos", "korea": "korea-autos", "steel": "steel-safeguards"}

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(?<!\d)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-]\d)")
_WORDED = re.compile(
    r"(?<![\d–/-])(?:(\d{1,2})\s?–\s?)?(\d{1,2})[\s\u00a0~]+(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"[a-z]*\.?[\s\u00a0~]+(\d{4})"
)
_SPAN = re.compile(r", so [^,;|()]*?–[^,;|()]*?\d{4}")
"""The span of days that is meant by a date counted from a span: "12 months after 1–3 May 1995, so 1–3 May 1996"."""
_DUTIES = "{act: impose-sanctions, actor: A, recipient: B, summary: X., after: P7D, worth: {amount: 5, unit: USD}}"
_VAGUE = text(
    act("ask", "2000-02~", "demand", more="strategy: claiming\nkey: true"),
    act("refuse", "2000-03/2000-04", "reject", "B", more="answers: {ask: responds}\nneeds: [ask]"),
    act("list", "2000-07", "list-sanctions", more=(
        "tactics: [explicit-threat]\nanswers: {refuse: escalates}\nworth: {amount: 5, unit: USD}\n"
        f"clock: {{id: duties, label: Duties, kind: effect, due: P60D, record: lapsed, on_end: {_DUTIES}}}"
    )),
    act("talks", "2000-24", "meet", more="clock: {id: reply, label: Reply, due: 2001-05, record: met}"),
    act("threat", "2001-02", "threaten-case", "B", more=(
        "tactics: [explicit-threat]\nanswers: {list: counters}\ncommits:\n"
        "  - when: {event: retort}\n    then: {act: file-case, actor: B, recipient: A, summary: Y., after: P9D}\n"
        "    record: broken"
    )),
    act("retort", "talks + P100D", "demand", more="answers: {threat: counters}"),
    act("yield", "2001-04", "concede", "B", more="tactics: [joint-gains]\nmeets: [reply]"),
    act("stop", "2001-07", "demand", more="clock: {id: stay, label: Stay, due: P3M, record: withdrawn}"),
    act("later", "2001-08", "extend-deadline", more="moves: {stay: +P30D}"),
    act("drop", "2001-09-XX", "drop-case", more="withdraws: [stay]"),
    act("deal", "2002", "settle", "B", more="tactics: [joint-gains]\nanswers: {list: settles}"),
    more="""\
readings:
  - {id: r1, party: B, date: 2000-08, level: moderate-loss, trend: rising, summary: S., cite: {key: s}}
  - {id: r2, party: A, date: 2001, level: modest-loss, summary: S., cite: {key: s}}
decisions:
  - {id: d1, party: A, question: Q., options: [meet, list-sanctions], acts: [list], did: claiming, cite: {key: s}}
  - {id: d2, party: B, question: Q., options: [concede, threaten-case], acts: [yield], did: creating, cite: {key: s}}
""",
)  # fmt: skip


# -- days -----------------------------------------------------------------------------------------


def days_of(text: str) -> Iterator[str]:
    """Every full day that a text prints, as ISO text."""
    text = _SPAN.sub("", text)
    yield from _ISO.findall(text)
    for first, last, month, year in _WORDED.findall(text):
        for day in filter(None, (first, last)):
            yield f"{year}-{_MONTHS.index(month[:3].lower()) + 1:02}-{int(day):02}"


def written(*paths: Path) -> set[str]:
    """The days that stand in files, wherever: dates, due dates, bounds, citations, words."""
    return set().union(*(days_of(path.read_text(encoding="utf-8")) for path in paths))


def counted(trace: Trace) -> set[str]:
    """The days of a replay that follow by a rule from days that were coded in full."""
    sound: set[int] = set()
    found: set[str] = set()
    timeline = trace.coded("count days")
    lives: dict[str, list[int]] = {}
    for entry in trace:
        if entry.clock:
            lives.setdefault(entry.clock, []).append(entry.seq)
        event = timeline.by_id.get(entry.event or "")
        date = event.date if event else None
        by_event = date is not None and (entry.act is not None or entry.clock is None or not entry.causes)
        causes = set(entry.causes)
        if by_event and isinstance(date, When):
            inside = (date.earliest or entry.day) <= entry.day <= (date.latest or entry.day)
            holds = date.earliest == date.latest or (not inside and causes <= sound)
        elif by_event and date is not None and not date.clock:
            anchors = {one.seq for one in trace if one.event == date.anchor and one.act}
            holds = anchors <= sound
            found |= _between(timeline, date.anchor, [date.duration])
        elif entry.clock and entry.event is None:
            holds = iso(entry.day) in found or causes <= sound
        else:
            holds = causes <= sound
        if holds:
            sound.add(entry.seq)
            found.add(entry.date)
        due = trace.due(entry.seq)
        if entry.kind in STARTS and due is not None and entry.clock:
            parts = alternatives(timeline.clocks[entry.clock].due)
            exact = [part for part in parts if isinstance(part, When) and part.earliest == part.latest]
            vague = any(isinstance(part, When) and part.earliest != part.latest for part in parts)
            before = set(lives[entry.clock])
            if exact or (not vague and before <= sound):
                found.add(iso(due))
            found |= _between(timeline, entry.event, parts)
    after = {rule.after for rule in timeline.by_rule.values() if rule.after}
    return found | {iso(add(trace[seq].day, lag.last)) for seq in sound for lag in after}


def _between(timeline: Timeline, name: str | None, parts: Iterable[object]) -> set[str]:
    """The bounds of a due date that is counted from an act dated between two days."""
    event = timeline.by_id.get(name or "")
    date = event.date if event else None
    if not isinstance(date, When) or date.precision is not Precision.DAY or not date.earliest or not date.latest:
        return set()
    counted = [part for part in parts if isinstance(part, Duration)]
    return {iso(add(end, part)) for part in counted for end in (date.earliest, date.latest)}


# -- what is printed ------------------------------------------------------------------------------


def readable(page: str) -> str:
    """The text of a page: what is between its tags, and the words for those who cannot see a figure."""
    page = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", page)
    said = re.findall(r'\b(?:alt|title|aria-label)="([^"]*)"', page)
    return unescape("\n".join([re.sub(r"<[^>]+>", "\x1f", page), *said]))


def sheets(data: bytes) -> str:
    """The texts of a workbook."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/")]
    return readable("\n".join(parts))


def drawn(drawing: Drawing) -> str:
    """The texts of a figure, its caption and its words."""
    return "\n".join((drawing.words, drawing.caption, drawing.alt))


def called(*args: object) -> str:
    """What a command prints."""
    result = CliRunner().invoke(main, [str(one) for one in args], env={"COLUMNS": "400"})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 1), result.output
    return result.output


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    vague = tmp_path_factory.mktemp("vague") / "vague.yaml"
    vague.write_text(_VAGUE, encoding="utf-8")
    shipped = {path.name.partition("-")[0]: path for path in sorted(TIMELINES.glob("*.yaml"))}
    return shipped | {"example": replay.example(), "vague": vague}


@cache
def replayed(path: Path) -> Trace:
    return replay.run(load(path))


def invented(said: Iterable[tuple[str, str]], allowed: set[str]) -> list[str]:
    """Each place and the line in which a day is printed that may not be."""
    found = []
    for place, words in said:
        for line in dict.fromkeys(re.split(r"[\n\x1f]", words)):
            wrong = sorted(set(days_of(line)) - allowed)
            if wrong:
                at = min(max(line.find(wrong[0]) - 60, 0), max(len(line) - 160, 0))
                found.append(f"{place}: {', '.join(wrong[:3])} in {line.strip()[at : at + 160]!r}")
    return found


def only_text(made: dict[str, bytes]) -> str:
    """The one file that is made, as text."""
    [data] = made.values()
    return data.decode()


def _said(path: Path, tmp: Path) -> Iterator[tuple[str, str]]:
    """Everything that is said of one dispute."""
    trace = replayed(path)
    timeline = trace.coded("draw")
    for command in ("run", "graph", "ledger", "domain", "claims", "evidence"):
        yield command, called(command, path)
        yield f"{command} --details", called(command, path, "--details")
    yield "export", only_text(export(trace, "timelinejs"))
    yield "score", called("score", path, "--each", "--details")
    yield "score --latex", called("score", path, "--latex")
    for name, table in ((name, make(trace)) for name, make in TABLES.items()):
        if len(table):
            read = printed(table)
            whole = table.only([column.name for column in table.columns if column.name not in PLACES])
            yield f"{name}.csv", csv_text(whole)
            yield f"{name}.md", markdown_text(read)
            yield f"{name}.tex", latex_text(read)
            yield f"{name}.xlsx", sheets(workbook([whole]))
    for name in ("story", "domain", "escalation"):
        yield name, drawn(figure(trace, name))
    for one in _theory_figures([trace]):
        yield one.name, drawn(one)
    yield (
        "diagram",
        called("diagram", path, "--format", "gv", "--out", tmp)
        and "\n".join(one.read_text(encoding="utf-8") for one in tmp.rglob("*.gv")),
    )
    called("report", path, "--out", tmp)
    yield "report", "".join(readable(one.read_text(encoding="utf-8")) for one in tmp.rglob("report.html"))
    ident = next(event.id for event in timeline.events if event.act.rung > 3)
    yield f"whatif --drop {ident}", called("whatif", path, "--drop", ident)


PLACES = {"day", "first", "last"}
"""Columns that say that they hold a place in the replay, or bounds."""


def _theory_figures(traces: list[Trace]) -> Iterator[Drawing]:
    cases = [case(trace) for trace in traces]
    if any(found.choices for found in cases):
        given = contest(cases)
        for name in ("value", "forecasts", "scores"):
            for preset in ("page", "column"):
                yield from theory_figures(given, name, preset)


@pytest.mark.parametrize("name", DISPUTES)
def test_no_day_is_printed_that_nobody_coded(name: str, paths: dict[str, Path], tmp_path: Path) -> None:
    allowed = written(paths[name]) | counted(replayed(paths[name]))
    assert not (found := invented(_said(paths[name], tmp_path), allowed)), "\n".join(found)


@pytest.mark.parametrize("name", BRANCHES)
def test_no_day_is_invented_in_a_branch(name: str, paths: dict[str, Path]) -> None:
    file = TIMELINES / "counterfactuals" / f"{BRANCHES[name]}.yaml"
    found = load_edits(file)
    coded = written(paths[name], file) | counted(replayed(paths[name]))
    wrong: list[str] = []
    for n, one in enumerate(found.counterfactuals.values()):
        report = replay.whatif(found.timeline, one)
        wrong += invented(_said_of_branch(report, FIGURES if n % 3 == 0 else ()), coded | counted(report.branch))
    for branches in found.branches:
        wrong += invented([("weigh", called("weigh", file, branches, "--details"))], coded)
    first = next(iter(found.counterfactuals))
    allowed = coded | counted(replay.whatif(found.timeline, found.counterfactuals[first]).branch)
    wrong += invented([("diff", called("diff", paths[name], f"{file}#{first}", "--details"))], allowed)
    assert not wrong, "\n".join(wrong)


def test_no_day_is_invented_in_a_branch_of_the_vague_dispute(paths: dict[str, Path]) -> None:
    base = replayed(paths["vague"])
    for edit in (Drop("talks"), Drop("list"), Drop("later"), Drop("deal"), Shift("talks", by=Duration(days=20))):
        report = replay.whatif(base.coded("edit"), [edit])
        shifted = report.branch.coded("look up").by_id["talks"].date if isinstance(edit, Shift) else None
        span = {iso(shifted.earliest), iso(shifted.latest)} if shifted else set()  # the two ends of what was coded
        found = invented(_said_of_branch(report), counted(report.branch) | span)
        assert not found, "\n".join(found)


def _said_of_branch(report: Report, figures: Iterable[str] = FIGURES) -> Iterator[tuple[str, str]]:
    """What a report of a what-if says, and these of its figures."""
    name = report.counterfactual.name if report.counterfactual else describe(report.edits[0])
    yield f"whatif {name}", f"{title_of(report)}\n{markdown(document(report))}"
    for one in figures:
        drawing = before_after(report, one)
        yield f"whatif {name}, {one}", drawn(drawing)


@pytest.mark.parametrize("name", DISPUTES)
def test_no_day_is_invented_in_the_explorer(name: str, paths: dict[str, Path]) -> None:
    trace = replayed(paths[name])
    timeline = trace.coded("explore")
    client = TestClient(application([Case("it", timeline)]))
    off = next(event.id for event in timeline.events if event.act.rung > 3)
    allowed = written(paths[name]) | counted(trace)
    branch = allowed | counted(replay.whatif(trace, [Drop(off)]).branch)
    asked = ["/?show=escalation", *(f"/?act={event.id}" for event in timeline.events[::8])]
    asked += [f"/?page={page}&decision={one.id}" for page, one in enumerate(timeline.decisions[:4], 1)]
    asked += [f"/now?at={at}" for at in range(1, len(trace) + 1, 3)]
    found = invented(((path, readable(client.get(path).text)) for path in asked), allowed)
    asked = [f"/?off={off}", f"/?off={off}&show=escalation&act={off}", *(f"/now?off={off}&at={n}" for n in (9, 40, 90))]
    found += invented(((path, readable(client.get(path).text)) for path in asked), branch)
    assert not found, "\n".join(found)


def test_no_day_is_invented_between_disputes(paths: dict[str, Path], tmp_path: Path) -> None:
    files = [paths[name] for name in DISPUTES]
    allowed = written(*files).union(*(counted(replayed(path)) for path in files))
    said = [("compare", called("compare", *files[1:4], "--format", "svg", "--out", tmp_path))]
    said += [
        (path.name, path.read_text(encoding="utf-8"))
        for path in sorted(tmp_path.rglob("*"))
        if path.suffix in (".md", ".tex", ".txt") or path.name in ("comparison.csv", "distances.csv")
    ]
    for align in ("threat", "clock", "calendar"):
        drawing = comparison_figure([replayed(path) for path in files[1:4]], align)
        said.append((f"comparison {align}", drawn(drawing)))
    said.append(("comparison vague", drawn(comparison_figure([replayed(paths["vague"]), replayed(paths["example"])]))))
    said += [(one.name, drawn(one)) for one in _theory_figures([replayed(path) for path in files[1:4]])]
    said.append(("score", called("score", *files[1:4], "--each", "--tables")))
    said.append(("ledger", called("ledger", *files, "--details")))
    assert not (found := invented(said, allowed)), "\n".join(found)


@pytest.mark.parametrize("name", BRANCHES)
def test_no_day_is_invented_between_codings(name: str, paths: dict[str, Path]) -> None:
    a, b = (TIMELINES / "codings" / f"{BRANCHES[name]}-{one}.yaml" for one in "ab")
    allowed = written(a, b, paths[name]).union(*(counted(replayed(path)) for path in (a, b, paths[name])))
    said = [("agree", called("agree", a, b, "--settled", paths[name], "--differences")), ("diff", called("diff", a, b))]
    assert not (found := invented(said, allowed)), "\n".join(found)
