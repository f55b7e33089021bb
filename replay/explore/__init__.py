"""The explorer: a replay, and what would have been, as a page; one application for a server and for a browser alone.

Everything that a request touches runs without YAML, pydantic, pandas or matplotlib, so that the same code answers in a
page without a server. Cases are made outside, by `cli`.
"""

from replay.explore.app import application
from replay.explore.cases import Case

__all__ = ["Case", "application"]
