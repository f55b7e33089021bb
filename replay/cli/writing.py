"""Files: under a temporary name first, then renamed; the only place that writes them, and says so."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from errno import EACCES
from pathlib import Path
from typing import TYPE_CHECKING, Any

from replay.cli.shared import Fault
from replay.text.terminal import tell

if TYPE_CHECKING:
    from replay.engine.trace import Trace
    from replay.files.textfile import TextFile

__all__ = [
    "deliver", "digests", "folder_of", "manifest", "note_lualatex", "origin", "put_back", "trace_files", "write",
]  # fmt: skip


def folder_of(out: Path, *traces: Trace) -> Path:
    """Return the folder of a dispute, or of several together; it is made when the first file is written into it."""
    return out / "+".join(trace.coded("write files").dispute for trace in traces)


def deliver(folder: Path, files: Mapping[str, bytes], more: Iterable[str] = (), err: bool = False) -> None:
    """Write files into a folder and say so, with `more` that is there already; nothing where there are none."""
    for name, data in files.items():
        write(folder / name, data)
    if names := [*more, *files]:
        tell(f"Written to {folder}: {', '.join(names)}", err=err)
    note_lualatex(files)


def note_lualatex(files: Mapping[str, bytes]) -> None:
    """Say on the error stream which signs of what is written for TeX, in which files, pdflatex cannot set."""
    from replay.text.tex import beyond
    from replay.text.words import joined, some

    lost = {name: beyond(data.decode()) for name, data in files.items() if name.endswith((".tex", ".bib"))}
    if names := [name for name in lost if lost[name]]:
        signs = some(list(dict.fromkeys("".join(lost.values()))), " ")
        said = f"pdflatex has no sign for {signs}; compile {joined(names)} with LuaLaTeX and a font that has them."
        tell(f"Note: {said}", err=True)


def write(path: Path, data: bytes) -> None:
    """Write under a temporary name in the same folder, then rename; a link is followed, a file keeps its mode.

    The folder is made if it is not there.
    """
    for folder in (*reversed(path.parent.parents), path.parent):  # so that what stands in the way is named
        folder.mkdir(exist_ok=True)
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


def origin(trace: Trace) -> dict[str, Any]:
    """Return what a manifest says that something was made from: the event file and its replay."""
    timeline = trace.coded("write files")
    return {
        "dispute": timeline.dispute,
        "input": {"file": Path(timeline.path).name, "sha256": timeline.digest},
        "settings": trace.settings,
        "trace": {"entries": len(trace), "sha256": trace.digest},
    }


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of files by name."""
    import hashlib

    return {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}


def manifest(content: Mapping[str, Any], files: Mapping[str, bytes], packages: Sequence[str]) -> bytes:
    """Return what something was made from, what came out, and with which versions; no clock time."""
    from importlib.metadata import version

    from replay import __version__
    from replay.text.plain import json_text

    versions = {"replay": __version__} | {name: version(name) for name in packages}
    return json_text({**content, "output": digests(files), "versions": versions}).encode()
