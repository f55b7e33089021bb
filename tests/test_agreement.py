"""The codings behind the shipped disputes: matched in full, and the agreement in the head notes is computed."""

from pathlib import Path

import pytest

import replay
from replay.files import read_matches
from replay.scoring import Coding, Matches, agreement, match, sentences

ROOT = Path(__file__).resolve().parent.parent
TIMELINES = ROOT / "timelines"
MATCHED = sorted(path.name.removesuffix(".matches.csv") for path in TIMELINES.glob("codings/*.matches.csv"))
PAGE = (ROOT / "docs" / "agreement.md").read_text(encoding="utf-8")


def test_codings_are_found():
    assert {"japan-autos", "korea-autos"} <= {*MATCHED}


@pytest.mark.parametrize("name", MATCHED)
def test_matches_name_everything_and_nothing_else(name):
    files, rows = case(name)
    for column, file in enumerate(files):
        named = {row[column] for row in rows} - {""}
        assert set(file.by_id) - named == set()
        assert named <= ids(file)
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("name", MATCHED)
def test_head_note_gives_the_agreement(name):
    (a, b, settled), rows = case(name)
    found = agreement(a, b, settled, Matches.of_rows(rows, a, b, settled))
    assert sentences(found) in " ".join(settled.note.split())


def test_the_head_note_of_japan_gives_the_agreement_on_links():
    (a, b, settled), rows = case("japan-autos")
    found = agreement(a, b, settled, Matches.of_rows(rows, a, b, settled))
    there, kind = found.row("link, if any"), found.row("link: type")
    said = (
        f"between things that both codings have, {there.n} are in one coding or the other and only {kind.n} in both, "
        f"{kind.share * kind.n:.0f} of these of the same type"
    )
    note = " ".join(settled.note.split())
    assert said in note and f"The settled file has {sum(len(e.answers) for e in settled.events)}" in note


def case(name):
    files = [replay.load(TIMELINES / "codings" / f"{name}-{which}.yaml") for which in "ab"]
    files.append(next(t for t in map(replay.load, sorted(TIMELINES.glob("*.yaml"))) if t.dispute == name))
    return files, read_matches(TIMELINES / "codings" / f"{name}.matches.csv", [ids(file) for file in files])


def ids(file):
    return {*file.by_id, *file.clocks, *(reading.id for reading in file.readings)}


def pairs(rows):
    return {(a, b) for a, b, _ in rows if a and b}


@pytest.mark.parametrize("name", MATCHED)
def test_the_page_says_how_good_the_rule_is(name):
    """Precision and recall of the rule against the table that a person wrote; one-to-one, it cannot find all of it."""
    (a, b, settled), rows = case(name)
    table, ruled = Matches.of_rows(rows, a, b, settled), match(Coding(a), Coding(b))
    for sort in ("events", "clocks", "readings"):
        wanted, found = pairs(getattr(table, sort)), pairs(getattr(ruled, sort))
        right = len(wanted & found)
        said = (
            f"| {name} | {sort} | {len(wanted)} | {len(found)} | {right / len(found):.2f} | {right / len(wanted):.2f} |"
        )
        assert said in PAGE, said
    wanted, found = pairs(table.events), pairs(ruled.events)
    parts = {(s.part, s.whole) if s.coding == "a" else (s.whole, s.part) for s in ruled.splits}
    said = (
        f"of {len(parts)} proposed splits of {name} {len(parts & wanted)} are in the table, and with them recall of "
        f"events would be {len((found | parts) & wanted) / len(wanted):.2f}"
    )
    assert said in " ".join(PAGE.split()), said
    shares = [agreement(a, b, None, which).row("act").share for which in (ruled, table)]
    assert f"{shares[0]:.0%} against {shares[1]:.0%} ({name})" in PAGE


@pytest.mark.parametrize("which", "ab")
def test_both_codings_of_the_steel_safeguards_conform_and_name_the_page_of_every_event(which):
    coded = replay.load(TIMELINES / "codings" / f"steel-safeguards-{which}.yaml")
    assert replay.conformance(replay.run(coded)) == ()
    for event in coded.events:
        assert event.cite and all(one.url or one.key for one in event.cite), event.id
    assert len(coded.decisions) == 20
