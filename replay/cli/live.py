"""`replay bundle --live`: a live supplement, as a folder or as one zip."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from replay.cli.engine import engine_for
from replay.cli.explore import missing
from replay.cli.writing import write
from replay.text.terminal import tell, working
from replay.text.words import counted

__all__ = ["live_bundle"]


def live_bundle(files: Sequence[Path], engine: Path | None, out: Path, packed: bool) -> None:
    """Write the live supplement of disputes to OUT/live/, or as OUT/live.zip."""
    try:
        from replay.explore.live.bundle import live_files
    except ImportError as fault:
        raise missing(fault) from None
    from replay.cli.cases import cases_of
    from replay.text.archive import zipped

    with working("Reading"):
        cases = [case for case, *_ in cases_of(files)]
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
