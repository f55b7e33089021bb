r"""Text for TeX: LaTeX, TikZ and BibTeX read the same signs.

pdflatex, with its input in UTF-8 and fonts in T1, sets every Latin letter and the common signs; what it has no sign
for stays as it is, and the file says that it needs LuaLaTeX.
"""

from __future__ import annotations

import re
from unicodedata import combining, normalize

__all__ = ["ascii_name", "beyond", "escaped", "headed"]

NEEDS = "% needs: "
_LUA = f"{NEEDS}lualatex"
_SPACE = re.compile(r"[^\S\u00a0\u2007\u2009\u202f]+")
_LIGATURE = re.compile(r"""[-–](?=[-–—])|['’](?=['’”"])|[`‘](?=[`‘“])|,(?=,)|[?!](?=[`‘“])""")
_SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$", "&": r"\&",
        "#": r"\#", "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
        "`": r"\textasciigrave{}", "–": "--", "—": "---", "…": r"\ldots{}", "“": "``", "”": "''", "‘": "`", "’": "'",
        '"': "''", "•": r"\textbullet{}", "€": r"\texteuro{}", "‡": r"\ddag{}", "‰": r"\textperthousand{}",
        "™": r"\texttrademark{}", "№": r"\textnumero{}", "‹": r"\guilsinglleft{}", "›": r"\guilsinglright{}",
        "‚": r"\quotesinglbase{}", "„": r"\quotedblbase{}", "∖": r"\textbackslash{}", "\0": "{}",
        "\u00a0": "~", "\u2007": "~", "\u2009": r"\,", "\u202f": r"\,", "\u00ad": r"\-", "\u200b": r"\hspace{0pt}",
        "\u2010": "-", "\u2011": r"\mbox{-}",
        **{sign: f"${sign}$" for sign in "<>|"},
        **{
            sign: rf"$\{name}$"
            for sign, name in {
                "→": "rightarrow", "←": "leftarrow", "↑": "uparrow", "↓": "downarrow", "↔": "leftrightarrow",
                "⇒": "Rightarrow", "·": "cdot", "†": "dagger", "±": "pm", "×": "times", "÷": "div", "≤": "leq",
                "≥": "geq", "≠": "neq", "≈": "approx", "∞": "infty", "√": "surd", "∑": "sum", "′": "prime",
                "¬": "neg",
            }.items()
        },
        "−": "$-$",
        **{raised: f"$^{digit}$" for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
        **{lowered: f"$_{digit}$" for digit, lowered in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    }
)  # fmt: skip
_T1 = "¡-«®-ĥĨ-ķĹ-ľŁ-ňŊ-ťŨ-žȘ-ț"  # what pdflatex sets as it stands
_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".",
    "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d", "\u0327": "c", "\u0328": "k",
    "\u0331": "b",
}  # fmt: skip
_CLUSTER = re.compile(rf"[^\W\d_][\u0300-\u036f]+|[^\x00-\x7f{_T1}]")
_FOREIGN = re.compile(rf"[^\x00-\x7f{_T1}]")


def escaped(text: str) -> str:
    r"""Write a text so that TeX sets it as it stands; white space becomes single spaces.

    Letters are composed; an accent that no letter comes with is set above or below its letter. No brace is left open,
    for BibTeX counts those with a backslash, too.

    >>> print(escaped("50% of R&D_x, 1993–1995: −3 {≥ e\u0301, ạ}"))
    50\% of R\&D\_x, 1993--1995: $-$3 \textbraceleft{}$\geq$ é, \d{a}\textbraceright{}
    """
    one = _LIGATURE.sub("\\g<0>\0", _SPACE.sub(" ", normalize("NFC", text)))
    return _CLUSTER.sub(_accented, one.translate(_SIGNS))


def _accented(found: re.Match[str]) -> str:
    """A Latin letter under its accents as commands, those that go above inside; anything else as it is."""
    letter, *marks = tuple(normalize("NFD", found[0]))
    if not letter.isascii() or not marks or not all(mark in _ACCENTS for mark in marks):
        return found[0]
    for mark in sorted(marks, key=combining, reverse=True):
        letter = rf"\{_ACCENTS[mark]}{{{letter}}}"
    return letter


def beyond(written: str) -> str:
    """Return the signs of what `escaped` wrote that pdflatex cannot set, each once, in their order.

    >>> beyond(escaped("Réunion ≥ Ελλάς"))
    'Ελάς'
    """
    return "".join(dict.fromkeys(_FOREIGN.findall(written)))


def headed(written: str, needs: str = "") -> str:
    """Put before what is written for TeX which packages it needs, and first that it needs LuaLaTeX, where it does.

    >>> headed("Ω", "tikz").splitlines()
    ['% needs: lualatex', '% needs: tikz', 'Ω']
    """
    lines = ([_LUA] if beyond(written) else []) + ([NEEDS + needs] if needs else [])
    return "\n".join([*lines, written])


def ascii_name(text: str) -> str:
    """Return a name in ASCII that is a key for BibTeX and LaTeX: letters without accents, no sign that they read.

    >>> ascii_name("Réunion 2001, {x}")
    'Reunion2001x'
    """
    return re.sub(r"[^A-Za-z0-9:.+/-]+", "", normalize("NFKD", text))
