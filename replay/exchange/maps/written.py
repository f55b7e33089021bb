"""Dates as foreign tables write them, as EDTF; what is unknown of a date stays unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["from_parts", "written"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEP = r"[/.-]"
_NUMBER = r"\d{1,2}|[?xX-]{1,2}"
_FORMS: Mapping[str, str] = {
    "iso": r"(?P<y>\d{4})(?:-(?P<m>\d{1,2}|XX)(?:-(?P<d>\d{1,2}|XX)(?:[T ][\d:.,]+(?:Z|[+-][\d:]+)?)?)?)?",
    "yyyymmdd": r"(?P<y>\d{4})(?:-?(?P<m>\d\d)(?:-?(?P<d>\d\d))?)?",
    "yymmdd": r"(?P<y>\d\d)(?P<m>\d\d)(?P<d>\d\d)",
    "d/m/y": rf"(?:(?:(?P<d>{_NUMBER}){_SEP})?(?P<m>{_NUMBER}){_SEP})?(?P<y>\d{{4}}|\d\d)",
    "m/d/y": rf"(?:(?P<m>{_NUMBER}){_SEP}(?:(?P<d>{_NUMBER}){_SEP})?)?(?P<y>\d{{4}}|\d\d)",
    "dmonyyyy": r"(?:(?:(?P<d>\d{1,2})[ -]?)?(?P<m>[A-Za-z]{3,9})\.?[ ,-]*)?(?P<y>\d{4}|\d\d)",
}
_SHOWN: Mapping[str, str] = {
    "iso": "1995-05-16", "yyyymmdd": "19950516", "yymmdd": "950516", "d/m/y": "16/5/1995", "m/d/y": "5/16/1995",
    "dmonyyyy": "16may1995",
}  # fmt: skip
_WHOLE = re.compile(_FORMS["iso"])
_UNKNOWN = (0, 66, 77, 88, 99)
"""Numbers that data sets write where a month or a day is not known."""


def written(text: str, form: str, pivot: int | None = None) -> str:
    """Return a date of a table as EDTF.

    Parameters
    ----------
    text : str
    form : str
        One of `replay.files.mapfile.DATE_FORMS`. A full ISO date is read in every form: spreadsheets make it of cells.
    pivot : int, optional
        Of years of two digits: the last one that belongs to this century.

    Raises
    ------
    ValueError
        If the text is not of that form.

    Examples
    --------
    >>> written("16/5/1995", "d/m/y"), written("19950500", "yyyymmdd"), written("00/5/1995", "d/m/y")
    ('1995-05-16', '1995-05', '1995-05')
    >>> written("10sep1985", "dmonyyyy"), written("790415", "yymmdd", 30)
    ('1985-09-10', '1979-04-15')
    """
    if form == "edtf":
        return text
    found = re.fullmatch(_FORMS[form], text)
    if found is None and len(text) >= 10:
        found = _WHOLE.fullmatch(text)
    if found is None:
        raise ValueError(f"'{text}' is not a date as the map says ({form}, as {_SHOWN[form]})")
    year, month, day = found["y"], found["m"] or "", found["d"] or ""
    if len(year) == 2:
        if pivot is None:
            raise ValueError(f"'{text}' has a year of two digits; say in the map which is the last of 20.. (pivot: 30)")
        year = f"20{year}" if int(year) <= pivot else f"19{year}"
    if month.isalpha() and not set(month) <= {*"xX"}:
        name = month[:3].lower()
        if name not in _MONTHS:
            raise ValueError(f"'{text}': no month is called '{month}'")
        month = str(_MONTHS.index(name) + 1)
    return from_parts(year, month, day)


def from_parts(year: str, month: str, day: str) -> str:
    """Return a date of three columns as EDTF: without the day if the month or the day is unknown, and so on.

    Unknown is what is no number, and 0, 66, 77, 88 and 99.

    Raises
    ------
    ValueError
        If the year is no year.

    Examples
    --------
    >>> from_parts("1995", "5", ""), from_parts("1995", "", "16"), from_parts("1995", "5", "16")
    ('1995-05', '1995', '1995-05-16')
    """
    if not re.fullmatch(r"\d{4}", year):
        raise ValueError(f"'{year}' is not a year of four digits")
    parts = [year]
    for part in (month, day):
        if not part.isdigit() or int(part) in _UNKNOWN:
            break
        parts.append(f"{int(part):02}")
    return "-".join(parts)
