"""Answers on what might have been: what happens instead, what branches and redraws come to, what differs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from replay.codebook import IMPOSITIONS
from replay.counterfactuals import Differences, Redraws, Report, WeighedBranches
from replay.counterfactuals.edits import Replace, SetClock, Shift
from replay.counterfactuals.outcomes import Fired
from replay.engine.days import Days, worded
from replay.engine.trace import Trace
from replay.text.words import counted, joined, money, spaced
from replay.timeline import Timeline

__all__ = ["branches_told", "differences_told", "redraws_told", "whatif_told"]

_NAMED = 2


def whatif_told(report: Report) -> Iterator[str]:
    """Yield what happens instead, by rule; then what does not happen; what is kept as recorded; the decisions.

    Examples
    --------
    >>> import replay
    >>> from replay.counterfactuals.edits import Drop
    >>> told = [*whatif_told(replay.whatif(replay.load(replay.example()), [Drop("settlement")]))]
    >>> told[0].partition(" 1 new")[0]
    'Instead, by rule: United States impose sanctions (9 May 1996), Korea file case (10 May 1996).'
    >>> told[1]
    'From 2–6 May 1996 on, 1 act does not happen: settlement. Of 3 decisions 1 not taken (kr settle).'
    """
    parting = report.divergence
    if parting is None:
        yield "Nothing happens instead: both replays are the same, entry for entry."
        return
    before, after = (Days(view.trace, worded) for view in (report.before, report.after))
    when = before.of(parting.before) if parting.before else after.of(parting.after) if parting.after else ""
    gone = [item.id for item in report.lost]
    new = [event.id for event in report.after.timeline.events if event.id not in report.before.timeline.by_id]
    old, own = report.before.happened, report.targets(Shift, Replace, SetClock)
    now = report.after.happened
    moved = [name for name, entry in now.items() if name in own and name in old and old[name].day != entry.day]
    moved += [item.id for item in report.moved]

    def named(names: Sequence[str], days: Days) -> str:
        return _some([_label(name, days.timeline) for name in names])

    verb, come = "does" if len(gone) == 1 else "do", "comes" if len(moved) == 1 else "come"
    parts = [f"{counted(len(gone), 'act')} {verb} not happen: {named(gone, before)}"] * bool(gone)
    parts += [f"{counted(len(new), 'act')} put in by the edit: {named(new, after)}"] * bool(new)
    parts += [f"{counted(len(moved), 'act')} {come} on another day: {named(moved, after)}"] * bool(moved)
    instead = _fired(report.fired, after, report) if report.fired else "Instead, rules bring about nothing new."
    yield f"{instead} {_sanctions(report)}"
    yield f"From {when} on, {'; '.join(parts) or 'clocks run otherwise'}. {_decisions(report)}"
    if kept := _kept(report, {item.id for item in report.moved}):
        yield kept


def _label(name: str, timeline: Timeline) -> str:
    """The label of an act, else its id in words."""
    event = timeline.by_id.get(name)
    return (event.label if event else "") or spaced(name)


def _kept(report: Report, moved: Collection[str]) -> str:
    """What later acts of the record say of the answer: nothing, since they are only kept."""
    kept, loose = sum(name not in moved for name in report.kept), len(report.hanging) + len(report.unaware)
    if not kept and not loose:
        return ""
    acts = f"Read nothing into the {counted(kept + loose, 'act')} kept as recorded"
    more = f"; the change bears on {loose} of them." if loose else ": nothing coded ties them to the change."
    return f"{acts}{more}"


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return joined(list(names)) if more <= 0 else f"{', '.join(names[:_NAMED])} and {more} more"


def _fired(acts: Sequence[Fired], days: Days, report: Report) -> str:
    entries = {entry.event: entry for entry in report.branch}
    dated: dict[str, list[str]] = {}
    for act in acts:
        dated.setdefault(days.spanned(days.of(entries[act.id])), []).append(
            f"{days.timeline.name(act.actor)} {act.act.words}"
        )
    said = [f"{joined(names[: _NAMED + 1])} ({when})" for when, names in dated.items()]
    told = sum(len(names[: _NAMED + 1]) for names in [*dated.values()][:_NAMED])
    more = f" and {len(acts) - told} more" if len(acts) > told else ""
    return f"Instead, by rule: {', '.join(said[:_NAMED])}{more}."


def _sanctions(report: Report) -> str:
    if not report.sanctions:
        off = sum(act.act in IMPOSITIONS for act in report.ceased)
        gone = f"; {off} of the base {'falls' if off == 1 else 'fall'} away" if off else ""
        return f"No sanction follows{gone}."
    without = sum(act.worth is None for act in report.sanctions)
    worth = f", worth {money(report.worth)}" if report.worth else ""
    all_without = without == len(report.sanctions)
    whose = "its" if without == 1 else "their"
    none = (
        f" ({whose} worth is not coded)" if all_without else f" (the worth of {without} is not coded)" * bool(without)
    )
    return f"{counted(len(report.sanctions), 'new sanction')}{worth}{none}."


def _decisions(report: Report) -> str:
    found = {one.decision: one for one in report.forecasts}
    if not found:
        return "No decision is coded."
    gone = [name for name, one in found.items() if one.did_before is not None and one.did_after is None]
    new = [name for name, one in found.items() if one.did_before is None and one.did_after is not None]
    other = [
        name for name, one in found.items()
        if one.did_before and one.did_after and one.did_before is not one.did_after
    ]  # fmt: skip
    labels = {one.id: one.label for view in (report.before, report.after) for one in view.timeline.decisions}

    def named(name: str) -> str:
        return labels.get(name) or spaced(name)

    pairs = (("not taken", gone), ("new", new), ("taken otherwise", other))
    parts = [
        f"{len(names)} {how} ({named(names[0])}{', ...' if len(names) > 1 else ''})" for how, names in pairs if names
    ]
    return f"Of {counted(len(found), 'decision')} {joined(parts) if parts else 'none changes'}."


def branches_told(found: WeighedBranches) -> Iterator[str]:
    """Yield what a set of branches comes to: new sanctions, their worth, which is likeliest."""
    parts = found.branches.parts
    with_them = [name for name, report in found.reports.items() if report.sanctions]
    yield f"Sanctions that the record does not have: probability {found.imposition:.2f}" + (
        f", in {_some(with_them)}." if with_them else "."
    )
    yield f"Expected worth, each branch's times its probability: {money(found.worth) if found.worth else 'none'}."
    top = max(parts, key=lambda name: parts[name])
    yield f"Of {len(parts)} branches the most probable is {top}, with {parts[top]:.2f}."


def redraws_told(found: Redraws) -> Iterator[str]:
    """Yield what redraws come to: how many count, whose clocks end as in the base, how often sanctions are imposed."""
    refused = f"; {found.drawn - found.count} refused" if found.drawn > found.count else ""
    yield f"{counted(found.count, 'redraw')} counted of {found.drawn}{refused}."
    if not found.count:
        return
    was = {clock.id: clock.outcome.value for clock in found.base.clocks()}
    kept = {name: ends.get(was.get(name, ""), 0) / found.count for name, ends in found.outcomes.items() if name in was}
    firm = sum(share == 1 for share in kept.values())
    said = f"{firm} of {counted(len(kept), 'clock')} {'ends' if firm == 1 else 'end'} as in the base in all of them"
    if kept and firm < len(kept):
        least = min(kept, key=lambda name: kept[name])
        said += f"; least often {least}, in {kept[least]:.1%}"
    yield f"{said}."
    worth = f"; worth on average {money({'USD': found.worth})}" if found.worth else ""
    yield f"Rules impose sanctions in {found.imposed} of {found.count} ({found.imposed / found.count:.1%}){worth}."


def differences_told(names: Sequence[str], traces: Sequence[Trace], found: Differences) -> Iterator[str]:
    """Yield how two replays differ: how many things as coded, and where they part, with the date as coded."""
    kinds: dict[tuple[str, str], int] = {}
    for item in found.items:
        kinds[item.what, item.noun] = kinds.get((item.what, item.noun), 0) + 1
    said = [f"{counted(number, noun)} {what}" for (what, noun), number in kinds.items()]
    more = f" and {len(said) - 2 * _NAMED} kinds more" if len(said) > 2 * _NAMED else ""
    yield f"{names[0]} and {names[1]} differ" + (f": {', '.join(said[: 2 * _NAMED])}{more}." if said else ".")
    parting = found.divergence
    if parting is None:
        yield f"The replays are the same, entry for entry: {counted(len(traces[0]), 'entry')}."
        return
    days = [
        Days(trace, worded).of(entry)
        for trace, entry in zip(traces, (parting.before, parting.after), strict=True) if entry
    ]  # fmt: skip
    when = days[0] if days else worded(parting.day)
    yield f"The replays part on {when}, at entry {parting.seq}."
    yield f"They have {len(traces[0])} and {counted(len(traces[1]), 'entry')}."
