"""Whatever a file holds, the reader says what is wrong and where, or hands over a timeline that can be replayed."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import in_its_place
from strategies import as_text, event_files, few, settled

import replay
from replay.errors import Problem, TimelineError
from replay.files import loads
from replay.timeline.schedule import BOUNDS

SOUND = replay.example().read_bytes()

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
    "[sanctions, sanctions]", "a\nb",
)  # fmt: skip


def problems_of(data: bytes, path: Path) -> tuple[Problem, ...]:
    """Read a file of these bytes; what is accepted must replay, too."""
    path.write_bytes(data)
    try:
        timeline = replay.load(path)
    except TimelineError as fault:
        assert fault.problems
        return fault.problems
    for dates in BOUNDS:
        replay.conformance(replay.run(timeline, dates=dates))
    return ()


def judged(data: bytes, path: Path) -> None:
    found = problems_of(data, path)
    assert list(found) == sorted(set(found))
    for problem in found:
        in_its_place(problem, data, str(path))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz") / "fuzzed.yaml"


@st.composite
def damaged(draw):
    """The example with one to four accidents."""
    data, chance = SOUND, draw(st.randoms(use_true_random=True))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        lines = data.split(b"\n")
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        spot = chance.randrange(len(data) + 1)
        kind = chance.randrange(11)
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
            data = data[:spot] + chance.choice(ODD).encode() + data[spot:]
        else:  # a value is another
            values = list(re.finditer(rb"(?<=: )[^\n{}\[\],]+|(?<=[\[ ])[^\n{}\[\],:]+(?=[\],])|\{[^\n]*\}", data))
            if values:
                value = chance.choice(values)
                data = data[: value.start()] + chance.choice(ODD).encode() + data[value.end() :]
    return data


@few(300)
@given(damaged())
def test_a_damaged_file(path, data):
    judged(data, path)


@few(100)
@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_any_bytes(path, data):
    judged(data, path)


NODES = st.recursive(
    st.sampled_from(ODD),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["id", "date", "act", "events", "parties", "clock", "due", "x"]), inner),
    ),
    max_leaves=8,
)


@few(100)
@given(NODES)
def test_any_yaml(path, node):
    judged(as_text(node).encode(), path)


@few(150)
@given(event_files(most=8), st.randoms(use_true_random=True), NODES)
def test_a_sound_file_with_values_that_do_not_belong(path, file, chance, node):
    """Values change places, vanish, stand twice or are odd; the form stays YAML, so that the rules are reached."""
    file = settled(file)
    for _ in range(chance.choice((1, 1, 2, 3))):
        places = list(_places(file))
        here, key = chance.choice(places)
        there, other = chance.choice(places)
        kind = chance.randrange(6)
        if kind == 0:
            here[key] = chance.choice(ODD)
        elif kind == 1:
            here[key] = copy.deepcopy(node)
        elif kind == 2:
            here[key] = copy.deepcopy(there[other])
        elif kind == 3 and isinstance(here, dict):
            here[chance.choice(ODD)] = here.pop(key)
        elif kind == 4 and isinstance(here, list):
            here.append(copy.deepcopy(here[key]))
        else:
            del here[key]
    judged(as_text(file).encode(), path)


def _places(node: Any) -> Any:
    """Every place in a file, as a container and its key or index."""
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield node, key
        if isinstance(value, (dict, list)):
            yield from _places(value)


def test_text_and_file_are_judged_alike(path):
    path.write_bytes(SOUND.replace(b"1996-02-05", b"1996-02-30"))
    with pytest.raises(TimelineError) as of_file:
        replay.load(path)
    with pytest.raises(TimelineError) as of_text:
        loads(path.read_text(), str(path))
    assert of_file.value.problems == of_text.value.problems


def test_a_message_that_shows_innards_is_noticed(path):
    path.write_bytes(SOUND)
    where = replay.load(path).events[0].where
    with pytest.raises(AssertionError):
        in_its_place(Problem(where, "date: Input should be a valid string"), SOUND, str(path))
    with pytest.raises(AssertionError):
        in_its_place(Problem(type(where)(str(path), 9999, 1), "date: wrong"), SOUND, str(path))
