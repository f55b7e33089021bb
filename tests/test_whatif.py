"""`replay whatif`, `weigh`, `redraw`, `pin` and `diff`: what a person types and reads."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from pages import WORDS

import replay
from replay.cli import main
from replay.files import is_edit_file

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = str(replay.example())
EDITS = str(replay.example().with_name("example.edits.yaml"))
JAPAN = str(ROOT / "timelines/counterfactuals/japan-autos.yaml")


def call(*args, code=0):
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, (args, result.output)
    return result


def report(*args):
    return json.loads(call("whatif", *args, "--json").stdout)


# -- edits from the command line ------------------------------------------------------------------


def test_the_report_is_read_from_top_to_bottom():
    text = call("whatif", EXAMPLE, "--drop", "settlement", "--details").stdout
    heads = [
        "What is changed", "First divergence", "What does not happen", "What is kept although its reason is gone",
        "Clocks", "What clocks and commitments bring about", "Escalation", "Domains, as the rules compute them",
        "What the theories expect", "Is it a good counterfactual?",
    ]  # fmt: skip
    assert [text.index(f"\n{head}\n") for head in heads] == sorted(text.index(f"\n{head}\n") for head in heads)
    assert "a counterfactual in the strict sense" in text and "1.20 billion USD" in text


@pytest.mark.parametrize(
    ("args", "does"),
    [
        (["--drop", "settlement"], "drop settlement"),
        (["--drop", "demand", "--responses", "drop"], "drop demand and what answers nothing else"),
        (["--shift", "settlement=+14d"], "shift settlement by P14D"),
        (["--shift", "settlement=-1w"], "shift settlement by -P7D"),
        (["--shift", "settlement=P1M"], "shift settlement by P1M"),
        (["--shift", "settlement=1996-05-03"], "shift settlement to 1996-05-03"),
        (["--set-clock", "sanctions=1996-05-01"], "set-clock sanctions due 1996-05-01"),
        (["--set-clock", "sanctions=+2w"], "set-clock sanctions due P14D"),
        (["--reading", "kr-after-list=strong-loss"], "reading kr-after-list: strong-loss"),
        (["--reading", "kr-after-list=falling"], "reading kr-after-list: falling"),
        (["--cut", "1996-03-20", "--keep", "settlement"], "cut after 1996-03-20, keeping 1"),
    ],
)
def test_every_edit_can_be_asked_for_by_an_option(args, does):
    assert [edit["does"] for edit in report(EXAMPLE, *args)["edits"]] == [does]


def test_an_event_of_a_file_is_inserted(tmp_path):
    file = tmp_path / "new.yaml"
    event = "- {id: retreat, date: 1996-04-01, actor: US, act: drop-case, summary: Gave up., withdraws: [sanctions]}\n"
    file.write_text(event)
    made = report(EXAMPLE, "--insert", file, "--drop", "settlement")
    assert {clock["id"]: clock["after"]["outcome"] for clock in made["clocks"]} == {"sanctions": "withdrawn"}
    file.write_text(event + event.replace("retreat", "sigh").replace(", withdraws: [sanctions]", ""))
    assert len(report(EXAMPLE, "--insert", file)["edits"]) == 2
    file.write_text("{id: retreat, date: 1996-04-31, actor: US, act: drop-cases, summary: Gave up.}\n")
    faults = call("whatif", EXAMPLE, "--insert", file, code=1).stderr
    assert f"{file}:1:22: date: day 31" in faults or "new.yaml:1:" in faults
    assert "did you mean 'drop-case'?" in faults


def test_edits_of_a_file_and_of_the_command_line_add_up():
    made = report(EDITS, "no-settlement", "--shift", "demand=-3d")
    assert [edit["kind"] for edit in made["edits"]] == ["drop", "shift"]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        ([EXAMPLE], 2, "nothing to change"),
        ([EXAMPLE, "no-settlement"], 2, "is an event file; a NAME needs an edit file"),
        ([EDITS, "no-settlment"], 2, "did you mean 'no-settlement'?"),
        ([EXAMPLE, "--drop", "setlement"], 2, "--drop setlement: drop: no event of the base has the id 'setlement'"),
        ([EXAMPLE, "--shift", "settlement"], 2, "is not of the form ID=+14d"),
        ([EXAMPLE, "--shift", "settlement=soon"], 2, "neither a length"),
        ([EXAMPLE, "--shift", "settlement=-90d"], 1, "before 'sanctions-list' (1996-03-10)"),
        ([EXAMPLE, "--set-clock", "sanctions=9"], 2, "--set-clock"),
        ([EXAMPLE, "--reading", "kr-after-list=bad"], 2, "neither a level nor a trend"),
        ([EXAMPLE, "--cut", "1996"], 2, "YYYY-MM-DD"),
        ([EXAMPLE, "--keep", "demand"], 2, "--keep belongs to --cut"),
        ([EXAMPLE, "--drop", "demand", "--shift", "demand=+1d"], 1, "contradicts"),
        ([EXAMPLE, "--drop", "demand", "--no-figures"], 2, "--no-figures belongs to --out"),
        ([EXAMPLE, "--drop", "demand", "--dpi", "300"], 2, "--dpi belongs to --out"),
        ([EXAMPLE, "--drop", "demand", "--out", "o", "--no-figures", "--dpi", "99"], 2, "--no-figures leaves out"),
        ([EXAMPLE, "--drop", "demand", "--json", "--format", "md"], 2, "--json and --format md exclude each other"),
        ([EXAMPLE, "--shift", "settlement=+1d", "--responses", "drop"], 2, "--responses belongs to --drop"),
        ([EXAMPLE, "--drop", "sanctions"], 2, "(it is a clock: use set-clock, or drop what sets it)"),
        ([EXAMPLE, "--set-clock", "sanction=P9D"], 2, "did you mean 'sanctions'?"),
        ([EXAMPLE, "--cut", "1996-03-01", "--keep", "setlement"], 2, "did you mean 'settlement'?"),
        ([EDITS, "--out", "o"], 2, "--out has no effect with a list of counterfactuals"),
        ([EDITS, "--format", "md"], 2, "not printed as md; name one of them"),
        ([EDITS, "--dates", "latest"], 2, "--dates has no effect with a list"),
        (["nowhere.yaml", "--drop", "x"], 1, "cannot read this file"),
        (["nowhere.yaml", "no-settlement"], 1, "cannot read this file"),
    ],
)
def test_what_is_asked_for_wrongly_is_said_in_words(args, code, words):
    refused("whatif", *args, code=code, words=words)


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["weigh", EDITS], 2, "Missing argument 'SET'"),
        (["weigh", EDITS, "sprung"], 2, "no set of branches of the file is called 'sprung'; did you mean 'spring'?"),
        (["weigh", EXAMPLE, "spring"], 2, "is an event file; a set of branches needs an edit file"),
        (["weigh", EDITS, "spring", "--drop", "demand"], 2, "No such option"),
        (["weigh", EDITS, "spring", "--json", "--format", "html"], 2, "exclude each other"),
        (["redraw", EXAMPLE], 2, "--times and --acts exclude each other; allowed: exactly one of them"),
        (["redraw", EXAMPLE, "--times", "3", "--acts", "3"], 2, "--times and --acts exclude each other"),
        (["redraw", EXAMPLE, "--times", "3", "--drop", "demand"], 2, "No such option"),
        (["redraw", EXAMPLE, "--acts", "3", "--theory", "prospekt"], 2, "did you mean 'prospect'?"),
        (["redraw", EXAMPLE, "--acts", "3", "--spread", "3"], 2, "--spread belongs to --times"),
        (["redraw", EXAMPLE, "--times", "3", "--theory", "prospect"], 2, "--theory belongs to --acts"),
        (["redraw", EXAMPLE, "--times", "0"], 2, "--times"),
        (["pin", EXAMPLE], 2, "is an event file; a pin needs an edit file"),
        (["pin", EDITS, "--json"], 2, "No such option"),
        (["pin", "nowhere.yaml"], 1, "cannot read this file"),
    ],
)
def test_so_do_the_commands_beside_it(args, code, words):
    refused(*args, code=code, words=words)


def refused(*args, code, words):
    result = call(*args, code=code)
    assert words in " ".join(result.stderr.split()), result.stderr
    assert result.stdout == ""


# -- edit files -----------------------------------------------------------------------------------


def test_an_edit_file_is_told_from_an_event_file():
    assert is_edit_file(EDITS) and is_edit_file(JAPAN)
    assert not is_edit_file(EXAMPLE) and not is_edit_file("nowhere.yaml")


def test_a_file_of_neither_kind_is_refused_for_what_is_wrong_with_it(tmp_path):
    path = tmp_path / "edits.yaml"
    path.write_bytes(Path(EDITS).read_text().encode("utf-16"))
    assert "this is a text in UTF-16" in call("whatif", path, "no-settlement", code=1).stderr
    path.write_bytes(b"\xef\xbb\xbfof: {base: x.yaml}\n")
    assert is_edit_file(path)


def test_a_file_without_a_name_lists_its_counterfactuals():
    text = call("whatif", EDITS).stdout
    assert "no-settlement" in text and "Ninety days" in text and "record 0.6" in text
    assert json.loads(call("whatif", EDITS, "--json").stdout)["branches"] == ["spring"]


def test_check_accepts_edit_files_beside_event_files():
    text = call("check", EXAMPLE, EDITS, JAPAN).stdout
    assert "2 counterfactuals, 3 edits, 1 branch set; base example.yaml" in text and "10 counterfactuals" in text


def test_the_schema_of_edit_files_is_shipped_and_accepts_them(golden):
    import jsonschema

    from replay.counterfactuals.editfile.models import edits_schema
    from replay.files import edits_schema_text

    golden("replay/data/edits.schema.json", json.dumps(edits_schema(), indent=2) + "\n")
    validator = jsonschema.Draft202012Validator(json.loads(edits_schema_text()))
    for path in (EDITS, JAPAN, JAPAN.replace("japan", "korea")):
        document = json.loads(json.dumps(yaml.safe_load(Path(path).read_text()), default=str))
        assert list(validator.iter_errors(document)) == [], path
        document["edits"]["wrong"] = {"drop": "x", "becuase": "y"}
        assert list(validator.iter_errors(document))


def test_a_set_of_branches_is_weighed():
    text = call("weigh", EDITS, "spring").stdout
    assert "imposes sanctions that the record does not have with probability 0.30" in " ".join(text.split())
    made = json.loads(call("weigh", EDITS, "spring", "--json").stdout)
    assert made["worth"] == {"USD": pytest.approx(0.36e9)}
    assert [branch["kind"] for branch in made["branches"]] == ["none", "counterfactual", "intervention"]
    assert call("weigh", EDITS, "spring", "--format", "md").stdout.startswith("# What became of the talks?")


def test_redraws_on_the_command_line():
    made = json.loads(call("redraw", EXAMPLE, "--times", "30", "--spread", "40", "--seed", "4", "--json").stdout)
    assert made["count"] == 30 and sum(made["clocks"]["sanctions"].values()) == 30
    again = call("redraw", EXAMPLE, "--times", "30", "--spread", "40", "--seed", "4", "--json").stdout
    assert json.loads(again) == made
    assert "30 redraws of A small example" in call("redraw", EXAMPLE, "--times", "30").stdout
    text = call("redraw", EXAMPLE, "--acts", "5").stdout
    assert "drawn by 'prospect', on the same days; seed 1" in " ".join(text.split())


def test_redraws_say_what_their_numbers_count():
    args = ("redraw", EXAMPLE, "--times", "40", "--spread", "60", "--seed", "4")
    made, text = json.loads(call(*args, "--json").stdout), " ".join(call(*args).stdout.split())
    taken = made["clocks"]["sanctions"]["carried-out"]
    assert 0 < taken < 40 and sum(made["clocks"]["sanctions"].values()) == made["count"] == made["drawn"] == 40
    assert f"carried-out in {taken} of 40 ({taken / 40:.1%})" in text
    assert f"imposes sanctions in {made['imposed']} of 40" in text and made["imposed"] == taken
    assert made["mean_worth_usd"] == pytest.approx(1.2e9 * taken / 40)
    assert f"as the mean of all 40: {made['mean_worth_usd'] / 1e6:.2f} million USD" in text
    assert made["refused"] == {} and made["base"] == {"sanctions": "settled"} and "Refused" not in text


def test_draws_that_are_refused_are_counted_and_named(tmp_path):
    path = tmp_path / "tight.yaml"
    text = Path(EXAMPLE).read_text().replace("due: P60D", "due: demand + P96D")
    path.write_text(text)
    args = ("redraw", path, "--times", "50", "--spread", "80", "--seed", "2")
    made, said = json.loads(call(*args, "--json").stdout), " ".join(call(*args).stdout.split())
    gone = made["drawn"] - made["count"]
    assert made["drawn"] == 50 and gone > 0 and made["refused"] == {"sanctions": gone}
    assert f"Refused: {gone} of 50" in said and f"(sanctions in {gone})" in said
    assert f"of the {made['count']} that are left" in said and f"of {made['count']} (" in said
    assert sum(made["clocks"]["sanctions"].values()) == made["count"]


def test_redraws_keep_the_days_of_the_dates_asked_for(tmp_path):
    for dates in ("earliest", "latest"):
        made = json.loads(call("redraw", EXAMPLE, "--acts", "6", "--dates", dates, "--json").stdout)
        assert made["count"] == 6
    from replay.counterfactuals import redraw_acts
    from replay.timeline.schedule import schedule

    timeline = replay.load(EXAMPLE)
    for drawn in redraw_acts(replay.run(timeline, dates="latest"), 6, seed=2):
        days = schedule(drawn, "latest").days
        assert days["settlement"] == schedule(timeline, "latest").days["settlement"]


def test_progress_is_for_a_terminal_alone(monkeypatch, capsys):
    from replay.text.terminal import progress

    assert list(progress(iter("abc"), "Replaying", 3)) == ["a", "b", "c"] and capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert list(progress(iter("abc"), "Replaying", 3)) == ["a", "b", "c"] and capsys.readouterr().out == ""
    assert call("redraw", EXAMPLE, "--times", "3").stderr == ""


# -- output ---------------------------------------------------------------------------------------


def test_out_writes_every_form_the_trace_and_the_figures(tmp_path):
    result = call("whatif", EDITS, "no-settlement", "--out", tmp_path, "--format", "md")
    folder = tmp_path / "example/whatif/no-settlement"
    names = {path.name for path in folder.iterdir()}
    endings = ("svg", "pdf", "png", "caption.txt", "caption.tex", "snippet.tex", "alt.txt", "data.csv", "json")
    figures = {f"{stem}.{ending}" for stem in ("escalation", "domain", "clocks") for ending in endings}
    assert names == {"report.md", "report.html", "report.json", "trace.jsonl", *figures}
    page = (folder / "report.html").read_text()
    assert page.count("<figure>") == page.count("<svg") == 3
    written = (folder / "report.md").read_text()
    assert written.count("![") == 3 and "![" not in result.stdout
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    call("whatif", EDITS, "no-settlement", "--out", tmp_path)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    assert replay.Trace.from_jsonl((folder / "trace.jsonl").read_text()).select
    call("whatif", EXAMPLE, "--drop", "settlement", "--out", tmp_path, "--no-figures")
    assert {path.name for path in (tmp_path / "example/whatif/edits").iterdir()} == names - figures


def test_figures_take_a_format_beside_that_of_the_report(tmp_path):
    args = ("--out", tmp_path, "--format", "md", "--format", "tex", "--dpi", 60)
    result = call("whatif", EDITS, "no-settlement", *args)
    folder = tmp_path / "example/whatif/no-settlement"
    assert result.stdout.startswith("# ") and (folder / "report.md").read_text().count(".svg)") == 3
    found = {path.suffix for path in folder.glob("clocks.*")}
    assert found == {".tex", ".svg", ".txt", ".csv", ".json"}  # the report shows the SVG
    manifest = json.loads((folder / "clocks.json").read_text())
    assert manifest["asked"].pop("engine").startswith("graphviz-pure ")
    assert manifest["asked"] == {"edits": ["drop settlement"]} and len(manifest["made_from"]) == 2
    for name, digest in manifest["output"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_formats_that_contradict_each_other_are_refused(tmp_path):
    refused = call("whatif", EXAMPLE, "--drop", "settlement", "--format", "md", "--format", "html", code=2)
    assert "printed once; allowed with --format: one of md, html" in refused.stderr
    for more in ((), ("--out", tmp_path, "--no-figures")):
        refused = call("whatif", EXAMPLE, "--drop", "settlement", "--format", "tex", *more, code=2)
        assert "--format tex is for figures, which are drawn with --out only" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_html_on_the_terminal_is_a_page():
    assert call("whatif", EDITS, "no-settlement", "--format", "html").stdout.startswith("<!DOCTYPE html>")


def test_a_report_without_figures_loads_no_figure_library():
    code = (
        "import sys; from replay.cli import main\n"
        f"try: main(['whatif', {EDITS!r}, 'no-settlement'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('matplotlib', 'pandas', 'ruamel.yaml', 'markdown_it.main') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# -- diff -----------------------------------------------------------------------------------------


def test_diff_says_the_same_with_0_a_difference_with_1_and_trouble_with_2(tmp_path):
    assert "are the same" in call("diff", EXAMPLE, EXAMPLE).stdout
    other = tmp_path / "other.yaml"
    text = Path(EXAMPLE).read_text()
    other.write_text(text.replace("date: 1996-02-05", "date: 1996-02-06").replace("Asked for", "Begged for"))
    result = call("diff", EXAMPLE, other, code=1)
    assert "changed" in result.stdout and "date, summary" in result.stdout
    assert "The replays part on 5 Feb 1996, at entry 0." in result.stdout
    assert call("diff", EXAMPLE, other, "--quiet", code=1).stdout == ""
    made = json.loads(call("diff", EXAMPLE, other, "--json", code=1).stdout)
    assert made["same"] is False and made["items"][0]["fields"] == ["date", "summary"]
    other.write_text(text.replace("Asked for", "Begged for"))
    assert "The replays are the same, entry for entry: 6 entries." in call("diff", EXAMPLE, other, code=1).stdout
    assert "cannot read this file" in call("diff", EXAMPLE, tmp_path / "none.yaml", code=2).stderr
    assert call("diff", tmp_path / "none.jsonl", EXAMPLE, code=2).stdout == ""
    other.write_text("format: 2\n")
    assert "other.yaml:1:9" in call("diff", EXAMPLE, other, code=2).stderr
    (tmp_path / "bad.jsonl").write_text("{}\n")
    assert "line 1 of the trace" in call("diff", EXAMPLE, tmp_path / "bad.jsonl", code=2).stderr
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe")
    assert "UTF-8" in call("diff", EXAMPLE, tmp_path / "binary.jsonl", code=2).stderr


def test_diff_takes_traces_and_counterfactuals(tmp_path):
    trace = tmp_path / "trace.jsonl"
    trace.write_text(call("run", EXAMPLE, "--format", "jsonl").stdout)
    assert json.loads(call("diff", trace, trace, "--json").stdout)["same"]
    branch = call("diff", EXAMPLE, f"{EDITS}#no-settlement", code=1).stdout
    assert "dropped settlement" in branch and "removed  1 event  settlement" in branch
    assert "did you mean" in call("diff", EXAMPLE, f"{EDITS}#no-setlement", code=2).stderr


def test_diff_of_a_file_and_the_trace_that_was_written_of_it_is_nothing(tmp_path):
    for file in (EXAMPLE, str(ROOT / "timelines/korea-autos-1995-1998.yaml")):
        call("run", file, "--out", tmp_path)
        trace = tmp_path / replay.load(file).dispute / "trace.jsonl"
        said = " ".join(call("diff", file, trace).stdout.split())
        assert "are the same" in said and "a trace file holds no due dates to compare" in said
        assert "are the same" in call("diff", trace, file).stdout
        assert json.loads(call("diff", file, trace, "--json").stdout) == {"same": True, "items": [], "divergence": None}
    call("whatif", EDITS, "no-settlement", "--out", tmp_path, "--no-figures")
    branch = tmp_path / "example/whatif/no-settlement/trace.jsonl"
    assert "are the same" in " ".join(call("diff", f"{EDITS}#no-settlement", branch).stdout.split())
    assert "part on 2–6 May 1996, at entry 4" in call("diff", EXAMPLE, branch, code=1).stdout
    assert "settlement, sanctions" not in call("diff", f"{EDITS}#in-time-for-more", EXAMPLE, code=1).stdout


def test_due_dates_count_where_both_are_replayed(tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(Path(EXAMPLE).read_text().replace("due: P60D", "due: P61D"))
    result = call("diff", EXAMPLE, other, code=1).stdout
    assert "sanctions-list: clock" in result and "due 10 May 1996" in result
    trace = tmp_path / "trace.jsonl"
    trace.write_text(call("run", EXAMPLE, "--format", "jsonl").stdout)
    assert "are the same" in call("diff", other, trace).stdout


def test_what_differs_is_whole_and_readable_at_80_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    korea = str(ROOT / "timelines/korea-autos-1995-1998.yaml")
    text = call("diff", str(ROOT / "timelines/japan-autos-1993-1995.yaml"), korea, "--details", code=1).stdout
    assert max(map(len, text.splitlines())) <= 80 and "7 parties" in text
    words = set(text.replace(",", " ").replace(":", " ").split())
    assert {event.id for event in replay.load(korea).events} <= words


def test_diff_says_how_to_name_what_it_cannot_take():
    assert f"name one of its counterfactuals: {EDITS}#NAME" in call("diff", EXAMPLE, EDITS, code=2).stderr
    assert "allowed: the trace.jsonl beside it" in call("diff", EXAMPLE, __file__.replace(".py", ".csv"), code=2).stderr


# -- what must hold whatever the input ------------------------------------------------------------


def test_the_output_does_not_depend_on_the_order_of_hashes():
    import os

    command = [sys.executable, "-m", "replay", "whatif", JAPAN, "no-targets-nor-answers", "--json"]
    outputs = {
        subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_a_mangled_edit_file_is_refused_or_read_and_never_falls_over(tmp_path):
    import random

    from replay.counterfactuals.editfile import inspect_edits

    chance = random.Random(4)
    (tmp_path / "example.yaml").write_bytes(Path(EXAMPLE).read_bytes())
    text, path = Path(EDITS).read_text(), tmp_path / "mangled.yaml"
    refused = 0
    for _ in range(250):
        lines = text.splitlines(keepends=True)
        spot = chance.randrange(len(lines))
        match chance.randrange(4):
            case 0:
                del lines[spot]
            case 1:
                lines.insert(spot, chance.choice(lines))
            case 2:
                at = chance.randrange(len(lines[spot]))
                lines[spot] = lines[spot][:at] + chance.choice("x:{}[]-'\"#&*!|>9\t ") + lines[spot][at + 1 :]
            case _:
                lines[spot] = lines[spot].replace(chance.choice("aeiost"), chance.choice("aeiost"))
        path.write_text("".join(lines))
        found, problems = inspect_edits(path)
        assert found is not None or problems
        assert all(problem.message and problem.where.file == str(path) for problem in problems)
        refused += bool(problems)
    assert refused > 100


def test_the_numbers_of_the_tutorial_are_those_of_the_report():
    tutorial = WORDS["docs/tutorial.md"]
    made = json.loads(call("whatif", JAPAN, "no-agreement", "--json").stdout)
    assert made["divergence"]["date"] == "1995-06-28" and "the two replays diverge (28 June)" in tutorial
    assert made["rewrite"]["lost"] == 21 and "Twenty-one later events depend on" in tutorial
    assert made["sanctions"]["worth"] == {"USD": 1e10} and "The sanctions come to 10 billion dollars" in tutorial
    files = [replay.load_edits(path) for path in (JAPAN, JAPAN.replace("japan", "korea"))]
    changes = (ROOT / "CHANGELOG.md").read_text()
    assert [len(file.counterfactuals) for file in files] == [10, 8]
    assert "Ten counterfactuals of the U.S.-Japan dispute and eight of the U.S.-Korea dispute" in changes
