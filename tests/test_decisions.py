"""The two codings of the decisions: the agreement that the head notes state is computed, and the rule is kept."""

import re
from pathlib import Path

import pytest
import yaml

import replay
from replay.codebook import Act, strategy_of
from replay.theories.statistics.ratings import weighted_kappa

TIMELINES = Path(__file__).resolve().parent.parent / "timelines"
FILES = {"japan-autos": "japan-autos-1993-1995.yaml", "korea-autos": "korea-autos-1995-1998.yaml"}
ORDER = ["creating", "mixed", "claiming"]


@pytest.fixture(params=FILES)
def codings(request):
    """The settled timeline, and both codings."""
    folder = TIMELINES / "codings" / "decisions"
    found = [yaml.safe_load((folder / f"{request.param}-{coding}.yaml").read_text()) for coding in "ab"]
    return replay.load(TIMELINES / FILES[request.param]), *found


def pairs(first, second):
    """Decisions that share the greatest part of their acts, each of the second coding once."""
    out, used = [], set()
    for one in first:

        def shared(other, acts=frozenset(one["acts"])):
            return len(acts & set(other["acts"])) / len(acts | set(other["acts"]))

        best = max(second, key=shared)
        if shared(best) and best["id"] not in used:
            used.add(best["id"])
            out.append((one, best))
    return out


def widest(decision):
    return max(Act(option).spread for option in decision["options"])


def test_the_head_note_states_the_agreement(codings):
    whole, a, b = codings
    found = pairs(a["decisions"], b["decisions"])
    same = sum(one["did"] == other["did"] for one, other in found)
    kappa = weighted_kappa(*([ORDER.index(each["did"]) for each in column] for column in zip(*found, strict=True)))
    apart = [abs(widest(one) - widest(other)) for one, other in found]
    note = " ".join(whole.note.split())
    said = (
        f"Coding A has {len(a['decisions'])} decisions and coding B {len(b['decisions'])}.",
        f"They meet in {len(found)} pairs",
        f"the same in {same} of them (weighted kappa {kappa:.2f})",
        f"of the same spread in {apart.count(0)} and no further than one rank apart in {sum(n <= 1 for n in apart)}",
    )  # fmt: skip
    for sentence in said:
        assert sentence in note, sentence


def test_impacts_are_those_of_both_codings_at_the_smaller_size(codings):
    whole, a, b = codings
    first, second = ({i["event"]: i["impact"] for i in coding["impacts"]} for coding in (a, b))
    expected = {}
    for event in first.keys() & second.keys():
        sizes = {}
        for party in first[event].keys() & second[event].keys():
            one, other = first[event][party], second[event][party]
            sizes[party] = 0 if one * other < 0 else min(one, other, key=abs)
        expected[event] = sizes
    assert {event.id: dict(event.impact) for event in whole.events if event.impact} == expected
    assert f"{len(expected)} of the {len(first)} of each coding" in " ".join(whole.note.split())
    assert len(first) == len(second)


def test_both_codings_follow_the_rule_from_tactics_to_strategy(codings):
    whole, a, b = codings
    for coding in (a, b):
        taken = [name for decision in coding["decisions"] for name in decision["acts"]]
        assert len(taken) == len(set(taken))
        for decision in coding["decisions"]:
            events = [whole.by_id[name] for name in decision["acts"]]
            assert all(event.actor == decision["party"] for event in events)
            assert strategy_of((event.act, event.tactics) for event in events).value == decision["did"], decision["id"]


def test_the_settled_decisions_are_those_of_coding_b_but_for_what_the_head_note_names(codings):
    whole, _, b = codings
    settled = {d.id: (d.party, d.did.value, set(d.acts), {o.value for o in d.options}) for d in whole.decisions}
    coded = {d["id"]: (d["party"], d["did"], set(d["acts"]), set(d["options"])) for d in b["decisions"]}
    assert settled.keys() == coded.keys()
    changed = {name: [x ^ y for x, y in zip(settled[name][2:], coded[name][2:], strict=True)] for name in settled}
    changed = {name: parts for name, parts in changed.items() if any(parts)}
    assert {name: settled[name][:2] for name in settled} == {name: coded[name][:2] for name in coded}
    expected = {} if whole.dispute == "korea-autos" else {
        "us-geneva-1995": [{"unilateral-line-defended"}, set()], "us-march-1995": [set(), {"file-case"}],
        "us-christopher-1994": [set(), {"concede"}],
    }  # fmt: skip
    assert changed == expected


def test_no_sentence_of_a_note_is_long_or_quoted(codings):
    """Summaries are in the coders' words: no quotation marks around more than a few words."""
    whole, *_ = codings
    texts = [d.question for d in whole.decisions] + [c.says for c in whole.claims]
    texts += [o.summary for o in whole.observations]
    for text in texts:
        assert all(len(quoted.split()) <= 4 for quoted in re.findall(r"[\"“]([^\"”]*)[\"”]", text)), text
