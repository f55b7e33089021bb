"""Files: under a temporary name first, then renamed; the only place that writes them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from errno import EACCES
from pathlib import Path
from typing import TYPE_CHECKING

from replay.cli.shared import Fault

if TYPE_CHECKING:
    from replay.engine.trace import Trace
    from replay.files.textfile import TextFile

__all__ = ["folder_of", "manifest", "put_back", "trace_files", "write", "write_trace"]


def folder_of(out: Path, trace: Trace) -> Path:
    folder = out / (trace.timeline.dispute if trace.timeline else "trace")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write(path: Path, data: bytes) -> None:
    """Write under a temporary name in the same folder, then rename; a link is followed, a file keeps its mode."""
    target = Path(os.path.realpath(path))  # a loop of links stays one, and fails when it is opened
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))
        temporary.write_bytes(data)
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    except OSError as fault:
        fault.filename = str(path)  # not the temporary name, and a full disk names no file
        raise
    finally:
        temporary.unlink(missing_ok=True)


def put_back(file: TextFile, text: str, backup: Path | None = None) -> None:
    """Write a changed text in the place of a file that was read, and what was read to `backup`.

    Raises
    ------
    Fault
        If the file holds something else by now; nothing is written then.
    """
    path = Path(file.name)
    if path.read_bytes() != file.data:
        raise Fault(f"{path}: the file has changed since it was read; nothing was written. Try again.")
    if backup is not None:
        write(backup, file.data)
    write(path, file.encoded(text))


def trace_files(trace: Trace) -> dict[str, bytes]:
    """Return trace.jsonl, trace.csv and clocks.csv by name."""
    return {
        "trace.jsonl": trace.to_jsonl().encode(),
        "trace.csv": trace.to_csv().encode(),
        "clocks.csv": trace.clocks_csv().encode(),
    }


def write_trace(trace: Trace, out: Path) -> Path:
    """Write trace.jsonl, trace.csv, clocks.csv and manifest.json; return their folder."""
    folder, files = folder_of(out, trace), trace_files(trace)
    for name, data in files.items():
        write(folder / name, data)
    write(folder / "manifest.json", manifest(trace, files).encode())
    return folder


def manifest(trace: Trace, files: Mapping[str, bytes]) -> str:
    """What went in, what came out, and with which versions; no clock time."""
    import hashlib
    from importlib.metadata import version

    from replay import __version__

    timeline = trace.timeline
    content = {
        "dispute": timeline.dispute if timeline else None,
        "input": {"file": Path(timeline.path).name, "sha256": timeline.digest} if timeline else None,
        "settings": trace.settings,
        "trace": {"entries": len(trace), "sha256": trace.digest},
        "output": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
        "versions": {"replay": __version__, "simpy": version("simpy")},
    }
    return json.dumps(content, indent=2) + "\n"
