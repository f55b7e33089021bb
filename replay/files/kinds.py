"""Which kind of file a path leads to, before anything of it is read in earnest."""

from __future__ import annotations

import re
from pathlib import Path

from replay.files.compose import MAX_BYTES

__all__ = ["is_edit_file", "is_edit_text"]


def is_edit_file(path: str | Path) -> bool:
    """Whether a file has the key `of` at its top, as edit files do; False for one that cannot be read.

    >>> import replay
    >>> is_edit_file(replay.example()), is_edit_file(replay.example().with_name("example.edits.yaml"))
    (False, True)
    """
    try:
        with Path(path).open("rb") as file:
            return is_edit_text(file.read(MAX_BYTES))
    except (OSError, ValueError):
        return False


def is_edit_text(data: bytes) -> bool:
    """Whether the bytes of a file have the key `of` at the start of a line, as edit files do."""
    return re.search(rb"(?m)^(?:\xef\xbb\xbf)?of *:", data) is not None
