"""Options of every command that draws a replay: which part of it is drawn, and what stands around it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from replay.cli.shared import FONT, TEXT

if TYPE_CHECKING:
    from replay.figures import Layout, Selection

__all__ = ["Choice", "choices"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a call chooses of a figure."""

    selection: Selection
    layout: Layout

    @property
    def given(self) -> dict[str, Any]:
        """What is not as by default, as arguments for a maker of figures."""
        return {name: value for name in ("selection", "layout") if (value := getattr(self, name)).told()}

    @property
    def told(self) -> dict[str, object]:
        """The same by name, for a manifest."""
        return {**self.selection.told(), **self.layout.told()}

    def refuse(self, **options: str) -> None:
        """Refuse what a figure has not: words on why, by the name of what is asked for."""
        for name, why in options.items():
            if getattr(self.selection, name):
                raise click.BadParameter(why, param_hint=f"--{name.replace('_', '-')}")


def _list(ctx: click.Context, param: click.Parameter, text: str | None) -> tuple[str, ...]:
    """Read names with commas between them."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(","))) if text is not None else ()
    if "" in names:
        raise click.BadParameter("a name is empty; allowed: names with a comma between each two", ctx, param)
    return names


def _day(ctx: click.Context, param: click.Parameter, text: str | None) -> str | None:
    from replay.dates import DateError, day

    try:
        return text if text is None or day(text) else None
    except DateError as fault:
        raise click.BadParameter(fault.message, ctx, param) from None


def _acts(ctx: click.Context, param: click.Parameter, text: str | None) -> str | int | tuple[str, ...] | None:
    """Read which acts are asked for: a group, a number, ids."""
    from replay.figures.sheet.selection import GROUPS

    if text is None or text in GROUPS:
        return text
    return int(text) if text.isdecimal() else _list(ctx, param, text)


_LINKS = (
    click.option("--links", metavar="TYPE,...", type=TEXT, callback=_list, help="Draw links of these types only."),
)
_NAMES = (
    click.option("--label", metavar="ID,...", type=TEXT, callback=_list, help="Name these acts, not the key acts."),
    click.option("--no-label", is_flag=True, help="Name no act."),
)
_ALL = (
    click.option("--from", "first", metavar="DATE", callback=_day, help="First day that is drawn (YYYY-MM-DD)."),
    click.option("--to", "last", metavar="DATE", callback=_day, help="Last day that is drawn, included."),
    click.option(
        "--acts",
        metavar="WHICH",
        type=TEXT,
        callback=_acts,
        help="Acts that are drawn: key, spiral (those on spirals), path (on the longest escalation path), all, how "
        "many of the most important, or ids with commas between. A diagram without it draws as many of the most "
        "important as have room, and with it becomes as high as they need.",
    ),
    click.option("--min-rung", type=click.IntRange(0, 9), default=0, help="Draw acts on this rung or higher only."),
    click.option("--parties", metavar="ID,...", type=TEXT, callback=_list, help="Draw acts of these parties only."),
)
_AROUND = (
    click.option("--title", type=TEXT, help="Title in the figure, instead of the dispute's."),
    click.option("--no-title", is_flag=True, help="Draw no title; the caption has it."),
    click.option("--no-legend", is_flag=True, help="Draw no key."),
    click.option("--width", metavar="MM", type=click.FloatRange(84, 1000), help="Width, instead of the preset's."),
    click.option("--height", metavar="MM", type=click.FloatRange(30, 2000), help="Most height, not the preset's."),
    FONT,
)  # fmt: skip

_AXIS = (
    click.option(
        "--axis", type=click.Choice(["stretched", "uniform"]), default="stretched", show_default=True,
        help="Give busy stretches of the date axis room, or every day the same.",
    ),
)  # fmt: skip


def choices(
    links: bool = True, names: bool = True, axis: bool = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options on what is drawn; it gets a `choice`.

    Those on `links`, `names` of acts and the date `axis` are for figures that have these.

    All are applied after the replay: they change what is drawn and nothing that is computed.
    """
    options = (*_ALL, *(_LINKS if links else ()), *(_NAMES if names else ()), *_AROUND, *(_AXIS if axis else ()))

    def give(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def inner(**given: Any) -> Any:
            return command(**_kept(given), choice=_chosen(given))

        for option in reversed(options):
            option(inner)
        return inner

    return give


_OURS = (
    "first", "last", "acts", "min_rung", "parties", "links", "label", "no_label", "title", "no_title", "no_legend",
    "width", "height", "axis", "font",
)  # fmt: skip


def _kept(given: dict[str, Any], taken: Collection[str] = _OURS) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in taken}


def _chosen(given: dict[str, Any]) -> Choice:
    from replay.figures import Layout, Selection

    for one in ("label", "title"):
        if given.get(one) not in (None, ()) and given.get(f"no_{one}"):
            raise click.UsageError(f"--{one} and --no-{one} exclude each other")
    if given["first"] and given["last"] and given["last"] < given["first"]:
        said = f"{given['last']} comes before the first day that is to be drawn, {given['first']}"
        raise click.BadParameter(said, param_hint="--to")
    selection = Selection(
        given["first"], given["last"], given["acts"], given["min_rung"], given["parties"], given.get("links", ()),
        given.get("label", ()), given.get("no_label", False),
    )  # fmt: skip
    axis = given.get("axis", "stretched")
    title = "" if given["no_title"] else given["title"]
    layout = Layout(title, not given["no_legend"], given["width"], given["height"], axis, given["font"])
    return Choice(selection, layout)
