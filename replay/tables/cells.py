"""Cells that several tables have: where a thing stands in the sources."""

from __future__ import annotations

from collections.abc import Iterable

from replay.timeline import Citation, Timeline

__all__ = ["cited"]


def cited(timeline: Timeline, cites: Iterable[Citation]) -> str:
    """Write citations with author and year in place of the key."""
    out = []
    for cite in cites:
        source = timeline.sources.get(cite.key)
        name = f"{source.author} {source.year}" if source else cite.key
        note = f"n. {cite.note}" if cite.note is not None else ""
        out.append(", ".join(part for part in (name, cite.section, note, cite.via) if part))
    return "; ".join(out)
