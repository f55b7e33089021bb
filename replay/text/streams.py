"""Signs on their way to a stream: control codes are named, and what its encoding lacks is written with other signs."""

from __future__ import annotations

import codecs
import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from io import TextIOWrapper
from types import MappingProxyType
from typing import TextIO
from unicodedata import category, normalize

from replay.text.signs import BAD, shown

__all__ = ["open_streams", "silence", "told_to"]

_FALLBACK = "replay.others"
_PLAIN_ASCII = "replay_ascii"
_CODES = re.compile(f"{BAD.pattern[:-1]}\r\u2028\u2029]")  # what a text may not hold, and what breaks its lines
_OTHERS: Mapping[str, str] = MappingProxyType({
    **dict.fromkeys("‐‑‒–−─━", "-"), "—": "--", "…": "...", "×": "x", "≥": ">=", "≤": "<=", "≈": "~", "≠": "/=",
    "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "↑": "^", "↓": "v", "·": "-", "•": "-", "│": "|", "±": "+/-",
    **dict.fromkeys("“”„«»″", '"'), **dict.fromkeys("‘’‚‹›′", "'"), **dict.fromkeys("\u00a0\u2009\u202f", " "),
    "ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "€": "EUR", "£": "GBP",
    "¥": "JPY", "§": "sec. ", "°": " deg",
})  # fmt: skip
"""What stands for a sign where an encoding lacks it."""


def told_to(text: str, stream: TextIO) -> str:
    r"""Return a text as a stream can show it: control codes and odd bytes named, other signs for those it lacks.

    >>> told_to("a\x1b[31mb\udcff\n", sys.stdout)
    'a<U+001B>[31mb<U+DCFF>\n'
    """
    text = _coded(text)
    encoding = stream.encoding or "utf-8"
    return text if encoding.startswith("utf") else text.encode(encoding, _FALLBACK).decode(encoding)


def open_streams() -> None:
    """Make the standard streams ready: those that are closed swallow what is written, none fails for a sign.

    In a file or a pipe the bytes are the same on every system, UTF-8, unless PYTHONIOENCODING asks for others.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - to the very end
    asked = os.environ.get("PYTHONIOENCODING", "").partition(":")[0]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = stream.encoding if asked or stream.isatty() else "utf-8"
            plain = codecs.lookup(encoding).name == "ascii"
            newline = None if stream.isatty() else "\n"
            stream.reconfigure(encoding=_PLAIN_ASCII if plain else encoding, errors=_FALLBACK, newline=newline)


def silence() -> None:
    """Let a standard stream that takes nothing any more swallow what is left in it, so that the end is quiet."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _coded(text: str) -> str:
    return _CODES.sub(lambda found: shown(found[0]), text)


def _others(fault: UnicodeError) -> tuple[str, int]:
    """Write other signs for those that an encoding lacks: of the same look, without accents, or their numbers."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    return "".join(map(_other, _coded(fault.object[fault.start : fault.end]))), fault.end


def _other(sign: str) -> str:
    bare = "".join(part for part in normalize("NFKD", sign) if not category(part).startswith("M"))
    found = _OTHERS.get(sign, bare)
    return found if found and found.isascii() else f"<U+{ord(sign):04X}>"


def _plain_ascii(name: str) -> codecs.CodecInfo | None:
    """ASCII under another name: click writes UTF-8 to a stream that it takes for misconfigured, as any in ASCII."""
    if name != _PLAIN_ASCII:
        return None
    plain = codecs.lookup("ascii")
    return codecs.CodecInfo(
        plain.encode, plain.decode, incrementalencoder=plain.incrementalencoder,
        incrementaldecoder=plain.incrementaldecoder, name=name,
    )  # fmt: skip


codecs.register_error(_FALLBACK, _others)
codecs.register(_plain_ascii)
