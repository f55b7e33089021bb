"""What a corpus comes to, in sentences, the answers first; and the dyads with most hostile acts, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from replay.ensemble.corpus.reading import REASONS
from replay.text.table import Column, Table
from replay.text.words import counted, decimal, joined

__all__ = ["left_told", "told_lines", "weightiest"]

_STEPPING = {
    "by_who_began": "the side that began it", "by_the_other": "the other side", "together": "both on one day",
    "where_both_began": "one side, where both had begun it on one day,",
    "nobody": "nobody before the next spiral or the end of the record",
}  # fmt: skip
_MOST = 10
_CODES = 8


def told_lines(said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the answers of a summary, each with its question.

    Parameters
    ----------
    said : mapping
        `Corpus.summary`.
    """
    return [(question, " ".join(part for part in parts if part)) for question, parts in _answers(said)]


def _answers(said: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    within = counted(said["within"], "day")
    days = said["response_times"]
    if not said["hostile"]:
        yield "Is hostility answered in kind?", ["There is no hostile act in this record."]
        return
    yield "Is hostility answered in kind?", [
        f"Of {_many(said['hostile'], 'hostile act')}, {_percent(said['reciprocity'])} are met by the other side's next "
        f"move, within {within}, on the same rung or a higher one; {_share(said['answered'], said['hostile'])} by a "
        "next move of any kind.",
        _quartiles(said["reciprocity_by_dyad"]),
        _contingency(said),
    ]  # fmt: skip
    yield (
        "How soon?",
        [
            _sooner("The other side acts", "any act", days["any"]),
            _sooner("It answers in kind", "an answer in kind", days["in kind"]),
            f"What the record leaves unanswered on its last day, {said['end']}, counts as cut off there, not as never "
            "answered.",
        ],
    )
    spirals = said["spirals"]
    yield "Does it spiral?", [
        f"{_many(spirals['count'], 'spiral')}, {decimal(spirals['per_thousand_acts'], 1)} per thousand acts, in "
        f"{spirals['dyads']:,} of {_many(said['dyads'], 'dyad')}; {_share(spirals['acts'], said['acts'])} of all acts "
        "belong to one." + (f" The longest has {spirals['most_turns']:,} turns." if spirals["count"] else ""),
    ]  # fmt: skip
    yield "Who steps down first?", [_stepping(said["stepped_down_first"])]


def _quartiles(found: Mapping[str, Any]) -> str:
    if not found["quartiles"]:
        return ""
    low, middle, high = map(_percent, found["quartiles"])
    many, least = _many(found["dyads"], "dyad"), found["least_hostile_acts"]
    return f"Over the {many} with {least} hostile acts or more its median is {middle} (quartiles {low} and {high})."


def _contingency(said: Mapping[str, Any]) -> str:
    after, other = said["hostile_after_hostile"], said["hostile_after_other"]
    if after is None or other is None:
        return ""
    points = 100 * (after - other)
    more = f"{decimal(abs(points), 0)} points {'more' if points >= 0 else 'less'}"
    return (
        f"A next move in that time is hostile in {_percent(after)} of cases after a hostile act and in "
        f"{_percent(other)} after another one, {more}. Where nobody minds what the other does, the two are equal."
    )


def _sooner(start: str, what: str, found: Mapping[str, Any]) -> str:
    shares = "; ".join(f"{_percent(share)} by day {day}" for day, share in found["answered_within"].items())
    low, middle, high = (found[f"median_{end}"] for end in ("low", "days", "high"))
    if middle is None:
        return f"Half of all hostile acts do not get {what} within the record ({shares})."
    ends = f"{_days(low)} to {_days(high)}" if high is not None else f"{_days(low)} or more"
    return f"{start} after {_days(middle)} in half of the cases (median; 95 % interval {ends}): {shares}."


def _stepping(found: Mapping[str, int]) -> str:
    if not found["spirals"]:
        return "There is no spiral to step down from."
    parts = [f"{who} in {found[name]:,}" for name, who in _STEPPING.items() if found[name]]
    return f"After {_many(found['spirals'], 'spiral')} the first conciliatory step is taken by {joined(parts)}."


def left_told(said: Mapping[str, Any]) -> list[str]:
    """Return what was read and what was left out, a line for each reason."""
    table = said["table"]
    lines = [
        f"{_many(table['rows'], 'row')} read; {_many(said['acts'], 'act')} of {_many(said['parties'], 'party')} in "
        f"{_many(said['dyads'], 'dyad')}, {said['first_day']} to {said['last_day']}."
    ]  # fmt: skip
    if table["before_1970"]:
        lines.append(f"Before 1970: {_many(table['before_1970'], 'act')}.")
    if table["not_taken_by_the_filter"]:
        lines.append(f"{_many(table['not_taken_by_the_filter'], 'row')} not taken by the filter.")
    if table["after_the_last_day"]:
        lines.append(f"{_many(table['after_the_last_day'], 'act')} after {said['end']} not counted.")
    for name, count in table["left_out"].items():
        lines.append(f"{_many(count, 'row')} left out: {REASONS[name]}.")
    codes = [f"{code} ({count:,})" for code, count in table["unknown_codes"].items()]
    if codes:
        more = f" and {counted(len(codes) - _CODES, 'more')}" if len(codes) > _CODES else ""
        lines.append(f"Codes without an act: {', '.join(codes[:_CODES])}{more}; name them in a map with `like`.")
    if not table["ids"]:
        lines.append("The map names no column of ids, so rows that are there twice cannot be told.")
    return lines


def weightiest(dyads: Any) -> Table:
    """Return the dyads with most hostile acts, of those of `Corpus.dyads_table`."""
    columns = (
        Column("first", "First"), Column("second", "Second"), Column("acts", "Acts"), Column("hostile", "Hostile"),
        Column("reciprocity", "In kind", digits=2), Column("contingency", "Contingency", digits=2),
        Column("median_days_of_first", "Days until first acts"),
        Column("median_days_of_second", "Days until second acts"),
        Column("spirals", "Spirals"), Column("most_turns", "Turns"),
    )  # fmt: skip
    order = [("hostile", "descending"), ("first", "ascending"), ("second", "ascending")]
    top = dyads.sort_by(order).slice(0, _MOST).to_pylist()
    rows = tuple(tuple(row[column.name] for column in columns) for row in top)
    return Table("dyads", "The dyads with most hostile acts", columns, rows)


def _many(count: int, noun: str) -> str:
    said = counted(count, noun)
    return said.replace(str(count), f"{count:,}", 1)


def _days(number: float) -> str:
    whole = int(number) if float(number).is_integer() else None
    return counted(whole, "day") if whole is not None else f"{decimal(number, 1)} days"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"


def _share(part: int, whole: int) -> str:
    return _percent(part / whole if whole else None)
