"""Cells that several tables have: where a thing stands in the sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from replay.timeline import Citation, Timeline

__all__ = ["cited"]


def cited(timeline: Timeline, cites: Iterable[Citation]) -> str:
    """Write citations with author and year in place of the key."""
    known = timeline.sources
    return "; ".join(str(replace(cite, key=known[cite.key].short) if cite.key in known else cite) for cite in cites)
