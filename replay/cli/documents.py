"""Documents on the command line: the form that is asked for, and what is printed in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from replay.text.terminal import hand_over, say, show_document

if TYPE_CHECKING:
    from replay.counterfactuals.edits import Counterfactuals
    from replay.text.blocks import Block

__all__ = [
    "FORMS", "PRINTED", "belong", "edit_file", "form_of", "known", "need_edit_file", "option_given", "print_document",
    "written",
]  # fmt: skip

PRINTED = ("text", "md", "html", "json")
_NONE: Mapping[str, str] = MappingProxyType({})
FORMS = click.option(
    "--format", "forms", multiple=True, type=click.Choice(PRINTED),
    help="Form in which it is printed; --json is short for json. [default: text]",
)  # fmt: skip


def form_of(forms: Iterable[str], as_json: bool) -> str:
    """Return the one form that is asked for, text if none is."""
    found = list(dict.fromkeys(forms))
    if as_json and found and found != ["json"]:
        raise click.UsageError(f"--json and --format {found[0]} exclude each other")
    if len(found) > 1:
        raise click.UsageError(f"the report is printed once; allowed with --format: one of {', '.join(found)}")
    return "json" if as_json else found[0] if found else "text"


def print_document(
    form: str, title: str, blocks: Iterable[Block], values: Callable[[], object], answer: Sequence[str] = (),
    details: bool = True,
) -> None:  # fmt: skip
    """Print a document in a form; `values` gives what stands for it in JSON, and as text the answer comes first.

    Without `details` a text leaves out paragraphs, but for those that are strong.
    """
    if form != "text" and click.get_current_context().params.get("details"):
        raise click.UsageError(f"--details is for text; a report as {form} is whole")
    if form == "text":
        for line in answer:
            say(line, "bold", hang=2)
        if answer:
            say()
        show_document(blocks if details else in_short(blocks))
    else:
        hand_over(written(form, title, blocks, values))


def in_short(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the headings, grids and strong paragraphs of a document; no heading that nothing stands under."""
    from replay.text.blocks import Heading, Paragraph

    held: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            held = [*(one for one in held if isinstance(one, Heading) and one.level < block.level), block]
        elif not isinstance(block, Paragraph) or block.strong:
            yield from (*held, block)
            held = []


def written(
    form: str, title: str, blocks: Iterable[Block], values: Callable[[], object], svgs: Mapping[str, str] = _NONE
) -> str:
    """Return a document as Markdown, a page or JSON, with the figures of which the SVG is given, by stem."""
    if form == "json":
        from replay.text.plain import json_text

        return json_text(values())
    if form == "md":
        from replay.text.markdown import markdown

        return markdown(blocks, {stem: f"{stem}.svg" for stem in svgs})
    from replay.text.html import tag
    from replay.text.webpage import article, whole

    return whole(title, tag("main", article(blocks, svgs)))


def belong(**owners: str) -> None:
    """Refuse an option of the running command that is given without the one that it belongs to."""
    for name, other in owners.items():
        if (alone := option_given(name)) and not option_given(other):
            raise click.UsageError(f"{alone} belongs to {_parameter(other).opts[0]}")


def option_given(name: str) -> str:
    """Return an option of the running command as it is written, "" if it is not given."""
    context = click.get_current_context()
    if context.get_parameter_source(name) is ParameterSource.DEFAULT:
        return ""
    option = _parameter(name)
    return (option.secondary_opts if context.params[name] is False else option.opts)[0]


def _parameter(name: str) -> click.Parameter:
    return next(found for found in click.get_current_context().command.params if found.name == name)


def edit_file(file: Path, what: str, only: str | None = None) -> Counterfactuals:
    """Read an edit file, as `load_edits`; `what` needs one."""
    from replay.counterfactuals.editfile import load_edits

    need_edit_file(file, what)
    return load_edits(file, only=only)


def need_edit_file(file: Path, what: str) -> None:
    """Refuse an event file, because `what` needs an edit file."""
    from replay.files import is_edit_file, load

    if not is_edit_file(file):
        load(file)  # what is wrong with a file of neither kind comes first
        raise click.UsageError(f"{file} is an event file; {what} needs an edit file")


def known(name: str, names: Iterable[str], noun: str) -> str:
    """Return a name that something of the file has; any other is a wrong call."""
    from replay.errors import closest

    if name not in names:
        allowed = ", ".join(names) or "none"
        raise click.UsageError(f"no {noun} of the file is called '{name}'{closest(name, names)}; allowed: {allowed}")
    return name
