"""Signs as a printer sets them: dashes between years and joined names, minus signs before numbers."""

from __future__ import annotations

import re

__all__ = ["typeset"]


def typeset(text: str) -> str:
    """Set real dashes between years and between joined names, and real minus signs before numbers.

    >>> typeset("U.S.-Japan dispute, 1993-1995: -3 on 1995-05-16")
    'U.S.–Japan dispute, 1993–1995: −3 on 1995-05-16'
    """
    text = re.sub(r"(?<![\d-])(\d{4})-(\d{4})(?![\d-])", r"\1–\2", text)
    text = re.sub(r"(?<=\.)-(?=[A-Z])", "–", text)
    return re.sub(r"(?<![\w–-])-(?=\d)", "−", text)
