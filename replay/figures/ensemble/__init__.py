"""The figures of ensembles: specification curve, weights of acts, fan of continuations."""

from __future__ import annotations

from replay.figures.ensemble.curve import Curve, Group, Point, curve_figure, groups

__all__ = ["Curve", "Group", "Point", "curve_figure", "groups"]
