"""Sets of branches and redraws on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from replay.cli.shared import progress
from replay.text.terminal import console_of_width, show
from replay.text.words import counted, money

if TYPE_CHECKING:
    from replay.counterfactuals import Block, Redraws, Weighed
    from replay.counterfactuals.edits import Counterfactuals
    from replay.timeline import Timeline

__all__ = ["show_redraws", "show_set"]


def show_set(found: Counterfactuals, name: str, form: str, dates: str) -> None:
    """Weigh a set of branches and print it."""
    from replay.counterfactuals import weigh

    weighed = weigh(found, name, dates=dates)
    if form == "json":
        click.echo(json.dumps(_set_values(weighed), indent=2, allow_nan=False))
    else:
        _print(list(_set_blocks(weighed)), form, weighed.branches.question)


def _set_values(weighed: Weighed) -> dict[str, object]:
    return {
        "name": weighed.branches.name,
        "question": weighed.branches.question,
        "because": weighed.branches.because,
        "branches": [
            {
                "name": name, "probability": weighed.branches.parts[name], "kind": report.kind,
                "fired": [act.id for act in report.fired], "worth": report.worth,
            }
            for name, report in weighed.reports.items()
        ],
        "imposition": weighed.imposition,
        "worth": weighed.worth,
        "without_worth": list(weighed.unvalued),
        "means": "imposition: summed probability of the branches in which a lapse or a commitment imposes sanctions "
        "that the record does not have; worth: sum of probability times worth of these, by unit; without_worth: "
        "branches with such sanctions for which the file gives no worth, which counts as nothing",
    }  # fmt: skip


def _set_blocks(weighed: Weighed) -> Iterator[Block]:
    from replay.counterfactuals import Heading, Paragraph, Table
    from replay.dates import iso

    yield Heading(weighed.branches.question, 1)
    yield Paragraph(weighed.branches.because)
    rows = tuple(
        (
            f"{weighed.branches.parts[name]:.2f}", name, "as recorded" if report.kind == "none" else report.kind,
            iso(report.divergence.day) if report.divergence else "-",
            ", ".join(f"{act.actor} {act.act.value}" for act in report.fired) or "-",
            money(report.worth) if report.sanctions else "-",
        )
        for name, report in weighed.reports.items()
    )  # fmt: skip
    columns = (
        ("Probability", "right"), ("Branch", "left"), ("Kind of run", "left"), ("Parts on", "left"),
        ("Rules bring about", "left"), ("Sanctions worth", "right"),
    )  # fmt: skip
    yield Table(columns, rows)
    said = (
        f"The probabilities sum to one. A lapse or a commitment imposes sanctions that the record does not have with "
        f"probability {weighed.imposition:.2f}, the sum over such branches"
    )
    if weighed.worth:
        said += f"; expected worth, each branch's times its probability: {money(weighed.worth)}"
    if weighed.unvalued:
        said += f"; the file gives no worth for some or all of them in {', '.join(weighed.unvalued)}, which counts as 0"
    yield Paragraph(f"{said}.", strong=True)


def show_redraws(
    timeline: Timeline, form: str, times: int | None, acts: int | None, theory: str, spread: int | None, seed: int,
    dates: str,
) -> None:  # fmt: skip
    """Redraw times or acts, replay each, and print what came of them."""
    from replay.counterfactuals import redraws
    from replay.counterfactuals.edits import redraw_times
    from replay.engine import run

    base = run(timeline, dates=dates)
    if acts:
        from replay.counterfactuals import redraw_acts

        drawn, how = (
            redraw_acts(base, acts, seed, theory),
            f"acts of the decisions drawn by '{theory}', on the same days",
        )
    else:
        within = f"up to {spread} days either way" if spread else "within the bounds of each date"
        drawn, how = (
            redraw_times(timeline, times or 1, seed, spread=spread, dates=dates),
            f"the same acts on other days, {within}",
        )
    found = redraws(base, progress(drawn, "Replaying redraws", times or acts or 0))
    if form == "json":
        click.echo(json.dumps(_redraw_values(found, how, seed), indent=2, allow_nan=False))
    else:
        _print(list(_redraw_blocks(found, how, seed)), form, "Redraws")


def _redraw_values(found: Redraws, how: str, seed: int) -> dict[str, object]:
    return {
        "what": how, "seed": seed, "drawn": found.drawn, "count": found.count, "refused": dict(found.refused),
        "means": "drawn: all draws; count: those replayed, of which all numbers below are; refused: draws, by clock, "
        "in which it would be set or moved when its due date has come",
        "base": {clock.id: clock.outcome.value for clock in found.base.clocks()},
        "clocks": {name: dict(ends) for name, ends in found.outcomes.items()},
        "by_rule": dict(found.emitted), "imposed": found.imposed, "imposed_without_worth": found.unvalued,
        "mean_worth_usd": found.worth,
    }  # fmt: skip


def _redraw_blocks(found: Redraws, how: str, seed: int) -> Iterator[Block]:
    from replay.counterfactuals import NEVER, Heading, Paragraph, Table

    yield Heading(f"{counted(found.drawn, 'redraw')} of {found.base.coded('compare').title}", 1)
    yield Paragraph(
        f"{how[0].upper()}{how[1:]}; seed {seed}. Each is an intervention: the other acts are kept as recorded."
    )
    if found.refused:
        clocks = ", ".join(f"{name} in {number}" for name, number in found.refused.items())
        yield Paragraph(
            f"Refused: {found.drawn - found.count} of {found.drawn}, because a clock would be set or moved when its "
            f"due date has come ({clocks}). All numbers below are of the {found.count} that are left."
        )
    if not found.count:
        yield Paragraph("Nothing is left to count; a smaller --spread may help.", strong=True)
        return
    before = {clock.id: clock.outcome.value for clock in found.base.clocks()}
    rows = tuple(
        (name, before.get(name, NEVER), "; ".join(f"{end} in {_share(n, found)}" for end, n in ends.items()))
        for name, ends in found.outcomes.items()
    )
    marked = frozenset(n for n, (name, was, _) in enumerate(rows) if found.outcomes[name].get(was, 0) != found.count)
    yield Heading(f"How clocks end in {counted(found.count, 'redraw')}")
    yield Table((("Clock", "left"), ("In the base", "left"), ("In the redraws", "left")), rows, marked)
    yield Heading("What lapses and commitments bring about")
    if found.emitted:
        own = {entry.event for entry in found.base}
        acts = tuple(
            (name, "yes" if name in own else "no", _share(number, found)) for name, number in found.emitted.items()
        )
        yield Table((("Act", "left"), ("In the base", "left"), ("In how many redraws", "left")), acts)
    else:
        yield Paragraph("Nothing that the record does not have.")
    yield Paragraph(_imposed(found), strong=True)


def _share(number: int, found: Redraws) -> str:
    return f"{number} of {found.count} ({number / found.count:.1%})"


def _imposed(found: Redraws) -> str:
    """In how many redraws rules impose sanctions, and what these are worth on average."""

    said = f"A lapse or a commitment imposes sanctions in {_share(found.imposed, found)}"
    if not found.imposed:
        return f"{said}."
    if found.worth:
        said += f"; their worth, as the mean of all {found.count}: {money({'USD': found.worth})}"
    if found.unvalued:
        said += f"; in {found.unvalued} the file gives no worth in USD for some or all of them, which counts as nothing"
    return f"{said}."


def _print(blocks: list[Block], form: str, title: str) -> None:
    if form == "text":
        show(console_of_width(), blocks)
        return
    from replay.counterfactuals.render import html, markdown

    click.echo(markdown(blocks) if form == "md" else html(blocks, title=title), nl=False)
