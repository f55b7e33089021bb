"""The folder of a live supplement: the page, the application with its packages, the engine, the cases, the licences."""

from __future__ import annotations

import asyncio
import pickle
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files

from replay.explore import Case, application
from replay.explore.app import STATIC
from replay.explore.asking import answer
from replay.explore.live.engine import PACKAGE, VERSION, Engine
from replay.explore.live.inside import CASES
from replay.explore.live.packages import licences, modules
from replay.text.archive import zipped
from replay.text.plain import json_text

__all__ = ["POLICY", "live_files"]

POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'"
)
"""What the page may load and run: what is in its folder, nothing else."""

_WITHOUT_SCRIPT = (
    '<noscript><p class="engine" data-state="failed">What-ifs need JavaScript, which is switched off here. '
    "What you see is the record as it was coded.</p></noscript>"
)
_OWN = ("page.js", "page.css", "worker.js")


def live_files(cases: Sequence[Case], engine: Engine) -> dict[str, bytes]:
    """Return the files of a live supplement by their paths in its folder; the same cases give the same bytes.

    Parameters
    ----------
    cases : sequence of Case
        The first is what the page shows while the engine loads.
    engine : Engine
    """
    live = files("replay.explore.live")
    made = {f"live/{name}": (live / name).read_bytes() for name in _OWN}
    made |= {f"live/engine/{name}": data for name, data in engine.files.items()}
    made["live/packages.zip"] = zipped(modules() | {CASES: pickle.dumps(tuple(cases), 5)})
    made |= {f"static/{name}": (files("replay.explore") / "static" / name).read_bytes() for name in STATIC}
    made["index.html"] = _page(cases, made)
    made["LICENCES.txt"] = licences().encode()
    made["README.txt"] = _readme(cases, made).encode()
    made["manifest.json"] = json_text(_manifest(cases, made)).encode()
    return made


def _page(cases: Sequence[Case], made: Mapping[str, bytes]) -> bytes:
    """The application's own answer for the first case, with what asks the engine in it.

    Its files are asked for under a mark of what is in them: a browser that has kept those of an earlier edition would
    put old and new together.
    """
    status, _, body = asyncio.run(answer(application(cases), "/"))
    head, found, rest = body.decode().partition("</head>")
    if status != 200 or not found:
        raise RuntimeError(f"the first page answered {status}")
    edition = sha256(b"".join(made[name] for name in sorted(made))).hexdigest()[:12]
    loaded = sum(len(data) for name, data in made.items() if name.endswith((".wasm", ".zip")))
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    own = '<link rel="stylesheet" href="live/page.css">\n'
    own += f'<script src="live/page.js" data-bytes="{loaded}" defer></script>\n'
    head = head.replace("<head>", f"<head>\n{policy}", 1).replace("<script", f"{own}<script", 1)  # before all others
    rest = rest.replace("<body>", f"<body>\n{_WITHOUT_SCRIPT}", 1)
    return re.sub(r'(?<==")((?:live|static)/[\w.]+)', rf"\1?v={edition}", head).encode() + f"{found}{rest}".encode()


def _manifest(cases: Sequence[Case], made: Mapping[str, bytes]) -> dict[str, object]:
    return {
        "program": {"name": "replay", "version": version("dispute-replay")},
        "engine": {"name": PACKAGE, "version": VERSION},
        "disputes": {case.name: case.timeline.digest for case in cases},
        "files": {name: sha256(made[name]).hexdigest() for name in sorted(made)},
    }


def _readme(cases: Sequence[Case], made: Mapping[str, bytes]) -> str:
    titles = "\n".join(f"- {case.timeline.title}" for case in cases)
    size = sum(map(len, made.values())) / 1e6
    return f"""A LIVE SUPPLEMENT

{titles}

This folder is a web page that replays these disputes, and what would have been, in the reader's own browser. It needs
no server of its own and asks for nothing outside this folder ({size:.0f} MB).

To see it on this computer: open a terminal in this folder, type

    python3 -m http.server 8000 --bind 127.0.0.1

and open http://127.0.0.1:8000/ in a browser (Chrome, Edge, Firefox or Safari of the last two years). Opening
index.html by a double click does not work: browsers do not start programs from there.

To publish it: copy the folder, as it is, to any web server that gives out files. To deposit it: pack the folder as a
zip. LICENCES.txt must stay with it. manifest.json lists the files with their SHA-256 digests.
"""
