"""Files: under a temporary name first, then renamed; the only place that writes them, and says so.

What a killed run leaves behind: a temporary file `.NAME.PID.tmp`, which the next run that writes NAME takes away unless
the process of that number still lives; where that cannot be asked (Windows), once nothing has been written to it for
an hour. And a lock `.NAME.lock`, if it was killed while it put a changed file back: that one is never taken away, as
two who took it for left over could both go on; who meets it is told what to do.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from errno import EACCES
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replay.cli.shared import Fault
from replay.text.terminal import tell

if TYPE_CHECKING:
    from replay.engine.trace import Trace
    from replay.files.textfile import TextFile

__all__ = [
    "deliver", "digests", "folder_of", "in_place", "manifest", "named_after", "note_lualatex", "origin", "put_back",
    "trace_files", "write",
]  # fmt: skip


def folder_of(out: Path, *traces: Trace) -> Path:
    """Return the folder of a dispute, or of several together; it is made when the first file is written into it.

    Its name is without blanks and brackets: of codings of one dispute, which are numbered, ``name-1+name-2``.
    """
    return out / named_after(*traces)


def named_after(*traces: Trace) -> str:
    """Return the name of a dispute, or of several together, as folders and labels have it."""
    names = dict.fromkeys(trace.coded("write files").dispute for trace in traces)
    return "+".join(name.replace(" (", "-").removesuffix(")") for name in names)


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
        said = f"pdflatex has no character for {signs}; compile {joined(names)} with LuaLaTeX and a font that has them."
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
        _clear(target)
        temporary.write_bytes(data)
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    except OSError as fault:
        fault.filename = str(path)  # not the temporary name, and a full disk names no file
        raise
    finally:
        temporary.unlink(missing_ok=True)


_HOUR = 3600.0


def _clear(target: Path) -> None:
    """Take away the temporary files that killed runs left of a file."""
    form = re.compile(rf"\.{re.escape(target.name)}\.([1-9][0-9]{{0,9}})\.tmp")
    with suppress(OSError):  # another run may have done it, or the folder cannot be listed
        for path in target.parent.iterdir():
            found = form.fullmatch(path.name)
            if found and not _lives(int(found[1]), path):
                path.unlink()


def _lives(process: int, path: Path) -> bool:
    """Whether a process may still write its temporary file."""
    if process == os.getpid():
        return False  # a number that is used anew
    if os.name != "posix":  # asking there would end it
        return time.time() - path.stat().st_mtime < _HOUR
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is another user's
        return True
    return True


def in_place(path: Path) -> TextFile:
    """Read a file that is to be changed in its place, which what is streamed has not."""
    from replay.files.textfile import TextFile

    found = TextFile.read(path)
    if found.streamed:
        raise click.UsageError(f"{found.name} is standard input or a pipe, which cannot be changed in its place; "
                               "allowed: the name of a file")  # fmt: skip
    return found


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file, `.NAME.lock` beside it, which only one process can make.

    Raises
    ------
    Fault
        If another has it.
    """
    target = Path(os.path.realpath(path))
    lock = target.with_name(f".{target.name}.lock")
    try:
        lock.touch(exist_ok=False)
    except FileExistsError:
        said = "another process is changing this file, or was ended while it did; nothing was written. Try again"
        raise Fault(f"{path}: {said}; if it stays so and nobody changes the file, delete {lock}") from None
    except OSError as fault:
        fault.filename = str(path)
        raise
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def put_back(file: TextFile, text: str, *, keep: bool = False) -> Path | None:
    """Write a changed text in the place of a file that was read, under its lock; of two at once one is refused.

    With `keep`, what was read is kept beside it as FILE.bak, or FILE.bak2 and so on: in the first that is free or
    holds the same already, which is returned. Where the file cannot be written, no copy is left.

    Raises
    ------
    Fault
        If another is changing the file, or it holds something else by now; nothing is written then.
    """
    path = Path(file.name)
    with _locked(path):
        if path.read_bytes() != file.data:
            raise Fault(f"{path}: the file has changed since it was read; nothing was written. Try again.")
        backup, made = _copy(path, file.data) if keep else (None, False)
        try:
            write(path, file.encoded(text))
        except BaseException:
            if backup is not None and made:
                backup.unlink(missing_ok=True)
            raise
    return backup


def _copy(path: Path, data: bytes) -> tuple[Path, bool]:
    """Keep bytes beside a file, in a new file with its mode; where they are kept, and whether that was made."""
    for n in count(1):
        backup = path.with_name(f"{path.name}.bak{n if n > 1 else ''}")
        try:
            with backup.open("xb") as kept:
                try:
                    backup.chmod(path.stat().st_mode & 0o7777)
                    kept.write(data)
                except BaseException:
                    kept.close()
                    backup.unlink(missing_ok=True)
                    raise
        except FileExistsError:
            if backup.is_file() and not backup.is_symlink() and backup.read_bytes() == data:
                return backup, False
        else:
            return backup, True
    raise AssertionError  # there is always a free name


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
