"""What becomes of an input: accepted, refused in words, or a failure of ours.

A failure is whatever is raised that is no refusal of this package, exit code 70, a message without its place, a
control sign in what comes out, text that is not the XML or JSON it says it is, or no end within a time.
"""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any
from xml.etree import ElementTree

from click.testing import CliRunner
from fuzzing import Input
from places import in_its_place

import replay
from replay.cli import main
from replay.counterfactuals import document, report_values, weigh_branches, whatif
from replay.counterfactuals.editfile import inspect_edits
from replay.dates import LAST
from replay.domain import Rules
from replay.engine.trace import Trace
from replay.errors import ReplayError, TimelineError
from replay.escalation import as_graphml, as_node_link
from replay.exchange.formats import FORMATS, export
from replay.figures.escalation import diagram_text
from replay.files import inspect, read_forecasts
from replay.tables import TABLES, csv_text, latex_text, markdown_text, printed
from replay.tables.domains import domain_values
from replay.text.html import tag
from replay.text.markdown import markdown
from replay.text.plain import json_text
from replay.text.webpage import article, whole
from replay.timeline.schedule import BOUNDS

__all__ = ["ACCEPTED", "CHEAP", "FAILED", "PICTURES", "REFUSED", "Judgement", "judged"]

ACCEPTED, REFUSED, FAILED = "accepted", "refused in words", "FAILURE"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
HOME = Path(replay.__file__).parent
DECISIONS = tuple(("example", name) for name in ("us-list", "kr-answer", "kr-settle"))
CHEAP = (
    ["check"],
    ["run"],
    ["graph"],
    ["graph", "--graphml"],
    ["domain"],
    ["score"],
    ["claims"],
    ["evidence"],
    ["run", "--until", "1996-03-10"],
    ["graph", "--json"],
    ["redraw", "--times", "2"],
    ["score", "--json"],
    ["domain", "--fit"],
    ["redraw", "--acts", "2"],
    ["diff", "f.yaml"],
    ["run", "--dates", "latest"],
)
PICTURES = (
    ["figure", "--preset", "column", "--format", "svg"], ["diagram", "--preset", "column", "--format", "svg"],
    ["figure", "--preset", "column", "--name", "domain", "--format", "tex"],
    ["theories", "--preset", "column", "--format", "svg"], ["tables"], ["report"],
    ["diagram", "--acts", "all", "--format", "gv", "--format", "svg"], ["chart", "--format", "svg"],
    ["figure", "--preset", "slide", "--name", "escalation", "--format", "png"],
)  # fmt: skip


Calls = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Judgement:
    """An outcome; of a failure what it is in one line and in full; a digest of all that came out."""

    outcome: str
    failure: str = ""
    detail: str = ""
    digest: str = ""


class _TooLong(BaseException):
    """No end within the time; not caught by what catches mistakes."""


class _Wrong(Exception):
    """What came out is not what it should be."""


def judged(given: Input, calls: Calls = (), seconds: float = 0) -> Judgement:
    """Say what becomes of an input, in the working folder, which should be empty.

    `calls` are made of an accepted file, too: words of commands, without the file.
    """
    for name, data in given.files.items():
        Path(name).write_bytes(data)
    said = _Said()
    try:
        with _within(seconds):
            outcome = _JUDGES[given.kind](given, said, calls)
    except _TooLong as late:
        return Judgement(FAILED, f"no end in {seconds:g} s {_place(late)}", traceback.format_exc())
    except _Wrong as wrong:
        return Judgement(FAILED, str(wrong).partition("\n")[0][:200], str(wrong))
    except Exception as fault:
        return Judgement(FAILED, f"{type(fault).__name__} {_place(fault)}", traceback.format_exc())
    if said.wrong:
        return Judgement(FAILED, said.wrong[0].partition("\n")[0], "\n".join(said.wrong))
    return Judgement(outcome, digest=sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest())


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raise _TooLong after so much work of the processor; a wait for something is not counted."""

    def late(number: int, frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _place(fault: BaseException) -> str:
    """Where in the package something was raised, without a line number."""
    frames = [one for one in traceback.extract_tb(fault.__traceback__) if Path(one.filename).is_relative_to(HOME)]
    return (
        f"in {Path(frames[-1].filename).relative_to(HOME)}:{frames[-1].name}"
        if frames
        else f"outside: {str(fault).partition(': ')[2][:40]!a}"
    )


class _Said(list[str]):
    """All that comes out of an input, and what is wrong with the form of it."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def take(self, label: str, text: str) -> None:
        """Take in what comes out; a control sign in it is wrong."""
        self.append(text)
        found = CONTROL.search(text)
        if found:
            around = text[max(0, found.start() - 60) : found.end() + 60]
            self.wrong.append(f"control sign in {label}\n{found[0]!r} in {around!r}")


def _refused(fault: TimelineError, given: Input, name: str, said: _Said) -> str:
    """Every fault has its place in a file of the input."""
    assert fault.problems
    assert list(fault.problems) == sorted(set(fault.problems))
    for problem in fault.problems:
        in_its_place(problem, given.files.get(problem.where.file, given.files[name]), problem.where.file)
    said.take("a message", str(fault))
    return REFUSED


def _event(given: Input, said: _Said, calls: Calls) -> str:
    timeline, problems = inspect("f.yaml")
    if problems or timeline is None:
        return _refused(TimelineError(problems), given, "f.yaml", said)
    for dates in BOUNDS:
        replay.conformance(replay.run(timeline, dates=dates))
    trace = replay.run(timeline)
    found = replay.graph(trace)
    made: dict[str, Callable[[], str]] = {
        "trace": trace.to_jsonl, "trace as CSV": trace.to_csv, "clocks": trace.clocks_csv,
        "GraphML": lambda: as_graphml(found), "DOT": lambda: diagram_text(trace, "page", None),
        "node-link": lambda: json_text({**as_node_link(found), "measures": replay.measures(found)}),
        "domain": lambda: json_text(domain_values([trace], Rules())),
    }  # fmt: skip
    for label, make in made.items():
        said.take(label, _allowed(label, make))
    assert Trace.from_jsonl(said[0], timeline).digest == trace.digest
    for text in said[5:7]:
        json.loads(text, parse_constant=_no_number)
    try:
        ElementTree.fromstring(said[3])
    except ElementTree.ParseError as fault:
        said.wrong.append(f"GraphML is not XML\n{fault}")
    for name in (name for name in FORMATS if name not in ("xlsx", "csv")):
        for file, data in export(trace, name).items():
            said.take(file, data.decode())
            if file.endswith(".json"):
                json.loads(data, parse_constant=_no_number)
    for make_table in TABLES.values():
        table = make_table(trace)
        said.take(f"CSV of {table.name}", csv_text(table))
        said.take(f"TeX of {table.name}", latex_text(printed(table)))
        said.take(f"Markdown of {table.name}", markdown_text(printed(table)))
    for words in calls:
        _call([words[0], "f.yaml", *words[1:]], said)
    return ACCEPTED


def _allowed(label: str, make: Callable[[], str]) -> str:
    """What is made; a refusal in words, of a diagram without room, is one, too."""
    try:
        return make()
    except ReplayError as fault:
        if label != "DOT":
            raise _Wrong(f"{label} of an accepted file is refused\n{fault}") from None
        return str(fault)


def _no_number(text: str) -> Any:
    raise _Wrong(f"{text} in JSON")


def _edits(given: Input, said: _Said, calls: Calls) -> str:
    try:
        found, problems = inspect_edits("f.yaml")
        if problems or found is None:
            raise TimelineError(problems)
    except TimelineError as fault:
        return _refused(fault, given, "f.yaml", said)
    outcome = ACCEPTED
    for named in found.counterfactuals.values():
        try:
            report = whatif(found.timeline, named)
        except TimelineError as fault:
            outcome = _refused(fault, given, "f.yaml", said)
            continue
        blocks = document(report)
        said.take("Markdown", markdown(blocks))
        said.take("JSON", json_text(report_values(report)))
        said.take("a page", whole("x", tag("main", article(blocks, {}))))
        said.take("a branch", report.branch.to_jsonl())
    for branches in found.branches.values():
        try:
            said.take("what is weighed", json_text(weigh_branches(found, branches.name).values()))
        except TimelineError as fault:
            outcome = _refused(fault, given, "f.yaml", said)
    for words in calls[:1]:
        _call([words[0], "example.yaml", *words[1:]], said)
        _call(["whatif", "f.yaml", *list(found.counterfactuals)[:1]], said)
    return outcome


def _forecasts(given: Input, said: _Said, calls: Calls) -> str:
    try:
        said.append(repr(read_forecasts("f.csv", DECISIONS)))
    except TimelineError as fault:
        return _refused(fault, given, "f.csv", said)
    if calls:
        _call(["score", str(replay.example()), "--forecasts", "f.csv", "--each"], said)
    return ACCEPTED


def _trace(given: Input, said: _Said, calls: Calls) -> str:
    """A trace comes in by `diff`, which replays the example beside it, and as a value."""
    code = _call(["diff", "f.jsonl", str(replay.example())], said)
    if code == 2:
        return REFUSED
    trace = Trace.from_jsonl(Path("f.jsonl").read_bytes().decode())
    said.take("trace", trace.to_jsonl())
    assert Trace.from_jsonl(said[-1]) == trace
    for text, rows in ((trace.to_csv(), len(trace)), (trace.clocks_csv(), len(trace.clocks()))):
        assert len(list(csv.reader(io.StringIO(text, newline="")))) == rows + 1
        said.append(text)
    said.append(repr((trace.at(LAST), trace.to_frame().shape)))
    return ACCEPTED


def _a_call(given: Input, said: _Said, calls: Calls) -> str:
    Path("folder").mkdir(exist_ok=True)
    return ACCEPTED if _call(list(given.words), said) == 0 else REFUSED


def _call(words: list[str], said: _Said) -> int:
    """Call a command; return its exit code."""
    done = CliRunner().invoke(main, words)
    name = f"`{words[0]}`"
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    if done.exit_code not in (0, 1, 2):
        places = re.findall(r'File ".*?/replay/([^"]*)", line \d+, in (\w+)', done.output)
        last = [line for line in done.output.splitlines() if re.match(r"[\w.]+(Error|Exception|Warning)\b", line)]
        kind, place = (last or ["?"])[-1].partition(":")[0], ":".join((places or [("?", "?")])[-1])
        raise _Wrong(f"{kind} in {place} by {name}\n{done.output}")
    if done.exit_code and not done.output.strip() and "--quiet" not in words:
        raise _Wrong(f"exit code {done.exit_code} without a word by {name}")
    said.take(f"what {name} prints", done.output)
    return done.exit_code


_JUDGES: dict[str, Callable[[Input, _Said, Calls], str]] = {
    "event": _event, "edits": _edits, "forecasts": _forecasts, "trace": _trace, "call": _a_call,
}  # fmt: skip
