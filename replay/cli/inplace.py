"""A file changed in place: everything that is not changed stays, and no version of it is lost."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass
from pathlib import Path

from replay.cli.shared import Fault
from replay.cli.writing import write

__all__ = ["Read", "read"]


@dataclass(frozen=True, slots=True)
class Read:
    """A text file as it was read: its bytes, and its text without a byte order mark, line ends as they are."""

    path: Path
    data: bytes
    text: str

    def encoded(self, text: str) -> bytes:
        """Return another text as bytes of this file: with byte order mark, and line end at the end, if it had them."""
        ended = self.text.endswith("\n")
        if text and ended != text.endswith("\n"):
            text = text.removesuffix("\n").removesuffix("\r") if not ended else text + "\n"
        return (BOM_UTF8 if self.data.startswith(BOM_UTF8) else b"") + text.encode()

    def write(self, text: str, backup: Path | None = None) -> None:
        """Put another text in its place, and what was read to `backup`.

        Raises
        ------
        Fault
            If the file holds something else by now; nothing is written then.
        """
        if self.path.read_bytes() != self.data:
            raise Fault(f"{self.path}: the file has changed since it was read; nothing was written. Try again.")
        if backup is not None:
            write(backup, self.data)
        write(self.path, self.encoded(text))


def read(path: Path) -> Read:
    """Read a text file.

    Raises
    ------
    TimelineError
        If it cannot be read or is not text in UTF-8.
    """
    from replay.errors import TimelineError
    from replay.files.compose import decode, fetch

    data, faults = fetch(path)
    if faults:
        raise TimelineError(faults)
    text, problems = decode(data, str(path))
    if problems:
        raise TimelineError(problems)
    return Read(path, data, text)
