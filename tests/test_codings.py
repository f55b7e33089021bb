"""Two codings side by side: every number worked out by hand."""

import json
from math import log
from pathlib import Path

import pytest
from click.testing import CliRunner
from coded import event, text, timeline

import replay
from replay.cli import main
from replay.codebook import Switches
from replay.domain import Rules
from replay.errors import RefusalError, TimelineError
from replay.files import read_matches
from replay.scoring import (
    Coding,
    Matches,
    agreement,
    case,
    forecasts,
    match,
    score,
    sentences,
    theory_scores,
)
from replay.scoring.matching import SIZES
from replay.tables.codings import differences_table, followed_table, scores_line, theories_table
from replay.theories.statistics.reliability import alpha_interval, krippendorff_alpha, mean_interval, share_interval

ROOT = Path(__file__).resolve().parent.parent

# -- statistics ------------------------------------------------------------------------------------

PUBLISHED = [
    [1, 1, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1],
    [2, 2, 2, 2], [5, 5, 5], [1, 1], [3],
]  # fmt: skip
"""Krippendorff 2004, chapter 11: four observers, twelve units, some not rated by all."""


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_the_published_example(level, alpha):
    assert krippendorff_alpha(PUBLISHED, level) == pytest.approx(alpha, abs=0.0005)


def test_alpha_of_two_observers_by_hand():
    """Ten units, four disagreements, 14 zeros and 6 ones: 1 - 19 * 8 / (2 * 14 * 6) = 16 / 168."""
    units = list(zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], strict=True))
    assert krippendorff_alpha(units) == pytest.approx(16 / 168)


def test_ordinal_alpha_by_hand():
    """Ratings 1 1, 2 2, 1 3: margins 3, 2, 1 of 6. From 1 to 3 lie 1.5 + 2 + 0.5 = 4, 1 to 2 2.5, 2 to 3 1.5."""
    seen, chance = 2 * 4**2, 2 * (3 * 2 * 2.5**2 + 3 * 1 * 4**2 + 2 * 1 * 1.5**2)
    assert krippendorff_alpha([[1, 1], [2, 2], [1, 3]], "ordinal") == pytest.approx(1 - 5 * seen / chance)


def test_alpha_where_there_is_none():
    assert krippendorff_alpha([[1, 1], [1, 1]]) is None
    assert krippendorff_alpha([[1], []]) is None
    with pytest.raises(ValueError, match="allowed are nominal, ordinal, interval"):
        krippendorff_alpha([[1, 2]], "ratio")
    with pytest.raises(ValueError, match="finite"):
        krippendorff_alpha([[1, float("nan")]])


def test_intervals():
    assert alpha_interval([[[0, 0]]]) is None and alpha_interval([[[0, 0]], [[0, 0]]]) is None
    groups = [[[0, 0]], [[1, 1]], [[0, 1]], [[1, 1]], [[0, 0]], [[0, 0]]]
    assert alpha_interval(groups) == alpha_interval(groups)
    low, high = alpha_interval(groups, coverage=0.5)
    assert alpha_interval(groups)[0] <= low < high <= 1
    assert mean_interval([0, 1, 1, 0.5])[0] < 0.625 < mean_interval([0, 1, 1, 0.5])[1]
    z = 1.959963984540054
    assert share_interval(4, 4) == (pytest.approx(1 / (1 + z * z / 4)), 1.0)
    with pytest.raises(ValueError, match="5 of 4"):
        share_interval(5, 4)


# -- the matcher -----------------------------------------------------------------------------------


def named(name, date, label, **rest):
    return event(name, date, f"label: {label}", **rest)


def test_alikeness_by_hand():
    """Same act, actor, recipient and day: 6 of 10, and for words 4 times the share of their weight.

    Four texts: all have `something happened` (log 5/4 each), three `cars` (log 5/3), two `talks` (log 5/2).
    """
    a = timeline(named("one", "2000-01-01", "Cars talks"), named("other", "2002-01-01", "Steel"))
    b = timeline(named("eins", "2000-01-01", "Cars"), named("zwei", "2000-01-01", "Cars talks"))
    found = match(Coding(a), Coding(b))
    assert found.events == (("one", "zwei", ""), ("other", "", ""), ("", "eins", ""))
    (split,) = found.splits
    common = 2 * log(5 / 4) + log(5 / 3)
    share = common / (common + log(5 / 2))
    assert (split.coding, split.part, split.whole) == ("b", "eins", "one")
    assert split.alike == pytest.approx((6 + 4 * share) / 10, abs=1e-8)


@pytest.mark.parametrize(("date", "met"), [("2000-01-01", True), ("2000-02-01", True), ("2000-02-02", False)])
def test_beyond_a_month_nothing_is_the_same(date, met):
    a, b = timeline(named("one", "2000-01-01", "Cars")), timeline(named("eins", date, "Cars"))
    found = match(Coding(a), Coding(b)).events
    assert (("one", "eins", "") in found) is met
    assert SIZES.reach == 31


def test_who_whom_and_when_alone_do_not_do():
    """Of 10, date 2, actor 2, recipient 1 make the threshold, which is to be exceeded: another act, no word alike."""
    a = timeline(named("one", "2000-01-01", "Cars", act="demand").replace("Something happened", "Asked"))
    for act, met in (("settle", False), ("demand", True)):
        b = timeline(named("eins", "2000-01-01", "Steel", act=act).replace("Something happened", "Spoke"))
        assert (match(Coding(a), Coding(b)).events[0] == ("one", "eins", "")) is met


def test_best_first_and_ties_by_date():
    a = timeline(named("x", "2000-01-03", "Cars"), named("y", "2000-01-02", "Cars"))
    b = timeline(named("u", "2000-01-01/2000-01-09", "Cars"))
    assert match(Coding(a), Coding(b)).events == (("x", "", ""), ("y", "u", ""))


def test_a_settled_counterpart_that_is_disputed_is_none():
    a, b = timeline(named("x", "2000-01-03", "Cars")), timeline(named("u", "2000-01-03", "Cars parts"))
    third = timeline(named("p", "2000-01-03", "Cars"), named("q", "2000-01-03", "Cars parts"))
    assert match(Coding(a), Coding(b), Coding(third)).events[0] == ("x", "u", "")
    assert match(Coding(a), Coding(b), Coding(b)).events == (("x", "u", "u"),)


# -- agreement -------------------------------------------------------------------------------------

CLOCK = "clock: {{id: {}, due: {}, record: {}}}"
READING = "readings:\n  - {{id: r, party: A, date: 2000-02, level: {}, cite: {{key: s}}}}\n"
TACTICS = "tactics: [{}]"
A = timeline(
    event("one", "2000-01-01", CLOCK.format("limit", "2000-06-01", "lapsed") + "\nimpact: {B: -0.5}"),
    event("two", "2000-02", TACTICS.format("blame, delay"), act="warn"), event("extra", "2000-03-01"),
    event("three", "2000-04-01", "answers: {one: escalates, two: responds}", act="accuse"),
    more=READING.format("modest-loss"),
)  # fmt: skip
B = timeline(
    event("eins", "2000-01-02", CLOCK.format("term", "2000-06-01", "unknown") + "\nimpact: {B: -1.0}"),
    event("zwei", "2000-02-10", TACTICS.format("blame"), act="accuse", actor="C"),
    event("drei", "2000-04-01", "answers: {eins: counters}", act="accuse"),
    more=READING.format("moderate-loss"),
)  # fmt: skip
C = timeline(
    event("i", "2000-01-02", CLOCK.format("limit", "2000-06-01", "lapsed") + "\nimpact: {B: -0.5}"),
    event("ii", "2000-02", TACTICS.format("blame"), act="demand"), event("more", "2000-03-01"),
    event("iii", "2000-04-01", "answers: {i: escalates, ii: responds}", act="reject"),
    more=READING.format("modest-loss"),
)  # fmt: skip
ROWS = [
    ("one", "eins", "i"), ("two", "zwei", "ii"), ("extra", "", "more"), ("three", "drei", "iii"),
    ("limit", "term", "limit"), ("r", "r", "r"),
]  # fmt: skip


@pytest.fixture
def found():
    return agreement(A, B, C, Matches.of_rows(ROWS, A, B, C))


def test_every_share_by_hand(found):
    shares = {row.what: (row.n, row.share) for row in found.rows}
    third = pytest.approx(1 / 3)
    assert shares == {
        "act": (3, pytest.approx(2 / 3)),  # demand demand, warn accuse, accuse accuse
        "rung": (3, pytest.approx(2 / 3)), "actor": (3, pytest.approx(2 / 3)), "recipient": (3, 1.0),
        "date: spans overlap": (3, pytest.approx(2 / 3)), "date: same span": (3, third),
        "tactics": (1, 0.5),  # blame of blame and delay; the others name none
        "strategy, if any": (3, 1.0), "strategy": (1, 1.0),  # one pair claims by its tactics, two say nothing
        "link, if any": (2, 0.5), "link: type": (1, 0.0),
        "clock: due day": (1, 1.0), "clock: kind": (1, 1.0), "clock: end": (1, 0.0),
        "reading: level": (1, 0.0), "impact, if any": (1, 1.0), "impact: size": (1, 0.0),
    }  # fmt: skip
    assert found.pairs == 3 and found.only_a == ("extra",) == found.kept_a and found.only_b == ()


def test_kappa_and_alpha_by_hand(found):
    """Acts demand, warn, accuse and demand, accuse, accuse: chance (1·1 + 1·2)/9; of six ratings 2, 1, 3."""
    row = found.row("act")
    chance = (1 * 1 + 1 * 2) / 9
    assert row.kappa == pytest.approx((2 / 3 - chance) / (1 - chance))
    assert row.alpha == pytest.approx(1 - 5 * 2 / (36 - 4 - 1 - 9))
    assert found.row("decision: options").n == 0 and found.row("impact: size").kappa is None


def test_what_the_settled_file_followed(found):
    told = {row.what: (row.n, row.both, row.a, row.b, row.neither, row.against) for row in found.followed}
    assert told["act"] == (3, 1, 0, 0, 1, 1)  # demand kept; neither warn nor accuse; accuse became reject
    assert told["date: same span"] == (3, 1, 1, 1, 0, 0)
    assert told["actor"] == (3, 2, 1, 0, 0, 0)
    assert told["tactics"] == (1, 0, 0, 1, 0, 0)
    assert told["link, if any"] == (2, 1, 1, 0, 0, 0) and told["link: type"] == (1, 0, 1, 0, 0, 0)
    assert told["clock: end"] == (1, 0, 1, 0, 0, 0) == told["reading: level"] == told["impact: size"]
    assert len(followed_table(found)) == len(told)


def test_differences_give_both_values_as_coded(found):
    rows = {(one.what, one.a): (one.a_says, one.b_says, one.settled_says) for one in found.differences}
    assert rows["date: same span", "two"] == ("2000-02", "2000-02-10", "2000-02")
    assert rows["date: spans overlap", "one"] == ("2000-01-01", "2000-01-02", "2000-01-02")
    assert ("date: same span", "one") not in rows
    assert rows["tactics", "two"] == ("blame, delay", "blame", "blame")
    assert rows["link, if any", "three.answers.two"] == ("link", "none", "link")
    assert rows["impact: size", "one.impact.B"] == ("-0.5", "-1.0", "-0.5")
    assert len(differences_table(found)) == len(rows)


def test_the_sentences(found):
    said = sentences(found)
    assert said.startswith("Coding A has 4 events and coding B 3. They meet in 3 pairs of events")
    for words in (
        "1 events of A and 0 of B have no counterpart", "67% have dates that overlap, 67% the same actor and 67%",
        "Of 1 clocks in both codings 1 were due on the same day; of 1 readings in both 0 agree",
        "and 1 within one level",
    ):  # fmt: skip
        assert words in said
    assert sentences(agreement(A, B, None, Matches(()))) == "Coding A has 4 events and coding B 3. They meet in none."


DECISION = """\
decisions:
  - {{id: {}, party: A, question: What?, options: [{}], acts: [{}], did: claiming, cite: {{key: s}}}}
"""


def test_decisions_meet_by_their_acts():
    a = timeline(event("one", "2000-01-01", TACTICS.format("blame")), more=DECISION.format("d", "meet, demand", "one"))
    b = timeline(event("one", "2000-01-01", TACTICS.format("blame")), more=DECISION.format("e", "demand, warn", "one"))
    found = agreement(a, b)
    assert found.row("decision: what was done").share == 1.0
    assert found.row("decision: options").share == pytest.approx(1 / 3)
    (one,) = [one for one in found.compared if one.what == "decision: options"]
    assert (one.a, one.b, one.a_says, one.b_says) == ("d", "e", "demand, meet", "demand, warn")


def test_codings_of_different_disputes_are_refused():
    with pytest.raises(RefusalError, match=r"codings of 'test-case' .A and B. and 'example' .US and KR. were given"):
        agreement(A, replay.load(replay.example()))


def test_scores_under_each_file():
    example = replay.load(replay.example())
    scores = theory_scores({"A": A, "B": example, "settled": example})
    assert scores["A"] == (0, {}) and scores["B"][0] == 3 and scores["B"] == scores["settled"]
    table = theories_table(scores)
    assert [column.words for column in table.columns] == ["Theory", "B", "settled"]
    assert table.rows[0] == ("decisions", "3", "3")
    best = min(scores["B"][1].values())
    assert table.rows[1][1:] == (f"{best:.3f}", f"{best:.3f}")
    assert "expected-utility" not in scores["B"][1]  # one of the three decisions has no stakes
    assert scores_line(scores).startswith("A has no decisions that a replay reaches, so no score.")


def test_a_file_with_sizes_of_two_coders_is_scored_by_each_rule_that_makes_one_of_them():
    korea = replay.load(ROOT / "timelines" / "korea-autos-1995-1998.yaml")
    found = theory_scores({"settled": korea})
    assert [*found] == ["settled", *(f"settled, impacts {one}" for one in ("first", "second", "smaller", "larger"))]
    assert {n for n, _ in found.values()} == {15}
    rules = Rules(switches=Switches(impacts="second", nodes="all"))
    other = score(forecasts([case(replay.run(korea), rules)])).row("prospect").rps
    assert found["settled, impacts second"][1]["prospect"] == other != found["settled"][1]["prospect"]
    ignorant = {told["frequencies"] for _, told in found.values()}
    assert len(ignorant) == 1  # those who know nothing are not moved by an impact


# -- the table and the command ---------------------------------------------------------------------


def test_a_table_that_names_what_is_not_there(tmp_path):
    path = tmp_path / "m.csv"
    path.write_text("a,b,settled\none,eins,\nonne,zwei,\ntwo,,nix\ntwo\n", encoding="utf-8")
    with pytest.raises(TimelineError) as fault:
        read_matches(path, [A.by_id, B.by_id, C.by_id])
    assert str(fault.value).splitlines() == [
        f"{path}:3:1: a: coding A has no event, clock or reading 'onne'; did you mean 'one'?",
        f"{path}:4:6: settled: the settled file has no event, clock or reading 'nix'",
        f"{path}:5:1: 1 cells were seen; allowed: 3, one for each column",
    ]
    for wrong, said in (("x,y\n", "columns 'x, y' were seen"), ("", "no header was seen"), ('a,b\n"', "not CSV")):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(TimelineError, match=said):
            read_matches(path, [A.by_id, B.by_id, ()])


@pytest.fixture
def files(tmp_path):
    first = text(event("one", "2000-01-01"), event("two", "2000-02", act="warn"))
    second = text(event("eins", "2000-01-02"), event("zwei", "2000-02-10", act="accuse"))
    for name, content in (("a", first), ("b", second)):
        (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
    return tmp_path / "a.yaml", tmp_path / "b.yaml"


def call(*args):
    return CliRunner().invoke(main, ["agree", *map(str, args)])


def test_the_command_answers_first(files):
    result = call(*files, "--differences", "--scores", "--settled", files[1])
    assert result.exit_code == 0, result.output
    assert result.output.startswith("The codings agree on the act in 1 of 2 pairs of events (alpha ")
    assert "A, B and settled have no decisions that a replay reaches" in " ".join(result.output.split())


def test_json_and_a_table_that_can_be_read_again(files, tmp_path):
    values = json.loads(call(*files, "--json", "--scores").output)
    assert values["pairs"] == 2 and values["scores"]["A"] == {"n": 0, "rps": {}}
    assert values["agreement"][0]["what"] == "act" and values["agreement"][0]["share"] == 0.5
    table = tmp_path / "m.csv"
    table.write_text(call(*files, "--csv").output, encoding="utf-8")
    assert table.read_text(encoding="utf-8").splitlines() == ["a,b,settled", "one,eins,", "two,zwei,"]
    assert call(*files, "--matches", table).output == call(*files).output


def test_what_the_command_refuses(files, tmp_path):
    table = tmp_path / "m.csv"
    table.write_text("a,b\none,nobody\n", encoding="utf-8")
    result = call(*files, "--matches", table)
    assert (
        result.exit_code == 1 and f"{table}:2:5: b: coding B has no event, clock or reading 'nobody'" in result.output
    )
    assert call(files[0], replay.example()).exit_code == 1
    assert call(*files, "--json", "--csv").exit_code == 2


def test_long_names_leave_room_for_what_differs():
    folder = Path(__file__).resolve().parent.parent / "timelines" / "codings"
    files = [folder / f"korea-autos-{which}.yaml" for which in "ab"]
    shown = CliRunner().invoke(main, ["agree", *map(str, files), "--differences"], env={"COLUMNS": "110"}).output
    heads = shown[shown.index("What differs") :].splitlines()[2:4]
    assert " ".join(heads).split() == ["Kind", "of", "coding", "In", "A", "In", "B", "A", "B"], heads


def test_a_reading_dated_from_an_event_lies_where_its_date_says():
    reading = READING.format("modest-loss")
    a = timeline(event("one", "2000-01-01"), more=reading.replace("2000-02", "one + P60D"))
    b = timeline(event("eins", "2000-01-01"), more=reading.replace("2000-02", "2000-03-01"))
    assert match(Coding(a), Coding(b)).readings == (("r", "r", ""),)
