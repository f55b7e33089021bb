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


OUT = {"korea-autos": {"crisis-reaches-korea"}, "japan-autos": set()}
"""Events whose impact in both codings the paper does not bear, as the head note says."""


def test_impacts_stand_with_the_sizes_of_both_codings(codings):
    whole, a, b = codings
    first, second = ({i["event"]: i["impact"] for i in coding["impacts"]} for coding in (a, b))
    expected = {}
    for event in sorted((first.keys() | second.keys()) - OUT[whole.dispute]):
        told = [coding.get(event, {}) for coding in (first, second)]
        sizes = {side: tuple(one.get(side, 0) for one in told) for side in {*told[0], *told[1]}}
        expected[event] = {side: both[:1] if both[0] == both[1] else both for side, both in sizes.items()}
    assert {event.id: dict(event.impact) for event in whole.events if event.impact} == expected
    both = first.keys() & second.keys()
    note = " ".join(whole.note.split())
    assert f"both have {len(both)} of the {len(first)} of each" in note and len(first) == len(second)
    if whole.dispute == "japan-autos":
        assert f"{sum(first[event] == second[event] for event in both)} of them at one size" in note


MENDED = {"korea-complies", "stalemate-1995", "harsh-first-week"}
"""Acts of the codings that a later reading took out, or gave to both sides."""


def test_both_codings_follow_the_rule_of_their_time_from_tactics_to_strategy(codings):
    whole, a, b = codings
    for coding in (a, b):
        taken = [name for decision in coding["decisions"] for name in decision["acts"]]
        assert len(taken) == len(set(taken))
        for decision in coding["decisions"]:
            events = [whole.by_id[name] for name in decision["acts"] if name not in MENDED]
            assert all(event.actor == decision["party"] for event in events)
            if not MENDED & {*decision["acts"]}:  # the rule then let acts without tactics vote by their rung
                assert strategy_of((e.conduct for e in events), "rung").value == decision["did"], decision["id"]


GONE = {"us-korea-after-1998", "kr-pact-1996", "kr-audits-1996", "kr-first-week-1997"}
CHANGED = {
    "us-christopher-1994": {"concede"}, "us-march-1995": {"file-case"}, "us-geneva-1995": {"unilateral-line-defended"},
    "us-korea-review-1996": {"mixed", "creating"}, "us-korea-citation-1997": {"mixed", "claiming"},
    "us-korea-october-1998": {"creating", "mixed"}, "kr-talks-1997": {"noise-rule", "subway-bond", "restrict-market"},
}  # fmt: skip
"""Of decisions that are other than in coding B: acts, options and what was done that only one of the two has."""


def test_the_settled_decisions_are_those_of_coding_b_but_for_what_the_head_note_names(codings):
    whole, _, b = codings
    settled = {d.id: {d.did.value, *d.acts, *(o.value for o in d.options)} for d in whole.decisions}
    coded = {d["id"]: {d["did"], *d["acts"], *d["options"]} for d in b["decisions"]}
    assert coded.keys() - settled.keys() == GONE & coded.keys() and settled.keys() <= coded.keys()
    changed = {name: settled[name] ^ coded[name] for name in settled if settled[name] != coded[name]}
    assert changed == {name: parts for name, parts in CHANGED.items() if name in settled}
    parties = {d["id"]: d["party"] for d in b["decisions"]}
    assert all(parties[d.id] == d.party for d in whole.decisions)
    note = " ".join(whole.note.split())
    assert all(name in note for name in GONE & coded.keys())


def test_no_sentence_of_a_note_is_long_or_quoted(codings):
    """Summaries are in the coders' words: no quotation marks around more than a few words."""
    whole, *_ = codings
    texts = [d.question for d in whole.decisions] + [c.says for c in whole.claims]
    texts += [o.summary for o in whole.observations]
    for text in texts:
        assert all(len(quoted.split()) <= 4 for quoted in re.findall(r"[\"“]([^\"”]*)[\"”]", text)), text
