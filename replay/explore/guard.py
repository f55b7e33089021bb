"""Who is answered on this computer: the browser that was given the address, and nobody else.

A page of another site can make a browser ask for addresses on the same computer, and can have its own name lead there
(DNS rebinding). So an answer needs the secret in the path, the name under which the server was opened, and no sign that
another site has asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from secrets import compare_digest

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["Guard"]

_OWN = ("same-origin", "none")
"""What a browser says of a request that the page itself, or the person, has made."""


class Guard:
    """An application that answers only whoever knows its secret, under its own names.

    Parameters
    ----------
    app : ASGI application
        Whose paths begin with ``/`` and the secret.
    token : str
    hosts : iterable of str
        Names with ports under which it may be asked.
    """

    def __init__(self, app: ASGIApp, token: str, hosts: Iterable[str]) -> None:
        self.app, self.token, self.hosts = app, token, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse in a line."""
        if scope["type"] != "http":
            return
        told = self._refused(scope)
        answer: ASGIApp = PlainTextResponse(f"{told[1]}\n", told[0]) if told else self.app
        await answer(scope, receive, send)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        """Return why a request is refused, with its status; None for one that is not."""
        found: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        hosts = found.get("host", [])
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return 421, "This server answers under its own address only."
        if any(origin != f"http://{hosts[0]}" for origin in found.get("origin", [])):
            return 403, "Another site asked for this."
        if any(site not in _OWN for site in found.get("sec-fetch-site", [])):
            return 403, "Another site asked for this."
        if scope["method"] not in ("GET", "HEAD"):
            return 405, "Only GET is answered."
        first, _, rest = scope["path"].removeprefix("/").partition("/")
        if not compare_digest(first.encode(), self.token.encode()) or not scope["path"].startswith("/"):
            return 404, "There is nothing at this address. Open the one that `replay explore` printed."
        if ".." in rest or "\\" in rest or "\0" in rest or "//" in rest:
            return 404, "There is nothing at this address."
        return None
