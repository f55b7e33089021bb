"""The domain-over-time chart: readings as data, the date axis, places without overlap, and the page itself."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from measure import boxes, meeting, named, words
from measure import texts as texts_of

from replay import engine, files
from replay.codebook import Outcome, Strategy, Trend
from replay.dates import day, iso
from replay.domain import CARRIED, GIVEN, SUPPOSED, readings
from replay.engine.trace import Trace
from replay.errors import NoRoomError
from replay.figures import style as figstyle
from replay.figures.domain import domain_figure, draw_domain
from replay.figures.sheet.content import gather
from replay.figures.sheet.panels import sideways
from replay.figures.sheet.places import Tag, place_tags
from replay.figures.sheet.timescale import DAYS, MONTHS, YEARS, time_scale
from replay.figures.style import PRESETS
from replay.text.rows import assign_rows

DISPUTES = ("japan-autos-1993-1995", "korea-autos-1995-1998")
TIMELINES = Path(__file__).parent.parent / "timelines"

SMALL = """
format: 1
dispute: small
title: All ends of $clocks$
period: 1994/1996-12
sides: [US, KR]
sources:
  s: {author: "A", year: 1996, title: T}
parties:
  US: {name: United States}
  KR: {name: Korea}
  KR-AUTO: {name: Carmakers, of: KR}
  EU: {name: European Union}
events:
  - id: start
    date: 1995-03-10
    actor: US
    recipient: KR
    act: open-case
    label: Case opened
    summary: Opened a case.
    clock:
      - {id: met-clock, label: Met, due: 1995-06-01, record: met}
      - id: lapsed-clock
        label: Lapsed
        due: 1995-07-01
        record: lapsed
        on_end: {act: impose-sanctions, actor: US, recipient: KR, summary: Imposed duties., event: duties}
      - {id: withdrawn-clock, label: Withdrawn, due: 1995-08-01, record: withdrawn}
      - {id: moved-clock, label: Moved, due: 1995-09-01, record: open}
      - {id: open-clock, label: Open, due: 1998-01-01, record: open}
    cite: {key: s, section: One}
  - id: lobby
    date: 1995-04-01
    actor: KR-AUTO
    act: press
    label: Lobby
    summary: Pressed.
    cite: {key: s, section: One}
  - id: answer
    date: 1995-05-20
    actor: KR
    recipient: US
    act: agree
    label: Partial accord
    summary: Agreed in part.
    meets: [met-clock]
    withdraws: [withdrawn-clock]
    moves: {moved-clock: 1997-06-01}
    cite: {key: s, section: One}
  - id: duties
    date: 1995-07-01/1995-07-03
    actor: US
    recipient: KR
    act: impose-sanctions
    label: Duties
    summary: Imposed duties.
    needs: [start]
    cite: {key: s, section: One}
  - id: crisis
    date: 1996-01-05
    actor: WORLD
    act: shock
    label: Crisis
    summary: A crisis.
    cite: {key: s, section: One}
readings:
  - id: us-late
    party: US
    date: 1995-06
    level: strong-loss
    trend: falling
    summary: s
    cite: {key: s, section: Two, note: 4}
  - {id: us-early, party: US, date: 1995-01, level: modest-loss, summary: s, cite: {key: s, section: One}}
  - {id: us-only-trend, party: US, date: 1995-04~, trend: rising, summary: s, cite: {key: s, section: One}}
  - id: us-same
    party: US
    date: start + P5D
    level: modest-loss
    trend: steady
    status: inferred
    summary: s
    cite: {key: s, section: One}
  - {id: kr-before, party: KR, date: 1995-02-01?, trend: rising, summary: s, cite: {key: s, section: One}}
  - {id: kr-gain, party: KR, date: 1996-11/.., level: gain, summary: s, cite: {key: s, section: One}}
"""


def small() -> Trace:
    return engine.run(files.loads(SMALL))


def trace_of(name: str) -> Trace:
    if name == "small":
        return small()
    return engine.run(files.load(TIMELINES / f"{name}.yaml" if name in DISPUTES else files.example()))


ALL = ("small", "example", *DISPUTES)


# -- readings -------------------------------------------------------------------------------------


def test_readings_are_grouped_by_side_sender_first_and_in_order_of_time():
    us, kr = readings(files.loads(SMALL))
    assert (us.party, us.name, kr.party) == ("US", "United States", "KR")
    assert [mark.id for mark in us.marks] == ["us-early", "us-same", "us-only-trend", "us-late"]
    assert [mark.id for mark in kr.marks] == ["kr-before", "kr-gain"]


def test_a_reading_keeps_bounds_level_trend_label_and_citation():
    late = readings(files.loads(SMALL))[0].marks[-1]
    assert (iso(late.first), iso(late.middle), iso(late.last)) == ("1995-06-01", "1995-06-15", "1995-06-30")
    assert (late.position, late.trend, late.placed) == (-3, Trend.FALLING, GIVEN)
    assert late.label == "strong loss, sense of loss falling"
    assert late.citation == "s, Two, n. 4"
    assert not late.is_doubtful


def test_a_direction_stands_at_the_last_level_or_at_the_status_quo_before_any():
    us, kr = readings(files.loads(SMALL))
    only = us.marks[2]
    assert (only.position, only.placed, only.label) == (-1, CARRIED, "sense of loss rising")
    assert (kr.marks[0].position, kr.marks[0].placed) == (0, SUPPOSED)


def test_doubt_is_told_apart():
    us, kr = readings(files.loads(SMALL))
    early, same, only, _ = us.marks
    assert (only.approximate, only.uncertain, only.inferred) == (True, False, False)
    assert (kr.marks[0].uncertain, same.inferred, early.is_doubtful) == (True, True, False)


def test_a_relative_date_is_counted_from_its_event_and_an_open_end_is_the_periods():
    us, kr = readings(files.loads(SMALL))
    assert {iso(d) for d in (us.marks[1].first, us.marks[1].middle, us.marks[1].last)} == {"1995-03-15"}
    assert (iso(kr.marks[1].first), iso(kr.marks[1].last)) == ("1996-11-01", "1996-12-31")


def test_steps_hold_each_given_level_until_the_next_one_that_differs():
    us, kr = readings(files.loads(SMALL))
    assert [(iso(d), p) for d, p in us.steps] == [("1995-01-16", -1), ("1995-06-15", -3)]
    assert [p for _, p in kr.steps] == [1]


# -- the date axis --------------------------------------------------------------------------------

SOME_DAYS = st.lists(st.integers(day("1985-01-01"), day("2005-12-31")), min_size=1, max_size=60)

unhurried = settings(deadline=None, max_examples=50)


@unhurried
@given(SOME_DAYS, st.integers(1, 8))
def test_the_axis_is_strictly_monotone_from_0_to_1(days, zones):
    scale = time_scale(days, zones=zones)
    assert len(scale.zones) <= zones
    assert scale.first <= min(days) <= max(days) < scale.stop
    probes = sorted({scale.first, *days, *scale.breaks, scale.stop - 1, scale.stop})
    places = [scale(probe) for probe in probes]
    assert all(a < b for a, b in itertools.pairwise(places))
    assert (places[0], places[-1]) == (0, 1)
    assert (scale(scale.first - 9), scale(scale.stop + 9)) == (0, 1)


@unhurried
@given(SOME_DAYS)
def test_zones_meet_without_gap_and_order_of_the_days_is_of_no_account(days):
    scale = time_scale(days)
    for zone, following in itertools.pairwise(scale.zones):
        assert (zone.stop, zone.end) == (following.first, following.start)
    assert time_scale(sorted(days)) == time_scale(days[::-1]) == scale


@unhurried
@given(SOME_DAYS, st.floats(0.01, 0.1))
def test_labels_of_ticks_keep_their_room_and_ticks_are_in_order(days, room):
    ticks = time_scale(days).ticks(room, room, room)
    assert list(ticks) == sorted(ticks, key=lambda tick: (tick.day, tick.rank))
    for ranks in ({YEARS}, {MONTHS, DAYS}):
        places = [tick.label_at for tick in ticks if tick.rank in ranks and tick.label]
        assert all(b - a >= room - 1e-9 for a, b in itertools.pairwise(places))


def test_a_busy_stretch_gets_more_room_than_its_length():
    quiet = [day(f"{year}-07-01") for year in range(1989, 2001)]
    busy = [day("1995-05-01") + n for n in range(0, 60, 2)]
    scale = time_scale(quiet + busy)
    assert day("1995-05-01") in scale.breaks
    assert scale(day("1995-07-01")) - scale(day("1995-05-01")) > 0.3
    labels = [tick.label for tick in scale.ticks(0.06, 0.03, 0.02) if tick.rank != YEARS]
    assert {"May", "11", "21", "Jun"} <= set(labels)


def test_an_even_record_has_a_plain_axis():
    scale = time_scale([day("1995-01-01") + n for n in range(0, 365, 3)])
    assert scale.breaks == ()
    assert scale(day("1995-07-02")) == pytest.approx(182 / 365, abs=0.001)


def test_a_long_record_is_weighed_in_reasonable_time_and_a_single_day_has_an_axis():
    assert time_scale([day("1600-01-01"), day("1999-12-31")])(day("1800-01-01")) == pytest.approx(0.5, abs=0.01)
    assert time_scale([day("9999-12-31")])(day("9999-12-31")) == pytest.approx(30 / 31)


def test_an_axis_needs_a_day():
    with pytest.raises(ValueError, match="0 days"):
        time_scale([])
    with pytest.raises(ValueError, match="0 zones"):
        time_scale([1], zones=0)


# -- places ---------------------------------------------------------------------------------------


@unhurried
@given(st.lists(st.tuples(st.floats(0, 90), st.floats(0.1, 30)), max_size=30))
def test_packed_spans_never_meet(raw):
    spans = [(left, left + width) for left, width in raw]
    rows = assign_rows(spans, gap=1)
    for (n, a), (m, b) in itertools.combinations(enumerate(spans), 2):
        assert rows[n] != rows[m] or a[1] + 1 <= b[0] or b[1] + 1 <= a[0]
    assert set(rows) == set(range(len(set(rows))))


@unhurried
@given(st.lists(st.tuples(st.integers(0, 150), st.integers(5, 40)), max_size=14), st.integers(1, 6))
def test_tags_stay_inside_and_meet_neither_text_nor_stem(raw, rows):
    wanted = [Tag(str(n), "", x, width) for n, (x, width) in enumerate(raw)]
    placed = place_tags(wanted, rows, (0, 150))
    assert [tag.id for tag in placed] == sorted({tag.id for tag in placed}, key=int)
    for tag in placed:
        assert 0 <= tag.left < tag.right <= 150
        assert 0 <= tag.row < rows
        assert wanted[int(tag.id)].x == tag.x
        assert tag.right < tag.x if tag.turned else tag.x < tag.left
    for a, b in itertools.permutations(placed, 2):
        assert a.row != b.row or a.right < b.left or b.right < a.left
        assert not (b.row >= a.row and a.left < b.x < a.right)


def test_the_first_of_the_tags_wins_a_place_and_without_a_row_there_is_none():
    first, second = Tag("first", "", 10, 9), Tag("second", "", 10, 9)
    assert [tag.id for tag in place_tags([first, second], 1, (5, 25))] == ["first"]
    assert [tag.id for tag in place_tags([second, first], 1, (5, 25))] == ["second"]
    assert place_tags([first], 0, (5, 25)) == ()


# -- what is shown --------------------------------------------------------------------------------


def test_acts_are_gathered_by_side_with_the_key_ones_in_their_order():
    shown = gather(small())
    assert [(deed.id, deed.party, deed.own) for deed in shown.by("B")] == [
        ("lobby", "KR-AUTO", False), ("answer", "KR", True)
    ]  # fmt: skip
    assert [deed.id for deed in shown.by("B", own=True)] == ["answer"]
    assert [(deed.label, deed.party, deed.own) for deed in shown.by("other")] == [("Crisis", "WORLD", False)]
    # `start` sets clocks, is a height, and the duties come only through it; `duties` follow from a clock, are a height
    # and end the longest path; `answer` agrees, ends clocks and moves one, on a lower rung; `crisis` is a shock;
    # nothing speaks for `lobby`. The first act of each side comes before all others.
    assert [deed.id for deed in shown.deeds if not deed.key] == ["lobby"]
    assert [deed.id for deed in sorted(shown.deeds, key=lambda deed: deed.place)] == [
        "start", "answer", "duties", "crisis", "lobby",
    ]  # fmt: skip
    duties = next(deed for deed in shown.deeds if deed.id == "duties")
    assert [iso(day) for day in (duties.first, duties.day, duties.last)] == ["1995-07-01", "1995-07-02", "1995-07-03"]
    assert (duties.rung, duties.strategy, duties.emitted) == (9, Strategy.CLAIMING, False)


def test_sticks_stand_at_their_day_as_long_as_their_rung_is_high_and_key_ones_are_thick():
    shown = gather(small())
    made = draw_domain(shown)
    sticks = {line.get_gid().removeprefix("stick "): line for line in named(made, "stick ")}
    assert set(sticks) == {"start", "lobby", "answer", "duties", "crisis"}
    axis = 180 - 24.5 - 3.0 - 2 * 1.6  # mm of the page between its margins
    for deed in shown.deeds:
        (x, other), (low, high) = sticks[deed.id].get_data()
        assert x == other == pytest.approx(24.5 + 1.6 + axis * shown.scale(deed.day))
        assert high - low == pytest.approx(3.6 * (0.12 + 0.78 * deed.rung / 9))
        assert sticks[deed.id].get_linewidth() == (0.5 if deed.id == "lobby" else 1.0)
    tags = {text.get_gid().removeprefix("name "): text.get_text() for text in texts_of(made) if text.get_gid()}
    assert {name: tags.get(name) for name in sticks} == {
        "start": "Case opened", "answer": "Partial accord", "duties": "Duties", "crisis": "Crisis", "lobby": None,
    }  # fmt: skip


def test_a_clock_runs_from_its_setting_to_its_end_and_its_mark_stands_there():
    made = draw_domain(gather(small()))
    place = {line.get_gid(): line.get_xdata()[0] for line in named(made, "stick ")}
    runs = {line.get_gid(): line.get_xdata() for line in named(made, "run ")}
    ends = {line.get_gid(): line.get_xdata()[0] for line in named(made, "end ")}
    assert list(runs["run met-clock"]) == [place["stick start"], place["stick answer"]]  # the accord meets it
    assert ends["end met-clock"] == ends["end withdrawn-clock"] == place["stick answer"]
    assert (
        place["stick answer"] < ends["end lapsed-clock"] < place["stick duties"]
    )  # 1 July; the duties' middle is the 2nd
    assert ends["end open-clock"] == ends["end moved-clock"] > place["stick crisis"]


def test_clocks_end_as_in_the_trace_and_a_moved_one_runs_on():
    spans = {span.label: span for span in gather(small()).spans}
    assert {label: span.history.outcome for label, span in spans.items()} == {
        "Met (US)": Outcome.MET, "Lapsed (US)": Outcome.LAPSED, "Withdrawn (US)": Outcome.WITHDRAWN,
        "Moved (US)": Outcome.OPEN, "Open (US)": Outcome.OPEN,
    }  # fmt: skip
    assert (iso(spans["Met (US)"].last), iso(spans["Met (US)"].due)) == ("1995-05-20", "1995-06-01")
    assert ([iso(due) for due in spans["Moved (US)"].moved], spans["Moved (US)"].due) == (["1995-09-01"], None)
    assert (iso(spans["Open (US)"].last), spans["Open (US)"].due) == ("1996-12-31", None)


def test_a_replay_cut_short_shows_nothing_from_after_its_last_day():
    shown = gather(engine.run(files.loads(SMALL), until="1995-05-31"))
    assert [mark.id for track in shown.tracks for mark in track.marks][-1] == "kr-before"
    assert [deed.id for deed in shown.deeds] == ["start", "lobby", "answer"]
    lapsed = next(span for span in shown.spans if span.id == "lapsed-clock")
    assert (iso(lapsed.last), lapsed.history.outcome) == ("1995-05-31", Outcome.OPEN)
    assert shown == gather(engine.run(files.loads(SMALL), until=day("1995-05-31")))


def test_an_act_that_only_the_replay_has_is_marked():
    shown = gather(engine.run(files.loads(SMALL.replace(", event: duties", ""))))
    assert [deed.id for deed in shown.deeds if deed.emitted] == ["lapsed-clock/end"]
    assert "follows in the replay only" in words(draw_domain(shown))


def test_a_trace_without_timeline_is_refused():
    with pytest.raises(ValueError, match="timeline"):
        gather(Trace.from_jsonl(small().to_jsonl()))


# -- the page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("size", [{}, {"height": 142}, {"width": 150}, {"width": 88}])
def test_no_two_texts_meet_none_is_cut_and_none_is_too_small(name, size):
    made = draw_domain(gather(trace_of(name)), replace(PRESETS["page"], **size))
    texts = texts_of(made)
    found = boxes(made, texts)
    page = made.bbox
    for text, box in zip(texts, found, strict=True):
        assert text.get_fontsize() >= figstyle.SMALLEST
        assert page.x0 <= box.x0 < box.x1 <= page.x1, text
        assert page.y0 <= box.y0 < box.y1 <= page.y1, text
    assert meeting(made, texts) == []


@pytest.mark.parametrize("name", ALL)
def test_no_text_meets_a_mark_or_the_stem_of_another(name):
    made = draw_domain(gather(trace_of(name)))
    marks = [*named(made, "end "), *named(made, "reading "), *named(made, "stem ")]
    assert meeting(made, marks, texts_of(made)) == []


@pytest.mark.parametrize("name", ALL)
def test_no_two_marks_of_readings_meet(name):
    made = draw_domain(gather(trace_of(name)))
    marks = [line for line in named(made, "reading ") if not line.get_gid().startswith("reading key")]
    assert meeting(made, marks) == []


@pytest.mark.parametrize("fmt", figstyle.FORMATS)
@pytest.mark.parametrize("name", ["small", *DISPUTES])
def test_the_same_bytes_twice(name, fmt):
    first, second = (figstyle.save(draw_domain(gather(trace_of(name))), fmt, 100) for _ in range(2))
    assert first == second
    assert b"DejaVu" in first or fmt != "pdf"


def test_ends_of_clocks_differ_without_colour():
    made = draw_domain(gather(small()))
    ends = {line.get_gid(): line for line in named(made, "end ")}
    assert len(ends) == 5  # two of the clocks are still running
    forms = {(line.get_marker(), to_hex(line.get_markerfacecolor()) == figstyle.PAPER) for line in ends.values()}
    assert len(forms) == 4
    assert len({to_hex(line.get_color()) for line in ends.values()}) == 1


def test_both_sides_share_levels_and_the_line_of_the_status_quo():
    made = draw_domain(gather(small()))
    assert words(made).count("status quo") == words(made).count("strong loss") == 2
    upper, lower = sorted((line.get_ydata()[0] for line in named(made, "status quo")), reverse=True)
    at = {line.get_gid(): line.get_ydata()[0] for line in named(made, "reading ")}
    assert upper - at["reading us-late"] == pytest.approx(3 * (at["reading kr-gain"] - lower))


def test_the_most_important_acts_of_the_real_disputes_are_named():
    for name in DISPUTES:
        trace = trace_of(name)
        shown = gather(trace)
        labels = set(words(draw_domain(shown)))
        for group in "AB":
            key = sorted((deed for deed in shown.by(group) if deed.key), key=lambda deed: deed.place)
            assert {deed.label for deed in key[:5]} <= labels


def test_the_size_is_as_asked_and_a_page_too_small_is_refused():
    made = draw_domain(gather(small()), replace(PRESETS["page"], width=150, height=160))
    assert [side * 25.4 for side in made.get_size_inches()] == pytest.approx([150, 160])
    with pytest.raises(NoRoomError, match="60 mm of height; this dispute needs 98"):
        draw_domain(gather(small()), replace(PRESETS["page"], height=60))
    with pytest.raises(ValueError, match="80 mm; allowed: 84 or more"):
        draw_domain(gather(small()), replace(PRESETS["page"], width=80))


def test_a_dispute_without_readings_says_so():
    text = SMALL[: SMALL.index("readings:")]
    assert words(draw_domain(gather(engine.run(files.loads(text))))).count("the source gives no reading") == 2


# -- marks of values ------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0.5, 2), st.floats(0.5, 4)), min_size=1, max_size=14),
)
def test_marks_moved_sideways_keep_their_order_and_never_meet(rooms):
    rooms = sorted(rooms)
    places = sideways(rooms, (0.0, 100.0))
    for (x, one), (y, other) in itertools.pairwise(zip(places, rooms, strict=True)):
        assert x + one[2] <= y - other[1] + 1e-9
    assert places[0] - rooms[0][1] >= -1e-9 and places[-1] + rooms[-1][2] <= 100 + 1e-9


def test_a_mark_that_meets_no_other_stays_and_a_row_that_is_too_short_is_shared_evenly():
    assert sideways([(10, 1, 2), (13, 1, 2), (40, 1, 1)], (0, 100)) == (10, 13, 40)
    assert sideways([(10, 1, 2), (11, 1, 2)], (0, 100)) == (9, 12)  # each a mm from where it belongs
    assert sideways([(5, 2, 2), (5, 2, 2), (5, 2, 2)], (0, 6)) == pytest.approx((1, 3, 5))  # half of what they need


def levels_of(made):
    """Height of the status quo and of a level, of each panel of levels from the top."""
    at = {
        text: sorted((t.get_position()[1] for t in texts_of(made) if t.get_text() == text), reverse=True)
        for text in ("status quo", "gain")
    }
    return [(zero, gain - zero) for zero, gain in zip(at["status quo"], at["gain"], strict=True)]


@pytest.mark.parametrize("preset", ["page", "column"])
@pytest.mark.parametrize("name", ["small", *DISPUTES, "steel-safeguards-2001-2003"])
def test_a_mark_stands_at_the_level_that_was_read_and_a_direction_on_none(name, preset):
    trace = small() if name == "small" else engine.run(files.load(TIMELINES / f"{name}.yaml"))
    shown = gather(trace)
    made = draw_domain(shown, PRESETS[preset])
    at = {line.get_gid(): line.get_ydata()[0] for line in named(made, "reading ")}
    for track, (zero, level) in zip(shown.tracks, levels_of(made), strict=True):
        for mark in track.marks:
            if mark.placed == GIVEN:
                assert at[f"reading {mark.id}"] == pytest.approx(zero + mark.position * level)
            else:
                assert at[f"reading {mark.id}"] < zero - 3.5 * level  # below the level of a strong loss
    assert ("direction only" in words(made)) == any(m.placed != GIVEN for track in shown.tracks for m in track.marks)


def test_a_mark_that_was_moved_has_a_hairline_to_its_day():
    early = "{id: us-early, party: US, date: 1995-01, level: modest-loss,"
    text = SMALL.replace(early, early.replace("1995-01", "1995-03-15"))
    made = draw_domain(gather(engine.run(files.loads(text))))
    x = {line.get_gid(): line.get_xdata()[0] for line in named(made, "reading ")}
    days = {line.get_gid(): line.get_xdata() for line in named(made, "day ")}
    assert set(days) == {"day us-early", "day us-same"}  # both on 15 March 1995, at a modest loss
    assert (
        days["day us-early"][0]
        == days["day us-same"][0]
        == pytest.approx((x["reading us-early"] + x["reading us-same"]) / 2, abs=1.5)
    )
    assert x["reading us-early"] < x["reading us-same"]
    assert days["day us-early"][-1] == x["reading us-early"]


@pytest.mark.parametrize("name", [*DISPUTES, "steel-safeguards-2001-2003"])
def test_a_path_has_no_spike_as_thin_as_its_line(name):
    made = draw_domain(gather(engine.run(files.load(TIMELINES / f"{name}.yaml"))))
    for line in named(made, "path "):
        steps = sorted({float(x) for x in line.get_xdata()})[:-1]
        assert all(b - a >= 0.5 for a, b in itertools.pairwise(steps))


def test_a_side_without_readings_and_path_is_not_drawn_and_the_caption_says_so():
    head = SMALL.partition("events:")[0]
    event = """
  - {id: talk, date: 1995-03-10, actor: US, recipient: KR, act: meet, summary: They met., cite: {key: s, section: One}}
readings:
  - {id: us-read, party: US, date: 1995-01, level: modest-loss, summary: s, cite: {key: s, section: One}}
"""
    made = domain_figure(engine.run(files.loads(head + "events:" + event)))
    assert words(made.figure).count("status quo") == 1
    assert "Of Korea the source gives no reading and no rule moves it: it has no levels here." in made.caption
