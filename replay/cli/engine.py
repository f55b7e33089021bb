"""Where the engine of a live supplement comes from: a folder that is given, else npm, once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from replay.cli.shared import Fault
from replay.cli.writing import write
from replay.text.terminal import working

if TYPE_CHECKING:
    from replay.explore.live.engine import Engine

__all__ = ["engine_for"]

_SECONDS = 600


def engine_for(given: Path | None) -> Engine:
    """Return the engine from a path; without one from the user's cache, or from npm, which is kept there.

    Raises
    ------
    Fault
        If it is not there, or is another.
    """
    from replay.explore.live.engine import PACKAGE, VERSION, Engine, EngineError, wanted

    if given is not None:
        try:
            return Engine.at(given)
        except EngineError as fault:
            raise Fault(f"{fault}\n{wanted()}") from None
    kept = _cache() / f"{PACKAGE}-{VERSION}.tgz"
    with suppress(OSError, EngineError):  # else it is fetched anew
        return Engine.packed(kept.read_bytes())
    data = _fetched(f"{PACKAGE}@{VERSION}")
    try:
        engine = Engine.packed(data)
    except EngineError as fault:
        raise Fault(f"npm: {fault}\n{wanted()}") from None
    with suppress(OSError):  # it is only fetched again
        write(kept, data)
    return engine


def _fetched(package: str) -> bytes:
    """Have npm fetch the archive of a package; nothing of it is run."""
    from replay.explore.live.engine import wanted

    npm = shutil.which("npm")
    if npm is None:
        raise Fault(
            f"The page needs an engine for Python, {package}, and npm, which fetches it, is not here.\n{wanted()}"
        )
    with TemporaryDirectory() as folder, working("Fetching the engine of the page"):
        call = [npm, "pack", package, "--ignore-scripts", "--silent", "--pack-destination", folder]
        try:
            done = subprocess.run(call, cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False)
            found = sorted(Path(folder).glob("*.tgz"))
            if not done.returncode and found:
                return found[0].read_bytes()
            said = (done.stderr or done.stdout).strip().splitlines()
        except (OSError, subprocess.TimeoutExpired) as fault:
            said = [str(fault)]
    raise Fault(f"npm could not fetch {package}{': ' + said[0] if said else ''}\n{wanted()}")


def _cache() -> Path:
    """The folder in which programs keep what they can fetch again, by the custom of the system."""
    home = Path.home()
    if sys.platform == "win32":
        above = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        above = home / "Library" / "Caches"
    else:
        above = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return above / "replay"
