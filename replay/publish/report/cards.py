"""What the panel beside a figure says of a mark: a card for each act and each clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from replay.engine.days import Days, worded
from replay.engine.trace import Trace
from replay.escalation import Link, graph
from replay.figures.sheet.ends import history_told
from replay.figures.style import link_words
from replay.tables import Cell, cell_text, events_table
from replay.tables.clocks import clock_names
from replay.tables.graph import act_date
from replay.text.html import Html, tag
from replay.text.words import money

__all__ = ["cards"]


def cards(trace: Trace) -> Html:
    """Return a template with the cards, by the names of the marks, acts in their order with their numbers."""
    return tag("template", *_acts(trace), *_clocks(trace), id_="cards")


def _acts(trace: Trace) -> Iterator[Html]:
    timeline, drawn, days = trace.coded("describe marks"), graph(trace), Days(trace, worded)
    named, lives = clock_names(trace), trace.clocks()
    answers, answered = defaultdict[str, list[Link]](list), defaultdict[str, list[Link]](list)
    for link in drawn.links:
        answers[link.target].append(link)
        answered[link.source].append(link)

    def told(links: list[Link], other: Callable[[Link], str]) -> list[str]:
        """The acts at the other end; what a link to a clock is, the clock itself tells."""
        acts = ((link, drawn.by_id[other(link)]) for link in links)
        return [
            f"{act.label} ({act_date(drawn, act.id)}): {link_words(link.type.value)}"
            for link, act in acts
            if act.kind == "act"
        ]

    for record in events_table(trace).records():
        name = str(record["id"])
        whom = timeline.name(str(record["recipient"])) if record["recipient"] else ""
        worth = money({str(record["unit"]): float(str(record["worth"]))}) if record["worth"] is not None else ""
        lines: list[tuple[str, list[str]]] = [
            ("What", [cell_text(record["summary"])]),
            ("Act", [f"{_words(record['act'])}, rung {record['rung']}"]),
            ("Strategy", [cell_text(record["strategy"])]),
            ("Worth", [worth]),
            ("Answers", told(answers[name], lambda link: link.source)),
            ("Answered by", told(answered[name], lambda link: link.target)),
            ("Sets", [f"{named[one.id]}: {history_told(one, days)}" for one in lives if one.set_by == name]),
            ("Ends", [f"{named[one.id]}: {history_told(one, days)}" for one in lives if one.ended_by == name]),
            ("Source", [cell_text(record["source"])]),
        ]
        label = drawn.by_id[name].label if name in drawn.by_id else name
        who = timeline.name(str(record["actor"]))
        yield _card(
            f"act {name}", label, f"{record['date']}, {who}{f' → {whom}' if whom else ''}", lines, f"act-{name}",
            "Row in the story", str(record["number"]),
        )  # fmt: skip


def _clocks(trace: Trace) -> Iterator[Html]:
    timeline, drawn, days = trace.coded("describe marks"), graph(trace), Days(trace, worded)
    for name, life in zip(clock_names(trace).items(), trace.clocks(), strict=True):
        by = {
            words: f"{drawn.by_id[act].label} ({act_date(drawn, act)})"
            for words, act in (("Set by", life.set_by), ("Ended by", life.ended_by))
            if act in drawn.by_id and act is not None
        }
        lines = [("Life", [history_told(life, days)]), *((words, [act]) for words, act in by.items())]
        holder = timeline.name(life.holder)
        yield _card(
            f"clock {name[0]}", name[1], f"Clock of {holder}" if holder else "Clock", lines, f"clock-{name[0]}",
            "Row of the clock",
        )  # fmt: skip


def _words(cell: Cell) -> str:
    return cell_text(cell).replace("-", " ")


def _card(
    mark: str, label: str, head: str, lines: list[tuple[str, list[str]]], anchor: str, row: str, number: str = ""
) -> Html:  # fmt: skip
    said = (part for words, texts in lines if any(texts) for part in (tag("dt", words), *(tag("dd", t) for t in texts)))
    return tag(
        "div", tag("p", tag("b", label), class_="label"), tag("p", head, class_="head"), tag("dl", *said),
        tag("p", tag("a", row, href=f"#{anchor}")), data_card=mark, data_n=number or None,
    )  # fmt: skip
