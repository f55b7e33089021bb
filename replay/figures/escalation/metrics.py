"""Widths of text in DejaVu Sans, so that places can be computed without drawing."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["fit", "width"]

_UNITS = 2048  # to the em

# Advance widths of U+0020 to U+007E and of U+00A0 to U+00FF, regular and bold.
_REGULAR = """
651 821 942 1716 1303 1946 1597 563 799 799 1024 1716 651 739 651 690 1303 1303 1303 1303 1303 1303 1303 1303
1303 1303 690 690 1716 1716 1716 1087 2048 1401 1405 1430 1577 1294 1178 1587 1540 604 604 1343 1141 1767 1532
1612 1235 1612 1423 1300 1251 1499 1401 2025 1403 1251 1403 799 690 799 1716 1024 1024 1255 1300 1126 1300 1260
721 1300 1298 569 569 1186 569 1995 1298 1253 1300 1300 842 1067 803 1298 1212 1675 1212 1212 1075 1303 690 1303
1716
651 821 1303 1303 1303 1303 690 1024 1024 2048 965 1253 1716 739 2048 1024 1024 1716 821 821 1024 1303 1303 651
1024 821 965 1253 1985 1985 1985 1087 1401 1401 1401 1401 1401 1401 1995 1430 1294 1294 1294 1294 604 604 604
604 1587 1532 1612 1612 1612 1612 1612 1716 1612 1499 1499 1499 1499 1251 1239 1290 1255 1255 1255 1255 1255
1255 2011 1126 1260 1260 1260 1260 569 569 569 569 1253 1298 1253 1253 1253 1253 1253 1716 1253 1298 1298 1298
1298 1212 1300 1212
"""
_BOLD = """
713 934 1067 1716 1425 2052 1786 627 936 936 1071 1716 778 850 778 748 1425 1425 1425 1425 1425 1425 1425 1425
1425 1425 819 819 1716 1716 1716 1188 2048 1585 1561 1503 1700 1399 1399 1681 1714 762 762 1587 1305 2038 1714
1741 1501 1741 1577 1475 1397 1663 1585 2259 1579 1483 1485 936 748 936 1716 1024 1024 1382 1466 1214 1466 1389
891 1466 1458 702 702 1362 702 2134 1458 1407 1466 1466 1010 1219 979 1458 1335 1892 1321 1335 1192 1458 748
1458 1716
713 934 1425 1425 1303 1425 748 1024 1024 2048 1155 1323 1716 850 2048 1024 1024 1716 897 897 1024 1507 1303 778
1024 897 1155 1323 2120 2120 2120 1188 1585 1585 1585 1585 1585 1585 2222 1503 1399 1399 1399 1399 762 762 762
762 1716 1714 1741 1741 1741 1741 1741 1716 1741 1663 1663 1663 1663 1483 1511 1473 1382 1382 1382 1382 1382
1382 2146 1214 1389 1389 1389 1389 702 702 702 702 1407 1458 1407 1407 1407 1407 1407 1716 1407 1458 1458 1458
1458 1335 1466 1335
"""
_SIGNS = "–‘’“”€•†"
_SIGN_WIDTHS = ((1024, 651, 651, 1061, 1061, 1303, 1208, 1024), (1024, 778, 778, 1346, 1346, 1425, 1309, 1024))
_WIDEST = 2048
_ELLIPSIS = "…"


@lru_cache(maxsize=2)
def _table(bold: bool) -> dict[str, int]:
    units = [int(unit) for unit in (_BOLD if bold else _REGULAR).split()]
    codes = (*range(0x20, 0x7F), *range(0xA0, 0x100))
    signs = dict(zip(_SIGNS, _SIGN_WIDTHS[bold], strict=True))
    return {chr(code): unit for code, unit in zip(codes, units, strict=True)} | signs


@lru_cache(maxsize=4096)
def width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a line of text in points; an upper bound where a character is not in the tables.

    Parameters
    ----------
    text : str
    size : float
        Font size in points.
    bold : bool

    Examples
    --------
    >>> round(width("Section 301", 6.0), 2)
    35.65
    """
    table = _table(bold)
    return sum(table.get(letter, _WIDEST) for letter in text) * size / _UNITS


def fit(text: str, size: float, room: float, bold: bool = False) -> str:
    """Return the text, or as much of its start as fits into `room` points, closed by an ellipsis.

    >>> fit("Section 301 case opened", 6.0, 40.0)
    'Section 30…'
    """
    if width(text, size, bold) <= room:
        return text
    for end in range(len(text) - 1, 0, -1):
        short = text[:end].rstrip(" ,;:-") + _ELLIPSIS
        if width(short, size, bold) <= room:
            return short
    return _ELLIPSIS
