"""The packages that the page runs on: as installed here, with their licences, in one archive."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from importlib.resources import files
from pathlib import Path

__all__ = ["licences", "modules"]

_PACKAGES = {
    "dispute-replay": "replay", "simpy": "simpy", "networkx": "networkx", "starlette": "starlette", "jinja2": "jinja2",
    "markupsafe": "markupsafe", "anyio": "anyio", "idna": "idna",
}  # fmt: skip
"""Of each distribution the package in it, all of Python alone, or with a part of it that does without."""
_KINDS = {".py", ".html", ".jinja", ".js", ".css", ".svg", ".txt", ".json", ".typed"}
_HERE = "replay/explore/live/"


def modules() -> dict[str, bytes]:
    """Return the files of the packages by their paths, without tests, compiled parts and what only a server needs."""
    found: dict[str, bytes] = {}
    for name, package in _PACKAGES.items():
        root = Path(str(files(package)))
        found |= {path: data for path, data in _below(root, root.parent) if not path.startswith(_LEFT_OUT)}
        made = distribution(name)
        found[f"{name.replace('-', '_')}-{made.version}.dist-info/METADATA"] = _heading(made)
    return found


_LEFT_OUT = (
    "replay/cli/", "replay/data/", "replay/figures/", "replay/files/", "replay/exchange/", "replay/ensemble/",
    "replay/publish/", f"{_HERE}licences/", f"{_HERE}bundle.", f"{_HERE}engine.", f"{_HERE}packages.", f"{_HERE}page.",
    f"{_HERE}worker.",
)  # fmt: skip
"""What no request touches; `replay.explore` may not import any of it."""


def _below(root: Path, above: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(above)
        if path.suffix in _KINDS and not {"tests", "__pycache__"} & set(inside.parts) and path.is_file():
            yield inside.as_posix(), path.read_bytes()


def _heading(made: Distribution) -> bytes:
    """What the page needs to know of a package: its name and version."""
    return f"Metadata-Version: 2.1\nName: {made.metadata['Name']}\nVersion: {made.version}\n".encode()


def licences() -> str:
    """Return the licence notes of everything in the page, with the texts.

    Raises
    ------
    LookupError
        If a package has come without its licence.
    """
    own = files("replay.explore.live") / "licences"
    parts = [(own / "notes.txt").read_text(encoding="utf-8")]
    parts += [_text(name) for name in _PACKAGES]
    parts += [_titled(name, (own / f"{name}.txt").read_text(encoding="utf-8")) for name in ("MPL-2.0", "PSF-2.0")]
    return "\n\n".join(parts)


def _text(name: str) -> str:
    made = distribution(name)
    texts = [
        file.read_text(encoding="utf-8") for file in made.files or ()
        if "licenses" in file.parts and file.name.upper().startswith(("LICENSE", "NOTICE"))
    ]  # fmt: skip
    if not texts:
        raise LookupError(f"{name} {made.version} has come without the text of its licence")
    return _titled(f"{made.metadata['Name']} {made.version}", "\n".join(texts))


def _titled(name: str, text: str) -> str:
    return f"{name}\n{'=' * len(name)}\n\n{text.strip()}\n"
