"""Clocks that laws set: every entry is whole and cites its sources, and dates come out as worked by hand."""

import dataclasses
import json
import re

import pytest
from click.testing import CliRunner
from coded import event, timeline

from replay.cli import main
from replay.codebook import START, TEMPLATES, ClockKind, due_of, due_steps, in_force_on
from replay.dates import Duration, day, iso
from replay.engine import run
from replay.errors import RefusalError, TimelineError
from replay.timeline.schedule import due_day, schedule


def due(name, set_on, tied=None, reading=None, **days):
    """The due date of a clock that is set on a day; `days` are those of the events in `tied`."""
    given = {key: day(text) for key, text in days.items()}
    found = due_day(due_of(TEMPLATES[name], tied or {}, reading), day(set_on), given)
    return found and iso(found)


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.id)
def test_every_template_is_whole(template):
    assert TEMPLATES[template.id] is template
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", template.id)
    assert template.sources and all(re.fullmatch(r"https?://\S+", source) for source in template.sources)
    for field in ("law", "statute", "version", "binds", "counts_from", "definition"):
        assert getattr(template, field).strip(), field
    assert template.definition[0].isupper() and template.definition.endswith(".")
    assert not template.note or template.note.endswith(".")
    first, last = template.in_force
    assert first is None or last is None or day(first) < day(last)
    assert template.kind in (ClockKind.LIMIT, ClockKind.WAITING, ClockKind.DEADLINE, ClockKind.TERM)
    for name, steps in template.readings.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name) and steps
        assert len({step.counted_from for step in steps}) == len(steps)
        for step in steps:
            assert step.duration != Duration() or step.counted_from != START
            assert min(dataclasses.astuple(step.duration)) >= 0
            assert bool(step.words) == (step.counted_from != START)
    assert due_steps(template) == next(iter(template.readings.values()))


def test_ids_in_use_keep_their_meaning():
    assert (TEMPLATES["us-301"].law, due_steps(TEMPLATES["us-301"])[0].length) == ("Section 301", "P12M")
    assert [step.length for step in due_steps(TEMPLATES["wto-consultations"])] == ["P60D"]


@pytest.mark.parametrize(
    ("name", "reading", "set_on", "expected"),
    [
        ("us-301", None, "1995-05-16", "1996-05-16"),  # the same day of the same month a year on
        ("us-301", None, "1996-02-29", "1997-02-28"),  # there is no 29 February 1997
        ("us-301-agreement", None, "1995-05-16", "1996-11-16"),  # 12 months to 16 May 1996, 6 more to 16 November
        ("us-301-petition", None, "1995-01-01", "1995-02-15"),  # 30 days to 31 January, 15 more
        ("us-special-301", "extended", "1994-06-30", "1995-03-30"),
        ("us-super-301-1994", None, "1994-03-31", "1994-09-30"),  # September has no 31st
        ("us-super-301-1994", "statute", "1995-03-31", "1995-09-27"),  # 30+31+30+31+31 = 153 to 31 August, 27 more
        ("us-201-injury", "critical-complicated", "2001-06-22", "2002-01-18"),  # 192 days to 31 December, 18 more
        ("us-232-report", None, "2017-04-19", "2018-01-14"),  # 256 days to 31 December, 14 more
        ("wto-consultations", None, "1995-05-17", "1995-07-16"),  # 14 days to 31 May, 30 to 30 June, 16 more
        ("wto-consultations", "urgent", "1995-05-17", "1995-06-06"),
        ("wto-reasonable-period", None, "1996-11-01", "1998-02-01"),
    ],
)
def test_dates_worked_by_hand(name, reading, set_on, expected):
    assert due(name, set_on, reading=reading) == expected


TIED = {"settlement-concluded": "ruling"}


@pytest.mark.parametrize(
    ("ruling", "expected"),
    [
        ("1996-06-01", "1996-07-01"),  # 30 days after the ruling, before 16 November 1996
        ("1996-10-17", "1996-11-16"),  # both on that day: 14 days to 31 October, 16 more
        ("1996-12-01", "1996-11-16"),  # 18 months come first
    ],
)
def test_the_earlier_of_two_counts(ruling, expected):
    assert due("us-301-agreement", "1995-05-16", TIED, ruling=ruling) == expected


def test_what_does_not_happen_has_no_say():
    assert due("us-301-agreement", "1995-05-16", TIED) == "1996-11-16"
    assert due("us-special-301-trips", "1995-05-16", TIED) is None


def test_what_is_counted_from_an_event_alone():
    tied = {"second-meeting": "meeting"}
    assert due("wto-panel-establishment", "1996-01-10", tied, meeting="1996-02-21") == "1996-02-21"


@pytest.mark.parametrize(
    ("name", "tied", "reading", "message"),
    [
        ("us-301", {}, "urgent", "us-301 has no reading 'urgent'; allowed: ordinary"),
        ("us-301", TIED, None, "us-301 is not counted from 'settlement-concluded' in this reading"),
        ("us-201-president", {"supplemental-report": "x"}, None, "is not counted from 'supplemental-report' in this"),
        ("wto-panel-establishment", {}, None, "is counted from 'second-meeting' (the second meeting on the request)"),
    ],
)
def test_what_cannot_be_counted_is_refused(name, tied, reading, message):
    with pytest.raises(RefusalError, match=re.escape(message)):
        due_of(TEMPLATES[name], tied, reading)


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("us-301", "1988-08-22", False), ("us-301", "1988-08-23", True), ("us-301", "2020-01-01", True),
        ("us-super-301-1988", "1990-12-31", True), ("us-super-301-1988", "1991-01-01", False),
        ("us-apa-effective", "1900-01-01", True),
    ],
)  # fmt: skip
def test_versions_in_force(name, on, expected):
    assert in_force_on(TEMPLATES[name], day(on)) is expected


def test_lengths_in_words():
    assert TEMPLATES["us-301"].time == "12 months"
    assert TEMPLATES["wto-consultations"].time == "60 days; urgent: 20 days"
    assert TEMPLATES["wto-panel-establishment"].time == "the second meeting on the request"
    assert TEMPLATES["wto-appeal-notice"].time == "60 days, or the adoption of the report, if that is earlier"


def case(more, record="open"):
    """A case opened on 16 May 2000 that sets a clock, and a ruling on 1 June 2001."""
    clock = f"clock: {{id: c, record: {record}, {more}}}"
    return event("case", "2000-05-16", clock, act="open-case"), event("ruling", "2001-06-01")


def test_a_file_names_template_reading_and_anchors():
    found = timeline(*case("template: us-301-agreement, from: {settlement-concluded: ruling}"))
    clock, days = found.clocks["c"], schedule(found).days
    assert (clock.template, clock.kind) == ("us-301-agreement", ClockKind.LIMIT)
    assert iso(due_day(clock.due, days["case"], days)) == "2001-07-01"  # 18 months would be 16 November 2001
    assert [ref.name for ref in found.references if ref.field == "due"] == ["ruling"]


def test_the_kind_of_the_template_may_be_overruled():
    assert timeline(*case("template: us-301")).clocks["c"].kind is ClockKind.LIMIT
    assert timeline(*case("template: us-301, kind: deadline")).clocks["c"].kind is ClockKind.DEADLINE


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("template: us-3011", "'us-3011' is not known; did you mean 'us-301'?"),
        ("due: P1Y, reading: urgent", "it has `reading` or `from` without `template`"),
        ("template: wto-consultations, reading: slow", "has no reading 'slow'; allowed: ordinary, urgent"),
        ("template: us-special-301-trips", "is counted from 'settlement-concluded' (the end of dispute settlement)"),
        ("template: us-301-agreement, from: {settlement-concluded: nothing}", "no event has the id 'nothing'"),
    ],
)
def test_faults_in_a_file(more, message):
    with pytest.raises(TimelineError) as refused:
        timeline(*case(more))
    assert len(refused.value.problems) == 1 and message in refused.value.problems[0].message


def test_the_codebook_prints_them():
    rows = json.loads(CliRunner().invoke(main, ["codebook", "templates", "--json"]).output)["templates"]
    assert [row["template"] for row in rows] == [*TEMPLATES]
    row = rows[[*TEMPLATES].index("us-301-agreement")]
    assert row["readings"] == {
        "ordinary": [
            {"length": "P18M", "counted from": "start"}, {"length": "P30D", "counted from": "settlement-concluded"}
        ]
    }  # fmt: skip
    assert row["anchors"] == {"settlement-concluded": "the end of dispute settlement"}
    printed = CliRunner().invoke(main, ["codebook", "templates"]).output
    assert all(name in printed for name in ("us-301 ", "us-232-report", "270 days"))


def test_a_replay_runs_such_a_clock():
    """It runs out on 1 July 2001, thirty days after the ruling and before its eighteen months are over."""
    found = timeline(*case("template: us-301-agreement, from: {settlement-concluded: ruling}"))
    [clock] = run(found).clocks()
    assert [(iso(when), iso(until)) for when, until in clock.dues] == [("2000-05-16", "2001-07-01")]


@pytest.mark.parametrize(
    ("template", "anchor", "expected"),
    [
        ("us-301-agreement", "settlement-concluded", "2001-07-01"),  # before 26 November 2001
        ("wto-appeal-notice", "adoption", "2000-07-25"),  # 60 days: 5 in May, 30 in June, 25 in July; before the ruling
    ],
)
def test_a_rule_sets_such_a_clock(template, anchor, expected):
    """The first clock runs out on 26 May 2000, and the rule sets the second that day."""
    inner = f"clock: {{id: d, record: open, template: {template}, from: {{{anchor}: ruling}}}}"
    rule = f"{{act: open-case, actor: A, recipient: B, summary: Opened the case., {inner}}}"
    replayed = run(timeline(*case(f"due: P10D, on_end: {rule}", "lapsed"))).clocks()
    assert [iso(until) for clock in replayed if clock.id == "d" for _, until in clock.dues] == [expected]
