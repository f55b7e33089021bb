"""The engine that runs Python in a page: which one, which of its files, and whether what is given is it."""

from __future__ import annotations

import base64
import hashlib
import io
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["INTEGRITY", "PACKAGE", "VERSION", "Engine", "EngineError", "wanted"]

PACKAGE, VERSION = "pyodide", "314.0.7"
"""The npm package, and the version that the page is made for; its archive from npm is known by its digest."""
INTEGRITY = "sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="

_NAMES = {
    "pyodide.mjs": "pyodide.js",
    "pyodide.asm.mjs": "pyodide.asm.js",
    "pyodide.asm.wasm": "pyodide.asm.wasm",
    "python_stdlib.zip": "python_stdlib.zip",
}
"""The files that are needed, and their names in the page: hosts that know no `.mjs` give it out as no script."""


class EngineError(ValueError):
    """What is given is not the engine that the page is made for; it says what is wrong."""


def wanted() -> str:
    """Return what to fetch where npm is missing, and what to do with it, as two sentences."""
    return (
        f"Download pyodide-core-{VERSION}.tar.bz2 from https://github.com/pyodide/pyodide/releases, or "
        f"{PACKAGE}-{VERSION}.tgz from npm, on any machine. "
        "Then give the file, or the folder it unpacks to, with --engine."
    )


@dataclass(frozen=True)
class Engine:
    """The files of the engine, as they came, by their names in the page.

    Attributes
    ----------
    files : Mapping[str, bytes]
    """

    files: Mapping[str, bytes]

    @staticmethod
    def at(path: Path) -> Engine:
        """Read the engine from a folder, or from the archive (`.tgz`, `.tar.bz2`) that it is distributed as.

        Raises
        ------
        EngineError
            If a file is missing, or it is another version.
        OSError
            If it cannot be read.
        """
        return Engine._of(_unpacked(path) if path.is_file() else _folder(path), str(path))

    @staticmethod
    def packed(data: bytes) -> Engine:
        """Read the engine from the archive that npm gives out, which must have the digest that is known.

        Raises
        ------
        EngineError
            If it has another.

        Examples
        --------
        >>> Engine.packed(b"something else")
        Traceback (most recent call last):
        ...
        replay.explore.live.engine.EngineError: the archive is not pyodide 314.0.7: its digest is another
        """
        if f"sha512-{base64.b64encode(hashlib.sha512(data).digest()).decode()}" != INTEGRITY:
            raise EngineError(f"the archive is not {PACKAGE} {VERSION}: its digest is another")
        return Engine._of(_members(data), "the archive")

    @staticmethod
    def _of(found: Mapping[str, bytes], where: str) -> Engine:
        if missing := [name for name in _NAMES if name not in found]:
            raise EngineError(f"{where}: {missing[0]} is missing; needed: {', '.join(_NAMES)}")
        if f'"{VERSION}"'.encode() not in found["pyodide.mjs"]:
            raise EngineError(f"{where}: another version of {PACKAGE}; needed: {VERSION}")
        return Engine({_NAMES[name]: found[name] for name in _NAMES})


def _folder(path: Path) -> dict[str, bytes]:
    return {name: (path / name).read_bytes() for name in _NAMES if (path / name).is_file()}


def _unpacked(path: Path) -> dict[str, bytes]:
    try:
        return _members(path.read_bytes())
    except (tarfile.TarError, EOFError):
        raise EngineError(f"{path}: not an archive of {PACKAGE}; allowed: .tgz, .tar.bz2, or a folder") from None


def _members(data: bytes) -> dict[str, bytes]:
    """The files that are needed, from wherever in the archive they are: nothing is written."""
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            name = member.name.rpartition("/")[2]
            if name in _NAMES and member.isfile() and (file := archive.extractfile(member)):
                found[name] = file.read()
    return found
