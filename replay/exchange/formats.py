"""The formats in which a replay is handed on to other programs: one row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from replay.engine.trace import Trace
from replay.errors import RefusalError
from replay.escalation import as_graphml, graph
from replay.exchange.bibliography import bibliography, csl
from replay.exchange.book import csv_folder, event_book
from replay.exchange.ocel import ocel
from replay.exchange.plover import plover
from replay.exchange.relations import goldfish, remify, without_pair
from replay.exchange.timelinejs import timelinejs
from replay.files.textfile import STDIN, TextFile
from replay.timeline import Timeline

__all__ = ["FORMATS", "Format", "export"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format for other programs.

    Attributes
    ----------
    name : str
        What it is asked for by.
    ending : str
        End of the names of its files, behind the name of the dispute.
    purpose, lost : str
        What it is for, and what of a replay it does not hold.
    write : callable
        From a trace to its files, by what stands behind the ending: "" for a single file.
    left_out : callable
        From a trace to the ids of the acts that it cannot hold.
    """

    name: str
    ending: str
    purpose: str
    lost: str
    write: Callable[[Trace], Mapping[str, str | bytes]]
    left_out: Callable[[Trace], tuple[str, ...]] = lambda trace: ()


def _single(write: Callable[[Trace], str | bytes]) -> Callable[[Trace], Mapping[str, str | bytes]]:
    """A writer of one file."""
    return lambda trace: {"": write(trace)}


def _coded(trace: Trace) -> tuple[TextFile, Timeline]:
    """The event file behind a trace, as text and as timeline."""
    timeline = trace.coded("write its event file")
    file = TextFile.read("-" if timeline.path == STDIN else timeline.path)
    if file.digest != timeline.digest:
        raise RefusalError(f"{timeline.path}: the file has changed since it was replayed; nothing was written")
    return file, timeline


_ROWS = (
    Format(
        "xlsx", ".xlsx", "coding in Excel or LibreOffice; `replay import` reads it back",
        "nothing but the comments of the event file, which `replay import --into FILE` keeps",
        _single(lambda trace: event_book(*_coded(trace))),
    ),
    Format(
        "csv", ".csv/", "coding in tables; a folder with a file for each sheet, which `replay import` reads back",
        "nothing but the comments of the event file, which `replay import --into FILE` keeps",
        lambda trace: csv_folder(*_coded(trace)),
    ),
    Format(
        "ocel", ".ocel.json", "process mining (OCEL 2.0)",
        "links between acts are text, since events point at objects only; commitments, readings, decisions and stakes; "
        "of several changes of a clock on one day all but the last",
        _single(ocel),
    ),
    Format(
        "plover", ".plover.jsonl", "political event data (PLOVER)",
        "what PLOVER has no field for stands under the key replay; clocks that run out have their end with the "
        "act that set them; commitments, readings, decisions and stakes",
        _single(plover),
    ),
    Format(
        "goldfish", ".goldfish-", "relational event models (goldfish in R)",
        "links, tactics, summaries and sources; acts towards nobody; joint acts become a row for each pair",
        goldfish, without_pair,
    ),
    Format(
        "remify", ".remify-", "relational event models (remify in R)",
        "clocks, links, tactics, summaries and sources; acts towards nobody; joint acts become a row for each pair",
        remify, without_pair,
    ),
    Format(
        "graphml", ".graphml", "networks (Gephi, yEd, igraph)",
        "the moves of a clock but the last, tactics, sources, commitments, readings, decisions and stakes",
        _single(lambda trace: as_graphml(graph(trace))),
    ),
    Format(
        "timelinejs", ".timelinejs.csv", "a public timeline (TimelineJS)",
        "links, strategies, tactics and worths; which kind of doubt a date has is in its display date only",
        _single(timelinejs),
    ),
    Format(
        "csl", ".csl.json", "reference managers (CSL-JSON: Zotero, Pandoc)",
        "everything but the sources and the pages cited by address; where in them something stands",
        _single(lambda trace: csl(trace.coded("list sources"))),
    ),
    Format(
        "bibtex", ".bib", "LaTeX (BibTeX)",
        "everything but the sources and the pages cited by address; where in them something stands",
        _single(lambda trace: bibliography(trace.coded("list sources"))),
    ),
)  # fmt: skip

FORMATS: Mapping[str, Format] = MappingProxyType({row.name: row for row in _ROWS})
"""The formats by name."""


def export(trace: Trace, name: str) -> dict[str, bytes]:
    """Return the files of a replay in one of `FORMATS`, by name.

    Raises
    ------
    KeyError
        If no format has that name.
    RefusalError
        For a trace without its timeline.

    Examples
    --------
    >>> import replay
    >>> list(export(replay.run(replay.load(replay.example())), "remify"))
    ['example.remify-events.csv', 'example.remify-nodes.csv']
    """
    row, dispute = FORMATS[name], trace.coded("hand it on").dispute
    return {
        f"{dispute}{row.ending}{end}": made.encode() if isinstance(made, str) else made
        for end, made in row.write(trace).items()
    }
