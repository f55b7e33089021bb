"""Sweeps: cases by number, the same rows however they are computed and however often the run is broken off."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from click.testing import CliRunner
from coded import event, text

import replay
from replay.cli import main
from replay.ensemble.parts import Sweep, computed, parsed
from replay.ensemble.rows import NEVER, Base, columns_of
from replay.ensemble.specfile import read_specification
from replay.ensemble.specification import Axes, Specification
from replay.errors import RefusalError, TimelineError

EXAMPLE = replay.example().read_text(encoding="utf-8")


def base(*over, held=EXAMPLE, others=(), **more):
    return Base("example.yaml", (held, *others), Specification(over, **more))


def call(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


# -- cases ----------------------------------------------------------------------------------------


def test_axes_multiply_and_count_like_the_digits_of_a_number():
    axes = Axes(Specification(("drops", "dates"), draws=2), ["a", "b"])
    assert [(case.draw, case.dropped) for case in axes] == [
        (0, ()), (0, ("a",)), (0, ("b",)), (1, ()), (1, ("a",)), (1, ("b",)), (2, ()), (2, ("a",)), (2, ("b",)),
    ]  # fmt: skip
    assert [axes[n].number for n in (0, 8)] == [0, 8]
    with pytest.raises(IndexError):
        axes[9]


def test_pairs_follow_single_acts_and_switches_have_every_setting():
    axes = Axes(Specification(("drops",), pairs=True), ["a", "b", "c"])
    assert [case.dropped for case in axes][4:] == [("a", "b"), ("a", "c"), ("b", "c")]
    every = Axes(Specification(("switches",)), [])
    assert len(every) == 5 * 4 * 2**8  # impacts have five settings, nodes four, the other eight two
    assert every[0].switches == ()


def test_a_share_of_the_switches_is_the_same_for_the_same_seed():
    def picked(seed):
        return [case.switches for case in Axes(Specification(("switches",), share=0.02, seed=seed), [])]

    assert picked(1) == picked(1) != picked(2)
    assert 40 < len(picked(1)) < 180


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"over": ("dropps",)}, "'dropps'; did you mean 'drops'"), ({"over": ("drops", "drops")}, "varied twice"),
        ({"over": ("dates",), "draws": 0}, "draws is 0"), ({"over": ("switches",), "share": 0}, "share is 0"),
        ({"over": ("continuations",), "theory": "prospekt"}, "prospekt"),
        ({"over": ("continuations",), "since": "1995-13-01"}, "month"),
    ],
)  # fmt: skip
def test_what_cannot_be_varied_is_refused(more, said):
    with pytest.raises(Exception, match=said):
        Specification(**more)


def test_the_digest_is_that_of_specification_and_files():
    one = Sweep(base("drops")).digest
    assert one == Sweep(base("drops")).digest
    assert one != Sweep(base("drops", seed=2)).digest
    assert one != Sweep(base("drops", held=EXAMPLE + "# a comment\n")).digest


# -- rows -----------------------------------------------------------------------------------------


def test_each_act_left_out_says_what_comes_then():
    rows = {row["dropped"]: row for row in computed(base("drops"))}
    assert rows[""]["end:sanctions"] == "settled" and rows[""]["sanctions"] == 0 and rows[""]["parts"] == ""
    assert rows["settlement"]["end:sanctions"] == "carried-out" and rows["settlement"]["sanctions"] == 1
    assert rows["settlement"]["settled"] == 0 and rows["settlement"]["parts_at"] == "settlement"
    assert rows["sanctions-list"]["end:sanctions"] == NEVER


SLACK = text(
    event(
        "list",
        "2001-01-01",
        "clock: {id: duties, due: 2001-03-10, kind: effect, record: settled}",
        act="list-sanctions",
    ),
    event("deal", "2001-03-01/2001-03-20", "settles: [duties]", act="settle"),
)


def test_a_draw_after_the_due_day_lets_the_clock_run_out():
    rows = computed(base("dates", held=SLACK, draws=60))
    ends = [row["end:duties"] for row in rows[1:]]
    assert rows[0]["draw"] == 0
    assert {*ends} == {"settled", "carried-out"} or any(row["refused"] for row in rows)


def test_other_codings_are_cases_and_acts_that_one_lacks_are_told():
    other = text(event("list", "2001-01-01", act="list-sanctions"), event("talks", "2001-02-01", act="meet"))
    rows = computed(base("coders", "drops", held=SLACK, others=(other,)))
    found = {(row["coder"], row["dropped"]): row for row in rows}
    assert found[1, "deal"]["refused"] == "this coding has no such act"
    assert found[1, ""]["end:duties"] == NEVER and found[1, ""]["acts"] == 2


def test_rows_of_switches_share_a_replay_and_differ_in_what_switches_bear_on():
    japan = (Path(__file__).parent.parent / "timelines" / "japan-autos-1993-1995.yaml").read_text(encoding="utf-8")
    rows = computed(base("switches", held=japan, share=0.002))
    assert len({row["end:sanctions-june"] for row in rows}) == 1
    assert len({row["rps:prospect"] for row in rows}) > 1


# -- parts ----------------------------------------------------------------------------------------


def test_parts_come_together_whoever_computes_them(monkeypatch):
    monkeypatch.setattr("replay.ensemble.parts.PART", 7)
    made = Sweep(base("dates", "drops", draws=4))
    assert len(made) == 25 and [part.stop - part.first for part in made.parts] == [7, 7, 7, 4]
    alone = {part.name: said for part, said in made.compute()}
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        several = {part.name: said for part, said in made.compute((), pool, 2)}
    assert alone == several
    whole = made.joined(alone)
    rows = list(csv.reader(io.StringIO(whole)))
    assert tuple(rows[0]) == columns_of(made.base)
    assert parsed(rows[0], rows[1:]) == computed(made.base)
    first = made.parts[0].name
    assert first not in {part.name for part, _ in made.compute([first])}
    with pytest.raises(RefusalError, match="1 of 4 parts are not computed"):
        made.joined({name: said for name, said in alone.items() if name != first})


# -- the command ----------------------------------------------------------------------------------


def test_the_same_command_says_what_is_there_and_another_specification_has_a_folder_of_its_own(tmp_path):
    first = call("sweep", replay.example(), "--over", "drops", "--out", tmp_path)
    assert first.exit_code == 0, first.output
    (folder,) = tmp_path.glob("*/sweep-*")
    assert {path.name for path in folder.iterdir()} - {"rows.parquet"} == {"rows.csv", "spec.json"}
    held = json.loads((folder / "spec.json").read_text())
    assert held["cases"] == 5 and held["specification"] == {"over": ["drops"]}
    assert "is there already" in call("sweep", replay.example(), "--over", "drops", "--out", tmp_path).output
    call("sweep", replay.example(), "--over", "drops", "--pairs", "--out", tmp_path)
    assert len([*tmp_path.glob("*/sweep-*")]) == 2


def test_a_specification_can_stand_in_a_file_with_faults_at_their_place(tmp_path):
    spec = tmp_path / "spec.yaml"
    spec.write_text("over: [drops, dates]\ndraws: 3\n")
    assert read_specification(spec) == {"over": ("drops", "dates"), "draws": 3}
    said = call("sweep", replay.example(), "--spec", spec, "--dry-run", "--seed", "4").output
    assert "20 cases" in said
    spec.write_text("over: [drops]\ndrews: 3\nshare: 2\npairs: maybe\ndraws: many\nover: drops\n")
    with pytest.raises(TimelineError):
        read_specification(spec)
    spec.write_text("over: dropps\ndrews: 3\nshare: 2\npairs: maybe\ndraws: many\nsince: 1995-13-01\nseed: [1]\n")
    with pytest.raises(TimelineError) as fault:
        read_specification(spec)
    said = [str(one).partition("spec.yaml")[2] for one in fault.value.problems]
    assert [one[:5] for one in said] == [f":{n}:1:" for n in range(1, 8)]
    assert said[0].endswith("did you mean 'drops'? allowed: coders, dates, drops, continuations, parameters, switches")
    assert "did you mean 'draws'? allowed: over, draws, continuations, " in said[1]
    assert [one.partition(": ")[2] for one in said[2:5]] == [
        "share is 2; allowed: above 0, up to 1", "pairs is 'maybe'; allowed: true or false",
        "draws is 'many'; allowed: a whole number",
    ]  # fmt: skip
    assert said[6].endswith("seed is ['1']; allowed: a whole number")


def test_a_specification_in_a_file_has_the_fields_and_limits_of_one(tmp_path):
    """Whatever `Specification` refuses is refused of a file, in the same words."""
    spec = tmp_path / "spec.yaml"
    full = Specification(("drops",), draws=3, continuations=4, since="1995-01-01", theory="uniform", pairs=True,
                         share=0.5, seed=9, dates="latest")  # fmt: skip
    spec.write_text("".join(
        f"{name}: {str(value).lower() if isinstance(value, bool) else value}\n" for name, value in full.told().items()
    ))  # fmt: skip
    assert Specification(**read_specification(spec)) == full
    for name, value in {"draws": 0, "share": 1.5, "seed": -1, "dates": "late", "theory": "prospekt"}.items():
        spec.write_text(f"over: drops\n{name}: {value}\n")
        with pytest.raises(TimelineError) as held:
            read_specification(spec)
        with pytest.raises(Exception, match=name) as given:
            Specification(("drops",), **{name: value})
        assert str(held.value).endswith(f":2:1: {given.value}")


@pytest.mark.parametrize(
    "words",
    [(), ("--over", "coders"), ("--over", "drops", "--coder", "x.yaml")],
    ids=["nothing", "no coder", "no axis"],
)
def test_a_call_that_makes_no_sense_is_refused(words):
    assert call("sweep", replay.example(), *words, "--dry-run").exit_code == 2


def sweeping(*words, **more):
    """The command in a process of its own, with what it prints thrown away; `more` are variables of its environment."""
    call = [sys.executable, "-m", "replay", "sweep", *map(str, words)]
    return subprocess.Popen(call, stdout=subprocess.DEVNULL, env=os.environ | more)


def rows_in(folder):
    (rows,) = folder.glob("*/sweep-*/rows.csv")
    return rows.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="kills a process by signal")
def test_a_sweep_of_ten_thousand_that_is_killed_three_times_ends_with_the_same_bytes(tmp_path):
    """Two acts: both, either and none, under 2,499 draws and the plain dates. Each kill comes midway."""
    case = tmp_path / "case.yaml"
    case.write_text(SLACK, encoding="utf-8")
    words = [case, "--over", "dates", "--over", "drops", "--pairs", "--draws", 2499, "--out"]

    def parts():
        return len([*tmp_path.glob("broken/*/sweep-*/parts/*.csv")])

    for _ in range(3):
        before, run, until = parts(), sweeping(*words, tmp_path / "broken"), time.monotonic() + 60
        while parts() < before + 3 and run.poll() is None and time.monotonic() < until:
            time.sleep(0.002)
        run.send_signal(signal.SIGKILL)
        assert run.wait() == -signal.SIGKILL
        assert before + 3 <= parts() < 100 and not [*tmp_path.glob("broken/*/sweep-*/rows.csv")]
    for out in ("broken", "whole"):
        assert sweeping(*words, tmp_path / out).wait() == 0
    broken, whole = (rows_in(tmp_path / out) for out in ("broken", "whole"))
    assert broken == whole and whole.count(b"\n") == 1 + 10_000


def test_the_bytes_hang_on_neither_hash_seed_nor_the_processes(tmp_path):
    """Every axis in two sweeps; one process, or two of a spawned pool, each with another order of sets."""
    for over in (
        ["--over", "dates", "--draws", 2, "--over", "drops", "--pairs", "--over", "parameters"],
        ["--over", "continuations", "--continuations", 4, "--over", "switches", "--share", 0.001],
    ):
        runs = [
            sweeping(replay.example(), *over, "--workers", workers, "--out", tmp_path / over[1] / seed,
                     PYTHONHASHSEED=seed)
            for seed, workers in (("1", 1), ("2", 2))
        ]  # fmt: skip
        assert [run.wait() for run in runs] == [0, 0]
        one, two = (rows_in(tmp_path / over[1] / seed) for seed in "12")
        assert one == two and one.count(b"\n") > 100


# -- a cluster ------------------------------------------------------------------------------------


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed_midway(dask, tmp_path):
    address, workers = dask
    words = [replay.example(), "--over", "dates", "--over", "drops", "--draws", "300"]
    run = subprocess.Popen(
        [sys.executable, "-m", "replay", "sweep", *map(str, words), "--scheduler", address, "--insecure", "--out",
         str(tmp_path / "cluster")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until = time.monotonic() + 60
    while not [*tmp_path.glob("cluster/*/sweep-*/parts/*.csv")] and run.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    workers[0].kill()
    _, said = run.communicate(timeout=120)
    assert run.returncode == 0, said
    assert "is without TLS" in said
    alone = [sweeping(*words, "--workers", n, "--out", tmp_path / str(n), PYTHONHASHSEED=str(n)) for n in (1, 2)]
    assert [one.wait() for one in alone] == [0, 0]
    assert rows_in(tmp_path / "cluster") == rows_in(tmp_path / "1") == rows_in(tmp_path / "2")


def test_an_address_without_tls_is_refused_unless_it_is_meant(tmp_path):
    said = call("sweep", replay.example(), "--over", "drops", "--scheduler", "tcp://127.0.0.1:1", "--out", tmp_path)
    assert said.exit_code == 1 and "no address of TLS" in said.output
    assert not [*tmp_path.iterdir()]
    assert call("sweep", replay.example(), "--over", "drops", "--insecure").exit_code == 2


def test_rows_stand_as_parquet_too(tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    call("sweep", replay.example(), "--over", "drops", "--out", tmp_path)
    (path,) = tmp_path.glob("*/sweep-*/rows.parquet")
    assert pq.read_table(path).to_pylist() == [dict(row) for row in computed(base("drops"))]


# -- what the rows come to ------------------------------------------------------------------------


def test_a_sweep_answers_and_draws_what_was_varied(tmp_path):
    done = call("sweep", replay.example(), "--over", "drops", "--answer", "--figures", "--out", tmp_path)
    assert done.exit_code == 0, done.output
    assert "What made the outcome?" in done.output and "without it the chance goes from 0 % to 100 %" in " ".join(
        done.output.split()
    )
    (folder,) = tmp_path.glob("*/sweep-*")
    assert {"weights.svg", "weights.caption.txt", "weights.data.csv"} <= {path.name for path in folder.iterdir()}
    again = call("sweep", replay.example(), "--over", "dates", "--draws", "5", "--answer", "--out", tmp_path)
    assert "Is it date-proof?" in again.output
    refused = call("sweep", replay.example(), "--over", "dates", "--draws", "5", "--figures", "--out", tmp_path)
    assert refused.exit_code == 2 and "there are figures of switches, drops and continuations" in refused.output
