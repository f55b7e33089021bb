"""Tables as text: CSV, Markdown, and LaTeX with the rules of booktabs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from replay.text.blocks import Grid, Paragraph
from replay.text.markdown import markdown
from replay.text.table import Cell, Table
from replay.text.tex import escaped, headed

__all__ = ["csv_lines", "csv_text", "latex_float", "latex_text", "markdown_text"]

_FORMULA = tuple("=+-@＝＋－＠\t\r")
_MONTHS = "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|(sept?|nov|dec)(ember)?|oct(ober)?"
_TURNED = re.compile(
    rf"(?=.*\d)([\s\d.,:/%$€£¥()'+年月日-]|(?<=\d)e(?=[+-]?\d)|(?<=[\d\s])[ap]m?\b|{_MONTHS})+|true|false", re.I
)
_DATE = re.compile(r"\b\d{4}-\d\d(-\d\d)?\b")
_WIDTHS = dict.fromkeys("iljI.,:;'|!", 0.3) | dict.fromkeys("tfrs()[]/-", 0.4) | dict.fromkeys("mwMW@%", 0.9)


def csv_text(table: Table, excel_safe: bool = False) -> str:
    r"""Return CSV (RFC 4180, line feeds) with a header of column names.

    Parameters
    ----------
    table : Table
    excel_safe : bool
        Put an apostrophe before texts that a spreadsheet would take for a formula (those that begin with
        ``= + - @``, in full width too, a tab or a carriage return), a number, a date or a truth value; numbers stay
        as they are.

    Examples
    --------
    >>> from replay.tables import Column
    >>> table = Table("t", "T", (Column("a", "A"),), (("=1+1",), (-2,), ("MAR5",)))
    >>> csv_text(table), csv_text(table, excel_safe=True)
    ('a\n=1+1\n-2\nMAR5\n', "a\n'=1+1\n-2\n'MAR5\n")
    """
    rows: Iterable[Iterable[Cell]] = ([column.name for column in table.columns], *table.rows)
    header, *lines = ([_safe(cell) for cell in row] for row in rows) if excel_safe else rows
    return csv_lines(header, lines)


def csv_lines(header: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    r"""Return CSV (RFC 4180, line feeds) of a header and rows; None becomes an empty cell.

    >>> csv_lines(("a", "b"), [(1, None), ("x, y", 2)])
    'a,b\n1,\n"x, y",2\n'
    """
    return "".join(map(_line, (header, *rows)))


def _line(row: Iterable[object]) -> str:
    """One row: its writer ends it with both signs, so that either is quoted within a cell."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow(row)
    return out.getvalue().removesuffix("\r\n") + "\n"


def _safe(cell: Cell) -> Cell:
    taken = isinstance(cell, str) and (cell.startswith(_FORMULA) or _TURNED.fullmatch(cell))
    return f"'{cell}" if taken else cell


def markdown_text(table: Table) -> str:
    r"""Return a Markdown table (pipes; GitHub, pandoc) under its title.

    Examples
    --------
    >>> from replay.tables import Column
    >>> print(markdown_text(Table("t", "T", (Column("a", "A"), Column("n", "N")), (("x|y", 2),))))
    **T**
    <BLANKLINE>
    | A | N |
    | :-- | --: |
    | x\|y | 2 |
    <BLANKLINE>
    """
    heads = tuple(column.words for column in table.columns)
    right = tuple(place for place, number in enumerate(table.numeric()) if number)
    return markdown((Paragraph(table.title, strong=True), Grid(heads, tuple(table.written()), right)))


def latex_text(table: Table, width: str = r"\linewidth", of: str = "") -> str:
    """Return a LaTeX longtable with the rules of booktabs; it needs the packages booktabs, longtable and array.

    Every column gets the room of its longest word; what is left of `width` goes to columns of texts, by their
    `Column.width`. Numbers stand at the right. `of`, the dispute, goes into the label: ``tab:DISPUTE-NAME``.
    """
    rows, numeric, label = list(table.written()), table.numeric(), f"{of}-{table.name}" if of else table.name
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
            rf"\caption{{{_tex(table.title)}}}\label{{tab:{label}}}\\",
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
