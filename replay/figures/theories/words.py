"""Captions of the figures of the theories, and texts that stand for them where they cannot be seen."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from replay.codebook import Strategy
from replay.figures.sheet.wording import sourced
from replay.figures.theories.scores import Scores
from replay.figures.theories.value import Content
from replay.figures.theories.value.content import Panel
from replay.scoring import SOURCES, Forecast
from replay.text.words import counted, decimal, joined, typeset
from replay.theories.statistics import Interval
from replay.theories.statistics.arguments import SAME
from replay.theories.valuefunction import value
from replay.timeline import Timeline

__all__ = ["forecasts_alt", "forecasts_caption", "scores_alt", "scores_caption", "value_alt", "value_caption"]

_RPS = "mean ranked probability score (RPS; 0 is perfect, lower is better)"


def value_caption(shown: Content, timelines: Sequence[Timeline]) -> str:
    """Return the caption of the value function."""
    made, total, drawn = shown.parameters, sum(panel.decisions for panel in shown.panels), len(shown.spots)
    gains, losses = f"{made.gain_curvature:g}", f"{made.loss_curvature:g}"
    missing = "" if drawn == total else f" {total - drawn} of them without a position are not drawn."
    ends = [decimal(bound) for bound in shown.bounds]
    counts = {panel.title: panel.decisions for panel in shown.panels}
    return (
        f"The value function of prospect theory, v(x) = x^{gains} for gains and "
        f"−{made.loss_aversion:g}(−x)^{losses} for losses, over positions in domain units from the reference point "
        f"(0), and the positions of n = {_counts(total, counts)}. "
        f"A mark is a decision, at {SOURCES[shown.source]}: open circle, the side created; square, it did both; "
        f"filled, it claimed.{missing} Dotted: with a gamble of ±{made.gamble:g} domain units, the widest, the theory "
        f"expects claiming below {ends[1]}, mixed strategies up to {ends[0]}, and creating above. "
        "Below, for each dispute, the computed position of both sides (sender solid, target dashed), time downwards, "
        f"from the first decision to the last. {sourced(timelines)}"
    ).strip()


def value_alt(shown: Content) -> str:
    """Return the value function in words: its bend, the bounds, and where each side decided what."""
    gain, loss = (decimal(value(x, shown.parameters)) for x in (1.0, -1.0))
    upper, lower = shown.bounds
    claims = [spot for spot in shown.spots if spot.did is Strategy.CLAIMING]
    creates = [spot for spot in shown.spots if spot.did is Strategy.CREATING]
    said = [
        f"Curve of the value function of prospect theory: a gain of one domain unit is worth "
        f"{gain}, a loss of one {loss}.",
        f"With the widest gamble prospect theory expects claiming below {decimal(lower)} domain units and creating "
        f"above {decimal(upper)}.",
        f"Claiming decisions below the former: {sum(s.position < lower for s in claims)} of {len(claims)}; creating "
        f"decisions above the latter: {sum(s.position > upper for s in creates)} of {len(creates)}.",
    ]  # fmt: skip
    return " ".join([*said, *(_panel(panel) for panel in shown.panels)])


def _panel(panel: Panel) -> str:
    did = _strategies(spot.did for spot in panel.spots)
    said = [f"{typeset(panel.title)}: {counted(panel.decisions, 'decision')}, {did}."]
    for way in panel.ways:
        held = [spot.position for spot in panel.spots if spot.party == way.party]
        if held:
            low, high, mean = (decimal(number) for number in (min(held), max(held), fmean(held)))
            where = f"at {low}" if low == high else f"between {low} and {high}, on average at {mean}"
            said.append(f"{way.name} decided {counted(len(held), 'time')}, {where}.")
    return " ".join(said)


def forecasts_caption(found: Sequence[Forecast], timelines: Sequence[Timeline]) -> str:
    """Return the caption of the forecasts."""
    theories, counts = _theories(found), _decisions(found, timelines)
    return (
        f"Predicted and observed strategy: {counted(len(theories), 'theory')} on n = "
        f"{_counts(sum(counts.values()), counts)}. A bar is a forecast: from left to right the probabilities of "
        "creating (light), mixed (grey) and claiming (dark). The mark stands in the part that came true, filled where "
        f"the theory held it the likeliest, open where it did not. Below each dispute the {_RPS} of each theory. "
        f"{sourced(timelines)}"
    ).strip()


def forecasts_alt(found: Sequence[Forecast], timelines: Sequence[Timeline]) -> str:
    """Return the forecasts in words: what was done, how each theory did, and who leads in each dispute."""
    theories, counts = _theories(found), _decisions(found, timelines)
    first = [f for f in found if f.theory == theories[0]]
    means = _means(found)
    lines = [
        f"{name} {decimal(mean, 3)} with {sum(f.hit for f in found if f.theory == name)} of {len(first)}"
        for name, mean in means.items()
    ]
    said = [
        f"Bars of the probabilities that {counted(len(theories), 'theory')} gave to what was done in "
        f"{counted(len(first), 'decision')}: {_strategies(f.did for f in first)}.",
        f"By the mean ranked probability score, lower is better, {_lead(means)}. Scores, and decisions whose likeliest "
        f"strategy came true: {'; '.join(lines)}.",
    ]
    for timeline in timelines if len(counts) > 1 else ():
        own = _means([f for f in found if f.dispute == timeline.dispute])
        said.append(f"{typeset(timeline.title)}: {_lead(own)}.")
    return " ".join(said)


def scores_caption(shown: Scores, timelines: Sequence[Timeline]) -> str:
    """Return the caption of the scores."""
    board, many = shown.board, len(shown.disputes) > 1
    counts = {timeline.title: shown.counts[timeline.dispute] for timeline in timelines}
    each = " Open marks: each dispute, on a line of its own." if many else ""
    held = (
        " Crosses: each dispute held out, with the sizes of the domain rules, one temperature for all theories and "
        f"past decisions taken from the other{'s' if len(shown.disputes) > 2 else ''}."
        if shown.held
        else ""
    )
    return (
        f"Rival theories on n = {_counts(board.n, counts)}. First the {_RPS}. Filled: all decisions.{each}{held} "
        f"Then the shift of the score from that of {board.reference}, paired by decision (Hodges–Lehmann estimate), "
        "with its exact Wilcoxon interval of 95 % at least; below 0 the theory is better; an arrow where there are too "
        "few decisions for an end. Decisions of one dispute hang together, so an interval says the least that chance "
        "could do. "
        f"{sourced(timelines)}"
    ).strip()


def scores_alt(shown: Scores) -> str:
    """Return the scores in words: every mean, every difference with its interval, and who leads in each dispute."""
    rows, reference = shown.board.rows, shown.board.reference
    means = "; ".join(f"{row.theory} {decimal(row.rps, 3)}" for row in rows)
    said = [
        f"Chart of mean ranked probability scores of {counted(len(rows), 'theory')} on "
        f"{counted(shown.board.n, 'decision')}, lower is better: {_lead({row.theory: row.rps for row in rows})}. "
        f"All: {means}."
    ]
    for name in shown.disputes if len(shown.disputes) > 1 else ():
        words = f"{typeset(shown.titles[name])}: {_lead({row.theory: shown.means[row.theory, name] for row in rows})}"
        held = {row.theory: shown.held[row.theory, name] for row in rows if (row.theory, name) in shown.held}
        if held:
            words += f"; held out, {_lead(held)}"
        said.append(f"{words}.")
    apart = [row for row in rows if row.theory != reference]
    gaps = [f"{row.theory} {decimal(row.against.shift.estimate)} ({_interval(row.against.shift)})" for row in apart]
    clear = [row.theory for row in apart if not row.against.shift.low <= 0 <= row.against.shift.high]
    if apart:
        verdict = f"Clear of 0: {joined(clear)}." if clear else "No interval lies clear of 0."
        if not any(math.isfinite(row.against.shift.low) for row in apart):
            verdict = "There are too few decisions for an interval."
        said.append(f"Differences from {reference}, with 95 % intervals: {'; '.join(gaps)}. {verdict}")
    return " ".join(said)


def _interval(shift: Interval) -> str:
    if not (math.isfinite(shift.low) and math.isfinite(shift.high)):
        return "no interval"
    return f"{decimal(shift.low)} to {decimal(shift.high)}"


def _theories(found: Sequence[Forecast]) -> list[str]:
    return list(dict.fromkeys(f.theory for f in found))


def _decisions(found: Sequence[Forecast], timelines: Sequence[Timeline]) -> dict[str, int]:
    """Decisions by the title of their dispute."""
    first = _theories(found)[0]
    counts = Counter(f.dispute for f in found if f.theory == first)
    return {timeline.title: counts[timeline.dispute] for timeline in timelines}


def _counts(total: int, counts: Mapping[str, int]) -> str:
    """Say how many decisions there are, and how many of each dispute."""
    parts = [typeset(title) + (f": {count}" if len(counts) > 1 else "") for title, count in counts.items()]
    return f"{counted(total, 'decision')} ({'; '.join(parts)})"


def _strategies(did: Iterable[Strategy]) -> str:
    counts = Counter(did)
    return joined([f"{counts[strategy]} {strategy.value}" for strategy in Strategy])


def _means(found: Sequence[Forecast]) -> dict[str, float]:
    """Mean score of each theory, the best first; equals in their order."""
    means = {name: fmean(f.rps for f in found if f.theory == name) for name in _theories(found)}
    return dict(sorted(means.items(), key=lambda item: item[1]))


def _lead(means: Mapping[str, float]) -> str:
    """Say who leads, and with what; several where their means are the same."""
    least = min(means.values())
    names = [name for name, mean in means.items() if mean - least < SAME]
    return f"{joined(names)} {'leads' if len(names) == 1 else 'lead'} with {decimal(least, 3)}"
