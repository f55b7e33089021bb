"""A live supplement in a browser: served from a folder under a strict policy, with everything outside of it cut off."""

import functools
import http.server
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:"
READY = ".engine[data-state=ready]"
FAILED = ".engine[data-state=failed]"
_PUT_ASIDE = ("htmx:afterRequest", "htmx:sendAbort")
"""What htmx says of a request that it ends since a newer one has come."""
SECONDS = 60_000  # several tests may share two cores


class _Host(http.server.SimpleHTTPRequestHandler):
    """A host that knows no `.wasm`, as many do, and lets nothing from elsewhere in."""

    def guess_type(self, path):
        return "application/octet-stream" if str(path).endswith(".wasm") else super().guess_type(path)

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_):
        pass


@contextmanager
def hosted(folder: Path):
    """Give out a folder on loopback; yields the address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Host, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def chromium():
    """Start the browser of the system, or the one of Playwright; skips where there is neither."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (the extra 'browser')")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    with playwright.sync_playwright() as started:
        args = ["--no-sandbox", "--disable-background-networking"]
        try:
            browser = started.chromium.launch(executable_path=found, args=args)
        except playwright.Error as fault:
            pytest.skip(f"no Chromium to be started: {fault.message.splitlines()[0]}")
        yield browser
        browser.close()


class Seen:
    """What a browser has asked for outside, and what its console has said."""

    def __init__(self, context, base):
        self.outside, self.faults = [], []
        context.route("**/*", lambda route: self._asked(route, base))
        context.on("console", self._said)
        context.on("weberror", lambda fault: self.faults.append(str(fault.error)))

    def _said(self, said):
        if said.type == "error" and not said.text.startswith(_PUT_ASIDE):
            self.faults.append(said.text)

    def _asked(self, route, base):
        url = route.request.url
        if url.startswith((base, "blob:")):
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()
