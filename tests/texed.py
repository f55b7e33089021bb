"""TeX for tests: a document compiled, a picture on a page of its own."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

needs_pdflatex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex")
needs_lualatex = pytest.mark.skipif(shutil.which("lualatex") is None, reason="no lualatex")
PACKAGES = "booktabs,longtable,array,pdflscape,tikz"


def document(body: str, engine: str = "pdflatex", packages: str = PACKAGES) -> str:
    """A document on A4 with margins of 2 cm."""
    for style in packages.split(","):
        if subprocess.run(["kpsewhich", f"{style}.sty"], capture_output=True).returncode:
            pytest.skip(f"no {style}")
    fonts = r"\usepackage{lmodern}" if engine == "lualatex" else r"\usepackage[T1]{fontenc}\usepackage{lmodern}"
    head = rf"\documentclass[a4paper]{{article}}{fonts}\usepackage{{{packages}}}\usepackage[margin=2cm]{{geometry}}"
    return f"{head}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"


def article(body: str, paper: str, points: int) -> str:
    """An article with the margins that LaTeX gives it."""
    text = document(body, packages=f"{PACKAGES},graphicx")
    head = text.replace(r"\usepackage[margin=2cm]{geometry}", "")
    return head.replace(r"\documentclass[a4paper]", rf"\documentclass[{paper},{points}pt]")


def faults(said: str) -> list[str]:
    """What runs over the line by more than 1 pt, and what no font has, of what TeX said."""
    wide = [found for found in re.findall(r"Overfull \\hbox \(([\d.]+)pt", said) if float(found) > 1]
    return [*wide, *re.findall(r"Missing character.*", said)]


def alone(picture: str) -> str:
    """A document that holds a picture alone, on a page of its size."""
    return "\n".join(
        (
            r"\documentclass{article}", r"\IfFileExists{lmodern.sty}{\usepackage[T1]{fontenc}\usepackage{lmodern}}{}",
            r"\usepackage{tikz}", r"\pagestyle{empty}", r"\setlength{\parindent}{0pt}",
            r"\begin{document}", r"\newsavebox\replaybox\savebox\replaybox{%", picture.rstrip() + "%", "}%",
            r"\pdfpagewidth=\wd\replaybox \pdfpageheight=\ht\replaybox \hoffset=-1in \voffset=-1in",
            r"\topmargin=0pt\headheight=0pt\headsep=0pt\oddsidemargin=0pt\textwidth=\wd\replaybox",
            r"\textheight=\ht\replaybox\hsize=\wd\replaybox\vsize=\ht\replaybox",
            r"\shipout\vbox{\usebox\replaybox}", r"\end{document}", "",
        )
    )  # fmt: skip


def compiled(text: str, folder: Path, engine: str = "pdflatex", runs: int = 1, bib: bool = False) -> str:
    """What TeX says of a document in its last run, and fails where it fails."""
    (folder / "t.tex").write_text(text, encoding="utf-8")
    command = [engine, "-interaction=nonstopmode", "-halt-on-error", "t.tex"]
    said = ""
    for step in [command, ["bibtex", "t"], command, command] if bib else [command] * runs:
        done = subprocess.run(step, cwd=folder, capture_output=True, timeout=120)
        said = done.stdout.decode(errors="replace")
        assert done.returncode == 0, said[-1500:]
    return said
