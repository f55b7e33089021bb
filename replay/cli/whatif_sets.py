"""Sets of branches and redraws on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from replay.cli.blocks import show
from replay.cli.shared import console_of_width, working

if TYPE_CHECKING:
    from replay.branches import Block, Redraws, Weighed
    from replay.edits import Counterfactuals
    from replay.timeline import Timeline

__all__ = ["show_redraws", "show_set"]


def show_set(found: Counterfactuals, name: str, form: str, dates: str) -> None:
    """Weigh a set of branches and print it."""
    from replay.branches import weigh

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
    }  # fmt: skip


def _set_blocks(weighed: Weighed) -> Iterator[Block]:
    from replay.branches import Heading, Paragraph, Table, money
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
    yield Paragraph(
        f"The probabilities sum to one. Sanctions are imposed with probability {weighed.imposition:.2f}; the expected "
        f"worth of sanctions and counter-sanctions: {money(weighed.worth)}.",
        strong=True,
    )


def show_redraws(
    timeline: Timeline, form: str, times: int | None, acts: int | None, theory: str, spread: int | None, seed: int,
    dates: str,
) -> None:  # fmt: skip
    """Redraw times or acts, replay each, and print what came of them."""
    from replay.branches import redraws
    from replay.edits import redraw_times
    from replay.engine import run

    base = run(timeline, dates=dates)
    if acts:
        from replay.branches import redraw_acts

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
    with working("Replaying"):
        found = redraws(base, drawn)
    if form == "json":
        click.echo(json.dumps(_redraw_values(found, how, seed), indent=2, allow_nan=False))
    else:
        _print(list(_redraw_blocks(found, how, seed)), form, "Redraws")


def _redraw_values(found: Redraws, how: str, seed: int) -> dict[str, object]:
    return {
        "what": how, "seed": seed, "count": found.count,
        "clocks": {name: dict(sorted(ends.items())) for name, ends in found.outcomes.items()},
        "by_rule": dict(found.emitted), "imposed": found.imposed, "mean_worth_usd": found.worth,
    }  # fmt: skip


def _redraw_blocks(found: Redraws, how: str, seed: int) -> Iterator[Block]:
    from replay.branches import Heading, Paragraph, Table, money

    timeline = found.base.coded("compare")
    yield Heading(f"{found.count} redraws of {timeline.title}", 1)
    yield Paragraph(
        f"{how[0].upper()}{how[1:]}; seed {seed}. Each is an intervention: the other acts are kept as recorded."
    )
    before = {clock.id: clock.outcome.value for clock in found.base.clocks()}
    rows = tuple(
        (name, before.get(name, "never set"), ", ".join(f"{end} {count}" for end, count in sorted(ends.items())))
        for name, ends in found.outcomes.items()
    )
    marked = frozenset(n for n, (name, was, _) in enumerate(rows) if found.outcomes[name].get(was, 0) != found.count)
    yield Table((("Clock", "left"), ("Base", "left"), ("Redraws", "left")), rows, marked)
    yield Heading("What rules bring about")
    if found.emitted:
        acts = tuple((name, str(count), f"{count / found.count:.0%}") for name, count in found.emitted.items())
        yield Table((("Act", "left"), ("Redraws", "right"), ("Share", "right")), acts)
    else:
        yield Paragraph("Nothing that the record does not have.")
    worth = money({"USD": found.worth} if found.worth else {})
    yield Paragraph(f"Sanctions are imposed in {found.imposed} of {found.count}; mean worth: {worth}.", strong=True)


def _print(blocks: list[Block], form: str, title: str) -> None:
    if form == "text":
        show(console_of_width(), blocks)
        return
    from replay.branches.render import html, markdown

    click.echo(markdown(blocks) if form == "md" else html(blocks, title=title), nl=False)
