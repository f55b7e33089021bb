"""The parts of a report: facts, figures, story, clocks, domains, theories, measures, what was given, its making."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from replay.codebook import HOSTILE
from replay.escalation import escalation, measures
from replay.figures import Drawing
from replay.record import conformance
from replay.report.markup import Html, join, tag
from replay.report.pictures import inline
from replay.tables import Cell, Table, claims, clocks, events, readings_table, scores, shown
from replay.timeline import Timeline
from replay.trace import ACTED, Trace

__all__ = ["Section", "facts", "figures", "given", "made", "measured", "story", "tables_of"]


@dataclass(frozen=True, slots=True)
class Section:
    """A part that a caller adds, such as a counterfactual: a heading, a text, tables, figures."""

    title: str
    text: str = ""
    tables: tuple[Table, ...] = ()
    drawings: tuple[Drawing, ...] = ()


def facts(trace: Trace, timeline: Timeline) -> Html:
    """Return the counts at the head, and whether the replay conforms to the record."""
    acts = [entry for entry in trace if entry.kind in ACTED]
    hostile = sum(entry.act is not None and entry.act.rung >= HOSTILE for entry in acts)
    numbers = (
        ("acts", len(acts)), ("hostile acts", hostile), ("clocks", len(trace.clocks())),
        ("readings of domains", len(timeline.readings)),
        ("first act", acts[0].date if acts else "none"), ("last act", max((e.date for e in acts), default="none")),
    )  # fmt: skip
    cells = (tag("div", tag("dt", words), tag("dd", str(value))) for words, value in numbers)
    findings = conformance(trace)
    if findings:
        lines = (tag("li", str(finding)) for finding in findings)
        verdict = join((tag("p", "The replay differs from the record:", class_="bad"), tag("ul", *lines)))
    else:
        verdict = tag("p", "The replay conforms to the record: every clock ends as the source says.", class_="good")
    summary = tag("p", timeline.summary) if timeline.summary else Html("")
    return join((summary, tag("dl", *cells, class_="facts"), verdict))


def figures(drawings: Sequence[Drawing], tips: Mapping[str, str], first: int = 1) -> Html:
    """Return figures with their captions; their marks say what they are."""
    return join(_figure(drawing, number, tips) for number, drawing in enumerate(drawings, first))


def _figure(drawing: Drawing, number: int, tips: Mapping[str, str]) -> Html:
    picture = inline(drawing.svg(), number, tips, drawing.alt)
    hint = f"Figure {number}: arrow keys step through its marks"
    paper = tag("div", picture, class_="paper", tabindex="0", role="group", aria_label=hint)
    said = tag("output", "", class_="said", aria_live="polite")
    caption = tag("figcaption", tag("b", f"Figure {number}. "), drawing.caption)
    return tag("figure", paper, said, caption, id_=f"figure-{number}")


def story(trace: Trace, timeline: Timeline) -> Html:
    """Return every act as a row, with its source, and a field that finds rows."""
    rows = []
    for record in events(trace).records():
        side = timeline.side(str(record["actor"])) if record["actor"] in timeline.parties else None
        group = {timeline.sides[0]: "a", timeline.sides[1]: "b"}.get(side or "", "")
        coded, date = record["coded_date"], str(record["date"])
        when = join((date, *((tag("br"), tag("small", str(coded))) if coded and coded != date else ())))
        who = f"{record['actor']} → {record['recipient']}" if record["recipient"] else str(record["actor"])
        worth = f" ({shown(record['worth'])} {record['unit']})" if record["worth"] is not None else ""
        rows.append(
            tag(
                "tr", tag("td", str(record["number"]), class_="number"), tag("td", when, class_="date"),
                tag("td", who, class_=group or None),
                tag("td", str(record["act"]), tag("br"), tag("small", shown(record["strategy"]))),
                tag("td", f"{shown(record['summary'])}{worth}"), tag("td", tag("small", shown(record["source"]))),
                id_=f"event-{record['id']}", class_="rule" if record["kind"] != "event" else None,
            )
        )  # fmt: skip
    head = tag("tr", *(tag("th", words, scope="col") for words in ("No.", "Date", "Who", "Act", "What", "Source")))
    table = tag("table", tag("thead", head), tag("tbody", *rows), id_="events")
    count = tag("output", f"{len(rows)} of {len(rows)}", id_="events-count", aria_live="polite")
    field = tag("label", "Find in the story: ", tag("input", type_="search", data_for="events"), " ", count)
    return join((field, tag("div", table, class_="scroll")))


def tables_of(trace: Trace) -> tuple[tuple[str, Html], ...]:
    """Return clocks, domains and theories under their headings; what is empty is left out."""
    columns = "label", "who", "to_whom", "what", "worth", "unit", "set", "due", "ended", "outcome", "record"
    ledger = clocks(trace).only(columns)
    read = readings_table(trace).only(("party", "date", "level", "trend", "computed", "summary", "source"))
    parts = (("Clocks", ledger), ("Domains", read), ("Theories", scores([trace])),
             ("Claims of the source", claims([trace])))
    return tuple((title, table(found)) for title, found in parts if len(found))


def table(found: Table) -> Html:
    """Return a table with its title as caption."""
    numeric = [any(c is not None for c in column) and not any(isinstance(c, str) for c in column)
               for column in zip(*found.rows, strict=True)]  # fmt: skip
    head = (tag("th", column.words, scope="col") for column in found.columns)
    rows = (tag("tr", *(_cell(cell, number) for cell, number in zip(row, numeric, strict=True))) for row in found.rows)
    body = tag("table", tag("caption", found.title), tag("thead", tag("tr", *head)), tag("tbody", *rows))
    return tag("div", body, class_="scroll")


def _cell(cell: Cell, number: bool) -> Html:
    return tag("td", shown(cell), class_="number" if number else "date" if _is_date(cell) else None)


def _is_date(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) == 10 and cell[4] == cell[7] == "-" and cell[:4].isdigit()


def measured(trace: Trace) -> Html:
    """Return the measures of the escalation graph in words and numbers."""
    graph = escalation(trace)
    found = measures(graph)
    names = {node.id: f"{node.label} ({node.party})" for node in graph.nodes}

    def chain(path: Sequence[str]) -> Html:
        return tag("p", " → ".join(names.get(name, name) for name in path) or "none")

    rows = [
        tag("tr", tag("td", f"{one.side} answers {one.other}"), tag("td", f"{one.answered} of {one.received}"),
            tag("td", str(one.in_kind)), tag("td", "" if one.median_days is None else f"{one.median_days:g}"))
        for one in found.reciprocity
    ]  # fmt: skip
    head = tag("tr", *(tag("th", w, scope="col") for w in ("Hostile acts", "Answered", "In kind", "Median days")))
    pivots = (tag("li", f"{names.get(one.id, one.id)}: {len(one.cut_off)} later acts") for one in found.pivots[:8])
    longest = found.longest_escalation
    return join(
        (
            tag("h3", f"Longest escalation path, {len(longest)} acts"), chain(longest),
            tag("h3", f"Spirals: {len(found.spirals)}"), *(chain(spiral) for spiral in found.spirals[:3]),
            tag("h3", "Reciprocity"), tag("table", tag("thead", head), tag("tbody", *rows)),
            tag("h3", "Pivots: acts without which later ones cannot be reached"), tag("ul", *pivots),
        )
    )  # fmt: skip


def given(section: Section, tips: Mapping[str, str], first: int) -> Html:
    """Return a part that the caller added."""
    text = (tag("p", paragraph) for paragraph in section.text.split("\n\n") if paragraph.strip())
    return join((*text, *(table(found) for found in section.tables), figures(section.drawings, tips, first)))


def made(trace: Trace, timeline: Timeline) -> Html:
    """Return sources, settings and digests."""
    from importlib.metadata import version
    from pathlib import PurePath

    sources = (
        tag("li", f"{one.author} ({one.year}). {one.title}. {one.publisher}".rstrip(" .") + ".", *_link(one.url))
        for one in timeline.sources.values()
    )
    name = PurePath(timeline.path).name or "the event file"
    settings = f"Dates: {trace.settings.get('dates') or 'middle'}; until: {trace.settings.get('until') or 'the end'}"
    lines = (
        tag("li", f"Event file {name}, SHA-256 ", tag("code", timeline.digest or "unknown")),
        tag("li", f"Trace of {len(trace)} entries, SHA-256 ", tag("code", trace.digest)),
        tag("li", settings),
        tag("li", f"replay {version('replay')}; rerun with: replay report {name}"),
    )
    return join((tag("h3", "Sources"), tag("ul", *sources), tag("h3", "Made from"), tag("ul", *lines)))


def _link(url: str) -> tuple[str | Html, ...]:
    """A link, for addresses of the web only."""
    return (" ", tag("a", url, href=url, rel="noreferrer")) if url.startswith(("https://", "http://")) else ()
