"""The ends of the calendar, the years 0001 and 9999: right, or a fault in words, and never a mistake of ours."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from replay.cli import main
from replay.counterfactuals.draws import _before
from replay.dates import LAST, Duration, iso, reach
from replay.engine import run
from replay.files import loads

ENDS = """\
format: 1
dispute: ends
title: Ends
sides: [AAA, BBB]
sources: {{s: {{author: A, year: 2003, title: T}}}}
parties: {{AAA: {{name: Aland}}, BBB: {{name: Beland}}}}
events:
  - {{id: a, date: {0}, actor: AAA, recipient: BBB, act: threaten-sanctions, summary: x, cite: {{key: s}},
     clock: {{id: c, due: {2}, record: met}}}}
  - {{id: b, date: {1}, actor: BBB, recipient: AAA, act: threaten-sanctions, summary: x, cite: {{key: s}},
     answers: {{a: escalates}}}}
  - {{id: d, date: b + P1D, actor: BBB, recipient: AAA, act: agree, summary: x, cite: {{key: s}}, meets: [c]}}
readings:
  - {{id: r, party: BBB, date: {0}, level: modest-loss, cite: {{key: s}}}}
"""
FIRST, LATE = ENDS.format("0001-01-01", "0001-01-02", "P5D"), ENDS.format("9999-12-28", "9999-12-29", "P3D")
WHOLE = ENDS.format("0001-01-01", "9999-12-29/9999-12-30", "9999-12-31")
FILES = {"first": FIRST, "last": LATE, "whole": WHOLE}
CALLS = (
    ("check",), ("run",), ("run", "--until", "0001-01-01"), ("run", "--until", "9999-12-31"),
    ("run", "--dates", "latest"), ("graph",), ("domain",), ("redraw", "--times", "3"), ("whatif", "--drop", "d"),
    ("whatif", "--shift", "b=+9999999y"),
    ("whatif", "--shift", "b=-9999999d"), ("whatif", "--set-clock", "c=P9999Y"), ("whatif", "--cut", "0001-01-01"),
    ("edit", "--shift", "a=-9999999d", "--dry-run"), ("edit", "--shift", "a=+9999999w", "--dry-run"),
    ("edit", "--set", "c.due=P9999Y", "--dry-run"),
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_no_command_falls_over(call, name, tmp_path):
    path = tmp_path / f"{name}.yaml"
    path.write_text(FILES[name])
    result = CliRunner().invoke(main, [call[0], str(path), *call[1:]])
    assert result.exit_code in (0, 1, 2), result.output
    assert result.exit_code == 0 or call[0] in ("whatif", "edit")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("command", ["chart", "figure", "diagram", "report"])
def test_axes_reach_both_ends(command, name, tmp_path):
    path = tmp_path / f"{name}.yaml"
    path.write_text(FILES[name])
    formats = () if command == "report" else ("--format", "svg")
    result = CliRunner().invoke(main, [command, str(path), "--out", str(tmp_path), *formats])
    assert result.exit_code in (0, 1) and "Traceback" not in result.output, result.output


def test_days_at_the_ends_are_those_coded():
    assert next(entry.date for entry in run(loads(FIRST)) if entry.event == "d") == "0001-01-03"
    assert next(entry.date for entry in run(loads(LATE)) if entry.event == "d") == "9999-12-30"
    assert next(entry.date for entry in run(loads(WHOLE)) if entry.event == "a") == "0001-01-01"


def test_a_shift_out_of_the_calendar_is_told(tmp_path):
    path = tmp_path / "last.yaml"
    path.write_text(LATE)
    result = CliRunner().invoke(main, ["edit", str(path), "--shift", "a=+4d"])
    assert result.exit_code == 2 and "'a' would leave the calendar, 0001-01-01 to 9999-12-31" in result.stderr


def test_disputes_that_no_axis_of_months_holds_are_told(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(WHOLE.replace("dispute: ends", f"dispute: {name}"))
    call = ["compare", str(tmp_path / "one.yaml"), str(tmp_path / "two.yaml"), "--out", str(tmp_path)]
    result = CliRunner().invoke(main, call)
    assert result.exit_code == 1 and "try the calendar" in result.stderr


@pytest.mark.parametrize(
    "length", [Duration(), Duration(days=1), Duration(months=1), Duration(years=9999), Duration(days=-1)]
)
@pytest.mark.parametrize("day", [1, 2, 31, 700_000, LAST - 1, LAST])
def test_the_last_day_from_which_a_length_does_not_reach_beyond(day, length):
    found = _before(day, length)
    assert 1 <= found <= LAST and iso(found)
    assert found == 1 or reach(found, length) <= day
    assert found == LAST or reach(found + 1, length) > day
