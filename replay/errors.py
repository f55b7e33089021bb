"""Where a fault is and what it is: the values every layer reports with, and everything that is refused.

The tree of exceptions::

    ReplayError                 anything this package refuses, with a message for a person
    ├── TimelineError           an event file with faults: all of them, in `problems`
    │   └── EditError           edits that do not fit their timeline or each other
    ├── RewriteError            an event file cannot be changed in place as asked
    ├── TraceError              text that is not a trace
    ├── LayoutError             no layout engine, or one that failed
    ├── UnknownNameError        something was asked for by a name that nothing has
    │   └── UnknownTheoryError  a theory was
    └── RefusalError            what is asked for cannot be had of these data or with these settings; a ValueError too
        ├── NothingCodedError   nothing of the kind that is needed is coded
        ├── DateError           text that is not a date or a duration
        ├── SettingError        a size of a rule or a parameter of a theory that is not allowed
        └── NoRoomError         a figure has no room in the place that it is made for

Whatever else is raised by a command is a mistake of this package, not of who called it; `replay` says so, with the
traceback, and exits with 70. A function that is given an argument out of its range raises a plain ValueError.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from replay.text.signs import shown

__all__ = [
    "DateError", "EditError", "LayoutError", "NoRoomError", "NothingCodedError", "Problem", "RefusalError",
    "ReplayError", "RewriteError", "SettingError", "Suggestions", "TimelineError", "TraceError", "UnknownNameError",
    "UnknownTheoryError", "Where", "closest", "letters",
]  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a text file, or in a table.

    Attributes
    ----------
    file : str
        The path as the user gave it.
    line, column : int
        Counted from 1; 0 where a fault concerns the file as a whole. In a table these are its row and column; column
        0 is the row as a whole.
    sheet : str
        The sheet of a workbook; "" in a text file.

    Examples
    --------
    >>> str(Where("a.yaml", 3, 7)), str(Where("a.xlsx", 12, 28, "events"))
    ('a.yaml:3:7', "a.xlsx: sheet 'events', row 12, column AB")
    """

    file: str
    line: int = 0
    column: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet:
            row = f", row {self.line}" if self.line else ""
            return f"{self.file}: sheet '{self.sheet}'{row}" + (
                f", column {letters(self.column)}" if self.column else ""
            )
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


def letters(column: int) -> str:
    """Return what a spreadsheet calls a column that is counted from 1.

    >>> letters(1), letters(26), letters(27), letters(703)
    ('A', 'Z', 'AA', 'AAA')
    """
    before, last = divmod(column - 1, 26)
    return (letters(before) if before else "") + chr(ord("A") + last)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    r"""One fault: where it is and, in a sentence, what is wrong, what was seen, what is allowed.

    The message is one line: breaks in what it quotes are written as \\n, signs that cannot be seen as code points.

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

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", shown("\\n".join(self.message.splitlines())))

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class ReplayError(Exception):
    """Base of everything this package refuses; its text is meant for the user."""


class LayoutError(ReplayError):
    """No layout engine was found, or the one that was found failed."""


class TraceError(ReplayError):
    """A text that was to be read as a trace is not one."""


class RewriteError(ReplayError):
    """A text cannot be changed as asked."""


class UnknownNameError(ReplayError):
    """Something was asked for by a name that nothing has: a theory, a layout engine."""


class UnknownTheoryError(UnknownNameError):
    """A theory was asked for by a name that no theory has.

    Examples
    --------
    >>> print(UnknownTheoryError("prospekt", ["prospect", "persistence"]))
    unknown theory 'prospekt'; did you mean 'prospect'? allowed: prospect, persistence
    """

    def __init__(self, name: str, known: Iterable[str]) -> None:
        names = tuple(known)
        self.name, self.known = name, names
        super().__init__(f"unknown theory '{name}'{closest(name, names) or ';'} allowed: {', '.join(names)}")


class RefusalError(ReplayError, ValueError):
    """What is asked for cannot be had of these data or with these settings: no decision to score, no clock to align."""


class NothingCodedError(RefusalError):
    """Nothing of a kind is coded, or a replay reaches none of it; says what for it is needed, and where to code it.

    >>> print(NothingCodedError("decision", "score"))
    no decision to score: none is coded that the replay reaches; add `decisions` to the event file
    """

    def __init__(self, kind: str, purpose: str, key: str = "") -> None:
        where = f"add `{key or f'{kind}s'}` to the event file"
        super().__init__(f"no {kind} to {purpose}: none is coded that the replay reaches; {where}")


class SettingError(RefusalError):
    """A size of the domain's rules, or a parameter of the theories, is unknown or outside its range."""


class NoRoomError(RefusalError):
    """What is to be drawn has no room in the place that it is made for; the message says how much it needs."""


class DateError(RefusalError):
    """A text is not a date or duration: ``column`` (from 1) and ``message`` say where and why.

    >>> str(DateError(6, "month 13 is not 01-12"))
    'column 6: month 13 is not 01-12'
    """

    def __init__(self, column: int, message: str) -> None:
        super().__init__(column, message)
        self.column = column
        self.message = message

    def __str__(self) -> str:
        return f"column {self.column}: {self.message}"


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


class EditError(TimelineError):
    """Edits that do not fit their timeline or each other: all faults, in `problems`."""


def closest(seen: str, allowed: Iterable[str]) -> str:
    """Return ``; did you mean 'x'?`` for a near miss, "" otherwise.

    >>> closest("treaten", ["threaten", "demand"]), closest("shout", ["threaten", "demand"])
    ("; did you mean 'threaten'?", '')
    """
    near = get_close_matches(seen, list(allowed), n=1, cutoff=0.7) if len(seen) <= _LONGEST else ()
    return f"; did you mean '{near[0]}'?" if near else ""


_LONGEST = 80
"""A longer text is no name that was mistyped."""
_PAIRS = 20_000


class Suggestions:
    """`closest` for the misses of one report: for the first of them, until so many pairs of names have been compared.

    In a file of 500 names these are the first forty misses, in one of 10,000 the first two; to compare every miss
    with every name would take minutes.

    >>> near = Suggestions(pairs=3)
    >>> near("treaten", ["threaten", "demand"]), near("demant", ["threaten", "demand"]), near("demant", ["demand"])
    ("; did you mean 'threaten'?", "; did you mean 'demand'?", '')
    """

    def __init__(self, pairs: int = _PAIRS) -> None:
        self._left = pairs

    def __call__(self, seen: str, allowed: Collection[str]) -> str:
        if self._left <= 0:
            return ""
        self._left -= len(allowed)
        return closest(seen, allowed)
