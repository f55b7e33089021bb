"""The codings behind the shipped disputes: matched in full, and the agreement in the head notes is computed."""

from pathlib import Path

import pytest
from agreement import agreement, kappa, read_matches, sentences
from coded import event, timeline

import replay

TIMELINES = Path(__file__).resolve().parent.parent / "timelines"
MATCHED = sorted(path.name.removesuffix(".matches.csv") for path in TIMELINES.glob("codings/*.matches.csv"))


def test_kappa_of_the_textbook_table():
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert kappa(pairs) == pytest.approx(0.4)


CLOCK = "clock: {id: limit, due: 2000-06-01, record: lapsed}"
READING = "readings:\n  - {{id: r, party: A, date: 2000-02, level: {}, cite: {{key: s}}}}\n"
FIRST = timeline(
    event("one", "2000-01-01", CLOCK), event("two", "2000-02", act="warn"), event("extra", "2000-03-01"),
    more=READING.format("modest-loss"),
)  # fmt: skip
SECOND = timeline(
    event("eins", "2000-01-02", CLOCK), event("zwei", "2000-02-10", act="accuse", actor="C"),
    event("drei", "2000-02-11/2000-03", act="warn"),
    more=READING.format("moderate-loss"),
)  # fmt: skip
MATCHES = [
    ("one", "eins", ""), ("two", "zwei", ""), ("two", "drei", ""), ("extra", "", ""),
    ("limit", "limit", ""), ("r", "r", ""),
]  # fmt: skip


def test_every_number_of_the_agreement():
    found = agreement(FIRST, SECOND, MATCHES)
    chance = (1 * 1 + 2 * 1) / 9
    assert found == {
        "events_a": 3, "events_b": 3, "pairs": 3, "only_a": 1, "only_b": 0, "dates": pytest.approx(2 / 3),
        "actors": pytest.approx(2 / 3), "acts": pytest.approx(2 / 3),
        "kappa": pytest.approx((2 / 3 - chance) / (1 - chance)), "rungs": pytest.approx(2 / 3),
        "clocks": 1, "clocks_same": 1, "readings": 1, "readings_same": 0, "readings_near": 1,
    }  # fmt: skip
    assert "67% have dates that overlap" in sentences(found)


def test_codings_are_found():
    assert "korea-autos" in MATCHED


@pytest.mark.parametrize("name", MATCHED)
def test_matches_name_everything_and_nothing_else(name):
    codings, settled, matches = _case(name)
    for column, coding in enumerate([*codings, settled]):
        named = {row[column] for row in matches} - {""}
        events, clocks, readings = set(coding.by_id), set(coding.clocks), {reading.id for reading in coding.readings}
        assert events - named == set()
        assert named - events - clocks - readings == set()
    assert len(set(matches)) == len(matches)


@pytest.mark.parametrize("name", MATCHED)
def test_head_note_gives_the_agreement(name):
    codings, settled, matches = _case(name)
    assert sentences(agreement(*codings, matches)) in " ".join(settled.note.split())


def _case(name):
    codings = [replay.load(TIMELINES / "codings" / f"{name}-{which}.yaml") for which in "ab"]
    settled = next(t for t in map(replay.load, sorted(TIMELINES.glob("*.yaml"))) if t.dispute == name)
    return codings, settled, read_matches(TIMELINES / "codings" / f"{name}.matches.csv")
