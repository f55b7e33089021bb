"""Layout engines: DOT text to Graphviz' JSON with places and drawing operations, or to SVG.

The only module that runs programs. `graphviz-pure` comes with the package; `pygraphviz` and the `dot` on the
search path are used where it is missing, and by name.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from replay.errors import LayoutError

__all__ = ["ENGINES", "HINT", "TIMEOUT", "External", "InProcess", "LayoutEngine", "find_engine"]

TIMEOUT = 60.0
"""Seconds that an engine is given."""

HINT = "no layout engine was found; install one with: pip install graphviz-pure"
"""What is said when there is none."""


class LayoutEngine(Protocol):
    """What the figures need of Graphviz.

    Attributes
    ----------
    name, version : str
        For the record beside a figure.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def layout(self, dot_text: str) -> str:
        """Return the graph as Graphviz' JSON; raise LayoutError if the engine fails."""
        ...

    def svg(self, dot_text: str) -> str:
        """Return the graph as the engine's own SVG; raise LayoutError if the engine fails."""
        ...


@dataclass(frozen=True, slots=True)
class External:
    """A Graphviz program.

    Attributes
    ----------
    name : str
    version : str
    path : str
    timeout : float
        Seconds.
    """

    name: str
    version: str
    path: str
    timeout: float = TIMEOUT

    def layout(self, dot_text: str) -> str:
        """Return the graph as JSON; the text's own ``layout`` attribute chooses the algorithm."""
        return self._run(dot_text, "json")

    def svg(self, dot_text: str) -> str:
        """Return the graph as SVG."""
        return self._run(dot_text, "svg")

    def _run(self, dot_text: str, form: str) -> str:
        command = [self.path, "-q", f"-T{form}"]
        try:
            done = subprocess.run(command, input=dot_text.encode(), capture_output=True, timeout=self.timeout)
        except subprocess.TimeoutExpired:
            raise LayoutError(f"{self.name} {self.version} did not finish within {self.timeout:g} seconds") from None
        except OSError as fault:
            raise LayoutError(f"{self.name} could not be run: {fault.strerror or fault}") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            reason = said[0] if said else "it gave no reason"
            raise LayoutError(f"{self.name} {self.version} failed with code {done.returncode}: {reason}")
        return done.stdout.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class InProcess:
    """pygraphviz, which holds Graphviz as a library."""

    version: str
    module: Any
    name: str = "pygraphviz"

    def layout(self, dot_text: str) -> str:
        """Return the graph as JSON; the text's own ``layout`` attribute chooses the algorithm."""
        return self._draw(dot_text, "json")

    def svg(self, dot_text: str) -> str:
        """Return the graph as SVG."""
        return self._draw(dot_text, "svg")

    def _draw(self, dot_text: str, form: str) -> str:
        try:
            drawn: bytes | str = self.module.AGraph(string=dot_text).draw(format=form, prog="dot")
        except Exception as fault:  # the library raises many kinds
            raise LayoutError(f"{self.name} {self.version} failed: {fault}") from fault
        return drawn.decode("utf-8", "replace") if isinstance(drawn, bytes) else drawn


def _pure() -> LayoutEngine | None:
    """Find the program inside its own distribution, wherever the search path points."""
    try:
        found = distribution("graphviz-pure")
    except PackageNotFoundError:
        return None
    for file in found.files or ():
        path = Path(str(found.locate_file(file)))
        if path.stem == "graphviz-pure" and path.suffix in ("", ".exe") and path.is_file():
            return External("graphviz-pure", found.version, str(path.resolve()))
    return None


def _pygraphviz() -> LayoutEngine | None:
    try:
        module = import_module("pygraphviz")
    except ImportError:
        return None
    return InProcess(str(getattr(module, "__version__", "unknown")), module)


def _dot() -> LayoutEngine | None:
    path = shutil.which("dot")
    if path is None:
        return None
    try:
        done = subprocess.run([path, "-V"], capture_output=True, timeout=TIMEOUT)
    except (OSError, subprocess.TimeoutExpired):
        return None
    said = (done.stderr or done.stdout).decode("utf-8", "replace").split()
    return External("dot", said[4] if len(said) > 4 else "unknown", path)


ENGINES: Mapping[str, Callable[[], LayoutEngine | None]] = MappingProxyType(
    {"graphviz-pure": _pure, "pygraphviz": _pygraphviz, "dot": _dot}
)
"""Finders by name, in the order in which they are asked; each returns None where its engine is missing."""


def find_engine(
    name: str | None = None, engines: Mapping[str, Callable[[], LayoutEngine | None]] = ENGINES
) -> LayoutEngine:
    """Return an engine.

    Parameters
    ----------
    name : str, optional
        A key of `ENGINES`; by default the first that is there.
    engines : mapping
        Finders by name.

    Raises
    ------
    LayoutError
        If the name is unknown, the engine is not installed, or there is none at all.

    Examples
    --------
    >>> find_engine().name
    'graphviz-pure'
    """
    if name is not None and name not in engines:
        raise LayoutError(f"layout engine {name!r} is unknown; allowed: {', '.join(engines)}")
    for key in (name,) if name is not None else tuple(engines):
        found = engines[key]()
        if found is not None:
            return found
    raise LayoutError(HINT if name is None else f"layout engine {name!r} is not installed; {HINT}")
