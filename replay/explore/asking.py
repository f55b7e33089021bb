"""Asking the application without a server: a request goes in as an address, the answer comes back as bytes."""

from __future__ import annotations

from typing import Any

from starlette.types import ASGIApp

__all__ = ["Answer", "answer"]

Answer = tuple[int, dict[str, str], bytes]
"""Status, headers by their names in small letters, body."""


async def answer(application: ASGIApp, address: str, headers: dict[str, str] | None = None) -> Answer:
    """Return what an application answers to GET.

    Parameters
    ----------
    application : ASGI application
    address : str
        Path and query, as ``/now?at=3``.
    headers : dict, optional
        Of the request.

    Examples
    --------
    >>> import asyncio
    >>> from starlette.responses import PlainTextResponse
    >>> asyncio.run(answer(PlainTextResponse("yes"), "/?d=a"))[::2]
    (200, b'yes')
    """
    path, _, query = address.partition("?")
    sent = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in (headers or {}).items()]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(b"host", b"localhost"), *sent], "client": None, "server": None,
    }  # fmt: skip
    status, said, body = 500, {}, b""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status, said, body
        if message["type"] == "http.response.start":
            status = message["status"]
            said = {name.decode("latin-1"): value.decode("latin-1") for name, value in message["headers"]}
        else:
            body += message.get("body", b"")

    await application(scope, receive, send)
    return status, said, body
