"""`replay weigh`: a set of branches of an edit file, weighed by their probabilities."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from replay.cli.documents import FORMS, edit_file, form_of, known, print_document
from replay.cli.shared import DATES, DETAILS, JSON, as_read, more_by_details

__all__ = ["weigh"]


@click.command(short_help="Weigh a set of counterfactuals that exclude each other.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("name", metavar="SET")
@DATES
@DETAILS
@JSON
@FORMS
def weigh(file: Path, name: str, dates: str, details: bool, as_json: bool, forms: tuple[str, ...]) -> None:
    """Weigh a set of branches: counterfactuals that exclude each other, with probabilities that sum to one.

    FILE is an edit file and SET the name of one of its sets of branches. Each branch is replayed; printed are what
    comes of each, how probable it is that sanctions are imposed that the record does not have, and what they are
    expected to be worth.
    """
    from replay.counterfactuals import weigh_branches
    from replay.tables.instead import branches_told

    form = form_of(forms, as_json)
    found = edit_file(file, "a set of branches")
    found = replace(found, timeline=as_read(found.timeline)[0])
    weighed = weigh_branches(found, known(name, found.branches, "set of branches"), dates=dates)
    shown, answer = details or form != "text", tuple(branches_told(weighed))
    print_document(form, weighed.branches.question, weighed.document(), weighed.values, answer, shown)
    if not shown:
        more_by_details("On what the probabilities stand")
