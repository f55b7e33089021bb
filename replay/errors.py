"""Where a fault is and what it is: the values every layer reports with.

The tree of exceptions::

    ReplayError                 anything this package refuses, with a message for a person
    ├── TimelineError           an event file with faults: all of them, in `problems`
    ├── LayoutError             no layout engine, or one that failed
    ├── TraceError              text that is not a trace
    └── UnknownNameError        something was asked for by a name that nothing has
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

__all__ = [
    "LayoutError", "Problem", "ReplayError", "TimelineError", "TraceError", "UnknownNameError", "Where", "closest",
]  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a text file.

    Attributes
    ----------
    file : str
        The path as the user gave it.
    line, column : int
        Counted from 1; 0 where a fault concerns the file as a whole.

    Examples
    --------
    >>> str(Where("a.yaml", 3, 7))
    'a.yaml:3:7'
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: where it is and, in a sentence, what is wrong, what was seen, what is allowed.

    Attributes
    ----------
    where : Where
    message : str
    code : str
        A short fixed name of the rule, for editors and scripts.

    Examples
    --------
    >>> str(Problem(Where("a.yaml", 3, 7), "unknown key 'datee'; did you mean 'date'?", "unknown-key"))
    "a.yaml:3:7: unknown key 'datee'; did you mean 'date'?"
    """

    where: Where
    message: str
    code: str = "fault"

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class ReplayError(Exception):
    """Base of everything this package refuses; its text is meant for the user."""


class LayoutError(ReplayError):
    """No layout engine was found, or the one that was found failed."""


class UnknownNameError(ReplayError):
    """Something was asked for by a name that nothing has: a theory, a layout engine."""


class TraceError(ReplayError):
    """A text that was to be read as a trace is not one."""


@dataclass
class TimelineError(ReplayError):
    """An event file with faults.

    Attributes
    ----------
    problems : tuple[Problem, ...]
        All faults that were found, in the order of the file.
    """

    problems: tuple[Problem, ...] = field(default=())

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(str(self))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def closest(seen: str, allowed: Iterable[str]) -> str:
    """Return ``; did you mean 'x'?`` for a near miss, "" otherwise.

    >>> closest("treaten", ["threaten", "demand"]), closest("shout", ["threaten", "demand"])
    ("; did you mean 'threaten'?", '')
    """
    near = get_close_matches(seen, list(allowed), n=1, cutoff=0.7)
    return f"; did you mean '{near[0]}'?" if near else ""
