"""Tables as text: CSV, Markdown, and LaTeX with the rules of booktabs."""

from __future__ import annotations

import csv
import io
import re

from replay.tables.values import Cell, Table

__all__ = ["csv_text", "latex_text", "markdown_text"]

_FORMULA = tuple("=+-@\t\r")
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "–": "--", "—": "---", "−": "$-$", "→": r"$\rightarrow$",
    "“": "``", "”": "''", "‘": "`", "’": "'", "…": r"\ldots{}", "<": "$<$", ">": "$>$", "|": "$|$", '"': "''",
    "\u00a0": "~",
}  # fmt: skip
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
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(column.name for column in table.columns)
    for row in table.rows:
        writer.writerow(_safe(cell) if excel_safe else "" if cell is None else cell for cell in row)
    return out.getvalue()


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell


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
    escaped = (_flat(cell).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;") for cell in cells)
    return "| " + " | ".join(escaped) + " |"


def _flat(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()


def latex_text(table: Table, width: str = r"\linewidth") -> str:
    """Return a LaTeX longtable with the rules of booktabs; it needs the packages booktabs and longtable.

    Columns share `width` by their `Column.width`; numbers stand at the right.
    """
    numeric, total = table.numeric(), sum(column.width for column in table.columns)
    gaps = 2 * (len(table.columns) - 1)
    room = rf"\dimexpr{width}-{gaps}\tabcolsep\relax"
    spec = ""
    for column, number in zip(table.columns, numeric, strict=True):
        part = rf"p{{{column.width / total:.4f}\dimexpr\replayroom\relax}}"
        spec += rf">{{\raggedleft\arraybackslash}}{part}" if number else rf">{{\raggedright\arraybackslash}}{part}"
    head = " & ".join(rf"\textbf{{{_tex(column.words)}}}" for column in table.columns)
    body = "\n".join(" & ".join(map(_tex, row)) + r" \\" for row in table.written())
    return "\n".join(
        (
            "% needs: booktabs, longtable, array",
            r"\begingroup\small\setlength{\tabcolsep}{3pt}\setlength{\parindent}{0pt}",
            rf"\providecommand{{\replayroom}}{{}}\renewcommand{{\replayroom}}{{{room}}}",
            rf"\begin{{longtable}}{{@{{}}{spec}@{{}}}}",
            rf"\caption{{{_tex(table.title)}}}\label{{tab:{table.name}}}\\",
            r"\toprule", head + r" \\", r"\midrule", r"\endfirsthead",
            r"\toprule", head + r" \\", r"\midrule", r"\endhead", r"\bottomrule", r"\endfoot",
            body, r"\end{longtable}", r"\endgroup", "",
        )
    )  # fmt: skip


def _tex(text: str) -> str:
    r"""Escape a text for LaTeX.

    >>> print(_tex("50% of R&D_x"))
    50\% of R\&D\_x
    """
    return "".join(_LATEX.get(letter, letter) for letter in _flat(text))
