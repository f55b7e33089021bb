"""Inputs that a program meets sooner or later: damaged, odd and hostile files and calls, from a seed.

An input is a handful of files and, for the kind `call`, the words of a command. The same seed and number give the
same input. `fuzz_judge` says what becomes of one; `test_fuzz` runs a few, `benchmarks/fuzz.py` as many as are asked for.
"""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click
from strategies import as_text, event_file, settled

import replay
from replay.cli import main
from replay.codebook import Act, Level, Outcome, Status, Trend
from replay.counterfactuals.edits import KINDS
from replay.files.nodes import compose

__all__ = ["KINDS_OF_INPUT", "ODD", "Input", "example_files", "fuzzed"]

Chance = random.Random

ODD = (
    "", " ", "~", "null", "NO", "1e999", "nan", "-1", "0", "9" * 30, "9" * 5000, "0x1f", "1_0", "1.5", "x" * 300,
    "1996-02-30", "1996-13", "1996/1995", "1996/..", "../..", "/", "199X", "0001", "9999-12-31", "[1996-01,1996-02]",
    "'[1996-01,1996-02]'", "'[..1996-01]'", "P9999Y", "P9999999D", "P0D", "-P1D", "P1Y2M3W4D", "PT1H", "P",
    "demand - P5000Y", "demand + P9999Y", "settlement - P1D", "settlement + P1D", "sanctions-list - P4D", "demand +",
    "[]", "{}", "[[]]", "[{}]", "{a: {b: c}}", "{? [a] : b}", "[a, [b]]", "{any: [demand]}", "{any: demand}", "- a",
    "&a x", "*a", "!!int 3", "!x y", "!!python/name:os.system x", "'", '"', "|", ">", "- -", "? :", ": :", "@", "`",
    "%", "\t", "\t- a", "\x85", "\u2028", "\ufeff", "\ufffe", "\x00", "\x7f", "é", "한국", "😀", "{{", "]", "a: b: c",
    "#", "# x", "---", "...", "%YAML 1.1", "<<", "US", "KR", "WORLD", "demand", "settlement", "sanctions", "wto-threat",
    "us-301", "met", "lapsed", "moved", "withdrawn", "open", "in", "out", "any", "id", "[demand, demand]",
    "{demand: counters, settlement: settles}", "{sanctions: 1996-05-01}", "{sanctions: P1D}",
    "[sanctions, sanctions]", "a\nb", "\r", "a\rb", "P99999Y", "P119988M", "-P9999Y", "0001-01-01", "9999-12",
    "0001-01-01/9999-12-31", "-0001", "10000", "1996-05-01~", "1996-XX", "19XX", "0000", "199X/..", "../1996",
    "demand + P0D", "clock:sanctions + P30D", "demand - P1996Y", "1e308", "-1e308", "1e-320", "inf", "-0", "0.0",
    "true", "false", "1e400", "\ud800", "\udfff", "\u202e", "\u200b", "\xa0", "\u2007", "[/]", "[bold]x[/bold]",
    "[/bold]", "\x1b[31m", "$x^2$", "\\input{x}", "a_b&c%d#e", "{", "}", "</svg>", "<b>", "]]>", "&amp;", "&#0;",
    "=1+1", "@x", "＝1", "|a|b|", "```", "a;b", "a,b", "'; --", "x\u0301", "한", "ﷺ" * 40, "🇰🇷", "\uffff",
    "\U0010ffff", "NA", "None", "nan.nan", "a" * 70_000,
)  # fmt: skip
TEXTS = (
    "\x07", "\x1b[2J", "\x9b31m", "\x00", "\u202eabc", "\u2066x", "\u200b", "\ufeff", "\ufffe", "\ud834", "a\nb",
    "a\r\nb", "a\u2028b", "a\x85b", "\t", "[/]", "[red]x[/red]", "[link=x]y", "x^2 & 5% of #1_a {b} ~c \\d $e$",
    "<script>alert(1)</script>", "&lt;", "]]>", "\"'", "|", "* a", "# a", "=cmd|' /C calc'!A0", "+1", "-1", "@a", "1/2",
    "MARCH1", "＝1", "ﬀ", "é", "e\u0301", "İ", "ß" * 20, "한국 자동차", "日本", "عربى", "😀", "👩‍👩‍👧", "Ω", "−5", "½",
    "a" * 2_000, "word " * 600, " lead", "trail ", "", "0", "nan", "NA", "%s", "{}", "{0}", "{x}", "%(a)s", "\\n", "\\",
    "$", "$$", "`", "~~", "__a__", "<", ">", "\u00ad", "\u0300", "\U000e0041", "\ue000",
)  # fmt: skip
DATES = ("0001-01-01", "9999-12-31", "9999", "0001", "1996-02-29", "1900-02-29", "2000-02-29", "1996-12-31", "199X",
         "1996-03~", "1996?", "1996-03-01/1996-09-30", "[1996-03-01,1996-07-01]", "1996-06-31")  # fmt: skip
PARTIES = ("US", "KR", "US-CONGRESS", "EU", "WORLD", "NA")
CLOSED: Mapping[str, tuple[str, ...]] = {
    "act": tuple(act.value for act in Act), "actor": PARTIES, "recipient": PARTIES, "party": PARTIES,
    "record": tuple(outcome.value for outcome in Outcome), "level": tuple(level.value for level in Level),
    "trend": tuple(trend.value for trend in Trend), "status": tuple(status.value for status in Status),
    "order": ("0", "1", "-1", "99999999999999999999"), "last_day": ("in", "out"), "amount": ("0", "1", "1e15", "1e-9"),
    "given_theory": ("0.01", "0.99", "1", "0.5"), "benefit": ("none", "low", "high", "very-high"),
}  # fmt: skip
"""Keys with a closed vocabulary."""
FREE = ("title", "summary", "label", "note", "name", "section", "author", "question", "says", "unit", "because", "page")


@dataclass(frozen=True)
class Input:
    """Files by name, the first being the one in question; for `call` also the words of a command."""

    kind: str
    files: Mapping[str, bytes]
    words: tuple[str, ...] = ()


def fuzzed(kind: str, chance: Chance) -> Input:
    """Return an input of a kind."""
    return KINDS_OF_INPUT[kind](chance)


@cache
def example_files() -> Mapping[str, bytes]:
    """The example, an edit file of it, forecasts for its decisions and its trace."""
    path = replay.example()
    trace = replay.run(replay.load(path))
    rows = [f"mine,example,{name},0.2,0.3,0.5" for name in ("us-list", "kr-answer", "kr-settle")]
    header = "theory,dispute,decision,creating,mixed,claiming"
    return {
        "example.yaml": path.read_bytes(),
        "edits.yaml": path.with_name("example.edits.yaml").read_bytes(),
        "mine.csv": "\n".join([header, *rows, ""]).encode(),
        "trace.jsonl": trace.to_jsonl().encode(),
    }


@cache
def _node(name: str) -> Any:
    """A file as nested dicts, lists and texts."""
    root, _ = compose(example_files()[name].decode(), name)
    assert root is not None
    return root.plain()


@cache
def _made(seed: int) -> Any:
    """One of the small disputes made at random."""
    chance = Chance(seed)
    return settled(event_file(chance, chance.randint(1, 6), rules=seed % 3 > 0, exact=seed % 2 > 0))


@cache
def _examples() -> tuple[bytes, ...]:
    """Small event files, sound and not."""
    folder = Path(__file__).parent / "bad"
    small = (path.read_bytes() for path in sorted(folder.glob("*.yaml")))
    starter = replay.example().with_name("starter.yaml").read_bytes()
    return (*[example_files()["example.yaml"]] * 40, *[starter] * 10, *(data for data in small if len(data) < 8_000))


@cache
def _shipped() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted((Path(__file__).parent.parent / "timelines").glob("*.yaml")))


def _sound(chance: Chance) -> Any:
    node = _node("example.yaml") if chance.random() < 0.5 else _made(chance.randrange(60))
    return copy.deepcopy(node)


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a file, as a container and its key or index."""
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield node, key
        if isinstance(value, (dict, list)):
            yield from _places(value)


def _odd_node(chance: Chance, depth: int = 0) -> Any:
    """Texts, lists and mappings without a plan; some are deep."""
    if depth > 3 or chance.random() < 0.5:
        return chance.choice(ODD)
    if chance.random() < 0.05:
        node: Any = chance.choice(ODD)
        for _ in range(chance.choice((10, 22, 23, 24, 25, 60, 300))):
            node = [node] if chance.random() < 0.5 else {chance.choice(("a", "id", "needs")): node}
        return node
    if chance.random() < 0.5:
        return [_odd_node(chance, depth + 1) for _ in range(chance.randrange(4))]
    names = ("id", "date", "act", "events", "parties", "clock", "due", "x", "format", "of", "edits", chance.choice(ODD))
    return {chance.choice(names): _odd_node(chance, depth + 1) for _ in range(chance.randrange(4))}


def _disturb(node: Any, chance: Chance) -> None:
    """Values change places, vanish, stand twice or are odd; the form stays, so that the rules are reached."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        places = list(_places(node))
        if not places:
            return
        here, key = chance.choice(places)
        there, other = chance.choice(places)
        kind = chance.randrange(8)
        if kind == 0:
            here[key] = chance.choice(ODD)
        elif kind == 1:
            here[key] = _odd_node(chance)
        elif kind == 2:
            here[key] = copy.deepcopy(there[other])
        elif kind == 3 and isinstance(here, dict):
            here[chance.choice((chance.choice(ODD), str(other)))] = here.pop(key)
        elif kind == 4 and isinstance(here, list):
            here.append(copy.deepcopy(here[key]))
        elif kind == 5 and isinstance(here[key], str):
            here[key] = chance.choice(DATES)
        elif kind == 6 and isinstance(here[key], list) and here[key]:
            chance.shuffle(here[key])
        else:
            del here[key]


def _retold(node: Any, chance: Chance) -> None:
    """Texts, facts and dates are others, the form is right; so many are accepted."""
    _reworded(node, chance)
    for _ in range(chance.choice((0, 0, 1, 2, 4))):
        here, key = chance.choice([(here, key) for here, key in _places(node) if key in CLOSED])
        here[key] = chance.choice(CLOSED[key])
    dated = [(here, key) for here, key in _places(node) if key in ("date", "due", "after", "period")]
    if chance.random() < 0.3:
        here, key = chance.choice(dated)
        length = f"P{chance.choice((1, 9, 99, 999, 9999, 99999, 2900000))}{chance.choice('DWMY')}"
        here[key] = chance.choice((chance.choice(DATES), length, f"demand + {length}"))
    for name in ("decisions", "readings", "claims", "observations", "stakes"):
        if chance.random() < 0.05:
            node.pop(name, None)
    if chance.random() < 0.05:
        node["events"] = node["events"][: chance.randrange(len(node["events"]))]
    if chance.random() < 0.1:
        node["period"] = chance.choice(("0001/9999", "1996", "1996-01/9999-12", "0001/2000-12"))


def _reworded(node: Any, chance: Chance) -> None:
    """Free texts say something odd."""
    free = [(here, key) for here, key in _places(node) if key in FREE and isinstance(here[key], str)]
    for here, key in chance.sample(free, min(len(free), chance.randint(1, 4))):
        text = chance.choice(TEXTS)
        here[key] = chance.choice((text, f"{here[key]} {text}", f"{text}{here[key]}"))


def _damaged(data: bytes, chance: Chance) -> bytes:
    """Bytes with one to four accidents."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        lines = data.split(b"\n")
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        spot = chance.randrange(len(data) + 1)
        kind = chance.randrange(12)
        if kind == 0:  # a byte is another
            data = data[:spot] + bytes([chance.randrange(256)]) + data[spot + 1 :]
        elif kind == 1:  # some bytes are gone
            data = data[:spot] + data[spot + chance.choice((1, 1, 2, 10, 100)) :]
        elif kind == 2:  # the file stops
            data = data[:spot]
        elif kind == 3:  # a line stands twice
            data = b"\n".join([*lines[:at], lines[at], *lines[at:]])
        elif kind == 4:  # a line is gone
            data = b"\n".join([*lines[:at], *lines[at + 1 :]])
        elif kind == 5:  # a line stands elsewhere
            data = b"\n".join([*lines[:at], lines[other], *lines[at:]])
        elif kind == 6:  # two halves of lines in one
            cut = chance.randrange(len(lines[at]) + 1)
            data = b"\n".join([*lines[:at], lines[at][:cut] + lines[other][cut:], *lines[at + 1 :]])
        elif kind == 7:  # indented otherwise
            line = chance.choice((b" ", b"  ", b"\t")) + lines[at] if chance.random() < 0.5 else lines[at][1:]
            data = b"\n".join([*lines[:at], line, *lines[at + 1 :]])
        elif kind == 8:  # something odd somewhere
            data = data[:spot] + _bytes(chance.choice(ODD)) + data[spot:]
        elif kind == 9 and chance.random() < 0.3:  # another encoding, or other line ends
            data = _encoded(data, chance)
        else:  # a value is another
            values = list(re.finditer(rb"(?<=: )[^\n{}\[\],]+|(?<=[\[ ,:])[^\n{}\[\],:]+(?=[\],\n])|\{[^\n]*\}", data))
            if values:
                value = chance.choice(values)
                data = data[: value.start()] + _bytes(chance.choice(ODD)) + data[value.end() :]
    return data


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _encoded(data: bytes, chance: Chance) -> bytes:
    kind, text = chance.randrange(6), data.decode("utf-8", "replace")
    if kind == 0:
        return b"\xef\xbb\xbf" + data
    if kind < 3:
        return text.encode(("utf-16", "utf-16-le")[kind - 1])
    if kind == 3:
        return ("é" + text).encode("latin-1", "replace")
    return data.replace(b"\n", (b"\r\n", b"\r")[kind - 4])


def _event_bytes(chance: Chance) -> bytes:
    part = chance.random()
    if part < 0.55:
        return _damaged(chance.choice(_examples()), chance)
    if part < 0.85:
        return _damaged(_bytes(as_text(_made(chance.randrange(60)))), chance)
    if part < 0.86:
        return _damaged(chance.choice(_shipped()), chance)
    if part < 0.93:
        return bytes(chance.randrange(256) for _ in range(chance.randrange(60)))
    return _bytes(as_text(_odd_node(chance)))


def _changed(make: Callable[[Any, Chance], None]) -> Callable[[Chance], Input]:
    """An event file of sound form, changed by `make`."""

    def made(chance: Chance) -> Input:
        node = _sound(chance)
        make(node, chance)
        return Input("event", {"f.yaml": _bytes(as_text(node))})

    return made


def _edits(chance: Chance) -> Input:
    """An edit file: damaged, disturbed, or with edits that may fit."""
    base, part = example_files()["example.yaml"], chance.random()
    if part < 0.3:
        data = _damaged(example_files()["edits.yaml"], chance)
    else:
        node = copy.deepcopy(_node("edits.yaml"))
        if part < 0.6:
            _disturb(node, chance)
        else:
            names = list(node["edits"])
            for name in names[: chance.randint(1, 3)]:
                node["edits"][name] = _edit(chance)
            if chance.random() < 0.3:
                _reworded(node, chance)
        data = _bytes(as_text(node))
    if chance.random() < 0.1:
        base = _damaged(base, chance)
    return Input("edits", {"f.yaml": data, "example.yaml": base})


def _edit(chance: Chance) -> Any:
    """An edit of the example, of any kind."""
    event = chance.choice(("demand", "sanctions-list", "wto-threat", "settlement", chance.choice(ODD)))
    length = f"{chance.choice(('', '-'))}P{chance.choice((0, 1, 30, 365, 9999, 99999))}{chance.choice('DWMY')}"
    date = chance.choice((*DATES, f"{event} + {length}", "1996-04-01"))
    kind = chance.choice(list(KINDS))
    other = copy.deepcopy(chance.choice(_node("example.yaml")["events"]))
    edit: Any = {
        "drop": {"drop": [event], "responses": chance.choice(("keep", "drop"))},
        "shift": {"shift": event} | chance.choice(({"by": length}, {"to": date})),
        "replace": {"replace": event, "with": {key: other[key] for key in chance.sample([*other][1:], 2)}},
        "insert": {"insert": {**other, "id": chance.choice(("new", event)), "date": date}},
        "set-clock": {"set-clock": chance.choice(("sanctions", event)), "due": chance.choice((length, date))},
        "reading": {"reading": "kr-after-list", "level": chance.choice(("large-loss", "gain", "moderate-gain", ""))},
        "cut": {"cut": chance.choice((*DATES, "1996-03-10", "1996-04-01")), "keep": [event][: chance.randrange(2)]},
    }[kind]
    if kind == "insert" and "clock" in edit["insert"] and chance.random() < 0.8:
        edit["insert"]["clock"]["id"] = "another"
    return {**edit, "because": chance.choice(("Why not.", chance.choice(TEXTS)))}


def _forecasts(chance: Chance) -> Input:
    rows = [line.split(",") for line in example_files()["mine.csv"].decode().splitlines()]
    for _ in range(chance.randrange(4)):
        row = chance.choice(rows)
        cell = chance.choice((*ODD, *TEXTS, *TEXTS, "0.5", "1", "0,5", "1e-9", '"', '"a', 'a"b', "a" * 200_000))
        at = chance.randrange(len(row) + 1) if row else 0
        kind = chance.randrange(7)
        if kind < 4 and at < len(row):
            row[at] = cell
        elif kind == 4:
            row.insert(at, cell)
        elif kind == 5:
            rows.insert(chance.randrange(len(rows) + 1), list(chance.choice(rows)))
        elif row:
            row.pop()
    sign = chance.choice((",", ",", ",", ";", "\t"))
    data = _bytes("\n".join(sign.join(row) for row in rows))
    return Input("forecasts", {"f.csv": _damaged(data, chance) if chance.random() < 0.3 else data})


def _trace(chance: Chance) -> Input:
    lines = example_files()["trace.jsonl"].decode().splitlines()
    if chance.random() < 0.4:
        return Input("trace", {"f.jsonl": _damaged("\n".join(lines).encode(), chance)})
    odd = (None, True, 0, -1, 10**400, 1.5, float("nan"), float("inf"), [], {}, [[]], [0, 0], ["0"], [1e400], [None],
           "clock-moved", "clock-met", "clock-set", "event", "9999-12-31", "0001-01-01", *ODD, *TEXTS)  # fmt: skip
    entries = [json.loads(line) for line in lines]
    for _ in range(chance.choice((1, 1, 2, 3))):
        if not entries:
            break
        entry = chance.choice(entries)
        kind = chance.randrange(8)
        if kind < 4 and entry:
            entry[chance.choice([*entry])] = chance.choice(odd)
        elif kind == 4:
            entries.remove(entry)
            if chance.random() < 0.6:
                entries = [one | {"seq": i} for i, one in enumerate(entries)]
        elif kind == 5:
            chance.shuffle(entries)
        elif kind == 6:
            entry[chance.choice(ODD)] = 1
        elif entry:
            entry.pop(chance.choice([*entry]))
    made = [json.dumps(entry, ensure_ascii=chance.random() < 0.7) for entry in entries]
    if chance.random() < 0.15:
        deep = chance.choice((5, 500, 100_000))
        made.insert(chance.randrange(len(made) + 1), chance.choice(("[" * deep, "[]", "3", "null", '"a"', "", '{"a":' * deep)))
    return Input("trace", {"f.jsonl": _bytes("\n".join(made))})


HEAVY = ("figure", "chart", "diagram", "report", "bundle", "theories", "compare", "demo", "codebook")
DAYS = ("1996-03-10", "1996-05-02", "1996-12-31", "1995-01-01", "0001-01-01", "9999-12-31", "1996-02-30", "1996")
IDS = ("demand", "sanctions-list", "wto-threat", "settlement", "sanctions", "kr-after-list", "us-list", "nobody")
NUMBERS = ("threat=1.5", "threat=nan", "threat=1e400", "threat=-1", "loss_aversion=2", "alpha=1e-300", "x=y", "=")
WORDS: Mapping[str, tuple[str, ...]] = {
    "until": DAYS, "cut": DAYS, "drops": IDS, "kept": IDS,
    "shifts": ("demand=+14d", "settlement=+1d", "demand=9999-12-31", "settlement=-9999y", "wto-threat=1996-03-20",
               "demand=P1M", "demand=-P9999Y", "settlement=+9999999d", "x=+1d", "sanctions-list=-1d"),
    "clocks": ("sanctions=P90D", "sanctions=1996-05-01", "sanctions=9999-12-31", "sanctions=P99999Y", "x=P1D"),
    "readings": ("kr-after-list=gain", "kr-after-list=rising", "kr-after-list=large-loss", "x=gain"),
    "acts": ("all", "3", "1", "0", "9" * 30, "demand,settlement", "demand,,", ",", "2", "4"),
    "theory": ("prospect", "reciprocity", "prospekt", "persistence"),
    "theories": ("prospect", "reciprocity", "prospekt", "mine"),
    "against": ("frequencies", "uniform", "prospect", "mine", "nothing"),
    "given": ("a=1", "a=1|2", "Measure=x|y|z", "=", "a"), "authors": ("Doe, Jane", "", "x", "한, 국"),
    "engine": ("dot", "graphviz-pure", "pygraphviz", "x"), "seed": ("1", "-1", "9" * 30),
}  # fmt: skip
"""Words for parameters, by the name of the parameter."""
SETS = ("demand.summary=New words", "demand.date=1996-02-06", "sanctions.due=P90D", "demand.label=", "demand.note={",
        "settlement.date=9999-12-31", "demand.cite.section=Chapter: 3", "demand.id=other", "x.y=z", "demand", "demand.=")  # fmt: skip
NAMED = ("no-settlement", "in-time-for-more", "spring", "talks-fail", "nobody", "no-settlement")
PATHS = ("example.yaml", "example.yaml", "f.yaml", "f.yaml", "edits.yaml", "trace.jsonl", "mine.csv", "empty.yaml",
         "edits.yaml#no-settlement", "edits.yaml#x", "missing.yaml", "folder", "folder/x", "-", "", "example.yaml/x",
         "\udcff.yaml", "a\x1bb.yaml", "[red]x.yaml")  # fmt: skip
RIGHT = {"whatif": "edits.yaml", "weigh": "edits.yaml", "pin": "edits.yaml", "forecasts": "mine.csv", "edits": "edits.yaml"}


def _call(chance: Chance) -> Input:
    """A call of any command, with options of its own and of others; those that draw are rare."""
    heavy = chance.random() < 0.04
    name = chance.choice([name for name in main.commands if (name in HEAVY) == heavy])
    wild = chance.choice((0.0, 0.0, 0.03, 0.15))  # how often a word is anything
    words: list[str] = []
    for parameter in main.commands[name].params:
        if isinstance(parameter, click.Argument):
            count = 1 if parameter.nargs == 1 else chance.choice((1, 1, 2, 3))
            count = 0 if chance.random() < (wild if parameter.required else 0.3) else count
            words += [_value(parameter, chance, name, wild) for _ in range(count)]
        elif chance.random() < 0.15:
            for _ in range(chance.choice((1, 1, 2)) if parameter.multiple else 1):
                words.append(chance.choice([*parameter.opts, *parameter.secondary_opts]))
                words += [] if getattr(parameter, "is_flag", False) else [_value(parameter, chance, name, wild)]
    if name == "redraw" and chance.random() < 0.8:
        words += [chance.choice(("--times", "--acts")), chance.choice(("1", "2", "5"))]
    if chance.random() < wild:
        words.insert(chance.randrange(len(words) + 1), chance.choice(("--", "--nothing", "-x", "--json", *ODD[:40])))
    if name == "demo":
        words = ["--out", "example.yaml"]  # refused; a true one takes a minute
    files = {**example_files(), "empty.yaml": b"", "f.yaml": _event_bytes(chance)}
    if chance.random() < 0.7:
        files["f.yaml"] = _changed(_retold)(chance).files["f.yaml"]
    return Input("call", files, (name, *map(_safe, words)))


def _safe(word: str) -> str:
    """A word that a system can hand over, and that names no place outside the folder."""
    given = word.encode("utf-8", "surrogateescape" if "\udcff" in word else "replace")
    return given.decode("utf-8", "surrogateescape").replace("\0", "").replace("..", ".").lstrip("/")


def _value(parameter: click.Parameter, chance: Chance, command: str, wild: float) -> str:
    """A word for a parameter, of its kind more often than not."""
    name = parameter.name or ""
    if chance.random() < wild:
        return chance.choice((*ODD, *TEXTS))[:60_000]
    if isinstance(parameter.type, click.Choice):
        return chance.choice([*map(str, parameter.type.choices)])
    if isinstance(parameter.type, click.Path):
        if name == "out":
            return chance.choice(("out", "out", "out", "out/deep/er", "example.yaml", "", "folder"))
        right = RIGHT.get(name) or RIGHT.get(command, "example.yaml")
        return right if chance.random() < 0.5 else chance.choice(PATHS)
    if isinstance(parameter.type, (click.types.IntParamType, click.types.FloatParamType)):
        return chance.choice(("1", "1", "2", "3", "50", "72", "0.5", "0", "-1", "nan", "inf", "1e400", "9" * 25))
    if command == "new" and name == "name":
        return chance.choice(("fresh", "other", "example", "Bad", "", "a/b", "folder", "x" * 300, "a.yaml", "é"))
    if name == "sets":
        return chance.choice(SETS if command == "edit" else NUMBERS)
    return chance.choice(WORDS.get(name, NAMED))


KINDS_OF_INPUT: Mapping[str, Callable[[Chance], Input]] = {
    "damaged event file": lambda chance: Input("event", {"f.yaml": _event_bytes(chance)}),
    "disturbed event file": _changed(_disturb),
    "event file retold": _changed(_retold),
    "edit file": _edits,
    "forecasts": _forecasts,
    "trace": _trace,
    "call": _call,
}
"""What an input may be, and how it is made."""
