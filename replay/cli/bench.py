"""What `replay score`, `claims` and `evidence` share: sizes and parameters from the command line, cases, forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replay.cli.shared import Fault, replayed
from replay.text.tex import escaped

if TYPE_CHECKING:
    from replay.domain import Rules
    from replay.engine.trace import Trace
    from replay.theories import Parameters

__all__ = ["FILES", "POSITIONS", "REFERENCE", "SETS", "latex", "settings", "traces_of"]

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
SETS = click.option(
    "--set", "sets", multiple=True, metavar="NAME=NUMBER",
    help="Give a rule of the domain or a parameter of the theories another value; may be repeated. "
    "Names: replay codebook rules, replay codebook parameters.",
)  # fmt: skip
REFERENCE = click.option(
    "--reference", type=click.Choice(["aspiration", "status-quo", "last-agreement"]), default="aspiration",
    show_default=True, help="Reference point that positions are measured from.",
)  # fmt: skip
POSITIONS = click.option(
    "--positions", type=click.Choice(["path", "readings"]), default="path", show_default=True,
    help="Where prospect theory takes positions from: the computed path, or the source's readings.",
)  # fmt: skip


def settings(sets: Sequence[str], reference: str, theories: bool = True) -> tuple[Rules, Parameters]:
    """Sort NAME=NUMBER into domain rules and, if wanted, theory parameters; BadParameter for what neither knows."""
    from replay.domain import SIZES, RuleError, Rules
    from replay.errors import closest
    from replay.theories import PARAMETERS, Parameters

    sizes: dict[str, float] = {}
    changes: dict[str, float] = {}
    for text in sets:
        name, _, number = text.partition("=")
        try:
            value = float(number)
        except ValueError:
            message = f"{text!r} is not a name with a number; allowed: threat=1.5 and such"
            raise click.BadParameter(message, param_hint="--set") from None
        if name in SIZES:
            sizes[name] = value
        elif theories and name in PARAMETERS:
            changes[name] = value
        else:
            known = [*SIZES, *(PARAMETERS if theories else ())]
            message = f"nothing is called {name!r} here{closest(name, known) or ';'} allowed: {', '.join(known)}"
            raise click.BadParameter(message, param_hint="--set")
    try:
        return Rules(reference=reference).with_sizes(**sizes), Parameters().replace(**changes)
    except (RuleError, ValueError) as fault:
        raise click.BadParameter(str(fault), param_hint="--set") from None


def traces_of(files: Sequence[Path], until: str | None, dates: str) -> list[Trace]:
    """Replay each file; two files of one dispute would be taken for two disputes, so they are refused."""
    traces = [replayed(file, until, dates) for file in files]
    names = [trace.timeline.dispute if trace.timeline else "" for trace in traces]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Fault(f"dispute '{twice[0]}' is given twice; allowed: one file for each dispute")
    return traces


def latex(header: Sequence[str], rows: Sequence[Sequence[Any]], caption: str) -> str:
    """Return a table for LaTeX with booktabs: first column left, the others right."""
    lines = [
        r"\begin{table}", r"\centering", rf"\caption{{{escaped(caption)}}}",
        rf"\begin{{tabular}}{{l{'r' * (len(header) - 1)}}}", r"\toprule",
        " & ".join(map(escaped, header)) + r" \\", r"\midrule",
        *(" & ".join(escaped(str(cell)) for cell in row) + r" \\" for row in rows),
        r"\bottomrule", r"\end{tabular}", r"\end{table}",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
