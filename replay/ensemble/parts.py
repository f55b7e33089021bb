"""A sweep: the cases of a specification in parts, each computed by itself, by whoever has time, in any order.

A part is a stretch of cases whose rows are one text. Done parts are kept by name; what is left is handed to an
executor of `concurrent.futures` (processes, or those of a Dask cluster, which speaks the same). The rows are the parts
in the order of their names, so they are the same bytes on one core, on several or on a cluster, however often a sweep
was broken off.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import islice

from replay.ensemble.rows import Base, Cell, columns_of, rows_of
from replay.ensemble.specification import Specification
from replay.errors import RefusalError
from replay.text.tabletext import csv_lines

__all__ = ["PART", "Part", "Sweep", "computed", "parsed", "part_text"]

PART = 100
"""Cases of a part."""
_AHEAD = 4
"""Parts handed to an executor before they are asked for, for each of its workers."""


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """Cases `first` up to but without `stop`."""

    first: int
    stop: int

    @property
    def name(self) -> str:
        """What the part is called, in the order of the cases."""
        return f"{self.first:09d}-{self.stop:09d}.csv"


@dataclass(frozen=True)
class Sweep:
    """The cases of one dispute under a specification.

    Attributes
    ----------
    base : Base

    Examples
    --------
    >>> import replay
    >>> text = replay.example().read_text(encoding="utf-8")
    >>> sweep = Sweep(Base("example.yaml", (text,), Specification(("drops",))))
    >>> len(sweep), [part.name for part in sweep.parts]
    (5, ['000000000-000000005.csv'])
    """

    base: Base

    def __len__(self) -> int:
        return len(self.base.axes)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of the rows."""
        return columns_of(self.base)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the specification and of the files: the same digest, the same rows."""
        return self.base.asked.digest([sha256(text.encode()).hexdigest() for text in self.base.texts])

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """All parts, in order."""
        total = len(self)
        return tuple(Part(first, min(first + PART, total)) for first in range(0, total, PART))

    def compute(
        self, done: Collection[str] = (), executor: Executor | None = None, workers: int = 1
    ) -> Iterator[tuple[Part, str]]:
        """Yield the parts that are not done with the texts of their rows, as they come.

        Parameters
        ----------
        done : collection of str
            Names of the parts that there are.
        executor : concurrent.futures.Executor, optional
            Without one, everything is computed here, in order.
        workers : int
            How many of them the executor has.
        """
        left = (part for part in self.parts if part.name not in {*done})
        if executor is None:
            yield from ((part, part_text(self.base, part)) for part in left)
            return
        running: dict[Future[str], Part] = {}
        while True:
            for part in islice(left, max(workers * _AHEAD - len(running), 0)):
                running[executor.submit(part_text, self.base, part)] = part
            if not running:
                return
            for future in sorted(wait(running, return_when=FIRST_COMPLETED).done, key=lambda one: running[one]):
                yield running.pop(future), future.result()

    def joined(self, texts: Mapping[str, str]) -> str:
        """Return the rows as CSV: the heads, and all parts in their order.

        Raises
        ------
        RefusalError
            If a part is missing.
        """
        missing = [part.name for part in self.parts if part.name not in texts]
        if missing:
            raise RefusalError(f"{len(missing)} of {len(self.parts)} parts are not computed yet")
        return csv_lines(self.columns, ()) + "".join(texts[part.name] for part in self.parts)


@lru_cache(maxsize=4)
def _known(name: str, texts: tuple[str, ...], asked: Specification) -> Base:
    """The base of a process, read once however many parts it computes."""
    return Base(name, texts, asked)


def part_text(base: Base, part: Part) -> str:
    """Return the rows of a part as lines of CSV, without heads."""
    known = _known(base.name, base.texts, base.asked)
    columns = columns_of(known)
    return csv_lines(columns, rows_of(known, range(part.first, part.stop))).removeprefix(csv_lines(columns, ()))


def computed(base: Base) -> tuple[dict[str, Cell], ...]:
    """Return all rows of a base, computed here: for few cases.

    Examples
    --------
    >>> import replay
    >>> text = replay.example().read_text(encoding="utf-8")
    >>> rows = computed(Base("example.yaml", (text,), Specification(("drops",))))
    >>> [(row["dropped"], row["sanctions"]) for row in rows]
    [('', 0), ('demand', 0), ('sanctions-list', 0), ('wto-threat', 0), ('settlement', 1)]
    """
    columns = columns_of(base)
    return tuple(dict(zip(columns, row, strict=True)) for row in rows_of(base, range(len(base.axes))))


_TEXTS = ("dispute", "dropped", "parameter", "refused", "parts", "parts_at", "imposed_on", "settled_on", "path_from")


def parsed(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[dict[str, Cell], ...]:
    """Return rows that were read from CSV with their cells as they were: whole numbers, numbers, texts, nothing."""
    return tuple({name: _cell(name, cell) for name, cell in zip(columns, row, strict=True)} for row in rows)


def _cell(name: str, cell: str) -> Cell:
    if name in _TEXTS or name.startswith(("end:", "ended:", "switch:")):
        return cell or (None if name == "refused" or name.startswith("end:") else "")
    if not cell:
        return None
    return int(cell) if cell.lstrip("-").isdigit() else float(cell)
