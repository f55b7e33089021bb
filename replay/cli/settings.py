"""Options that set how domains and theories compute: sizes and parameters, the reference point, where positions are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from replay.codebook import Switches
    from replay.domain import Rules
    from replay.theories import Parameters

__all__ = ["POSITIONS", "REFERENCE", "SETS", "SWITCH", "settings"]

SETS = click.option(
    "--set", "sets", multiple=True, metavar="NAME=NUMBER",
    help="Give a rule of the domain or a parameter of the theories another value; may be repeated. "
    "Names: replay codebook rules, replay codebook parameters.",
)  # fmt: skip
REFERENCE = click.option(
    "--reference", type=click.Choice(["aspiration", "status-quo", "last-agreement"]), default="aspiration",
    show_default=True, help="Reference point that positions are measured from.",
)  # fmt: skip
SWITCH = click.option(
    "--switch", "switches", multiple=True, metavar="NAME=SETTING",
    help="Set a switch of the model otherwise; may be repeated. Names and settings: replay codebook switches.",
)  # fmt: skip
POSITIONS = click.option(
    "--positions", type=click.Choice(["path", "readings"]), default="path", show_default=True,
    help="Where prospect theory takes positions from: the computed path, or the source's readings.",
)  # fmt: skip


def settings(
    sets: Sequence[str], reference: str, switches: Sequence[str], theories: bool = True
) -> tuple[Rules, Parameters]:
    """Sort NAME=NUMBER into domain rules and, if wanted, theory parameters, and set switches.

    BadParameter for what neither knows.
    """
    from replay.domain import SIZES, Rules
    from replay.errors import SettingError, closest
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
    chosen = Rules(reference=reference, switches=_switched(switches))
    try:
        return chosen.with_sizes(**sizes), Parameters().replace(**changes)
    except SettingError as fault:
        raise click.BadParameter(str(fault), param_hint="--set") from None


def _switched(switches: Sequence[str]) -> Switches:
    from replay.codebook import Switches
    from replay.errors import SettingError

    given: dict[str, str] = {}
    for text in switches:
        name, equals, setting = text.partition("=")
        if not equals:
            message = f"{text!r} is not a name with a setting; allowed: ends=hard and such"
            raise click.BadParameter(message, param_hint="--switch")
        given[name] = setting
    try:
        return Switches.given(given)
    except SettingError as fault:
        raise click.BadParameter(str(fault), param_hint="--switch") from None
