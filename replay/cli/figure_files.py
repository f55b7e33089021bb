"""Figures as files: drawn one by one, each with its caption, its words, its data and its manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from replay.cli.shared import leave_out
from replay.cli.writing import manifest, named_after, origin
from replay.text.terminal import tell, working
from replay.text.words import some

if TYPE_CHECKING:
    from replay.engine.trace import Trace
    from replay.figures import Drawing

__all__ = ["drawn", "figure_files", "note_missing"]

_LETTERS = 82
"""Of a line of a caption in small type, whose lines are 0.83 as high as those of the text at most."""


_MOST = 30
"""Lines of text that a caption may take of a page; a longer one does not fit beside a picture."""


def drawn(makers: Mapping[str, Callable[[], Sequence[Drawing]]], font: Sequence[str] = ()) -> list[Drawing]:
    """Draw figures by name, in the font of these files; one without room or layout is left out, not the others."""
    from replay.errors import LayoutError, NoRoomError
    from replay.figures import typeface
    from replay.publish.pictures import LeftOut

    made: list[Drawing] = []
    for name, make in makers.items():
        try:
            with working(f"Drawing {name}"), typeface(*font):
                made += make()
        except (NoRoomError, LayoutError) as fault:
            leave_out(LeftOut(name, str(fault)))
    return made


def figure_files(
    drawings: Sequence[Drawing], traces: Sequence[Trace], forms: Sequence[str], dpi: int,
    asked: Mapping[str, object] | None = None, text: bool = False, of: str = "",
) -> dict[str, bytes]:  # fmt: skip
    """Return the files of figures by name: of each its formats, caption, words, data and manifest.

    `asked` goes into the manifest: what the figures depend on besides the traces. With `text`, an SVG keeps its text.
    `of` is what they are of, if not of the disputes of the traces.
    """
    from replay.text.tabletext import csv_text

    if "font" not in (asked or {}):  # a font that is asked for has all that is needed
        note_missing("".join(drawing.words for drawing in drawings))
    out: dict[str, bytes] = {}
    of = of or named_after(*traces)
    for drawing in drawings:
        with working(f"Writing {drawing.name}"):
            files = {f"{drawing.name}.{form}": drawing.render(form, dpi, text) for form in forms}
        files[f"{drawing.name}.caption.txt"] = f"{drawing.caption}\n".encode()
        if {"tex", "pdf"} & {*forms}:
            files |= tex_files(drawing, of, "pdf" in forms)
        files[f"{drawing.name}.alt.txt"] = f"{drawing.alt}\n".encode()
        files[f"{drawing.name}.data.csv"] = csv_text(drawing.data).encode()
        content = {
            "figure": drawing.name,
            "millimetres": [round(size * 25.4, 2) for size in drawing.figure.get_size_inches()],
            "made_from": [origin(trace) for trace in traces],
            **({"asked": dict(asked)} if asked else {}),
        }
        out |= files | {f"{drawing.name}.json": manifest(content, files, ("matplotlib",))}
    return out


def tex_files(drawing: Drawing, of: str, pdf: bool) -> dict[str, bytes]:
    r"""Return what a LaTeX file reads in of a figure: its caption with a label, and all of it as one float.

    The float scales the picture, PDF or else TikZ, to the width of the line, and no higher than leaves room on a page
    for the caption; it looks for the files in ``\replayfolder``, which an author may set.
    """
    from replay.text.tex import escaped, headed

    name = drawing.name
    caption = rf"\caption{{{escaped(drawing.caption)}}}\label{{fig:{of}-{name}}}"
    width, height = drawing.figure.get_size_inches()
    ratio, lines = float(height) / float(width), min(_MOST, round(0.83 * (len(drawing.caption) // _LETTERS + 3)))
    room = rf"\dimexpr\textheight-{lines}\baselineskip\relax"
    size = rf"\ifdim{ratio:.4f}\linewidth>{room} {1 / ratio:.4f}{room}\else\linewidth\fi"
    there = rf"\includegraphics[width=\dimexpr{size}\relax]{{\replayfolder {name}.pdf}}"
    drawn = rf"\resizebox{{\dimexpr{size}\relax}}{{!}}{{\input{{\replayfolder {name}}}\unskip}}"
    parts = (
        r"\providecommand{\replayfolder}{}%", r"\begin{figure}", r"\centering", there if pdf else drawn,
        r"\let\normalsize\footnotesize % for the caption", rf"\input{{\replayfolder {name}.caption}}",
        r"\end{figure}", "",
    )  # fmt: skip
    snippet = headed("\n".join(parts), "graphicx" if pdf else "graphicx, tikz")
    return {f"{name}.caption.tex": headed(f"{caption}\n").encode(), f"{name}.snippet.tex": snippet.encode()}


def note_missing(text: str) -> None:
    """Say on the error stream which signs of a text figures cannot show."""
    from replay.figures.style import missing

    lost = missing(text)
    if lost:
        tell(
            f"Note: the font of the figures has no character for {some(lost, ' ')}; a box stands in its place. Latin, "
            "Greek and Cyrillic letters are there; tables and the story in a report show every character.", err=True,
        )  # fmt: skip
