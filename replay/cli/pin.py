"""`replay pin`: pin an edit file to its base as it is now."""

from __future__ import annotations

from pathlib import Path

import click

from replay.cli.documents import need_edit_file
from replay.cli.shared import FILE, Fault
from replay.text.terminal import tell
from replay.text.words import counted

__all__ = ["pin"]


@click.command(short_help="Pin an edit file to its event file as it is now.")
@FILE
@click.option("--reviewed", is_flag=True, help="Pin it although edits are touched; you have read them.")
def pin(file: Path, reviewed: bool) -> None:
    """Pin an edit file to its base as it is now, if no edit is touched by what has changed.

    FILE is an edit file. What has changed in its event file is listed, and the edits that this touches; the new
    digest is written if none is, or if you have reviewed them.
    """
    from replay.cli.writing import in_place, put_back
    from replay.counterfactuals.editfile import inspect_edits
    from replay.counterfactuals.edits import changes, fingerprint, touched
    from replay.errors import TimelineError
    from replay.files.inplace import put

    written = in_place(file)
    need_edit_file(file, "a pin")
    found, problems = inspect_edits(file, pinned=False)
    if problems or found is None:
        raise TimelineError(problems)
    if found.digest == found.timeline.digest:
        tell(f"{file}: pinned to {found.base} already; nothing was written.")
        return
    seen = changes(found.items, found.timeline) if found.items else ()
    for change in seen:
        tell(f"{found.base}: {change}")
    hit = touched(found.edits, seen, found.timeline)
    if found.digest and not found.items:  # nothing tells what has changed, so any edit may be touched
        hit = tuple(found.edits)
        tell(f"{found.base}: it has changed; what has changed is not known without `items`")
    if hit and not reviewed:
        what = f"{counted(len(hit), 'edit')} of {len(found.edits)} touched by the changes: {', '.join(hit)}"
        raise Fault(f"{file}: {what}; nothing was written. Read them, then pin with --reviewed.")
    text = put(written.text, ["of", "digest"], found.timeline.digest)
    text = put(text, ["of", "items"], " ".join(fingerprint(found.timeline)))
    put_back(written, text)
    said = f"edits touched and reviewed: {', '.join(hit)}" if hit else "no edit is touched"
    tell(f"{file}: pinned to {found.base} ({found.timeline.digest[:16]}); {said}.")
