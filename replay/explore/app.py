"""The application: one Starlette application that answers each address, on a server and in a page without one."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from replay.counterfactuals import Report
from replay.errors import ReplayError, TimelineError
from replay.explore import page
from replay.explore.address import FORM, View, query, read
from replay.explore.cases import Case
from replay.explore.moment import moment
from replay.explore.more import compared
from replay.explore.shown import Shown, report_of
from replay.explore.taken import digest_of, edits_text, picture
from replay.explore.told import refusal_told
from replay.text.words import typeset

__all__ = ["POLICY", "STATIC", "application"]

STATIC = {
    "htmx.min.js": "text/javascript", "explore.js": "text/javascript", "explore.css": "text/css",
    "pictures.css": "text/css",
}  # fmt: skip
"""The files that pages ask for under `static/`, with their types: no other is given out."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load and run: the files of the application, and nothing that stands in its text."""
_SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_NOTHING = "There is nothing at this address."
_KEPT = 16
"""Replays with edits that are kept for the next request."""


@dataclass
class _Host:
    """The cases of an application, and the replays that it has made of them last."""

    cases: dict[str, Case]
    reports: OrderedDict[str, Report | None] = field(default_factory=OrderedDict)

    @cached_property
    def templates(self) -> Environment:
        made = Environment(
            loader=PackageLoader("replay.explore"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        made.filters["typeset"] = typeset
        return made

    def view(self, request: Request) -> View:
        """What a request asks for."""
        return read(request.url.query, known=[*self.cases])

    def shown(self, view: View) -> Shown:
        """The replays of a view; those made last are kept."""
        case = self.cases[view.case].read_by(view.reader)
        key = query(View(view.case, view.named, view.edits, title=view.title, reader=view.reader))
        if key not in self.reports:
            self.reports[key] = report_of(case, view)
            while len(self.reports) > _KEPT:
                self.reports.popitem(last=False)
        self.reports.move_to_end(key)
        return Shown(case, view, self.reports[key])

    def html(self, name: str, status: int = 200, **values: Any) -> Response:
        """A page of a template."""
        text = self.templates.get_template(name).render(**values)
        return Response(text, status, media_type="text/html", headers=_headers(POLICY))


def _headers(policy: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy":
        "same-origin",
    }  # fmt: skip


def application(cases: Iterable[Case], *, base: str = "") -> Starlette:
    """Return the application that shows these cases.

    Parameters
    ----------
    cases : iterable of Case
        The first is shown where an address names none.
    base : str, optional
        What all its paths begin with, such as ``/secret``. Links are relative, so that pages do not depend on it.

    Examples
    --------
    >>> import replay
    >>> app = application([Case("example", replay.load(replay.example()))])
    >>> sorted(route.path for route in app.routes)[:3]
    ['/', '/compare', '/edits.yaml']
    """
    host = _Host({case.name: case for case in cases})
    if not host.cases:
        raise ValueError("an explorer without a dispute")

    async def whole(request: Request) -> Response:
        view = host.view(request)
        if any(key.startswith(tuple(FORM)) for key in request.query_params):  # a form that was sent without a script
            return RedirectResponse(f"{base}/?{query(view)}", 303, headers=_headers(POLICY))
        return host.html("page.html", **page.values(host.shown(view), host.cases))

    async def now(request: Request) -> Response:
        shown = host.shown(host.view(request))
        return host.html("now.html", now=moment(shown), shown=shown)

    async def compare(request: Request) -> Response:
        view = host.view(request)
        other = host.cases.get(view.compare)
        found = compared(host.cases[view.case].read_by(view.reader), other) if other else None
        return host.html("compare.html", compared=found, others=page.others(view, host.cases))

    async def edits(request: Request) -> Response:
        shown = host.shown(host.view(request))
        named = f"{shown.case.name}-edits.yaml"
        return _file(edits_text(shown), "application/yaml", named)

    async def result(request: Request) -> Response:
        text = json.dumps(digest_of(host.shown(host.view(request))), indent=1) + "\n"
        return Response(text, media_type="application/json", headers=_headers(POLICY))

    def figure(name: str) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            shown = host.shown(host.view(request))
            return _file(picture(name, shown), "image/svg+xml", f"{shown.case.name}-{name}.svg", _SVG_POLICY)

        return answer

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in STATIC:
            return host.html("refused.html", 404, told=[_NOTHING], case="")
        data = (files("replay.explore") / "static" / name).read_bytes()
        return Response(data, media_type=STATIC[name], headers=_headers(POLICY))

    async def refused(request: Request, fault: Exception) -> Response:
        told = [str(one) for one in fault.problems] if isinstance(fault, TimelineError) else [str(fault)]
        named = request.query_params.get("d", "")
        case = host.cases.get(named) or next(iter(host.cases.values()))
        told = [refusal_told(case.timeline, line) for line in told]
        return host.html("refused.html", 400, told=told, case=named if named in host.cases else "")

    async def missing(request: Request, fault: Exception) -> Response:
        return host.html("refused.html", getattr(fault, "status_code", 404), told=[_NOTHING], case="")

    routes = [
        Route(f"{base}/", whole), Route(f"{base}/index.html", whole), Route(f"{base}/now", now),
        Route(f"{base}/compare", compare), Route(f"{base}/edits.yaml", edits),
        Route(f"{base}/story.svg", figure("story")), Route(f"{base}/escalation.svg", figure("escalation")),
        Route(f"{base}/result.json", result), Route(f"{base}/static/{{name}}", static),
    ]  # fmt: skip
    return Starlette(routes=routes, exception_handlers={ReplayError: refused, 404: missing, 405: missing})


def _file(text: str, kind: str, name: str, policy: str = POLICY) -> Response:
    """A file to keep: shown where a page draws it, saved where a link asks for it."""
    headers = _headers(policy) | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=kind, headers=headers)
