"""A text file as it is read: what holds bytes that are not text in UTF-8, or too many of them, is refused.

Standard input (`-`) and pipes are files too. They give what they hold once; so within `reading_once` every file is
read once, whoever asks for it how often.
"""

from __future__ import annotations

import re
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from replay.errors import Problem, TimelineError, Where
from replay.text.signs import first_bad, named

__all__ = ["STDIN", "TextFile", "is_edit_file", "place", "reading_once"]

STDIN = "<stdin>"
"""What standard input is called in messages, manifests and timelines."""

_MAX_BYTES = 40_000_000
"""A larger file is refused unread."""
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_HALF = re.compile(b"\xed[\xa0-\xbf][\x80-\xbf]")
"""Half of a surrogate pair, as some programs write it."""
_SIGNATURES = {
    b"PK\x03\x04": "a zip or Office file (.xlsx, .docx)",
    b"\xd0\xcf\x11\xe0": "an old Office file (.xls, .doc)",
    b"%PDF": "a PDF file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\xff\xfe": "a text in UTF-16",
    b"\xfe\xff": "a text in UTF-16",
}


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file: its bytes, and its text without a byte order mark, line ends as they are.

    `streamed` says whether it is standard input or a pipe, which stands in no folder and cannot be written back.
    """

    name: str
    data: bytes
    text: str
    streamed: bool = False

    @classmethod
    def read(cls, path: str | Path) -> TextFile:
        """Read a file; `-` is standard input.

        Raises
        ------
        TimelineError
            If it cannot be read, is too large, or is not text in UTF-8.
        """
        name = STDIN if str(path) == "-" else str(path)
        try:
            data, streamed = _bytes(path)
        except (OSError, ValueError) as fault:  # the latter for a path that holds a zero
            reason = (getattr(fault, "strerror", None) or str(fault)).lower()
            raise _refused(Where(name), f"cannot read this file: {reason}", "unreadable") from None
        if len(data) > _MAX_BYTES:
            message = f"the file is larger than {_MAX_BYTES // 1_000_000} MB, which is the most allowed"
            raise _refused(Where(name), message, "too-large")
        return cls.of(data, name, streamed)

    @classmethod
    def of(cls, data: bytes, name: str, streamed: bool = False) -> TextFile:
        """Take bytes for a file: UTF-8, a byte order mark allowed.

        Raises
        ------
        TimelineError
            With line and column of the first bad byte.
        """
        if len(data) > _MAX_BYTES:
            message = f"the file has {len(data) / 1e6:.0f} MB; allowed: up to {_MAX_BYTES / 1e6:.0f} MB"
            raise _refused(Where(name), message, "too-large")
        kind = next((kind for start, kind in _SIGNATURES.items() if data.startswith(start)), "")
        if kind:
            raise _refused(Where(name, 1, 1), f"this is {kind}; allowed: plain text in UTF-8", "not-text")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            before = data[: fault.start].decode("utf-8-sig")
            seen = _HALF.match(data, fault.start)
            what = named(seen[0].decode("utf-8", "surrogatepass")) if seen else f"byte 0x{data[fault.start]:02x}"
            message = f"not text in UTF-8: {what} seen; save the file with the encoding UTF-8"
            raise _refused(place(before, len(before), name), message, "not-text") from None
        bad = first_bad(text)
        if bad is not None:
            raise _refused(place(text, bad, name), f"{named(text[bad])} seen; no text may hold it", "not-text")
        return cls(name, data, text, streamed)

    @property
    def folder(self) -> Path:
        """The folder from which it names other files: its own; of what is streamed, where the command runs."""
        return Path() if self.streamed else Path(self.name).parent

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes."""
        return sha256(self.data).hexdigest()

    @property
    def is_edits(self) -> bool:
        """Whether it has the key `of` at its top, as edit files do."""
        begun = self.text.startswith("of") or "\nof" in self.text  # quick to tell, and seldom so
        return begun and re.search(r"(?m)^of *:", self.text) is not None

    def encoded(self, text: str) -> bytes:
        """Return another text as bytes of this file: with byte order mark, and line end at the end, if it had them."""
        ended = self.text.endswith("\n")
        if text and ended != text.endswith("\n"):
            text = text.removesuffix("\n").removesuffix("\r") if not ended else text + "\n"
        return (BOM_UTF8 if self.data.startswith(BOM_UTF8) else b"") + text.encode()


_READ: ContextVar[dict[str, tuple[bytes, bool]] | None] = ContextVar("_READ", default=None)
"""What has been read by now, by path, where every file is read once."""


def _bytes(path: str | Path) -> tuple[bytes, bool]:
    """What a file holds, as far as it is read, and whether it is streamed."""
    known = _READ.get()
    if known is not None and str(path) in known:
        return known[str(path)]
    if str(path) != "-":
        with Path(path).open("rb") as file:
            found = file.read(_MAX_BYTES + 1), not Path(path).is_file()
    elif (stream := getattr(sys.stdin, "buffer", None)) is None:  # of a notebook it has none
        raise OSError("it is closed")
    else:
        found = stream.read(_MAX_BYTES + 1), True
    if known is not None:
        known[str(path)] = found
    return found


@contextmanager
def reading_once() -> Iterator[None]:
    """Let every file be read once from here on: a second reading gives what the first gave."""
    before = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(before)


def is_edit_file(path: str | Path) -> bool:
    """Whether a file has the key `of` at its top, as edit files do; False for one that cannot be read.

    >>> import replay
    >>> is_edit_file(replay.example()), is_edit_file(replay.example().with_name("example.edits.yaml"))
    (False, True)
    """
    try:
        return TextFile.read(path).is_edits
    except TimelineError:
        return False


def place(text: str, index: int, name: str) -> Where:
    """Line and column of the character at `index`, counted as YAML counts them."""
    breaks = [found.end() for found in _BREAK.finditer(text, 0, index)]
    return Where(name, len(breaks) + 1, index - (breaks[-1] if breaks else 0) + 1)


def _refused(where: Where, message: str, code: str) -> TimelineError:
    return TimelineError([Problem(where, message, code)])
