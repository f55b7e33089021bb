"""Files drawn side by side on the cores of the machine; the bytes do not depend on how many there are."""

from __future__ import annotations

import os
import pickle
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

__all__ = ["rendered", "slowest"]

Made = TypeVar("Made")


def rendered(tasks: Mapping[str, Callable[[], Made]]) -> dict[str, Made]:
    """Return what each task gives, something that can be pickled, by name, in the order of the tasks.

    On Linux, in a process of one thread with more than one core, every further core gets a forked process of its
    own; elsewhere, and where such a process fails, the tasks run here one after another.

    Examples
    --------
    >>> rendered({"a": lambda: b"1", "b": lambda: b"2"})
    {'a': b'1', 'b': b'2'}
    """
    names = list(tasks)
    count = min(len(names), _cores()) if _may_fork() else 1
    shares = _dealt(names, max(count, 1))
    children = [(share, *_start([tasks[name] for name in share])) for share in shares[1:]]
    done = {name: tasks[name]() for name in shares[0]}
    for share, child, pipe in children:
        found = _collect(child, pipe)
        if len(found) == len(share):
            done |= dict(zip(share, found, strict=True))
        else:
            done |= {name: tasks[name]() for name in share}
    return {name: done[name] for name in names}


def _dealt(names: Sequence[str], count: int) -> list[list[str]]:
    """Deal names out in rounds that turn back, so that nobody gets the slower of every round.

    >>> _dealt(["a", "b", "c", "d", "e"], 2)
    [['a', 'd', 'e'], ['b', 'c']]
    """
    shares: list[list[str]] = [[] for _ in range(count)]
    for n, name in enumerate(names):
        place = n % count
        shares[place if n // count % 2 == 0 else count - 1 - place].append(name)
    return shares


def slowest(forms: Iterable[str]) -> list[str]:
    """Return formats with the slowest first, so that the shares of the cores come out even.

    >>> slowest(["svg", "png", "pdf"])
    ['pdf', 'png', 'svg']
    """
    order = ("pdf", "png", "svg", "tex")
    return sorted(forms, key=order.index)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _may_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1


def _start(tasks: Sequence[Callable[[], object]]) -> tuple[int, int]:
    """Start a process for the tasks; return its number and the end of the pipe that it writes to."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of numeric libraries, which draw nothing
        child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    code = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as out:
            pickle.dump([task() for task in tasks], out)
        code = 0
    finally:
        os._exit(code)


def _collect(child: int, pipe: int) -> list[Any]:
    """Return what a process gave, nothing if it failed."""
    with os.fdopen(pipe, "rb") as source:
        data = source.read()
    _, status = os.waitpid(child, 0)
    return list(pickle.loads(data)) if status == 0 else []
