"""Documents as text: Markdown, a self-contained HTML page, and the report as plain values for JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from enum import Enum
from html import escape
from typing import Any

from markdown_it import MarkdownIt

from replay.counterfactuals.checklist import checklist
from replay.counterfactuals.edits import describe, kind_of
from replay.counterfactuals.report import KINDS_OF_RUN, Report
from replay.counterfactuals.values import Fired
from replay.dates import iso
from replay.engine.trace import ClockHistory, Entry
from replay.text.document import Block, Figure, Heading, Paragraph, Table

__all__ = ["html", "markdown", "plain"]

_DATE = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")

_STYLE = """
:root { --ink: #1a1a1a; --muted: #595959; --line: #dcdcdc; --mark: #fff4d6; }
body { font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: var(--ink); background: #fff;
  max-width: 62rem; margin: 2rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; padding-top: .6rem; border-top: 1px solid var(--line); }
p { margin: .5rem 0; max-width: 48rem; }
table { border-collapse: collapse; margin: .75rem 0; width: 100%; font-size: .9rem; }
th { text-align: left; color: var(--muted); font-weight: 600; border-bottom: 2px solid var(--line);
  padding: .3rem .6rem .3rem 0; }
td { border-bottom: 1px solid var(--line); padding: .3rem .6rem .3rem 0; vertical-align: top;
  overflow-wrap: break-word; }
time { white-space: nowrap; }
tr:has(td > strong:only-child) { background: var(--mark); }
td > strong:only-child { font-weight: 600; }
figure { margin: 1rem 0 1.5rem; } figure svg { width: 100%; height: auto; }
figcaption { font-size: .85rem; color: var(--muted); }
.scroll { overflow-x: auto; }
@media print { body { margin: 0; max-width: none; font-size: 11px; }
  h2 { break-after: avoid; } tr, figure { break-inside: avoid; } }
"""


def markdown(blocks: Sequence[Block], figures: Mapping[str, str] | None = None) -> str:
    r"""Return a document as Markdown (CommonMark with tables); rows that differ are bold.

    Parameters
    ----------
    blocks : sequence of Block
    figures : mapping, optional
        File name of each figure by its stem; figures that are not in it are left out.

    Examples
    --------
    >>> print(markdown([Heading("A_b"), Table((("x", "left"), ("n", "right")), (("a|b", "1"),), frozenset({0}))]))
    ## A\_b
    <BLANKLINE>
    | x | n |
    | :-- | --: |
    | **a\|b** | **1** |
    <BLANKLINE>
    """
    out: list[str] = []
    for block in blocks:
        match block:
            case Heading(text=text, level=level):
                out.append(f"{'#' * level} {_plain_text(text)}\n")
            case Paragraph(text=text, strong=strong):
                out.append(f"**{_plain_text(text)}**\n" if strong else f"{_plain_text(text)}\n")
            case Table():
                out.append(_table(block))
            case Figure(stem=stem, caption=caption):
                if stem in (figures or {}):
                    out.append(f"![{_plain_text(caption)}]({(figures or {})[stem]})\n\n*{_plain_text(caption)}*\n")
    return "\n".join(out)


def _table(block: Table) -> str:
    lines = ["| " + " | ".join(_plain_text(name) for name, _ in block.columns) + " |"]
    lines.append("| " + " | ".join("--:" if side == "right" else ":--" for _, side in block.columns) + " |")
    for n, row in enumerate(block.rows):
        cells = (_plain_text(cell) for cell in row)
        shown = (f"**{cell}**" if cell and n in block.marked else cell for cell in cells)
        lines.append("| " + " | ".join(shown) + " |")
    return "\n".join(lines) + "\n"


def _plain_text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def html(blocks: Sequence[Block], figures: Mapping[str, str] | None = None, title: str = "replay") -> str:
    """Return a document as one HTML page that needs nothing else.

    Parameters
    ----------
    figures : mapping, optional
        SVG text of each figure by its stem; figures that are not in it are left out.
    title : str
        Of the page.

    Examples
    --------
    >>> page = html([Heading("Over & out", 1)], title="A <b>")
    >>> "<h1>Over &amp; out</h1>" in page, "<title>A &lt;b&gt;</title>" in page
    (True, True)
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    parts = []
    for block in blocks:
        if isinstance(block, Figure):
            if block.stem in (figures or {}):
                svg = _inline((figures or {})[block.stem], block.stem)
                parts.append(f"<figure>{svg}<figcaption>{escape(block.caption)}</figcaption></figure>\n")
        else:
            made = _DATE.sub(r"<time>\1</time>", reader.render(markdown([block])))
            parts.append(f'<div class="scroll">{made}</div>\n' if isinstance(block, Table) else made)
    head = '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{head}<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n'
        f"</head>\n<body>\n{''.join(parts)}</body>\n</html>\n"
    )


def _inline(svg: str, stem: str) -> str:
    """SVG text to stand within a page: without its prologue, and with ids that no other figure has."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r'\bid="([^"]+)"', rf'id="{stem}-\1"', body)
    return re.sub(r'(url\(|href=")#([^")]+)', rf"\1#{stem}-\2", body)


def plain(report: Report, *, theories: bool = True) -> dict[str, Any]:
    """Return the report as plain values, ready for JSON: dates as ISO text, keys in the order of the page."""
    named, found = report.counterfactual, report.divergence
    old, new = report.measures
    return {
        "dispute": report.timeline.dispute,
        "base": report.timeline.digest,
        "name": named.name if named else None,
        "title": named.title if named else None,
        "kind": report.kind,
        "kind_means": KINDS_OF_RUN[report.kind],
        "edits": [
            {"name": e.name, "kind": kind_of(e), "target": e.target, "does": describe(e), "because": e.because}
            for e in report.edits
        ],
        "rewrite": {**asdict(report.rewrite), "share": report.rewrite.share},
        "divergence": None if found is None else {
            "seq": found.seq, "date": iso(found.day), "before": _value(found.before), "after": _value(found.after),
            "cause": report.cause(),
        },
        "lost": [_dated(item) for item in report.lost],
        "flags": [_dated(item) for item in report.flags],
        "moved": [
            {"id": m.id, "label": m.label, "before": iso(m.before), "after": iso(m.after)} for m in report.moved
        ],
        "hanging": list(report.hanging),
        "unaware": list(report.unaware),
        "kept": list(report.kept),
        "clocks": [
            {"id": c.id, "label": c.label, "differs": c.differs, "before": _value(c.before), "after": _value(c.after)}
            for c in report.clocks
        ],
        "fired": [_fired(act) for act in report.fired],
        "ceased": [_fired(act) for act in report.ceased],
        "sanctions": {"acts": [act.id for act in report.sanctions], "worth": report.worth},
        "measures": {"before": _value(old), "after": _value(new)},
        "paths": [{**asdict(p), "mean": p.mean} for p in report.paths],
        "forecasts": [_dated(f) for f in report.forecasts] if theories else None,
        "claims": [asdict(c) for c in report.claims] if theories else None,
        "checklist": [asdict(c) for c in checklist(report)],
        "traces": {"before": report.base.digest, "after": report.branch.digest},
    }  # fmt: skip


def _dated(item: Any) -> dict[str, Any]:
    made: dict[str, Any] = _value(item)
    return {"date" if key == "day" else key: iso(value) if key == "day" else value for key, value in made.items()}


def _fired(act: Fired) -> dict[str, Any]:
    made = _dated(act)
    made["cite"] = [str(cite) for cite in act.cite]
    return made


def _value(item: Any) -> Any:
    if isinstance(item, Entry):
        return item.to_dict()
    if isinstance(item, ClockHistory):
        return {
            "set": iso(item.set_on), "due": [iso(due) if due else None for _, due in item.dues],
            "ended": iso(item.ended_on) if item.ended_on is not None else None, "by": item.ended_by,
            "outcome": item.outcome.value,
        }  # fmt: skip
    if is_dataclass(item) and not isinstance(item, type):
        return {name: _value(getattr(item, name)) for name in item.__dataclass_fields__}
    if isinstance(item, Enum):
        return item.value
    if isinstance(item, Mapping):
        return {str(key): _value(value) for key, value in item.items()}
    return [_value(value) for value in item] if isinstance(item, (tuple, list)) else item
