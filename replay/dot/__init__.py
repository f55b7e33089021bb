"""Escalation graph to DOT text: a page with lanes, a true time axis, numbered acts, clocks, links and a key.

Every place is fixed here, so that any Graphviz draws the same page (``layout=nop2`` keeps places as given);
what is not a node or an edge is in the graph's ``_background``.
"""

from __future__ import annotations

from replay.dot.curves import ARROW, Curve, curves
from replay.dot.key import Key, abbreviations, draw_key, key, rows, samples
from replay.dot.labels import Name, names
from replay.dot.page import Page, draw_page
from replay.dot.pen import Pen, attributes, label, name, number
from replay.dot.scene import Bar, Box, Mark, Scene, scene, strategy
from replay.figstyle import DOUBLE_COLUMN, mm
from replay.graph import Escalation

__all__ = ["text"]
