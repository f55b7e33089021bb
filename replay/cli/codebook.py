"""`replay codebook`: the vocabularies."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from replay.cli.shared import JSON
from replay.text.plain import json_text
from replay.text.table import printable
from replay.text.terminal import hand_over, show_table

if TYPE_CHECKING:
    from replay.codebook import ClockKind, Template
    from replay.codebook.terms import Term
    from replay.theories import Parameter

__all__ = ["codebook"]


_PARTS = (
    "acts", "tactics", "links", "kinds", "outcomes", "fates", "threat-fates", "statuses", "levels", "trends",
    "templates", "degrees", "theories", "parameters", "rules", "references", "switches", "tests", "keys", "edit-keys",
)  # fmt: skip
_SHORT = {
    "templates": ("template", "kind", "time", "definition"),
    "switches": ("switch", "question", "settings", "default", "why", "in version 0.1"),
}
"""What is printed of parts whose rows are too long for a table."""


@click.command(short_help="Print the vocabularies: acts, rungs, impacts, moves.")
@click.argument("part", required=False, type=click.Choice(_PARTS))
@JSON
@click.option("--schema", is_flag=True, help="Print the JSON Schema of event files, for editors.")
def codebook(part: str | None, as_json: bool, schema: bool) -> None:
    """Print the vocabularies and what is computed with: acts with rung, spread and crosswalk, tactics, theories, rules.

    Kinds are those of clocks, with the questions that decide on one; outcomes are the ends of clocks; fates what became
    of commitments, threat-fates of threats and promises. Templates are clocks that a law sets; with `--json` each comes
    with the version of the law and its days in force, the steps of all readings, addresses and a note. Rules are the
    sizes that move a side's domain, parameters those of the theories; each has its range, unit and origin. Switches are
    choices of the model with defaults that were argued beforehand, which --switch sets wherever a path or a score is
    computed. Tests are the forms that the test of a claim may take. Keys are those of an event file, edit-keys those of
    an edit file: each with type, default, meaning and an example.
    """
    if schema:
        from replay.files import schema_text

        hand_over(schema_text())
        return
    book = _book()
    chosen = {part: book[part]} if part else book
    if as_json:
        hand_over(json_text(chosen))
        return
    for name, rows in chosen.items():
        heads = _SHORT.get(name, tuple(rows[0]))
        show_table(printable(name.capitalize(), list(heads), ([_cell(row[head]) for head in heads] for row in rows)))


def _cell(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value)


def _book() -> dict[str, list[dict[str, Any]]]:
    """The vocabularies as rows of plain values."""
    from replay import codebook as c
    from replay.counterfactuals.editfile.models import EditFileModel
    from replay.domain import REFERENCES, SIZES
    from replay.files.keys import table_of_keys
    from replay.theories import PARAMETERS, THEORIES
    from replay.timeline import FORMS

    def defined(terms: Iterable[Term]) -> list[dict[str, Any]]:
        return [{"value": term.value, "definition": term.definition} for term in terms]

    return {
        "acts": [
            {"value": act.value, "rung": act.rung, "spread": act.spread, "PLOVER": act.plover, "CAMEO": act.cameo,
             "definition": act.definition}
            for act in c.Act
        ],
        "tactics": [
            {"value": t.value, "strategy": t.strategy.value, "definition": t.definition, "source": t.source}
            for t in c.Tactic
        ],
        "links": defined(c.Answer),
        "kinds": [_kind(kind) for kind in c.ClockKind],
        "outcomes": defined(c.Outcome),
        "fates": defined(c.Fate),
        "threat-fates": defined(c.ThreatFate),
        "statuses": defined(c.Status),
        "levels": [{"value": t.value, "position": t.position, "definition": t.definition} for t in c.Level],
        "trends": defined(c.Trend),
        "templates": [_template(t) for t in c.TEMPLATES.values()],
        "degrees": [{"word": word, "number": number} for word, number in c.DEGREES.items()],
        "theories": [
            {"theory": name, "claim": t.claim, "reads": ", ".join(t.reads) or "nothing", "source": t.source}
            for name, t in THEORIES.items()
        ],
        "parameters": [_number(p) for p in PARAMETERS.values()],
        "rules": [_number(p) for p in SIZES.values()],
        "references": [{"reference": name, "measured from": text} for name, text in REFERENCES.items()],
        "switches": [
            {"switch": s.name, "question": s.question,
             "settings": [f"{name}: {text}" for name, text in s.settings.items()], "default": s.default,
             "why": s.why, "source": s.source, "in version 0.1": s.before}
            for s in c.SWITCHES.values()
        ],
        "tests": [
            {"form": name, "keys": ", ".join(sorted(must)), "also": ", ".join(sorted(may)), "holds if": text}
            for name, (must, may, text) in FORMS.items()
        ],
        "keys": table_of_keys(),
        "edit-keys": table_of_keys(EditFileModel),
    }  # fmt: skip


def _kind(kind: ClockKind) -> dict[str, Any]:
    from replay.codebook import Outcome

    ends = [end.value for end in Outcome if kind.allows(end)]
    return {"ask in this order": kind.question, "value": kind.value, "definition": kind.definition,
            "binds": kind.binds, "ends": ", ".join(ends), "who loses if it runs out": kind.loses}  # fmt: skip


def _template(found: Template) -> dict[str, Any]:
    first, last = found.in_force
    return {
        "template": found.id, "law": found.law, "statute": found.statute, "version": found.version,
        "in force from": first, "in force to": last, "kind": found.kind.value, "binds": found.binds,
        "counted from": found.counts_from, "time": found.time,
        "readings": {
            name: [{"length": step.length, "counted from": step.counted_from} for step in steps]
            for name, steps in found.readings.items()
        },
        "anchors": dict(found.anchors), "definition": found.definition, "sources": list(found.sources),
        "note": found.note,
    }  # fmt: skip


def _number(found: Parameter) -> dict[str, Any]:
    low, high = (str(end) if math.isinf(end) else f"{end:g}" for end in (found.low, found.high))
    default = "inf" if math.isinf(found.default) else found.default
    return {"name": found.name, "default": default, "range": f"{low} to {high}", "unit": found.unit,
            "origin": found.source}  # fmt: skip
