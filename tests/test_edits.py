"""What each kind of edit does to a small dispute."""

from __future__ import annotations

import pytest
from coded import event, timeline

import replay
from replay.codebook import Act, Level, Trend
from replay.counterfactuals import redraw_times
from replay.counterfactuals.edits import (  # fmt: skip
    Cut,
    Drop,
    EditError,
    Insert,
    Replace,
    SetClock,
    SetReading,
    Shift,
    apply,
    changes,
    describe,
    fingerprint,
    kind_of,
    touched,
)
from replay.counterfactuals.edits.vocabulary import address
from replay.dates import Duration, day, iso, parse_date, parse_due, parse_duration
from replay.engine.trace import Kind
from replay.timeline import Event
from replay.timeline.schedule import schedule


@pytest.fixture(scope="module")
def dispute():
    """A demand, a threat with a clock, an answer with a commitment, a deal in time and what follows from it."""
    return timeline(
        event("first", "2001-01-10"),
        event("aside", "2001-01-20", "answers: {first: responds}", actor="C", act="comment"),
        event(
            "threat", "2001-02-10",
            """
            needs: [first]
            clock:
              id: duties
              due: P60D
              record: met
              on_end:
                {act: impose-sanctions, actor: A, recipient: B, summary: Imposed., worth: {amount: 2e9, unit: USD}}
            """,
            act="threaten-sanctions",
        ),
        event(
            "answer", "2001-03-01",
            """
            answers: {threat: counters}
            commits:
              when: {act: impose-sanctions, actor: A, recipient: B}
              then: {act: file-case, actor: B, recipient: A, summary: Filed., after: P2D}
            """,
            actor="B", recipient="A", act="threaten-case",
        ),
        event("retort", "2001-03-05", "answers: {answer: escalates}", act="accuse"),
        event("deal", "2001-04-01", "needs: [threat]\nmeets: [duties]\nanswers: {threat: settles}",
              actor="B", recipient="A", act="settle"),
        event("ceremony", "deal + P10D", "needs: [deal]", act="joint-statement"),
        event("speech", "2001-04-20", "needs: [ceremony]", act="state-position"),
        more="readings:\n  - {id: loss, party: B, date: 2001-02, level: modest-loss, cite: {key: s}}\n",
    )  # fmt: skip


def story(edited):
    return [f"{e.date} {e.kind.value} {(e.event if e.act else e.clock)}" for e in replay.run(edited)]


def acts(edited):
    return [entry.event for entry in replay.run(edited) if entry.kind is Kind.EVENT]


# -- drop -----------------------------------------------------------------------------------------


def test_what_needs_a_dropped_event_is_suppressed_transitively_with_its_cause(dispute):
    trace = replay.run(apply(dispute, [Drop("deal")]))
    gone = {entry.event: entry for entry in trace.select(Kind.DROPPED, Kind.SUPPRESSED)}
    assert {name: entry.kind.value for name, entry in gone.items()} == {
        "deal": "dropped", "ceremony": "suppressed", "speech": "suppressed",
    }  # fmt: skip
    assert gone["ceremony"].causes == (gone["deal"].seq,)
    assert gone["speech"].causes == (gone["ceremony"].seq,)
    assert [gone[name].date for name in gone] == ["2001-04-01", "2001-04-11", "2001-04-20"]


def test_the_clock_lapses_its_consequence_happens_and_the_commitment_answers(dispute):
    ends = [line for line in story(apply(dispute, [Drop("deal")])) if "duties" in line or "reply" in line]
    assert ends == [
        "2001-02-10 clock-set duties", "2001-04-11 clock-lapsed duties", "2001-04-11 consequence duties/end",
        "2001-04-13 reaction answer/reply-1",
    ]  # fmt: skip


def test_what_only_answers_is_kept_or_dropped_on_request(dispute):
    kept = apply(dispute, [Drop("answer")])
    assert "retort" in acts(kept)
    gone = apply(dispute, [Drop("answer", responses="drop")])
    assert dict(gone.dropped) == {"answer": (), "retort": ("answer",)}
    entry = replay.run(gone).select(Kind.DROPPED)[1]
    assert (entry.event, [replay.run(gone)[seq].event for seq in entry.causes]) == ("retort", ["answer"])


def test_responses_to_what_lost_its_premise_go_too(dispute):
    gone = apply(dispute, [Drop("first", responses="drop")])
    assert set(gone.dropped) == {"first", "aside", "answer", "retort"}
    assert acts(gone) == []


def test_a_response_that_answers_something_else_as_well_stays():
    two = timeline(
        event("a", "2001-01-01"), event("b", "2001-01-02"),
        event("c", "2001-01-03", "answers: {a: responds, b: responds}"),
    )  # fmt: skip
    assert acts(apply(two, [Drop("a", responses="drop")])) == ["b", "c"]
    assert acts(apply(two, [Drop("a", responses="drop"), Drop("b", responses="drop")])) == []
    assert acts(apply(two, [Drop("a"), Drop("b")])) == ["c"]


def test_a_need_of_one_of_several_holds_while_one_is_left():
    one_of = timeline(
        event("a", "2001-01-01"), event("b", "2001-01-02"), event("c", "2001-01-03", "needs: [{any: [a, b]}]")
    )
    assert acts(apply(one_of, [Drop("a")])) == ["b", "c"]
    assert acts(apply(one_of, [Drop("a"), Drop("b")])) == []


def test_a_dropped_act_that_a_lapse_brings_about_comes_by_the_rule_on_its_day():
    held = timeline(
        event("threat", "2001-02-10", """
            clock:
              id: duties
              due: P10D
              record: lapsed
              on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Imposed., event: imposed}
            """),
        event("imposed", "2001-03-05", act="impose-sanctions"),
    )  # fmt: skip
    assert story(held)[-2:] == ["2001-02-20 clock-lapsed duties", "2001-03-05 event imposed"]
    assert story(apply(held, [Drop("imposed")]))[-2:] == [
        "2001-03-05 dropped imposed", "2001-03-05 consequence duties/end",
    ]  # fmt: skip


def test_what_hangs_on_a_dropped_event_by_its_date_keeps_its_day(dispute):
    days = schedule(apply(dispute, [Drop("deal")])).days
    assert iso(days["ceremony"]) == "2001-04-11"


# -- shift ----------------------------------------------------------------------------------------


def test_a_late_act_no_longer_meets_its_clock_and_carries_along_what_hangs_on_it(dispute):
    edited = apply(dispute, [Shift("deal", by=parse_duration("P20D"))])
    assert [line for line in story(edited) if line > "2001-04"] == [
        "2001-04-11 clock-lapsed duties", "2001-04-11 consequence duties/end", "2001-04-13 reaction answer/reply-1",
        "2001-04-21 event deal", "2001-05-01 event ceremony", "2001-05-01 event speech",
    ]  # fmt: skip


def test_a_shift_to_a_date_and_to_another_event(dispute):
    assert iso(schedule(apply(dispute, [Shift("deal", to=parse_date("2001-04-05"))])).days["deal"]) == "2001-04-05"
    edited = apply(dispute, [Shift("retort", to=parse_date("deal + P1D"))])
    assert iso(schedule(edited).days["retort"]) == "2001-04-02"


def test_an_answer_that_would_come_first_stays_and_is_no_longer_one(dispute):
    edited = apply(dispute, [Shift("answer", by=Duration(days=10))])
    trace = replay.run(edited)
    retort = next(entry for entry in trace if entry.event == "retort")
    assert (retort.date, retort.causes) == ("2001-03-05", ())


@pytest.mark.parametrize(
    ("edit", "code", "words"),
    [
        (Shift("threat", by=Duration(days=-40)), "order", "before 'first' (2001-01-10)"),
        (Shift("deal", by=Duration(years=9)), "outside-period", "outside the period"),
        (Shift("dael", by=Duration(days=1)), "unknown-id", "did you mean 'deal'?"),
        (Shift("deal"), "value", "neither of `by` and `to`"),
        (SetClock("duties", parse_due("2001-01-01")), "due", "not before its due date"),
        (Replace("first", {"needs": (("deal",),)}), "cycle", "in a circle"),
        (Replace("first", {"colour": "red"}), "unknown-key", "no field 'colour'"),
        (Insert(Event("deal", parse_date("2001-05-01"), "A", Act.WARN, "")), "duplicate-id", "is taken by event"),
        (Insert(Event("new", parse_date("2001-05-01"), "Z", Act.WARN, "")), "unknown-party", "'Z' is not listed"),
        (SetReading("loss"), "value", "neither `level` nor `trend`"),
    ],
)
def test_what_cannot_be_is_refused_in_words(dispute, edit, code, words):
    with pytest.raises(EditError) as caught:
        apply(dispute, [edit])
    assert [problem.code for problem in caught.value.problems] == [code]
    assert words in str(caught.value)
    assert str(caught.value).startswith("edit: ")


def test_all_faults_come_at_once(dispute):
    with pytest.raises(EditError) as caught:
        apply(dispute, [Drop("x"), Drop("deal"), Shift("deal", by=Duration(days=1)), SetClock("y", Duration(days=1))])
    assert sorted(problem.code for problem in caught.value.problems) == ["contradiction", "unknown-id", "unknown-id"]


# -- the other kinds ------------------------------------------------------------------------------


def test_a_clock_that_is_due_earlier_lapses_before_it_can_be_met(dispute):
    edited = apply(dispute, [SetClock("duties", parse_due("P30D"))])
    assert "2001-03-12 clock-lapsed duties" in story(edited)
    assert "2001-03-12 consequence duties/end" in story(edited)
    assert "2001-04-01 event deal" in story(edited)


def test_a_clock_inside_a_rule_can_be_set_otherwise():
    nested = timeline(
        event("threat", "2001-02-10", """
            clock:
              id: duties
              due: P10D
              record: lapsed
              on_end:
                act: open-case
                actor: A
                summary: Opened.
                clock:
                  {id: year, due: P1Y, record: open, on_end: {act: impose-sanctions, actor: A, summary: Imposed.}}
            """),
    )  # fmt: skip
    assert story(apply(nested, [SetClock("year", parse_due("P5D"))]))[-1] == "2001-02-25 consequence year/end"


def test_a_replaced_event_keeps_its_day_and_its_other_fields(dispute):
    edited = apply(dispute, [Replace("threat", {"act": Act.WARN, "clocks": ()})])
    changed = edited.by_id["threat"]
    assert (changed.act, changed.clocks, changed.needs) == (Act.WARN, (), (("first",),))
    assert "2001-02-10 event threat" in story(edited)
    assert not [line for line in story(edited) if "duties" in line]


def test_a_commitment_on_a_clock_that_an_edit_took_away_waits_for_ever(dispute):
    bound = timeline(
        event("threat", "2001-02-10", "clock: {id: duties, due: P10D, record: lapsed}"),
        event("vow", "2001-02-11", """
            commits:
              when: {clock: duties, ends: lapsed}
              then: {act: file-case, actor: B, summary: Filed.}
            """, actor="B", recipient="A"),
    )  # fmt: skip
    assert story(bound)[-1].endswith("reaction vow/reply-1")
    assert story(apply(bound, [Replace("threat", {"clocks": ()})])) == [
        "2001-02-10 event threat",
        "2001-02-11 event vow",
    ]


def test_an_inserted_event_takes_its_place_in_time(dispute):
    new = Event("pause", parse_date("threat + P5D"), "A", Act.EXTEND_DEADLINE, "Gave more time.",
                recipient="B", moves={"duties": parse_due("2001-06-01")})  # fmt: skip
    edited = apply(dispute, [Insert(new), Drop("deal")])
    assert "2001-02-15 event pause" in story(edited)
    assert "2001-06-01 clock-lapsed duties" in story(edited)


def test_a_reading_is_read_otherwise_and_the_replay_stays(dispute):
    edited = apply(dispute, [SetReading("loss", Level.STRONG_LOSS, Trend.RISING)])
    assert (edited.readings[0].level, edited.readings[0].trend) == (Level.STRONG_LOSS, Trend.RISING)
    assert replay.run(edited) == replay.run(dispute)


def test_cut_and_continue(dispute):
    edited = apply(dispute, [Cut(day("2001-03-10"), ("speech",))])
    assert acts(edited) == ["first", "aside", "threat", "answer", "retort"]
    assert [line for line in story(edited) if line > "2001-03-10"] == [
        "2001-04-01 dropped deal", "2001-04-11 dropped ceremony", "2001-04-11 clock-lapsed duties",
        "2001-04-11 consequence duties/end", "2001-04-13 reaction answer/reply-1", "2001-04-20 suppressed speech",
    ]  # fmt: skip


def test_edits_compose(dispute):
    one_by_one = apply(apply(dispute, [Drop("deal")]), [Drop("retort")])
    assert one_by_one == apply(dispute, [Drop("retort"), Drop("deal")])
    assert one_by_one.digest == dispute.digest


def test_redrawn_times_within_bounds_and_by_spread():
    vague = timeline(event("a", "2001-01"), event("b", "2001-01/2001-02", "needs: [a]"), event("c", "a + P3D"))
    drawn = list(redraw_times(vague, 40, seed=7))
    assert {iso(t.pins["a"])[:7] for t in drawn} == {"2001-01"} and len({t.pins["a"] for t in drawn}) > 10
    assert all(t.pins["a"] <= t.pins["b"] and t.pins["c"] == t.pins["a"] + 3 for t in drawn)
    base = schedule(vague).days["a"]
    near = list(redraw_times(vague, 40, seed=7, spread=2))
    assert {t.pins["a"] - base for t in near} == {-2, -1, 0, 1, 2}


@pytest.fixture(scope="module")
def fixed():
    """Clocks with fixed due dates: one set and moved, one counted from another event, one that a lapse sets."""
    return timeline(
        event("talks", "2001-02-01"),
        event(
            "threat", "2001-03-01",
            """
            needs: [talks]
            clock:
              id: duties
              due: 2001-03-31
              record: lapsed
              on_end:
                act: list-sanctions
                actor: A
                recipient: B
                summary: Listed.
                clock: {id: final, due: 2001-05-31, record: lapsed}
            """,
            act="threaten-sanctions",
        ),
        event("respite", "2001-03-10", "moves: {duties: 2001-04-30}"),
        event("review", "talks + P10D", "clock: {id: report, due: respite + P5D, record: lapsed}"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (Shift("threat", by=Duration(days=30)),
         "clock 'duties' would be set by 'threat' on 2001-03-31, not before its due date 2001-03-31; "
         "allowed: 'threat' on 2001-03-30 at the latest, or a due date from 2001-04-01 on"),
        (Shift("talks", by=Duration(days=60)),
         "shift talks by P60D: clock 'duties' would be set by 'threat' on 2001-04-02"),
        (SetClock("duties", parse_due("2001-02-20")),
         "set-clock duties due 2001-02-20: clock 'duties' would be set by 'threat' on 2001-03-01"),
        (Shift("respite", by=Duration(days=52)),
         "clock 'duties' would be moved by 'respite' on 2001-05-01, after its new due date 2001-04-30; "
         "allowed: 'respite' on 2001-04-30 at the latest, or a new due date from 2001-05-01 on"),
        (Shift("respite", by=Duration(days=-40)), "shift respite by -P40D: clock 'report' would be set by 'review'"),
        (Replace("respite", {"moves": {"duties": parse_due("2001-03-09")}}), "new due date 2001-03-09"),
        (Replace("respite", {"moves": {"duties": Duration()}}), "clock 'duties' would be due at once (P0D)"),
    ],
)  # fmt: skip
def test_no_edit_leaves_a_clock_set_or_moved_when_it_is_due_already(fixed, edit, said):
    with pytest.raises(EditError) as refused:
        apply(fixed, [edit])
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("due", "shift", "allowed"),
    [
        ("0001-01-01", "2001-03-01", "allowed: a due date from 2001-03-02 on"),
        ("9999-12-30", "9999-12-31", "allowed: 'first' on 9999-12-29 at the latest"),
        ("0001-01-01", "9999-12-31", "allowed: other days for both"),
    ],
)
def test_what_is_allowed_instead_is_within_the_calendar(due, shift, allowed):
    base = timeline(event("first", "2000-05-01", "clock: {id: c, due: 2000-06-01, record: lapsed}"))
    with pytest.raises(EditError) as refused:
        apply(base, [Shift("first", to=parse_date(shift)), SetClock("c", parse_due(due))])
    assert any(line.endswith(allowed) for line in str(refused.value).splitlines())


def test_an_act_may_come_up_to_the_day_that_the_due_date_allows(fixed):
    for edit in (Shift("threat", by=Duration(days=29)), Shift("respite", by=Duration(days=51))):
        assert replay.run(apply(fixed, [edit]))
    later = [Shift("threat", by=Duration(days=40)), SetClock("duties", parse_due("2001-05-01"))]
    clock = {clock.id: clock for clock in replay.run(apply(fixed, later)).clocks()}["duties"]
    assert (iso(clock.set_on), iso(clock.due)) == ("2001-04-10", "2001-05-01")
    gone = [Shift("threat", by=Duration(days=30)), Drop("talks")]  # the threat does not happen at all
    assert "threat" not in acts(apply(fixed, gone))


def test_what_a_rule_sets_too_late_lapses_on_the_day_and_the_report_says_so(fixed):
    from replay.counterfactuals import document, whatif
    from replay.text.blocks import Paragraph

    edit = Replace("respite", {"moves": {"duties": parse_due("2001-06-30")}})
    report = whatif(fixed, [edit])
    clock = {clock.id: clock for clock in report.branch.clocks()}["final"]
    assert (iso(clock.set_on), iso(clock.ended_on), clock.outcome.value) == ("2001-06-30", "2001-06-30", "lapsed")
    said = "A rule sets final, 30 June 2001, when its due date, 31 May 2001, has come: it runs out on the very day."
    assert said in [block.text for block in document(report) if isinstance(block, Paragraph)]


@pytest.mark.parametrize("spread", [5, 40, 200])
def test_redrawn_times_keep_acts_before_the_fixed_due_dates_of_their_clocks(fixed, spread):
    from replay.counterfactuals import redraws
    from replay.counterfactuals.edits import overdue

    drawn = list(redraw_times(fixed, 60, seed=3, spread=spread))
    late = [{found.clock for found in overdue(t, schedule(t).days)} for t in drawn]
    assert all(found <= {"report"} for found in late)  # counted from another event: no fixed date
    found = redraws(replay.run(fixed), drawn)
    assert found.drawn == 60 and found.count == late.count(set())
    assert found.refused == ({"report": 60 - found.count} if found.count < 60 else {})
    assert all(sum(ends.values()) == found.count for ends in found.outcomes.values())
    assert (found.count < 60) == (spread > 5)


# -- words and pins -------------------------------------------------------------------------------


def test_every_kind_says_what_it_does():
    edits = [
        Drop("a"), Drop("a", responses="drop"), Shift("a", by=Duration(days=3)), Shift("a", to=parse_date("2001")),
        Replace("a", {"act": Act.WARN}), SetClock("c", Duration(days=9)), SetReading("r", Level.GAIN),
        Cut(day("2001-01-01"), ("x",)), Insert(Event("n", parse_date("2001"), "A", Act.WARN, "")),
    ]  # fmt: skip
    assert [describe(edit) for edit in edits] == [
        "drop a", "drop a and what answers nothing else", "shift a by P3D", "shift a to 2001", "replace a: act",
        "set-clock c due P9D", "reading r: gain", "cut after 2001-01-01, keeping 1", "insert n on 2001: A warn",
    ]  # fmt: skip
    assert [kind_of(edit) for edit in edits[::2]] == ["drop", "shift", "replace", "reading", "insert"]
    assert address(edits[-2]) == ("day", "2001-01-01")


def test_a_fingerprint_stands_for_content_and_not_for_place(dispute):
    from dataclasses import replace

    from replay.errors import Where

    moved = replace(dispute, events=tuple(replace(e, where=Where("elsewhere", 9, 9)) for e in dispute.events))
    assert fingerprint(moved) == fingerprint(dispute)
    assert len(fingerprint(dispute)) == len(dispute.events) + 1


def test_changes_of_a_base_are_named_and_so_are_the_edits_they_touch(dispute):
    from dataclasses import replace

    old = fingerprint(dispute)
    other = tuple(replace(e, summary="Otherwise.") if e.id == "deal" else e for e in dispute.events if e.id != "aside")
    now = replace(dispute, events=(*other, replace(dispute.events[0], id="fresh")))
    seen = changes(old, now)
    assert [str(change) for change in seen] == [
        "an item after 'first' is gone", "'deal' is changed", "'fresh' is new",
    ]  # fmt: skip
    edits = {"one": [Drop("deal")], "two": [Drop("retort")], "three": [SetClock("duties", Duration(days=3))],
             "four": [Cut(1, ("deal",))], "five": [Drop("aside")]}  # fmt: skip
    assert touched(edits, seen, now) == ("one", "four", "five")
    assert changes(old, dispute) == () and touched(edits, (), dispute) == ()


def test_a_vague_date_may_reach_beyond_the_period_as_in_an_event_file(dispute):
    new = Event("later", parse_date("2003/2009"), "A", Act.WARN, "Warned.", recipient="B")
    with pytest.raises(EditError, match="outside the period"):
        apply(dispute, [Insert(new)])
    soon = Event("soon", parse_date("2001/2004"), "A", Act.WARN, "Warned.", recipient="B")
    assert iso(schedule(apply(dispute, [Insert(soon)])).days["soon"])[:4] in ("2002", "2003")


@pytest.mark.parametrize(
    ("coded", "edit", "then"),
    [
        ("2001-04", {"by": Duration(days=10)}, "2001-04-11/2001-05-10"),  # 1 and 30 April, ten days later each
        ("2001-04", {"by": Duration(months=1)}, "2001-05"),
        ("2001", {"by": Duration(years=1)}, "2002"),
        ("2001-04-16", {"by": Duration(days=10)}, "2001-04-26"),
        ("'[2001-04-16,2001-04-18]'", {"by": Duration(days=10)}, "[2001-04-26,2001-04-28]"),
        ("2001-04-16", {"to": parse_date("2001-05")}, "2001-05"),
    ],
)
def test_a_shifted_date_is_as_precise_as_it_was_coded(coded, edit, then):
    from coded import act, timeline

    moved = apply(timeline(act("talks", coded, "meet")), [Shift("talks", **edit)])
    date = moved.by_id["talks"].date
    assert date.text == then
    assert date.earliest <= moved.pins["talks"] <= date.latest


def test_a_refused_shift_names_dates_as_coded():
    from coded import act, timeline

    dispute = timeline(
        act("talks", "2001-04", "meet"), act("reply", "2001-05", "meet", "B", more="answers: {talks: responds}")
    )
    with pytest.raises(EditError, match=r"'talks' would come on|'reply' would come on") as refused:
        apply(dispute, [Shift("reply", by=Duration(months=-3))])
    assert "would come on Feb 2001, before 'talks' (Apr 2001)" in str(refused.value)
