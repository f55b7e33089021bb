r"""Text for TeX: LaTeX, TikZ and BibTeX read the same signs."""

from __future__ import annotations

import re

__all__ = ["escaped"]

_SPACE = re.compile(r"[^\S\u00a0]+")
_SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
        "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "–": "--", "—": "---", "−": "$-$", "…": r"\ldots{}",
        "“": "``", "”": "''", "‘": "`", "’": "'", '"': "''", "<": "$<$", ">": "$>$", "|": "$|$", "\u00a0": "~",
        "→": r"$\rightarrow$", "·": r"$\cdot$", "†": r"$\dagger$", "±": r"$\pm$",
        **{raised: f"$^{digit}$" for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    }
)  # fmt: skip


def escaped(text: str) -> str:
    r"""Write a text so that TeX sets it as it stands; white space becomes single spaces.

    >>> print(escaped("50% of R&D_x, 1993–1995: −3"))
    50\% of R\&D\_x, 1993--1995: $-$3
    """
    return _SPACE.sub(" ", text).translate(_SIGNS)
