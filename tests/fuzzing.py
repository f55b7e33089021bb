"""Inputs that a program meets sooner or later: damaged, odd and hostile files and calls, from a seed.

An input is a handful of files and, for the kind `call`, the words of a command. The same seed and number give the
same input. `fuzz_judge` says what becomes of one; `test_fuzz` runs a few, `benchmarks/fuzz.py` as many as wanted.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fuzz_calls import call
from fuzz_damage import as_bytes, damaged
from fuzz_words import CLOSED, DATES, FREE, ODD, TEXTS
from strategies import as_text, event_file, settled

import replay
from replay.counterfactuals.edits import KINDS
from replay.files.nodes import compose

__all__ = ["KINDS_OF_INPUT", "Input", "example_files", "fuzzed"]

Chance = random.Random


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


def _event_bytes(chance: Chance) -> bytes:
    part = chance.random()
    if part < 0.55:
        return damaged(chance.choice(_examples()), chance)
    if part < 0.85:
        return damaged(as_bytes(as_text(_made(chance.randrange(60)))), chance)
    if part < 0.86:
        return damaged(chance.choice(_shipped()), chance)
    if part < 0.93:
        return bytes(chance.randrange(256) for _ in range(chance.randrange(60)))
    return as_bytes(as_text(_odd_node(chance)))


def _changed(make: Callable[[Any, Chance], None]) -> Callable[[Chance], Input]:
    """An event file of sound form, changed by `make`."""

    def made(chance: Chance) -> Input:
        node = _sound(chance)
        make(node, chance)
        return Input("event", {"f.yaml": as_bytes(as_text(node))})

    return made


def _edits(chance: Chance) -> Input:
    """An edit file: damaged, disturbed, or with edits that may fit."""
    base, part = example_files()["example.yaml"], chance.random()
    if part < 0.3:
        data = damaged(example_files()["edits.yaml"], chance)
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
        data = as_bytes(as_text(node))
    if chance.random() < 0.1:
        base = damaged(base, chance)
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
        "set-outcome": {
            "set-outcome": chance.choice(("sanctions", event)),
            "record": chance.choice(("lapsed", "met", "")),
        },
        "set-fate": {
            "set-fate": chance.choice(("wto-threat", event)),
            "fate": chance.choice(("kept", "broken", "met")),
        },
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
    data = as_bytes("\n".join(sign.join(row) for row in rows))
    return Input("forecasts", {"f.csv": damaged(data, chance) if chance.random() < 0.3 else data})


def _trace(chance: Chance) -> Input:
    lines = example_files()["trace.jsonl"].decode().splitlines()
    if chance.random() < 0.4:
        return Input("trace", {"f.jsonl": damaged("\n".join(lines).encode(), chance)})
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
        made.insert(
            chance.randrange(len(made) + 1), chance.choice(("[" * deep, "[]", "3", "null", '"a"', "", '{"a":' * deep))
        )
    return Input("trace", {"f.jsonl": as_bytes("\n".join(made))})


def _call(chance: Chance) -> Input:
    """A call among the examples and an event file of any kind."""
    files = {**example_files(), "empty.yaml": b"", "f.yaml": _event_bytes(chance)}
    if chance.random() < 0.7:
        files["f.yaml"] = _changed(_retold)(chance).files["f.yaml"]
    return Input("call", files, call(chance))


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
