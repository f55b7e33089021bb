"""What values show in a notebook: as tables, with dates as coded. A kind of value is a function registered here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch

from replay.codebook import IMPOSITIONS
from replay.counterfactuals import Report, WeighedBranches, document
from replay.dates import When, in_words
from replay.domain import Domains, closeness, level_of, path
from replay.engine.days import Days, worded
from replay.engine.trace import ACTED, STARTS, Clocks, Entry, State, Trace
from replay.escalation import Ledger, Measures
from replay.scoring import SideBySide
from replay.tables.clocks import clock_names, clocks_table
from replay.tables.codings import agreed_table, agreement_told, followed_table
from replay.tables.domains import path_table
from replay.tables.graph import measures_told, off_ramps_table, pivots_table, reciprocity_table, spirals_table
from replay.tables.instead import branches_told, whatif_told
from replay.tables.ledger import ledger_shown
from replay.text.blocks import Block, Grid, Heading
from replay.text.table import Table, printable
from replay.text.words import counted, decimal
from replay.timeline import Timeline

__all__ = ["tables_of"]

_CLOCKS = "label", "kind", "who", "to_whom", "set", "due", "ended", "how"


@singledispatch
def tables_of(value: object) -> Iterator[Table]:
    """Yield the tables as which a value shows itself; none for one that does not know what it was read from.

    Examples
    --------
    >>> import replay
    >>> state = replay.run(replay.load(replay.example())).at("1996-04-01")
    >>> [table.title for table in tables_of(state)]
    ['Clocks that run at the close of 1 Apr 1996', 'The sides at the close of 1 Apr 1996']
    """
    raise TypeError(f"{type(value).__name__} shows no tables")


@tables_of.register
def _timeline(value: Timeline) -> Iterator[Table]:
    rows = (
        (
            in_words(event.date) if isinstance(event.date, When) else event.date.text, event.actor, event.recipient,
            event.act.value, event.summary,
        )
        for event in value.events
    )  # fmt: skip
    title = f"{value.title}: {counted(len(value.events), 'event')} as coded"
    yield printable(title, ("Date", "Who", "To", "Act", "What"), rows)


@tables_of.register
def _trace(value: Trace) -> Iterator[Table]:
    days = Days(value, worded)
    rows = (
        (
            entry.seq, days.of(entry), entry.kind.value, entry.event, entry.clock, entry.actor, entry.recipient,
            entry.act and entry.act.words, " ".join(map(str, entry.causes)),
        )
        for entry in value
    )  # fmt: skip
    name = value.timeline.title if value.timeline else "Trace"
    heads = "Entry", "Date", "Kind", "Event", "Clock", "Who", "To", "Act", "Causes"
    yield printable(f"{name}: {counted(len(value), 'entry')}", heads, rows)


@tables_of.register
def _state(value: State) -> Iterator[Table]:
    trace = value.trace
    if trace is None or trace.timeline is None:
        return
    days, named, lives = Days(trace, worded), clock_names(trace), {clock.id: clock for clock in trace.clocks()}
    past = [entry for entry in trace if entry.day <= value.day]
    due = {entry.clock: days.due_from(entry) for entry in past if entry.kind in STARTS}
    at = f"at the close of {worded(value.day)}"
    clocks = ((named[name], lives[name].kind.words, days.set_on(name), due[name]) for name in value.clocks)
    put = [entry for entry in past if entry.kind in ACTED and entry.act in IMPOSITIONS]
    computed, timeline = path(trace), trace.timeline

    def side(party: str) -> tuple[str | int | None, ...]:
        """Where a side stands, and its latest act."""
        latest = trace[value.last[party]] if party in value.last else None
        position = computed[party].at(value.day)
        return (
            timeline.name(party), decimal(position), level_of(position).words, latest and _called(timeline, latest),
            latest and days.of(latest), value.exerted.get(party, 0), value.faced.get(party, 0),
        )  # fmt: skip

    sanctions = (
        (days.of(entry), entry.actor, entry.recipient, _called(timeline, entry)) for entry in put
    )  # fmt: skip
    heads = "Side", ">Position", "Level", "Latest act", "Its date", ">Rungs of its acts", ">Rungs of acts against it"
    yield from _filled(
        printable(f"Clocks that run {at}", ("Clock", "Kind", "Set", "Due"), clocks),
        printable(f"Sanctions imposed {at}", ("Date", "Who", "On whom", "What"), sanctions),
        printable(f"The sides {at}", heads, map(side, timeline.sides)),
    )


def _called(timeline: Timeline, entry: Entry) -> str:
    event = timeline.by_id.get(entry.event or "")
    return (event.label if event else "") or (entry.act.words if entry.act else "")


@tables_of.register
def _clocks(value: Clocks) -> Iterator[Table]:
    if value.trace is not None and value.trace.timeline is not None:
        yield clocks_table(value.trace, worded).only(_CLOCKS)


@tables_of.register
def _ledger(value: Ledger) -> Iterator[Table]:
    if value.trace is not None:
        yield ledger_shown(value.trace)


@tables_of.register
def _domains(value: Domains) -> Iterator[Table]:
    trace = value.trace
    if trace is None:
        return
    days, timeline = Days(trace, worded), trace.coded("show domains")
    rows = (
        (
            days.of(trace[step.seq]), timeline.name(side), step.rule, _called(timeline, trace[step.seq]),
            decimal(step.change), decimal(step.position), level_of(step.position).words,
        )
        for side, domain in value.items() for step in domain.steps
    )  # fmt: skip
    heads = "Date", "Side", "Rule", "By", ">Change", ">Position", "Level"
    yield from _filled(
        path_table(trace, closeness([trace])), printable("The paths of the sides, step by step", heads, rows)
    )


@tables_of.register
def _measures(value: Measures) -> Iterator[Table]:
    drawn = value.drawn
    if drawn is None or drawn.trace.timeline is None:
        return
    yield _answer("What the graph comes to", measures_told(drawn, value))
    yield from _filled(
        spirals_table(drawn, value), reciprocity_table(value), pivots_table(drawn, value), off_ramps_table(drawn, value)
    )


@tables_of.register
def _report(value: Report) -> Iterator[Table]:
    yield _answer("What happens instead", whatif_told(value))
    yield from _grids(document(value))


@tables_of.register
def _weighed(value: WeighedBranches) -> Iterator[Table]:
    yield _answer("What the branches come to", branches_told(value))
    yield from _grids(value.document())


@tables_of.register
def _codings(value: SideBySide) -> Iterator[Table]:
    yield _answer("How far the codings agree", agreement_told(value))
    yield from _filled(agreed_table(value), followed_table(value))


def _answer(title: str, lines: Iterable[str]) -> Table:
    return printable(title, ("",), ((line,) for line in lines))


def _filled(*tables: Table) -> Iterator[Table]:
    return (table for table in tables if len(table))


def _grids(blocks: Iterable[Block]) -> Iterator[Table]:
    """The grids of a document, each under the heading that it stands under."""
    heading = ""
    for block in blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Grid):
            heads = (f">{head}" if n in block.right else head for n, head in enumerate(block.heads))
            yield printable(heading, tuple(heads), block.rows)
