"""The application: one Starlette application that answers each address, on any host."""

from __future__ import annotations

import json
from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from replay.explore.cases import Case

__all__ = ["STATIC", "application"]

STATIC = {"htmx.min.js": "text/javascript", "explore.js": "text/javascript", "explore.css": "text/css"}
"""The files that pages ask for under `static/`, with their types: no other is given out."""


def application(cases: Iterable[Case], *, base: str = "") -> Starlette:
    """Return the application that shows these cases; all its addresses begin with `base`."""
    known = {case.name: case for case in cases}

    async def page(request: Request) -> Response:
        return Response(f"<!doctype html><title>{len(known)}</title>", media_type="text/html")

    async def result(request: Request) -> Response:
        case = known[request.query_params.get("d") or next(iter(known))]
        text = json.dumps({"digest": case.record.trace.digest, "divergence": None, "endings": {}})
        return Response(text, media_type="application/json")

    async def svg(request: Request) -> Response:
        return Response("<svg xmlns='http://www.w3.org/2000/svg'/>", media_type="image/svg+xml")

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in STATIC:
            return Response("not here", 404)
        from importlib.resources import files

        data = (files("replay.explore") / "static" / name).read_bytes()
        return Response(data, media_type=STATIC[name])

    routes = [
        Route(f"{base}/", page), Route(f"{base}/index.html", page), Route(f"{base}/now", page),
        Route(f"{base}/compare", page), Route(f"{base}/edits.yaml", page),
        Route(f"{base}/story.svg", svg), Route(f"{base}/escalation.svg", svg), Route(f"{base}/result.json", result),
        Route(f"{base}/static/{{name}}", static),
    ]  # fmt: skip
    return Starlette(routes=routes)
