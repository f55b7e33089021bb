"""Tables as text: CSV, Markdown, and LaTeX with the rules of booktabs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from replay.text.blocks import Grid, Paragraph
from replay.text.markdown import markdown
from replay.text.table import Cell, Table
from replay.text.tex import escaped, headed

__all__ = ["csv_lines", "csv_text", "latex_float", "latex_text", "markdown_text", "shared"]

_FORMULA = tuple("=+-@＝＋－＠\t\r")
_MONTHS = "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|(sept?|nov|dec)(ember)?|oct(ober)?"
_TURNED = re.compile(
    rf"(?=.*\d)([\s\d.,:/%$€£¥()'+年月日-]|(?<=\d)e(?=[+-]?\d)|(?<=[\d\s])[ap]m?\b|{_MONTHS})+|true|false", re.I
)
_DATE = re.compile(r"\b\d{4}-\d\d(-\d\d)?\b")
_LONG = re.compile(r"(?![\d,.−]+(?:\s|$))\S{14,}")
_PIECES = re.compile(r"[^/_.:=&?,+]{0,12}[/_.:=&?,+]+(?=.)|[^/_.:=&?,+-]{12}(?=[^/_.:=&?,+\u0300-\u036f-])")
_BREAK = re.compile(r"[^\S\u00a0\u2007\u2009\u202f]+|\u00ad|\u200b|(?<=\w-)")
"""Words that are long; the pieces into which they may be broken; where a line may end."""

_WIDTHS = {
    sign: width
    for width, signs in (
        (0.28, ",.:;il|"), (0.31, "j'"), (0.34, "!-[]`f\u2011"), (0.37, "I"), (0.4, "()trs"), (0.45, "cez"),
        (0.5, '"?$*/0123456789\\ago{} –'), (0.53, "kqvxyJ"), (0.56, "S^bdhnpu~"), (0.65, "ZLF"), (0.69, "EP"),
        (0.73, "BCTwR"), (0.75, "AHNUVXY_"), (0.79, "D&+<=>KOQG−×"), (0.84, "#%m"), (0.93, "M@"), (1.03, "W—"),
    )
    for sign in signs
}  # fmt: skip
"""Widths of signs in em: of Latin Modern and Times the wider."""

_GAP, _EM_GAP, _LINES, _LINE = 3, 0.71, 6, 20.0
"""Half of the gap between columns in pt, the gap in em of the smallest type, lines that a text may take on an average
before a table had better lie on its side, and em of a line that is long enough for any text."""

_SETS = (
    (False, r"\small", 35.5), (False, r"\footnotesize", 38.85), (True, r"\small", 48.6), (True, r"\footnotesize", 53.2),
)  # fmt: skip
"""Whether on its side, the size of type, and em of a line: the least of `article` at 10 to 12 pt, on A4 and letter."""


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


def latex_text(table: Table, of: str = "") -> str:
    """Return a LaTeX longtable with the rules of booktabs that fits `article` at 10 to 12 pt with default margins.

    Every column gets the room of its longest word, measured in the types of Latin Modern and Times; what is left goes
    to columns of longer texts. What does not fit upright in small type lies on its side (pdflscape); what does not fit
    there is cut into several tables, each with the first column. Numbers stand at the right. `of`, the dispute, goes
    into the label: ``tab:DISPUTE-NAME``. The first lines name the packages that are needed.

    Examples
    --------
    >>> from replay.tables import Column
    >>> print(latex_text(Table("t", "T", (Column("a", "A"),), (("x",),)), of="cars").splitlines()[0])
    % needs: booktabs, longtable, array
    """
    label = f"{of}-{table.name}" if of else table.name
    table, groups = _grouped(table)
    parts = _parts(table)
    written = "\n".join(
        _longtable(
            part, groups, f"{label}-{n}" if n > 1 else label, f" ({n} of {len(parts)})" if len(parts) > 1 else ""
        )
        for n, part in enumerate(parts, 1)
    )
    lying = r"\begin{landscape}" in written
    note = "% Too wide for an upright page, its page lies on its side; in one column of text only.\n" * lying
    return headed(note + written, f"booktabs, longtable, array{', pdflscape' * lying}")


def latex_float(table: Table) -> str:
    """Return a small LaTeX table that floats, with the rules of booktabs: first column left, the others right.

    It is as wide as the line, in the greatest type in which it fits.
    """
    right = (False, *[True] * (len(table.columns) - 1))
    _, size, spec = _set(table, right)
    written = "\n".join(
        (
            r"\begin{table}", r"\centering", rf"\caption{{{_tex(table.title)}}}",
            rf"{size}\setlength{{\tabcolsep}}{{{_GAP}pt}}", _room(table), rf"\begin{{tabular}}{{@{{}}{spec}@{{}}}}",
            r"\toprule", _head(table), r"\midrule", *(" & ".join(map(_tex, row)) + r" \\" for row in table.written()),
            r"\bottomrule", r"\end{tabular}", r"\end{table}", "",
        )
    )  # fmt: skip
    return headed(written, "booktabs, array")


def _longtable(table: Table, groups: Mapping[int, str], label: str, more: str) -> str:
    lying, size, spec = _set(table, table.numeric())
    head, wide = _head(table), rf"\multicolumn{{{len(table.columns)}}}{{@{{}}p{{\linewidth}}@{{}}}}"
    lines = []
    for n, row in enumerate(table.written()):
        if n in groups:
            lines.append(rf"{wide}{{\itshape {_tex(groups[n])}}} \\*\addlinespace[2pt]")
        lines.append(" & ".join(map(_tex, row)) + r" \\\addlinespace[2pt]")
    return "\n".join(
        (
            *([r"\begin{landscape}"] if lying else []),
            rf"\begingroup{size}\setlength{{\tabcolsep}}{{{_GAP}pt}}\setlength{{\parindent}}{{0pt}}"
            r"\setlength{\LTcapwidth}{\linewidth}", _room(table),
            rf"\begin{{longtable}}{{@{{}}{spec}@{{}}}}",
            rf"\caption{{{_tex(table.title + more)}}}\label{{tab:{label}}}\\",
            r"\toprule", head, r"\midrule", r"\endfirsthead", r"\toprule", head, r"\midrule", r"\endhead",
            r"\bottomrule", r"\endfoot", *lines, r"\end{longtable}", r"\endgroup",
            *([r"\end{landscape}"] if lying else []), "",
        )
    )  # fmt: skip


def _grouped(table: Table) -> tuple[Table, Mapping[int, str]]:
    """The table without a first column of long texts that stand row after row, and each with the row that it begins."""
    first = [row[0] for row in table.written()]
    starts = {n: text for n, text in enumerate(first) if not n or text != first[n - 1]}
    least, mean = _measured(table)[0]
    if len(table.columns) < 3 or mean <= least or 3 * len(starts) > len(first):
        return table, {}
    return table.only(column.name for column in table.columns[1:]), starts


def _set(table: Table, right: Sequence[bool]) -> tuple[bool, str, str]:
    """How a table is set: whether on its side, the size of type, and its columns for the preamble."""
    need = _needed(table)
    lying, size = next(
        (turned, size) for turned, size, room in _SETS if need <= room or (turned, size) == _SETS[-1][:2]
    )
    spec = ""
    shares = [max(0.0, mean - least) for least, mean in _measured(table)]
    for (least, _), share, number in zip(_measured(table), shares, right, strict=True):
        side = "left" if number else "right"
        width = rf"\dimexpr{least:.2f}em+{share / (sum(shares) or 1):.4f}\dimexpr\replayroom\relax\relax"
        spec += rf">{{\ragged{side}\arraybackslash\hspace{{0pt}}}}p{{{width}}}"
    return lying, size, spec


def _room(table: Table) -> str:
    """What is left of a line once every column has its longest word; nothing where that is more than a line."""
    taken = sum(least for least, _ in _measured(table))
    room = rf"\dimexpr\linewidth-{taken:.2f}em-{2 * (len(table.columns) - 1)}\tabcolsep\relax"
    return rf"\providecommand{{\replayroom}}{{}}\renewcommand{{\replayroom}}{{{room}}}"


def _head(table: Table) -> str:
    return " & ".join(_tex(column.words) for column in table.columns) + r" \\"


def _parts(table: Table) -> list[Table]:
    """The table, or parts of it that fit on a page on its side, each with the first column."""
    (first, *rest), room = [column.name for column in table.columns], _SETS[-1][2]
    parts = [[first]]
    for name in rest:
        if len(parts[-1]) > 1 and _least(table.only([*parts[-1], name])) > room:
            parts.append([first])
        parts[-1].append(name)
    return [table.only(part) for part in parts]


def _least(table: Table) -> float:
    """How wide a table is at least, in em: its longest words and the gaps."""
    return sum(least + _EM_GAP for least, _ in _measured(table)) - _EM_GAP


def _needed(table: Table) -> float:
    """How wide a table is that reads well, in em: its longest words, and of long texts some words a line."""
    return sum(max(least, min(mean / _LINES, _LINE)) + _EM_GAP for least, mean in _measured(table)) - _EM_GAP


def shared(table: Table, room: float) -> list[float]:
    """Return the width of each column in em where a table has so much room: its longest word, then by its texts.

    Where the longest words take more than there is, the columns take their shares of it.

    >>> from replay.tables import Column
    >>> shared(Table("t", "T", (Column("a", "A"), Column("b", "B")), (("x", "x x x x x x"),)), 10)
    [0.75, 9.25]
    """
    found = _measured(table)
    left, more = room - sum(least for least, _ in found), [max(0.0, mean - least) for least, mean in found]
    if left < 0 or not sum(more):
        return [least * room / sum(least for least, _ in found) for least, _ in found]
    return [least + left * one / sum(more) for (least, _), one in zip(found, more, strict=True)]


def _measured(table: Table) -> list[tuple[float, float]]:
    """For each column the widths of its longest unbroken part, and of its cells on an average, in em."""
    cells = list(zip(*table.written(), strict=True)) or [()] * len(table.columns)
    return [
        (max(_longest(column.words), *map(_longest, texts), 0.0), sum(map(_ems, texts)) / (len(texts) or 1))
        for column, texts in zip(table.columns, cells, strict=True)
    ]


def _longest(text: str) -> float:
    """How wide the longest part of a text is that cannot be broken, in em."""
    dated = _DATE.sub(lambda date: date[0].replace("-", "\u2011"), _breakable(text))
    return max(map(_ems, _BREAK.split(dated)), default=0.0)


def _ems(text: str) -> float:
    return sum(_WIDTHS.get(letter, 0.85 if letter.isupper() or not letter.isalpha() else 0.6) for letter in text)


def _breakable(text: str) -> str:
    """The text with places where long words may be broken: after the signs of addresses and lists, else anywhere.

    >>> _breakable("http://a.org/b JPN+KOR+CHN+NOR 1995").split("\u200b")
    ['http://', 'a.', 'org/', 'b JPN+', 'KOR+', 'CHN+', 'NOR 1995']
    """
    return _LONG.sub(lambda word: _PIECES.sub("\\g<0>\u00ad" if word[0].isalpha() else "\\g<0>\u200b", word[0]), text)


def _tex(text: str) -> str:
    r"""Escape a text for a cell; one that begins with what would be an option of the rule or row above it is set off.

    >>> print(_tex("50% of R&D_x"), _tex("[sic]"))
    50\% of R\&D\_x {}[sic]
    """
    shown = _DATE.sub(r"\\mbox{\g<0>}", escaped(_breakable(text.strip())))
    return "{}" + shown if shown.startswith(("[", "*")) else shown
