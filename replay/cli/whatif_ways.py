"""The ways in which `replay whatif` can be called, and which options count in which; the others are refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import click
from click.core import ParameterSource

__all__ = ["way"]

_WAYS: Mapping[str, str] = MappingProxyType({
    "pin": "--rebase", "times": "--redraw-times", "acts": "--redraw-acts", "set": "--branches",
    "report": "a NAME or an edit", "list": "a list of counterfactuals",
})  # fmt: skip
"""The ways, in the order in which they are told apart, and what calls for each."""
_EDITS = ("drops", "shifts", "clocks", "inserts", "readings", "cut")
_RUNS = ("times", "acts", "set", "report")
_COUNTS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    **dict.fromkeys(("name", *_EDITS, "kept", "responses", "out", "figures", "dpi"), ("report",)),
    "dates": _RUNS, "seed": ("times", "acts"), "spread": ("times",), "theory": ("acts",), "reviewed": ("pin",),
    "forms": (*_RUNS, "list"), "as_json": (*_RUNS, "list"),
})  # fmt: skip
"""The ways in which each parameter counts."""
_NEEDS: Mapping[str, str] = MappingProxyType({"kept": "cut", "responses": "drops", "figures": "out", "dpi": "out"})
"""Parameters that count only together with another."""


def way(context: click.Context, edited: bool) -> str:
    """Return the way of a call: pin, times, acts, set, report or list; `edited` says that FILE is an edit file.

    Raises
    ------
    click.UsageError
        If two ways are called for, or none; if an option, or what it needs, has no effect in this one.
    """
    given = [
        name for name, value in context.params.items()
        if context.get_parameter_source(name) is not ParameterSource.DEFAULT
        and (value not in (None, (), False) or name == "figures")
    ]  # fmt: skip
    asked = {
        "pin": "pin" in given, "times": "redraw_times" in given, "acts": "redraw_acts" in given,
        "set": "set_name" in given,
    }  # fmt: skip
    found = [name for name, called in asked.items() if called]
    if len(found) > 1:
        raise click.UsageError(f"{_WAYS[found[0]]} and {_WAYS[found[1]]} exclude each other")
    for name, other in _NEEDS.items():
        if name in given and other not in given:
            raise click.UsageError(f"{_written(context, name)} belongs to {_written(context, other)}")
    edits = [name for name in ("name", *_EDITS) if name in given]
    chosen = found[0] if found else "report" if edits else "list"
    if chosen == "list" and not edited:
        raise click.UsageError("nothing to change; give an edit (--drop, --shift, ...), or an edit file and a NAME")
    if chosen in ("times", "acts") and edits:
        raise click.UsageError("redraws are made of the base; leave NAME and the edits out")
    if found and edits:
        raise click.UsageError(f"{_written(context, edits[0])} and {_WAYS[chosen]} exclude each other")
    for name in given:
        if chosen not in _COUNTS.get(name, (chosen,)):
            belongs = [_WAYS[other] for other in _COUNTS[name]]
            with_what = f"; it goes with {_either(belongs)}" if len(belongs) < 3 else ""
            raise click.UsageError(f"{_written(context, name)} has no effect with {_WAYS[chosen]}{with_what}")
    if "dpi" in given and not context.params["figures"]:
        raise click.UsageError("--dpi is for figures, which --no-figures leaves out")
    return chosen


def _written(context: click.Context, name: str) -> str:
    """A parameter as it is written on the command line."""
    if name == "name":
        return "a NAME"
    if name == "figures":
        return "--no-figures" if not context.params["figures"] else "--figures"
    return next(parameter.opts[0] for parameter in context.command.params if parameter.name == name)


def _either(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
