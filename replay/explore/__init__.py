"""The explorer: a replay, and what would have been, as a page; one application for a server and for a browser alone.

Everything that a request touches runs without YAML, pydantic, pandas or matplotlib, so that the same code answers in a
page without a server. Cases are made outside, by `cli`. `application` loads Starlette when it is first asked for, so
that addresses are read without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from replay.explore.cases import Case

if TYPE_CHECKING:
    from replay.explore.app import application

__all__ = ["Case", "application"]


def __getattr__(name: str) -> Any:
    if name == "application":
        from replay.explore.app import application

        return application
    raise AttributeError(f"module 'replay.explore' has no attribute {name!r}")
