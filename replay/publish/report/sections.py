"""The parts of a report: facts, figures, story, clocks, domains, theories, measures, what was given, its making."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby

from replay.counterfactuals import Report, document, title_of
from replay.engine.conformance import conformance
from replay.engine.days import Days, worded
from replay.engine.trace import ACTED, Trace
from replay.ensemble.dateproof import DateProof, ends_told, rest_told
from replay.escalation import graph, measures
from replay.figures import Drawing, Picture
from replay.figures.counterfactual import before_after
from replay.publish.pictures import LeftOut
from replay.publish.report.certainty import by_dates, open_ends
from replay.tables import (
    Table,
    cell_text,
    claims_table,
    clocks_table,
    events_table,
    ledger_table,
    printed,
    readings_table,
    scores_table,
)
from replay.tables.claims import claims_summed, with_labels
from replay.tables.clocks import clock_names
from replay.tables.graph import spirals_table, unprompted
from replay.tables.headline import headline
from replay.text.blocks import Block, Grid
from replay.text.html import Html, join, tag
from replay.text.svg import inlined
from replay.text.webpage import article, dated, table_tag
from replay.text.words import counted, typeset
from replay.timeline import Timeline, members

__all__ = [
    "Section", "Shown", "branch", "claims_part", "clocks_part", "domains_part", "facts_part", "figures_part",
    "findings_part",
    "given_parts", "making_part", "measures_part", "show_link", "shown_marks", "story_part", "theories_part",
]  # fmt: skip

_HINT = "Point at a mark, or step through the acts."
_CHECKED = "Checked: replayed by the rules, every clock ends as the source says."
_MARK = re.compile(r' data-mark="([^"]*)"')

Shown = Drawing | Picture | LeftOut
"""A figure of a report, rendered or not, or in its place that it has no room."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part that a caller adds, such as a counterfactual: a heading, a document, figures.

    Parts of one `group` stand together under it as their heading; a part without one stands alone. `name` is its
    anchor in the page (``part-NAME``), by default its number.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    drawings: tuple[Shown, ...] = ()
    group: str = ""
    name: str = ""


def facts_part(trace: Trace, timeline: Timeline, told: Html) -> Html:
    """Return what the dispute was, the findings, the counts, and whether the replay conforms to the record."""
    acts = [entry for entry in trace if entry.kind in ACTED]
    hostile = sum(node.hostile for node in graph(trace).acts)
    days, last = Days(trace, worded), max(acts, key=lambda entry: entry.day, default=None)
    numbers = (
        ("acts", len(acts)), ("hostile acts between the sides", hostile), ("clocks", len(trace.clocks())),
        ("readings of domains", len(timeline.readings)),
        ("first act", days.of(acts[0]) if acts else "none"), ("last act", days.of(last) if last else "none"),
    )  # fmt: skip
    cells = (tag("div", tag("dt", words), tag("dd", str(value))) for words, value in numbers)
    findings = conformance(trace)
    if findings:
        lines = (tag("li", str(finding)) for finding in findings)
        verdict = join((tag("p", "The replay differs from the record:", class_="bad"), tag("ul", *lines)))
    elif not len(trace):
        verdict = tag("p", f"No act yet by {trace.settings.get('until') or 'the end of the period'}.")
    else:
        verdict = tag("p", _CHECKED, class_="good")
    summary = tag("p", timeline.summary) if timeline.summary else Html("")
    return join((summary, told, tag("dl", *cells, class_="facts"), verdict))


def findings_part(trace: Trace, sections: Collection[str], proof: DateProof | None = None) -> Html:
    """Return the findings of `tables.headline`, each with a link to its section, if that is there.

    With `proof` it is told of each, where that can be said, whether the dates as coded fix it.
    """
    lines, sure = [], by_dates(trace, proof) if proof else {}
    for about, text, finding in headline(trace):
        name = next((name for name in sections if name.lower() == about), None)
        more = (" ", tag("a", name, href=f"#section-{about}", class_="more")) if name else ()
        said = (tag("br"), tag("small", typeset(sure[finding]), class_="muted")) if finding in sure else ()
        lines.append(tag("li", dated(typeset(text)), *more, *said))
    return tag("ul", *lines, class_="findings", aria_label="Findings") if lines else Html("")


def figures_part(drawings: Sequence[Shown], tips: Mapping[str, str], numbers: Iterator[int], within: str = "") -> Html:
    """Return figures with their captions, numbered; their marks say what they are. `within` stands in their anchors."""
    return join(
        tag("p", str(one), class_="bad") if isinstance(one, LeftOut) else _figure(one, next(numbers), tips, within)
        for one in drawings
    )


def _figure(drawing: Drawing | Picture, number: int, tips: Mapping[str, str], within: str) -> Html:
    picture = inlined(drawing.svg(), f"f{number}", drawing.alt, tips)
    hint = (
        f"Figure {number}: left and right arrow keys step through its acts by date, up and down through its other marks"
    )
    paper = tag("div", picture, class_="paper", tabindex="0", role="group", aria_label=hint)
    steps = tag(
        "div", tag("button", "‹ Previous", type_="button", data_step="-1"), tag("span", "", class_="place"),
        tag("button", "Next ›", type_="button", data_step="1"),
        tag("button", "×", type_="button", class_="shut", aria_label="Close", hidden=True), class_="steps",
    )  # fmt: skip
    said = tag("div", tag("p", _HINT, class_="muted"), class_="said", aria_live="polite")
    panel = tag("div", steps, said, class_="panel", role="region", aria_label=f"Marks of Figure {number}", hidden=True)
    caption = tag("figcaption", tag("b", f"Figure {number}. "), drawing.caption)
    name = f"{within}-{drawing.name}" if within else drawing.name
    return tag("figure", panel, paper, caption, id_=f"figure-{name}")


def shown_marks(figures: Html) -> Mapping[str, str]:
    """Return in which figure, by its anchor, a mark stands first, of the figures of `figures_part`."""
    found: dict[str, str] = {}
    for part in figures.split("<figure ")[1:]:
        anchor = unescape(part[part.index('id="') + 4 :].partition('"')[0])
        for name in _MARK.findall(part):
            found.setdefault(unescape(name), anchor)
    return found


def show_link(mark: str, words: str, where: Mapping[str, str], what: str) -> str | Html:
    """Return a link to a mark in a figure, or only the words where no figure has it."""
    if mark not in where:
        return words
    return tag("a", words, href=f"#{where[mark]}", data_show=mark, title=f"Show {what} in the figure")


def story_part(trace: Trace, timeline: Timeline, where: Mapping[str, str]) -> Html:
    """Return every act as a row, with its source, and a field that finds rows; its number leads to its mark."""
    rows = []
    for record in events_table(trace).records():
        side = timeline.side(str(record["actor"]))
        group = {timeline.sides[0]: "a", timeline.sides[1]: "b"}.get(side or "", "")
        who = " → ".join(", ".join(members(str(record[key]))) for key in ("actor", "recipient") if record[key])
        worth = f" ({cell_text(record['worth'])} {record['unit']})" if record["worth"] is not None else ""
        rows.append(
            tag(
                "tr",
                tag("td", show_link(f"act {record['id']}", str(record["number"]), where, "the act"), class_="number"),
                tag("td", str(record["date"]), class_="date"),
                tag("td", who, class_=group or None),
                tag("td", str(record["act"]), tag("br"), tag("small", cell_text(record["strategy"]))),
                tag("td", f"{cell_text(record['summary'])}{worth}"),
                tag("td", tag("small", cell_text(record["source"]))),
                id_=f"act-{record['id']}", class_="rule" if record["kind"] != "event" else None,
            )
        )  # fmt: skip
    table = _grid(("No.", "Date", "Who", "Act", "What", "Source"), rows, id_="events")
    counter = tag("output", f"{len(rows)} of {len(rows)}", id_="events-count", aria_live="polite")
    field = tag("label", "Find in the story: ", tag("input", type_="search", data_for="events"), " ", counter)
    return join((field, table))


def clocks_part(trace: Trace, proof: DateProof | None = None) -> Html:
    """Return the threats and promises, and the clocks, as tables; nothing if there are none.

    With `proof` it is told of which clocks the dates as coded do not surely fix the end, and what else they allow.
    """
    columns = "label", "kind", "who", "to_whom", "said", "what", "worth", "unit", "set", "due", "ended", "how"
    found = clocks_table(trace)
    ids = [f"clock-{name}" for name in found.column("clock")]
    parts = [_table_of(printed(ledger_table([trace]))), _table_of(found.only(columns), ids)]
    if proof and trace.clocks():
        parts.append(tag("p", ends_told(trace, proof.ends, clock_names(trace)), class_="muted"))
        listed = [tag("li", one) for one in open_ends(trace, proof)]
        parts += [tag("ul", *listed)] * bool(listed)
    return join(parts)


def domains_part(trace: Trace) -> Html:
    """Return the readings beside what is computed, nothing if there are none."""
    columns = ("party", "date", "level", "trend", "computed", "summary", "source")
    found = readings_table(trace)
    return _table_of(found.only(columns), [f"reading-{name}" for name in found.column("id")])


def theories_part(trace: Trace, drawings: Sequence[Shown], tips: Mapping[str, str], numbers: Iterator[int]) -> Html:
    """Return the scores of the theories and their figures, nothing without a decision."""
    found = _table_of(printed(scores_table([trace])))
    return join((found, figures_part(drawings, tips, numbers))) if found else found


def claims_part(trace: Trace) -> Html:
    """Return how many claims of the source hold, and every trial of each; nothing if there are none."""
    found = claims_table([trace])
    if not len(found):
        return Html("")
    groups: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for row in found.only(("says", "theory", "source", "wanted", "computed", "agrees")).written():
        groups.setdefault(row[:3], []).append(row[3:])
    lines = []
    totals, timeline = tag("p", claims_summed([trace])), trace.coded("try claims")
    for (says, theory, source), trials in groups.items():
        span = str(len(trials))
        for n, trial in enumerate(trials):
            first = [tag("td", says, rowspan=span), tag("td", theory, rowspan=span)] if n == 0 else []
            last = [tag("td", tag("small", source), rowspan=span)] if n == 0 else []
            lines.append(tag("tr", *first, *(tag("td", typeset(with_labels(cell, timeline))) for cell in trial), *last))
    words = ("What the source says", "Theory", "What would bear it out", "Computed", "Agrees", "Source")
    return join((totals, _grid(words, lines, found.title, class_="grouped")))


def _grid(words: Iterable[str], rows: Iterable[Html], caption: str = "", **attributes: str) -> Html:
    """A table of rows that are made already, in a frame that scrolls where it is too wide."""
    head = tag("thead", tag("tr", *(tag("th", word, scope="col") for word in words)))
    body = tag("table", tag("caption", caption) if caption else None, head, tag("tbody", *rows), **attributes)
    return tag("div", body, class_="scroll")


def branch(report: Report) -> Section:
    """Return a what-if as a part to be given: of its document what changed and why, and its figures before and after.

    Examples
    --------
    >>> import replay
    >>> file = replay.load_edits(replay.example().with_name("example.edits.yaml"))
    >>> made = branch(replay.whatif(file.timeline, file.counterfactuals["no-settlement"]))
    >>> made.title, [drawing.name for drawing in made.drawings]
    ('No settlement in May', ['escalation', 'domain'])
    """
    blocks = document(report, ("grounds", "divergence", "losses", "clocks", "rules"))
    drawings = tuple(before_after(report, name) for name in ("escalation", "domain"))
    name = report.counterfactual.name if report.counterfactual else ""
    return Section(title_of(report), blocks, drawings, group="What if", name=name)


def _table_of(found: Table, ids: Sequence[str] = ()) -> Html:
    """Return the table with its title as caption, without the columns that are empty; nothing if it has no row."""
    if not len(found):
        return Html("")
    full = found.filled()
    right = tuple(n for n, number in enumerate(full.numeric()) if number)
    return table_tag(
        Grid(tuple(column.words for column in full.columns), tuple(full.written()), right), full.title, ids
    )


def measures_part(trace: Trace, proof: DateProof | None = None) -> Html:
    """Return the measures of the escalation graph in words and numbers; with `proof` also on what orders they rest."""
    whole = graph(trace)
    found = measures(whole)
    names = {node.id: f"{node.label} ({node.party})" for node in whole.nodes}

    def chain(path: Sequence[str]) -> Html:
        return tag("p", " → ".join(names.get(name, name) for name in path) or "none")

    rows = [
        tag("tr", tag("td", f"{one.side} answers {one.other}"), tag("td", f"{one.answered} of {one.received}"),
            tag("td", str(one.in_kind)), tag("td", "" if one.median_days is None else f"{one.median_days:g}"))
        for one in found.reciprocity
    ]  # fmt: skip
    heads = "Hostile acts", "Answered", "In kind", "Median days"
    pivots = (tag("li", f"{names.get(one.id, one.id)}: {one.cut_off} later acts") for one in found.pivots[:8])
    longest, rests = found.longest_escalation, {one.finding: rest_told(one) for one in proof.rests} if proof else {}

    def rest(finding: str) -> Html:
        return tag("p", rests[finding], class_="muted") if finding in rests else Html("")

    return join(
        (
            tag("h3", f"Longest escalation path, {counted(len(longest), 'act')}"), chain(longest),
            rest("longest escalation path"),
            tag("h3", f"Spirals: {len(found.spirals)}"), _table_of(spirals_table(whole, found)),
            *(join((chain(spiral.chain), rest(f"spiral {n}"))) for n, spiral in enumerate(found.spirals[:3], 1)),
            tag("p", unprompted(found)),
            tag("h3", "Reciprocity"), _grid(heads, rows),
            tag("h3", "Pivots: acts without which later ones cannot be reached"), tag("ul", *pivots),
        )
    )  # fmt: skip


def given_parts(
    sections: Sequence[Section], tips: Mapping[str, str], numbers: Iterator[int]
) -> Iterator[tuple[str, Html]]:
    """Yield the chapters that the caller's parts make, each with its heading."""
    anchors = [f"part-{section.name or n}" for n, section in enumerate(sections, 1)]
    for group, inside in groupby(enumerate(sections), key=lambda one: one[1].group or one[0]):
        parts, alone, body = list(inside), isinstance(group, int), list[Html]()
        if not alone:
            links = (tag("li", tag("a", section.title, href=f"#{anchors[n]}")) for n, section in parts)
            body.append(tag("ul", *links))
        for n, section in parts:
            heading = Html("") if alone else tag("h3", section.title, id_=anchors[n])
            body += [
                heading,
                article(section.blocks, below=2),
                figures_part(section.drawings, tips, numbers, anchors[n][5:]),
            ]
        yield parts[0][1].title if alone else str(group), join(body)


def making_part(trace: Trace, timeline: Timeline) -> Html:
    """Return sources, settings and digests."""
    from pathlib import PurePath

    from replay import __version__

    listed = [
        *((one.in_text, one.title if one.author else "", one.publisher, one.url) for one in timeline.sources.values()),
        *((one.title, "", f"Read on {one.accessed}" if one.accessed else "", one.url) for one in timeline.pages),
    ]
    sources = (
        tag("li", " ".join(f"{part.rstrip(' .')}." for part in parts if part), *_link(url)) for *parts, url in listed
    )
    name = PurePath(timeline.path).name
    name = name if name and name.isprintable() else "the event file"
    settings = f"Dates: {trace.settings.get('dates') or 'middle'}; until: {trace.settings.get('until') or 'the end'}"
    lines = (
        tag("li", f"Event file {name}, SHA-256 ", tag("code", timeline.digest or "unknown")),
        tag("li", f"Trace of {counted(len(trace), 'entry')}, SHA-256 ", tag("code", trace.digest)),
        tag("li", settings),
        *([tag("li", _CHECKED)] if len(trace) and not conformance(trace) else []),
        tag("li", f"replay {__version__}; rerun with: replay report {name}"),
    )
    return join((tag("h3", "Sources"), tag("ul", *sources), tag("h3", "Made from"), tag("ul", *lines)))


def _link(url: str) -> tuple[str | Html, ...]:
    """A link, for addresses of the web only."""
    return (" ", tag("a", url, href=url, rel="noreferrer")) if url.startswith(("https://", "http://")) else ()
