"""Tables as text: CSV, Markdown, and LaTeX with the rules of booktabs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from replay.text.table import Cell, Table
from replay.text.tex import escaped, headed

__all__ = ["csv_lines", "csv_text", "latex_float", "latex_text", "markdown_text"]

_FORMULA = tuple("=+-@\t\r")
_DATE = re.compile(r"\b\d{4}-\d\d(-\d\d)?\b")
_WIDTHS = dict.fromkeys("iljI.,:;'|!", 0.3) | dict.fromkeys("tfrs()[]/-", 0.4) | dict.fromkeys("mwMW@%", 0.9)
_BREAKS = re.compile(r"\s+")


def csv_text(table: Table, excel_safe: bool = False) -> str:
    r"""Return CSV (RFC 4180, line feeds) with a header of column names.

    Parameters
    ----------
    table : Table
    excel_safe : bool
        Put an apostrophe before texts that a spreadsheet would take for a formula (those that begin with
        ``= + - @``, a tab or a carriage return); numbers stay as they are.

    Examples
    --------
    >>> from replay.tables import Column
    >>> table = Table("t", "T", (Column("a", "A"),), (("=1+1",), (-2,)))
    >>> csv_text(table), csv_text(table, excel_safe=True)
    ('a\n=1+1\n-2\n', "a\n'=1+1\n-2\n")
    """
    rows = ([_safe(cell) for cell in row] for row in table.rows) if excel_safe else table.rows
    return csv_lines([column.name for column in table.columns], rows)


def csv_lines(header: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    r"""Return CSV (RFC 4180, line feeds) of a header and rows; None becomes an empty cell.

    >>> csv_lines(("a", "b"), [(1, None), ("x, y", 2)])
    'a,b\n1,\n"x, y",2\n'
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


def markdown_text(table: Table) -> str:
    r"""Return a Markdown table (pipes; GitHub, pandoc) under its title.

    Examples
    --------
    >>> from replay.tables import Column
    >>> print(markdown_text(Table("t", "T", (Column("a", "A"), Column("n", "N")), (("x|y", 2),))))
    **T**
    <BLANKLINE>
    | A | N |
    |:---|---:|
    | x\|y | 2 |
    <BLANKLINE>
    """
    lines = [f"**{_flat(table.title)}**", "", _row([column.words for column in table.columns])]
    lines.append("|" + "|".join("---:" if number else ":---" for number in table.numeric()) + "|")
    lines += [_row(list(row)) for row in table.written()]
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    shown = (_flat(cell).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;") for cell in cells)
    return "| " + " | ".join(shown) + " |"


def _flat(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()


def latex_text(table: Table, width: str = r"\linewidth") -> str:
    """Return a LaTeX longtable with the rules of booktabs; it needs the packages booktabs, longtable and array.

    Every column gets the room of its longest word; what is left of `width` goes to columns of texts, by their
    `Column.width`. Numbers stand at the right.
    """
    rows, numeric = list(table.written()), table.numeric()
    columns = [(column, [row[n] for row in rows]) for n, column in enumerate(table.columns)]
    least = [max([1.15 * _ems(column.words), *map(_ems, cells)]) for column, cells in columns]
    texts = [column.width if any(" " in cell for cell in cells) else 0.0 for column, cells in columns]
    gaps = 2 * (len(table.columns) - 1)
    room = rf"\dimexpr{width}-{sum(least):.2f}em-{gaps}\tabcolsep\relax"
    spec = ""
    for ems, share, number in zip(least, texts, numeric, strict=True):
        part = rf"p{{\dimexpr{ems:.2f}em+{share / (sum(texts) or 1):.4f}\dimexpr\replayroom\relax\relax}}"
        spec += rf">{{\raggedleft\arraybackslash}}{part}" if number else rf">{{\raggedright\arraybackslash}}{part}"
    head = " & ".join(rf"\textbf{{{_tex(column.words)}}}" for column in table.columns)
    body = "\n".join(" & ".join(map(_tex, row)) + r" \\[2pt]" for row in rows)
    written = "\n".join(
        (
            r"\begingroup\small\setlength{\tabcolsep}{3pt}\setlength{\parindent}{0pt}",
            rf"\providecommand{{\replayroom}}{{}}\renewcommand{{\replayroom}}{{{room}}}",
            rf"\begin{{longtable}}{{@{{}}{spec}@{{}}}}",
            rf"\caption{{{_tex(table.title)}}}\label{{tab:{table.name}}}\\",
            r"\toprule", head + r" \\", r"\midrule", r"\endfirsthead",
            r"\toprule", head + r" \\", r"\midrule", r"\endhead", r"\bottomrule", r"\endfoot",
            body, r"\end{longtable}", r"\endgroup", "",
        )
    )  # fmt: skip
    return headed(written, "booktabs, longtable, array")


def latex_float(table: Table) -> str:
    """Return a small LaTeX table that floats, with the rules of booktabs: first column left, the others right."""
    written = "\n".join(
        (
            r"\begin{table}", r"\centering", rf"\caption{{{_tex(table.title)}}}",
            rf"\begin{{tabular}}{{l{'r' * (len(table.columns) - 1)}}}", r"\toprule",
            " & ".join(_tex(column.words) for column in table.columns) + r" \\", r"\midrule",
            *(" & ".join(map(_tex, row)) + r" \\" for row in table.written()),
            r"\bottomrule", r"\end{tabular}", r"\end{table}", "",
        )
    )  # fmt: skip
    return headed(written, "booktabs")


def _ems(text: str) -> float:
    """Return about how wide the longest part of a text is that cannot be broken, in em of a roman type."""
    parts = (part for word in text.split() for part in ([word] if _DATE.fullmatch(word) else re.split("(?<=-)", word)))
    return max((sum(_WIDTHS.get(letter, 0.78 if letter.isupper() else 0.51) for letter in part) for part in parts),
               default=0.0)  # fmt: skip


def _tex(text: str) -> str:
    r"""Escape a text for a cell; one that begins with what would be an option of the rule or row above it is set off.

    >>> print(_tex("50% of R&D_x"), _tex("[sic]"))
    50\% of R\&D\_x {}[sic]
    """
    shown = _DATE.sub(r"\\mbox{\g<0>}", escaped(text.strip()))
    return "{}" + shown if shown.startswith(("[", "*")) else shown
