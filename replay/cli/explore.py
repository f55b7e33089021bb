"""`replay explore`: a dispute as a page in the browser, with a server on this computer alone."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replay.cli.shared import FILES, TEXT, Fault
from replay.text.terminal import hand_over, tell, working

if TYPE_CHECKING:
    from replay.explore import Case

__all__ = ["explore", "missing"]

_HOST = "127.0.0.1"


@click.command(short_help="Open disputes as a page: step through, ask what if.")
@FILES
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of the server. [default: a free one]")
@click.option("--no-browser", is_flag=True, help="Print the address and leave it to you to open it.")
@click.option("--at", "address", metavar="ADDRESS", type=TEXT, default="",
              help="Open at this address of a page, or at what stands behind its question mark.")  # fmt: skip
@click.option("--page", "printed", is_flag=True, help="Print the page as HTML and end, without a server.")
def explore(files: tuple[Path, ...], port: int, no_browser: bool, address: str, printed: bool) -> None:
    """Open event files, or edit files, as a page in the browser: step through time, switch acts off, see what follows.

    The server answers on this computer only, under an address that nobody can guess, and asks for nothing on any
    network. Ctrl-C ends it. Edit files that lie beside an event file come with it as prepared questions.

    \b
    Examples:
      replay explore timelines/japan-autos-1993-1995.yaml
      replay explore timelines/*.yaml --no-browser
      replay explore timelines/japan-autos-1993-1995.yaml --at "?off=settlement"
    """  # noqa: D301 - click reads the sign
    try:
        from replay.explore import application
    except ImportError as fault:
        raise missing(fault) from None
    from replay.cli.cases import cases_of

    with working("Reading"):
        found = cases_of(files)
    cases = [one.case for one in found]
    start = _start(cases, address, found[0].opened)
    if printed:
        hand_over(_answer(application(cases), start))
        return
    _serve(cases, start, port, not no_browser)


def missing(fault: ImportError) -> Fault:
    """Say what the explorer needs and how it is installed."""
    return Fault(f"the explorer needs {fault.name}: install it with  pip install 'dispute-replay[explore]'")


def _start(cases: list[Case], address: str, opened: tuple[str, ...]) -> str:
    """The query at which the page opens: what is asked for, or the one counterfactual of an edit file."""
    from replay.explore.address import View, query, read

    if address:
        return query(read(address, known=[case.name for case in cases]))
    return query(cases[0].asked(opened[0]) if len(opened) == 1 else View(cases[0].name))


def _answer(app: Any, start: str) -> str:
    """The page at an address, without a server."""
    import asyncio
    from urllib.parse import quote

    from replay.explore.asking import answer

    return asyncio.run(answer(app, f"/?{quote(start, safe='=&:,/~%+')}"))[2].decode()


def _serve(cases: list[Case], start: str, port: int, browser: bool) -> None:
    from secrets import token_urlsafe

    try:
        import uvicorn
    except ImportError as fault:
        raise missing(fault) from None
    from replay.explore import application
    from replay.explore.guard import Guard

    token = token_urlsafe(18)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as place:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            place.bind((_HOST, port))
        except OSError as fault:
            raise Fault(f"port {port} cannot be had: {(fault.strerror or str(fault)).lower()}; try another") from None
        port = place.getsockname()[1]
        place.listen(64)
        url = f"http://{_HOST}:{port}/{token}/?{start}"
        guarded = Guard(application(cases, base=f"/{token}"), token, (f"{_HOST}:{port}", f"localhost:{port}"))
        config = uvicorn.Config(
            guarded, log_level="error", access_log=False, lifespan="off", server_header=False, date_header=False,
            timeout_graceful_shutdown=1, ws="none",
        )  # fmt: skip
        tell(f"Open {url}\nCtrl-C ends it.")
        if browser:
            _open(url)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[place])
    tell("Ended.", err=True)


def _open(url: str) -> None:
    """Open the browser, without waiting for it."""
    from threading import Thread

    def shown() -> None:
        import webbrowser

        if not webbrowser.open(url):
            tell("No browser could be opened; open the address above.", err=True)

    Thread(target=shown, daemon=True).start()
