"""Answers: what a command says first, in a few lines, before its tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from replay.codebook import ThreatFate
from replay.engine.conformance import Finding, departures
from replay.engine.days import Days, worded
from replay.engine.trace import ACTED, ClockHistory, Kind, Trace
from replay.escalation import Escalation, Measure, Measures, ledger
from replay.tables.clocks import brought_about, clock_names
from replay.tables.graph import act_date, reciprocity_told
from replay.tables.ledger import fate_words, fates_listed
from replay.text.words import counted, joined, money

__all__ = [
    "chain_told",
    "clocks_told",
    "escalation_told",
    "fates_of",
    "fates_told",
    "path_told",
    "run_told",
]

_NAMED = 2
"""Names in a line of an answer; of more it is said how many."""
_LONGEST = 8
"""Acts of a chain that are named; of more the first five and the last two are."""
_FEW = 10
"""Clocks of which some are named."""


def run_told(trace: Trace, findings: Sequence[Finding] = ()) -> Iterator[str]:
    """Yield what a replay comes to: its acts, its clocks by how they ended, what followed by rule.

    Examples
    --------
    >>> import replay
    >>> for line in run_told(replay.run(replay.load(replay.example()))):
    ...     print(line)
    4 acts, 5 Feb 1996 to 2–6 May 1996.
    1 clock: 1 settled (sanctions).
    Nothing followed by rule.
    """
    days = Days(trace, worded)
    acts = trace.select(*ACTED)
    if not acts:
        return
    first, last = (days.of(entry) for entry in (acts[0], acts[-1]))
    yield f"{counted(len(acts), 'act')}, {first if first == last else f'{first} to {last}'}."
    yield clocks_told(trace)
    told = brought_about(trace)
    new = sum(entry.kind is not Kind.EVENT for entry in acts)
    late = {found.id for found in departures(trace)} & told.keys()
    parts = [f"{counted(len(told), 'recorded act')}{f', {len(late)} of them off its day' if late else ''}"] * bool(told)
    parts += [f"{counted(new, 'act')} that the record does not have"] * bool(new)
    yield f"{' and '.join(parts)} followed by rule." if parts else "Nothing followed by rule."


def clocks_told(trace: Trace) -> str:
    """Say how the clocks ended, the most frequent end first.

    Examples
    --------
    >>> import replay
    >>> clocks_told(replay.run(replay.load(replay.example())))
    '1 clock: 1 settled (sanctions).'
    """
    named = clock_names(trace)
    ends: dict[str, list[ClockHistory]] = {}
    for clock in trace.clocks():
        ends.setdefault(clock.kind.end_in_words(clock.outcome).partition(":")[0], []).append(clock)
    number = sum(map(len, ends.values()))
    few = number <= _FEW
    said = [
        f"{len(clocks)} {how}" + (f" ({_some([named[clock.id] for clock in clocks])})" if few else "")
        for how, clocks in sorted(ends.items(), key=lambda item: -len(item[1]))
    ]
    return f"{counted(number, 'clock')}: {joined(said)}." if number else "No clock is set."


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:_NAMED])} and {more} more"


def escalation_told(drawn: Escalation, found: Measures) -> Iterator[str]:
    """Yield what the measures come to, one line for each: the longest spiral, who answered whom, path, off-ramps.

    Examples
    --------
    >>> import replay
    >>> found = replay.graph(replay.run(replay.load(replay.example())))
    >>> next(escalation_told(found, replay.measures(found)))
    'No spiral.'
    """
    if found.spirals:
        top = found.spirals[0]
        first, last = (act_date(drawn, name) for name in (top.chain[0], top.chain[-1]))
        yield f"{counted(len(found.spirals), 'spiral')}; longest: {len(top.chain)} acts, {first} to {last}."
    else:
        yield "No spiral."
    yield from reciprocity_told(drawn, found)
    yield f"{path_told(found)}."
    ramps = found.off_ramps
    taken = sum(bool(ramp.taken) for ramp in ramps)
    yield (
        f"{counted(len(ramps), 'off-ramp')}, {taken} taken up by the next act of the other."
        if ramps
        else "No off-ramp."
    )


def path_told(found: Measures) -> str:
    """Say how long the longest escalation path is, without a full stop; one without a hostile act is none."""
    path, drawn = found.longest_escalation, found.drawn
    if drawn is None or not any(drawn.by_id[name].hostile for name in path):
        return "No escalation path has a hostile act on it"
    return f"The longest escalation path has {counted(len(path), 'act')}"


def chain_told(drawn: Escalation, found: Measures) -> str:
    """Tell the longest spiral, else the longest escalation path with a hostile act on it, by the labels of its acts.

    Examples
    --------
    >>> import replay
    >>> found = replay.graph(replay.run(replay.load(replay.example())))
    >>> chain_told(found, replay.measures(found))
    'No chain of hostile acts answers another.'
    """
    spiral = found.spirals[0].chain if found.spirals else ()
    path = spiral or found.longest_escalation
    if not any(drawn.by_id[name].hostile for name in path):
        return "No chain of hostile acts answers another."
    named = [drawn.by_id[name].label for name in path]
    if len(named) > _LONGEST:
        head, tail = named[: _LONGEST - 3], named[-2:]
        named = [*head, f"{len(named) - len(head) - len(tail)} more", *tail]
    dates = " to ".join(dict.fromkeys(act_date(drawn, name) for name in (path[0], path[-1])))
    what = "longest spiral" if spiral else "longest escalation path"
    whole = "" if spiral else " No spiral: the sides do not answer hostile acts in turn."
    return f"The {what} has {counted(len(path), 'act')}, {dates}: {' → '.join(named)}.{whole}"


def fates_told(traces: Sequence[Trace]) -> Iterator[str]:
    """Yield what became of all threats and all promises: how many had which fate, bluffs, the largest sum.

    Examples
    --------
    >>> import replay
    >>> list(fates_told([replay.run(replay.load(replay.example()))]))[0]
    '2 threats: 2 settled, not carried out.'
    """
    rows = [(trace, row) for trace in traces for row in ledger(trace)]
    if not rows:
        yield "No threat and no promise is coded."
        return
    for form in ("threat", "promise"):
        yield fates_of([row for _, row in rows], form)
    bluffs = [row.id for _, row in rows if row.form == "threat" and row.fate is ThreatFate.BLUFF]
    yield f"{counted(len(bluffs), 'bluff')}: {_some(bluffs)}." if bluffs else "No bluff."
    top: dict[str, tuple[float, str]] = {}
    for trace, row in rows:
        if row.worth and row.form == "threat" and row.worth.amount > top.get(row.worth.unit, (0.0, ""))[0]:
            who = trace.coded("name parties").name(row.who)
            top[row.worth.unit] = row.worth.amount, f"{who}: {fate_words(row.fate, row.form)}"
    if top:
        sums = "; ".join(f"{money({unit: amount})} ({said})" for unit, (amount, said) in top.items())
        yield f"Largest {'sum' if len(top) == 1 else 'sums'} threatened: {sums}."


def fates_of(rows: Sequence[Measure], form: str) -> str:
    """Say how many of the measures are of a form, and how many of these had which fate, the most frequent first.

    >>> fates_of([], "promise")
    'No promise is coded.'
    """
    fates = Counter(row.fate for row in rows if row.form == form)
    return f"{counted(fates.total(), form)}: {fates_listed(fates, form)}." if fates else f"No {form} is coded."
