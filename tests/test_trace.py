"""The trace as text, table and histories."""

import json

import pandas as pd
import pytest

import replay
from replay.engine.trace import Kind, Trace
from replay.engine.trace.entries import COLUMNS
from replay.errors import TraceError


@pytest.fixture(scope="module")
def trace():
    return replay.run(replay.load(replay.example()))


def test_json_lines_keys_and_values(trace):
    first = json.loads(trace.to_jsonl().splitlines()[1])
    assert list(first) == list(COLUMNS)
    assert first == {
        "seq": 1, "date": "1996-03-10", "kind": "event", "event": "sanctions-list", "clock": None, "actor": "US",
        "recipient": "KR", "act": "list-sanctions", "causes": [0],
    }  # fmt: skip


def test_json_lines_both_ways(trace):
    back = Trace.from_jsonl(trace.to_jsonl())
    assert back == trace
    assert back.digest == trace.digest
    assert [clock.outcome for clock in back.clocks()] == [clock.outcome for clock in trace.clocks()]


def test_kinds_are_those_of_the_design():
    assert [kind.value for kind in Kind] == [
        "event", "clock-set", "clock-moved", "clock-split", "clock-resumed", "clock-reopened", "clock-met",
        "clock-met-in-part", "clock-settled", "clock-withdrawn", "clock-broken", "clock-suspended", "clock-carried-out",
        "clock-lapsed", "clock-elapsed", "clock-expired", "clock-unknown", "consequence", "reaction",
        "commitment-broken", "suppressed", "loop", "dropped",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2"),
        ('{"seq": 1}', "keys"),
        ('{"seq":1,"date":"1996-13-01","kind":"event","event":"x","clock":null,"actor":"A","recipient":null,'
         '"act":"demand","causes":[]}', "line 2"),
        ('{"seq":1,"date":"1996-01-01","kind":"event","event":"x","clock":null,"actor":"A","recipient":null,'
         '"act":"demand","causes":[1]}', "out of order"),
        ('{"seq":1,"date":"1996-01-01","kind":"shout","event":"x","clock":null,"actor":"A","recipient":null,'
         '"act":"demand","causes":[]}', "shout"),
        ('{"seq":1,"date":"1996-01-01","kind":"clock-moved","event":"x","clock":"c","actor":"A","recipient":null,'
         '"act":null,"causes":[]}', "clock 'c' is moved or ends, but was never set"),
        ('{"seq":1,"date":"1996-01-01","kind":"clock-met","event":"x","clock":"c","actor":"A","recipient":null,'
         '"act":null,"causes":[]}', "never set"),
    ],
)  # fmt: skip
def test_a_broken_line_is_named(trace, line, said):
    text = trace.to_jsonl().splitlines()[0] + "\n" + line + "\n"
    with pytest.raises(TraceError, match=said):
        Trace.from_jsonl(text)


def test_frame_has_the_documented_dtypes(trace):
    frame = trace.to_frame()
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == len(trace)
    assert str(frame["seq"].dtype) == "int64"
    assert str(frame["date"].dtype) == "datetime64[s]"
    assert isinstance(frame["kind"].dtype, pd.CategoricalDtype)
    assert isinstance(frame["act"].dtype, pd.CategoricalDtype)
    assert frame["clock"].isna().sum() == 4
    assert frame["causes"].iloc[-1] == trace[-1].causes


def test_an_empty_trace_has_a_frame(trace):
    frame = trace.head(0).to_frame()
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == 0


def test_csv_reads_back(trace, tmp_path):
    path = tmp_path / "trace.csv"
    path.write_text(trace.to_csv(), encoding="utf-8")
    table = pd.read_csv(path, keep_default_na=False)
    assert list(table["event"]) == [entry.event or "" for entry in trace]
    assert table["causes"].iloc[-1] == " ".join(map(str, trace[-1].causes))


def test_sequence_protocol(trace):
    assert trace[-1] == trace[len(trace) - 1]
    assert trace[1:3] == (trace[1], trace[2])
    with pytest.raises(IndexError):
        trace[len(trace)]
    assert trace == replay.run(replay.load(replay.example()))
    assert trace != trace.head(2)
    assert hash(trace) == hash(replay.run(replay.load(replay.example())))


def test_clock_histories(trace):
    (clock,) = trace.clocks()
    assert (clock.id, clock.set_by, clock.ended_by, clock.holder, clock.target) == (
        "sanctions", "sanctions-list", "settlement", "US", "KR",
    )  # fmt: skip
    assert clock.outcome.value == clock.record.value == "settled"
    assert trace.clocks_csv().splitlines()[1] == (
        "sanctions,effect,sanctions-list,US,KR,1996-03-10,1996-05-09,1996-05-04,settlement,settled,settled"
    )


def test_state_before_during_and_after(trace):
    assert trace.at("1996-01-01").clocks == {}
    assert list(trace.at("1996-03-10").clocks) == ["sanctions"]
    assert trace.at("1996-12-31").clocks == {}
    assert trace.at("1996-03-14").last == {"US": 1, "KR": 3}
