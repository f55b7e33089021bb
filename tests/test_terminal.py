"""What a terminal shows: the answer first, nothing broken inside an id or a number at 80 columns, plain when piped."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

import replay
from replay.cli import main
from replay.text.layout import folded, laid_out
from replay.text.table import printable

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "timelines"
DISPUTES = {
    "japan": ("japan-autos-1993-1995.yaml", "japan-autos", "no-agreement", "end-of-june"),
    "korea": ("korea-autos-1995-1998.yaml", "korea-autos", None, None),
    "steel": ("steel-safeguards-2001-2003.yaml", "steel-safeguards", None, None),
}


def call(*args: object, columns: str = "80") -> str:
    result = CliRunner().invoke(main, [*map(str, args)], env={"COLUMNS": columns})
    assert result.exit_code == (args[0] == "diff"), result.output
    return result.output


@cache
def commands(name: str, out: str) -> tuple[tuple[object, ...], ...]:
    """Every command that prints a result, on a shipped dispute."""
    file, stem, _, _ = DISPUTES[name]
    one, edits = FOLDER / file, FOLDER / f"counterfactuals/{stem}.yaml"
    other = FOLDER / DISPUTES["korea" if name == "japan" else "japan"][0]
    a, b = (FOLDER / f"codings/{stem}-{which}.yaml" for which in "ab")
    found, held = replay.load_edits(edits), replay.load(one)
    return (
        ("run", one), ("run", one, "--details"), ("graph", one), ("ledger", one), ("domain", one), ("check", one),
        ("compare", one, other, "--out", out, "--format", "svg"), *((("evidence", one),) if held.observations else ()),
        *((("claims", one),) if held.claims else ()),
        ("score", one), ("score", one, "--tables"), ("score", one, "--each"), ("agree", a, b, "--differences"),
        *((what, one, "--details") for what in ("check", "graph", "ledger", "domain", "score")),
        ("check", one, edits), ("agree", a, b, "--details"), ("diff", one, other, "--details"),
        *(((what, one, "--details") for what in ("claims", "evidence")) if held.claims and held.observations else ()),
        *(("weigh", edits, branches, "--details") for branches in list(found.branches)[:1]),
        *(("whatif", edits, what, "--details") for what in list(found.counterfactuals)[:1]),
        ("whatif", edits), *(("whatif", edits, what) for what in list(found.counterfactuals)[:4]),
        *(("weigh", edits, branches) for branches in list(found.branches)[:1]), ("redraw", one, "--times", "3"),
        ("redraw", one, "--acts", "2"), ("diff", one, other),
    )  # fmt: skip


def ids(file: Path) -> set[str]:
    """The ids of a file that are no plain words: what a break would cut at a sign other than a letter."""
    timeline = replay.load(file)
    named = {*timeline.by_id, *timeline.clocks, *(one.id for one in (*timeline.readings, *timeline.decisions))}
    return {name for name in named if "-" in name}


@pytest.mark.parametrize("name", DISPUTES)
def test_at_80_columns_nothing_is_cut_or_broken(name, tmp_path):
    known = ids(FOLDER / DISPUTES[name][0])
    starts = {name[:cut] for name in known for cut in range(6, len(name))} - known
    for command in commands(name, str(tmp_path)):
        lines = call(*command).splitlines()
        for number, line in enumerate(lines):
            assert len(line) <= 80 or "://" in line or str(tmp_path) in line, (command[0], line)
            assert "\x1b" not in line
            for word in re.findall(r"(?<![\w./-])[a-z0-9-]{6,}(?![\w.-])", line):
                rest = re.findall(r"[a-z0-9-]+", lines[number + 1]) if number + 1 < len(lines) else []
                broken = word in starts and any(word + part in known for part in rest)
                assert not broken, (command[0], line, lines[number + 1])
            assert not re.search(r"\d[,.]$", line) or not re.match(r" *\d{3}\b", (*lines, "")[number + 1]), line


@pytest.mark.parametrize("name", DISPUTES)
def test_the_answer_comes_first_in_three_to_six_lines(name, tmp_path):
    for command in commands(name, str(tmp_path)):
        if command[:3:2] == ("check", FOLDER / f"counterfactuals/{DISPUTES[name][1]}.yaml"):
            continue  # which says it of each file
        for columns in ("80", "120"):
            answer = call(*command, columns=columns).split("\n\n")[0].splitlines()
            assert 3 <= len(answer) <= 6, (command, answer)


def test_what_is_piped_is_plain():
    env = {**os.environ, "FORCE_COLOR": "1", "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    for command in (
        ["run", "--details"],
        ["graph"],
        ["ledger"],
        ["domain"],
        ["evidence"],
        ["whatif", "--drop", "settlement"],
    ):
        line = [sys.executable, "-m", "replay", command[0], replay.example(), *command[1:]]
        done = subprocess.run(line, env=env, capture_output=True, check=True, cwd=ROOT)
        assert b"\x1b" not in done.stdout + done.stderr, command
        assert not [text for text in done.stdout.decode().split("\n") if text != text.rstrip()], command


def test_what_happens_instead_is_said_first():
    said = call("whatif", FOLDER / "counterfactuals/japan-autos.yaml", "no-agreement").splitlines()
    assert said[0].startswith("Instead, by rule: United States impose sanctions, Japan file case and Japan")
    told = " ".join(" ".join(said[:7]).split())
    assert "worth 10.00 billion USD" in told and "decisions" in told
    assert "From 28 June 1995 on, 22 acts do not happen: Auto agreement, Section 301 case dropped and 20 more." in told
    assert "Read nothing into the 5 acts kept as recorded: nothing coded ties them to the change." in told


def test_a_run_names_clocks_by_label_and_its_story_is_asked_for():
    file = FOLDER / DISPUTES["japan"][0]
    short, long = call("run", file), call("run", file, "--details")
    assert "7 clocks: 4 ran out unmet (1st Framework date, 2nd Framework date and 2 more)" in short
    assert "framework-first" not in short and "moss-1980s" not in short and "--details" in short
    assert "moss-1980s" in long and len(long.splitlines()) > 4 * len(short.splitlines())


def test_no_answer_has_a_day_that_nobody_coded():
    said = call("domain", FOLDER / DISPUTES["japan"][0])
    assert "16 May – 27 June 1995" in said and "1995-06-06" not in said


EDITED = ("whatif", replay.example(), "--drop", "settlement")
SMALL = {
    "check": (), "run": (), "graph": (), "ledger": (), "domain": (), "score": (), "claims": (), "evidence": (),
    "redraw": ("--times", "3"), "agree": (replay.example(),),
}  # fmt: skip


@pytest.mark.parametrize(
    "command", [*((name, replay.example(), *more) for name, more in SMALL.items()), EDITED], ids=str
)
def test_so_it_does_for_the_example(command):
    answer = call(*command).split("\n\n")[0].splitlines()
    assert 3 <= len(answer) <= 6, answer


@pytest.mark.parametrize(
    "command", [*((name, replay.example(), *more) for name, more in SMALL.items() if name != "redraw"), EDITED], ids=str
)
def test_details_add_and_take_nothing_away(command):
    short, long = call(*command), call(*command, "--details")
    answer = short.split("\n\n")[0]
    assert long.startswith(answer) and len(long.splitlines()) >= len(short.splitlines()) - 1
    assert ": --details" not in long.replace("\n  ", " ")


def test_days_are_in_words_in_all_sections():
    edits, one = FOLDER / "counterfactuals/japan-autos.yaml", FOLDER / DISPUTES["japan"][0]
    for command in (
        ("whatif", edits, "no-agreement", "--details"), ("weigh", edits, "end-of-june", "--details"),
        ("diff", one, f"{edits}#no-agreement"), ("run", one, "--details"), ("ledger", one, "--details"),
    ):  # fmt: skip
        said = call(*command)
        assert not re.findall(r"\b1995-\d\d-\d\d\b", said), command
        assert "28 June 1995" in said, command
    assert '"1995-06-28"' in call("whatif", edits, "no-agreement", "--json")


def test_data_for_programs_are_whole_whatever_a_text_leaves_out():
    refused = CliRunner().invoke(main, ["graph", str(replay.example()), "--details", "--json"])
    assert refused.exit_code == 2 and "exclude each other" in refused.output


# The layout, by hand.


def test_words_are_broken_only_where_they_are_wider_than_the_page():
    assert folded("an-id-of-some length", 10) == ["an-id-of-s", "ome length"]
    assert folded("one two", 5) == ["one", "two"] and folded("", 5) == [""]
    assert folded("x https://example.org/a/long/one y", 12) == ["x", "https://example.org/a/long/one", "y"]
    assert folded("set 28 June 1995, met", 14) == ["set", "28 June 1995,", "met"]
    assert folded("日本 日本", 5) == ["日本", "日本"]


def lines(table, width):
    shown = laid_out(table, width, (), {}, str, break_numbers=False, ruled=False)
    return ["".join(piece for piece, _ in line).rstrip() for line in shown]


def test_a_table_gives_what_room_is_left_to_its_texts():
    table = printable("T", ("Id", ">N", "Text"), [("an-id-of-some", 12, "a text of several words that has to go on")])
    assert lines(table, 40) == [
        "T", "", " Id              N  Text", " " + 38 * "─", " an-id-of-some  12  a text of several",
        "                    words that has to", "                    go on", "",
    ]  # fmt: skip


def test_a_table_without_room_is_laid_out_row_by_row():
    table = printable("", ("First", "Second"), [("an-id-of-some-length", "another-id-of-it"), ("x", None)])
    assert lines(table, 30) == [
        "", " First: an-id-of-some-length", "   Second: another-id-of-it", "", " First: x", "",
    ]  # fmt: skip
