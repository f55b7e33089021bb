"""Whether a problem points into its file and speaks to a person."""

from __future__ import annotations

import re

from replay.errors import Problem

__all__ = ["BREAK", "INNARDS", "in_its_place"]

BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What ends a line in YAML."""
INNARDS = re.compile(
    r"Traceback|pydantic|<class|NoneType|Input should|Value error|object at 0x|\b(dict|str|tuple)\b|\n"
)
"""What must never be seen in a message."""


def in_its_place(problem: Problem, data: bytes, file: str) -> None:
    """The place is one of the file, one behind its last character included; the message is for a person."""
    lines = BREAK.split(data.decode("utf-8", "replace").removeprefix("\ufeff"))
    assert problem.where.file == file
    assert 1 <= problem.where.line <= len(lines), problem
    assert 1 <= problem.where.column <= len(lines[problem.where.line - 1]) + 1, problem
    assert problem.message and not INNARDS.search(problem.message), problem
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", problem.code)
