"""`replay bundle --live`: a live supplement, as a folder or as one zip."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from typing import TYPE_CHECKING

from replay.cli.engine import engine_for
from replay.cli.writing import write
from replay.text.terminal import tell, working
from replay.text.words import counted

if TYPE_CHECKING:
    from replay.explore import Case

__all__ = ["live_bundle"]


def cases_of(files: Sequence[Path]) -> list[Case]:
    from replay.counterfactuals.editfile import load_edits
    from replay.explore import Case
    from replay.files import load

    found = []
    for file in files:
        timeline = load(file)
        edits = [
            load_edits(p)
            for p in sorted((file.parent / "counterfactuals").glob("*.yaml"))
            if timeline.dispute in p.name
        ]
        named = tuple(c for e in edits for c in e.counterfactuals.values())
        found.append(Case(timeline.dispute, timeline, named, {}, file.name))
    return found


def live_bundle(files: Sequence[Path], engine: Path | None, out: Path, packed: bool) -> None:
    """Write the live supplement of disputes to OUT/live/, or as OUT/live.zip."""
    from replay.explore.live import live_files
    from replay.text.archive import zipped

    cases = cases_of(files)
    found = engine_for(engine)
    with working("Packing the page"):
        made = live_files(cases, found)
    size = f"{counted(len(made), 'file')}, {sum(map(len, made.values())) / 1e6:.1f} MB"
    if packed:
        data = zipped({f"live/{name}": made[name] for name in made})
        write(out / "live.zip", data)
        tell(f"Written to {out}: live.zip, {len(data) / 1e6:.1f} MB ({size})")
    else:
        page = made.pop("index.html")
        for name in made:
            write(out / "live" / name, made[name])
        write(out / "live" / "index.html", page)  # last: who sees it finds everything that it asks for
        tell(f"Written to {out / 'live'}: {size}")
    tell("To see it: README.txt in it says how; to publish it: copy it to any web server.")
