"""The command line as a person or a script meets it."""

import json
import os
import re
import subprocess
import sys
import zipfile

import pytest
from click.testing import CliRunner
from coded import event, text

import replay
from replay import files
from replay.cli import main
from replay.cli.demo import shipped
from replay.engine.trace import Trace
from replay.errors import NoRoomError

EXAMPLE = str(replay.example())
LAPSE = "on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Imposed.}"


def call(*args, **options):
    return CliRunner().invoke(main, [str(arg) for arg in args], **options)


def listing(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def diverging(tmp_path):
    """A sound file whose replay brings about an act that the record lacks."""
    path = tmp_path / "diverging.yaml"
    clock = f"clock:\n  id: c\n  due: P5D\n  record: lapsed\n  {LAPSE}"
    path.write_text(text(event("threat", "2001-03-01", clock)), encoding="utf-8")
    return path


def test_every_command_has_help_for_a_scholar():
    assert set(main.commands) == {
        "check", "run", "graph", "ledger", "domain", "score", "claims", "evidence", "agree", "diagram", "chart",
        "figure", "compare", "tables", "report", "bundle", "theories", "codebook", "new", "whatif", "weigh", "redraw",
        "pin", "diff", "edit", "demo", "export", "import", "settle", "audit", "sweep", "explore",
    }  # fmt: skip
    for name in main.commands:
        result = call(name, "--help")
        assert result.exit_code == 0
        assert len(result.output.split()) > 25, name
        assert "\\b" not in result.output, name
    assert "\\b" not in call("--help").output


def test_the_help_says_of_each_command_what_the_command_says_of_itself():
    listed = [line.split(maxsplit=1) for line in call("--help").output.partition("Commands:\n")[2].splitlines()]
    said = {line[0]: line[1] for line in listed if line and line[0] in main.commands}
    assert said == {name: command.short_help for name, command in main.commands.items()}


def test_the_help_loads_no_command():
    code = "import sys, replay.cli as c; c.main(['--help'], standalone_mode=False); print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Draw a dispute in one figure" in done.stdout
    assert {name for name in done.stdout.splitlines() if name.startswith("replay.cli")} == {"replay.cli"}


def test_check_says_what_is_in_the_file():
    result = call("check", EXAMPLE)
    assert result.exit_code == 0
    assert "4 events, 1 clock, 1 standing commitment, 1 reading" in result.output


def test_check_json_is_empty_for_a_sound_file_and_full_for_a_bad_one(tmp_path):
    assert json.loads(call("check", EXAMPLE, "--json").output) == []
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\n", encoding="utf-8")
    result = call("check", bad, "--json")
    assert result.exit_code == 1
    assert {row["code"] for row in json.loads(result.output)} == {"missing-key"}
    assert set(json.loads(result.output)[0]) == {"file", "line", "column", "code", "message"}


def test_run_tells_the_story_and_the_comparison():
    result = call("run", EXAMPLE)
    assert result.exit_code == 0
    for words in ("10 Mar 1996", "US → KR", ": due 9 May 1996", "conforms to the record", " settled "):
        assert words in result.output


def test_run_says_first_whether_the_replay_conforms(diverging):
    assert call("run", EXAMPLE).output.startswith("The replay conforms to the record.\n")
    assert call("run", diverging).output.startswith("The replay differs from the record in 1 place:\nc/end: ")


def test_run_jsonl_is_the_trace_alone():
    result = call("run", EXAMPLE, "--format", "jsonl")
    assert Trace.from_jsonl(result.stdout) == replay.run(replay.load(EXAMPLE))


def test_run_csv_is_the_trace_alone():
    assert call("run", EXAMPLE, "--format", "csv").stdout == replay.run(replay.load(EXAMPLE)).to_csv()


def test_run_exits_non_zero_where_the_record_differs(diverging):
    result = call("run", diverging)
    assert result.exit_code == 1
    assert "c/end" in result.output
    assert "differs from the record in 1 place" in result.output
    assert call("run", diverging, "--allow-divergence").exit_code == 0
    assert call("run", diverging, "--format", "jsonl").exit_code == 1


def test_run_until_and_dates():
    cut = call("run", EXAMPLE, "--until", "1996-04-01").output
    assert "conforms to the record up to 1996-04-01" in cut
    assert "settlement" not in cut
    dated = call("run", EXAMPLE, "--dates", "latest", "--format", "csv").stdout
    assert "1996-05-06,event,settlement" in dated


@pytest.mark.parametrize(
    "args",
    [
        ("run", EXAMPLE, "--until", "soon"),
        ("run", EXAMPLE, "--until", "1996-02-30"),
        ("run", EXAMPLE, "--dates", "sometime"),
        ("run",),
        ("graph", EXAMPLE, "--json", "--graphml"),
        ("diagram", EXAMPLE, "--format", "gif"),
        ("nonsense",),
        ("new", "Bad Name"),
    ],
)
def test_misuse_exits_with_2(args):
    result = call(*args)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_run_out_writes_trace_clocks_and_manifest(tmp_path):
    result = call("run", EXAMPLE, "--quiet", "--out", tmp_path)
    assert result.exit_code == 0
    assert listing(tmp_path) == [f"example/{n}" for n in ("clocks.csv", "manifest.json", "trace.csv", "trace.jsonl")]
    manifest = json.loads((tmp_path / "example/manifest.json").read_text())
    trace = replay.run(replay.load(EXAMPLE))
    assert manifest["trace"] == {"entries": len(trace), "sha256": trace.digest}
    assert manifest["input"]["sha256"] == replay.load(EXAMPLE).digest
    assert "/" not in manifest["input"]["file"]
    first = (tmp_path / "example/manifest.json").read_bytes()
    call("run", EXAMPLE, "--quiet", "--out", tmp_path)
    assert (tmp_path / "example/manifest.json").read_bytes() == first


def test_graph_prints_measures_json_and_graphml():
    assert "Reciprocity" in call("graph", EXAMPLE).output
    made = json.loads(call("graph", EXAMPLE, "--json").output)
    assert {node["id"] for node in made["nodes"]} >= {"demand", "sanctions"}
    assert made["measures"]["top_rung"] == 8
    assert call("graph", EXAMPLE, "--graphml").output.startswith("<graphml")


def test_figures_are_written_and_the_same_twice(tmp_path):
    for command, stem, forms in (("diagram", "escalation", "gv pdf png svg"), ("chart", "domain", "pdf png svg")):
        made = []
        for n in ("one", "two"):
            result = call(command, EXAMPLE, "--out", tmp_path / n)
            assert result.exit_code == 0, result.output
            folder = tmp_path / n / "example"
            beside = ["alt.txt", "caption.tex", "caption.txt", "data.csv", "json", "snippet.tex"]
            assert sorted(f"{stem}.{form}" for form in [*forms.split(), *beside]) == [
                name for name in listing(folder) if name.startswith(stem)
            ]
            made.append([(folder / f"{stem}.{form}").read_bytes() for form in forms.split()])
        assert made[0] == made[1]


def test_diagram_without_an_engine_leaves_the_gv_and_says_so(tmp_path):
    result = call("diagram", EXAMPLE, "--out", tmp_path, "--engine", "no-such-engine")
    assert result.exit_code == 1
    assert "escalation.gv" in result.output
    assert "graphviz-pure" in result.output
    assert listing(tmp_path) == ["example/escalation.gv"]


def test_codebook_lists_every_vocabulary():
    printed = call("codebook").output
    for words in ("Acts", "Tactics", "Links", "Kinds", "Outcomes", "Threat-fates", "Levels", "Templates", "1312"):
        assert words in printed
    rows = json.loads(call("codebook", "acts", "--json").output)["acts"]
    assert {"value": "impose-sanctions", "rung": 9}.items() <= rows[0].items()
    assert json.loads(call("codebook", "--schema").output)["title"] == "replay event file"


def test_new_checks_replays_and_draws(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("new", "my-case").exit_code == 0
    named = re.match(r"# yaml-language-server: \$schema=(\S+)", (tmp_path / "my-case.yaml").read_text())
    assert named and json.loads((tmp_path / named[1]).read_text())["title"] == "replay event file"
    for command in ("check", "run", "graph", "chart", "diagram"):
        result = call(command, "my-case.yaml")
        assert result.exit_code == 0, (command, result.output)
    assert (tmp_path / "output/my-case/escalation.svg").exists()


def test_new_never_overwrites(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("precious")
    (tmp_path / "timeline.schema.json").write_text("my own")
    result = call("new", "mine")
    assert result.exit_code == 1
    assert call("new", "other").exit_code == 0
    assert (tmp_path / "timeline.schema.json").read_text() == "my own"
    assert (tmp_path / "mine.yaml").read_text() == "precious"


def test_an_edit_file_is_known_where_an_event_file_is_wanted():
    result = call("run", replay.example().with_name("example.edits.yaml"))
    assert result.exit_code == 1
    assert ":1:1: this is a file of edits, not an event file; allowed here is an event file" in result.stderr
    assert "1 problem" in result.stderr


def test_tables_for_spreadsheets_carry_the_mark_of_utf_8(tmp_path):
    for option in ((), ("--excel-safe",)):
        assert call("tables", EXAMPLE, "--name", "events", "--format", "csv", *option, "--out", tmp_path).exit_code == 0
        made = (tmp_path / "example/tables/events.csv").read_bytes()
        assert made.startswith(b"\xef\xbb\xbf") == bool(option)


def test_output_keeps_to_the_width_it_is_given(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    for command in ("run", "score", "domain", "graph", "evidence"):
        result = call(command, EXAMPLE)
        assert max(len(line.rstrip()) for line in result.output.splitlines()) <= 80, command
    row = next(
        line for line in call("score", EXAMPLE, "--tables").output.splitlines() if line.startswith(" expected-utility")
    )
    scores, paired = r"( +\d\.\d{3}){3} +\d/\d", r" +-?\d\.\d\d +-?\d\.\d\d +\S.* +\d\.\d{3} *"
    assert re.fullmatch(f" expected-utility{scores}{paired}", row), row


def test_descriptions_of_commands_are_not_cut():
    assert "..." not in call("--help").output.partition("Commands:")[2]


def test_output_does_not_depend_on_machine_settings(tmp_path):
    """Hash seed, time zone, locale and folder do not show in the bytes."""
    seen = set()
    for seed, zone in (("1", "UTC"), ("77", "Asia/Seoul")):
        out = tmp_path / seed
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        args = [sys.executable, "-m", "replay", "run", EXAMPLE, "--quiet", "--out", str(out)]
        subprocess.run(args, env=env, check=True, capture_output=True, cwd=tmp_path)
        seen.add(b"".join((out / "example" / name).read_bytes() for name in ("trace.jsonl", "manifest.json")))
    assert len(seen) == 1


def test_what_is_piped_is_utf_8_with_line_feeds_whatever_the_machine():
    args = [sys.executable, "-m", "replay", "run", EXAMPLE]
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(args, env=env, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\r" not in done.stdout and "\u2192" in done.stdout.decode("utf-8")


def test_closed_pipe_is_no_crash():
    command = f"{sys.executable} -m replay run {EXAMPLE} --format jsonl | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    assert done.stdout.count("\n") == 1


def test_acts_of_the_diagram_can_be_asked_for(tmp_path):
    result = call("diagram", EXAMPLE, "--out", tmp_path, "--acts", "settlement, sanctions-list", "--format", "gv")
    assert result.exit_code == 0, result.output
    text = (tmp_path / "example" / "escalation.gv").read_text(encoding="utf-8")
    assert "settlement [label=" in text and '"sanctions-list" [label=' in text and "demand [" not in text
    call("diagram", EXAMPLE, "--out", tmp_path, "--acts", "1", "--preset", "column", "--format", "gv")
    assert (tmp_path / "example" / "escalation-column.gv").read_text(encoding="utf-8").count("tooltip") == 1
    result = call("diagram", EXAMPLE, "--out", tmp_path, "--acts", "settlement,nothing")
    assert result.exit_code == 2 and "no act of the replay is called 'nothing'" in result.output


def test_a_mistake_of_ours_is_a_traceback_that_says_so_and_never_a_line_about_the_file(tmp_path, monkeypatch):
    def broken(trace, preset):
        raise ValueError("a bug in the drawing")

    monkeypatch.setattr("replay.figures.story.story_figure", broken)
    for command in ("figure", "report", "bundle"):
        result = call(command, EXAMPLE, "--out", tmp_path)
        assert result.exit_code == 70, command
        lines = result.stderr.splitlines()
        assert lines[0] == "Traceback (most recent call last):"
        assert lines[-2] == "ValueError: a bug in the drawing"
        assert lines[-1].startswith("This is a mistake in replay, not in what you gave it. Please report it")
        assert not any(line.startswith(EXAMPLE) for line in lines)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.fixture
def no_room(monkeypatch):
    """The story has no room on any page."""

    def refused(trace, preset):
        raise NoRoomError(f"{preset} has 190 mm of height; this dispute needs 211")

    monkeypatch.setattr("replay.figures.story.story_figure", refused)


SAID = "The figure “story” is left out: page has 190 mm of height; this dispute needs 211."


def test_a_figure_without_room_does_not_take_the_bundle_with_it(tmp_path, no_room):
    result = call("bundle", EXAMPLE, "--out", tmp_path)
    assert (result.exit_code, result.stderr.splitlines()[0]) == (1, SAID)
    with zipfile.ZipFile(tmp_path / "example" / "example.zip") as archive:
        names = {name.removeprefix("example/") for name in archive.namelist()}
    assert {"trace.jsonl", "tables/events.csv", "report.html", "figures/domain.svg", "figures/escalation.svg"} <= names
    assert "figures/story.svg" not in names


def test_nor_the_report_nor_the_figures_that_have_room(tmp_path, no_room):
    result = call("report", EXAMPLE, "--out", tmp_path)
    assert (result.exit_code, result.stderr.splitlines()[0]) == (1, SAID)
    assert listing(tmp_path) == ["example/report.html"]
    result = call("figure", EXAMPLE, "--out", tmp_path / "alone")
    assert (result.exit_code, result.output.splitlines()) == (1, [SAID])


@pytest.mark.parametrize("command", ["figure", "chart", "diagram", "report"])
def test_a_replay_in_which_nothing_has_happened_is_drawn_all_the_same(command, tmp_path):
    assert call(command, EXAMPLE, "--until", "1990-01-01", "--out", tmp_path).exit_code == 0


SAID_OF_A_FIT = (
    "no reading with a level to fit: none is coded that the replay reaches; add `readings` to the event file\n"
)


def test_what_cannot_be_had_of_a_file_is_one_line(tmp_path):
    bare = tmp_path / "bare.yaml"
    words = files.example().read_text(encoding="utf-8")
    bare.write_text(words[: words.index("readings:")], encoding="utf-8")
    result = call("domain", bare, "--fit")
    assert (result.exit_code, result.stderr) == (1, SAID_OF_A_FIT)


def test_the_shipped_timelines_are_found_from_anywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = shipped()
    assert folder.is_absolute()
    for name in ("japan-autos-1993-1995.yaml", "korea-autos-1995-1998.yaml", "counterfactuals/japan-autos.yaml"):
        assert (folder / name).is_file()


def test_the_demo_makes_everything_in_processes_of_its_own(tmp_path, monkeypatch, root):
    module = sys.modules["replay.cli.demo"]  # the name in the package is the command
    monkeypatch.setattr(module, "_CASES", ("korea-autos-1995-1998.yaml",))
    monkeypatch.setattr(module, "_PRESETS", ["--preset=page"])
    monkeypatch.chdir(root)
    result = call("demo", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    made = set(listing(tmp_path))
    korea = ("trace.jsonl", "story.svg", "domain.pdf", "escalation.gv", "tables/tables.xlsx", "report.html")
    assert {f"korea-autos/{name}" for name in (*korea, "comparison.svg", "value.svg")} <= made
    assert "japan-autos/whatif/no-agreement/report.html" in made
    for data in (tmp_path / "korea-autos" / name for name in ("trace.csv", "domain.svg", "clocks.csv")):
        assert data.read_bytes() == (root / "output" / "korea-autos" / data.name).read_bytes()
    assert "Look first at" in result.output
