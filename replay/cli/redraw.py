"""`replay redraw`: many replays with the same acts on other days, or with other acts on the same days."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from replay.cli.documents import FORMS, belong, form_of, print_document
from replay.cli.shared import DATES, JSON, as_read
from replay.text.terminal import progress

__all__ = ["redraw"]

_MANY = click.IntRange(1, 100_000)


@click.command(short_help="Replay a dispute many times with days, or acts, drawn anew.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--times", type=_MANY, metavar="N",
    help="Replay N times with the same acts on other days; none sets a clock after its fixed due date.",
)  # fmt: skip
@click.option(
    "--acts", type=_MANY, metavar="N", help="Replay N times with other acts on the same days, drawn by --theory."
)
@click.option("--theory", default="prospect", show_default=True, help="With --acts: whose probabilities are drawn.")
@click.option(
    "--spread", type=click.IntRange(1, 3650), metavar="DAYS",
    help="With --times: days around each event's own. [default: the bounds of its date]",
)  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed, the same result.")
@DATES
@JSON
@FORMS
def redraw(
    file: Path, times: int | None, acts: int | None, theory: str, spread: int | None, seed: int, dates: str,
    as_json: bool, forms: tuple[str, ...],
) -> None:  # fmt: skip
    """Replay a dispute many times, and count how its clocks end and what lapses and commitments bring about.

    FILE is an event file, or an edit file, whose base is drawn from. Either --times or --acts says what is drawn.

    \b
    Examples:
      replay redraw timelines/korea-autos-1995-1998.yaml --times 100 --spread 10
      replay redraw timelines/korea-autos-1995-1998.yaml --acts 20 --theory reciprocity
    """  # noqa: D301 - click reads the sign
    from replay.counterfactuals import redraw_acts, redraw_times, redraws
    from replay.counterfactuals.editfile import load_edits
    from replay.engine import run
    from replay.files import is_edit_file, load
    from replay.tables.instead import redraws_told

    belong(theory="acts", spread="times")
    if (times is None) == (acts is None):
        raise click.UsageError("--times and --acts exclude each other; allowed: exactly one of them")
    form = form_of(forms, as_json)
    base = run(*as_read(load_edits(file).timeline if is_edit_file(file) else load(file)), dates=dates)
    if times:
        within = f"up to {spread} days either way" if spread else "within the bounds of each date"
        how = f"the same acts on other days, {within}"
        drawn = redraw_times(base.coded("redraw"), times, seed, spread=spread, dates=dates)
    else:
        how = f"acts of the decisions drawn by '{theory}', on the same days"
        drawn = redraw_acts(base, acts or 1, seed, theory)
    found = redraws(base, progress(drawn, "Replaying redraws", times or acts or 0))
    values, told = partial(found.values, how, seed), tuple(redraws_told(found))
    print_document(form, "Redraws", found.document(how, seed), values, told)
