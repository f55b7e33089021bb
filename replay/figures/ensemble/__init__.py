"""The figures of ensembles: specification curve, weights of acts, fan of continuations."""

from __future__ import annotations

from replay.figures.ensemble.curve import Curve, Group, Point, curve_figure, groups
from replay.figures.ensemble.fan import Fan, Recorded, Step, fan_figure
from replay.figures.ensemble.gather import curve_of, fan_of, weights_of
from replay.figures.ensemble.weights import Change, Weight, Weights, weights_figure

__all__ = [
    "Change", "Curve", "Fan", "Group", "Point", "Recorded", "Step", "Weight", "Weights", "curve_figure", "curve_of",
    "fan_figure", "fan_of", "groups", "weights_figure", "weights_of",
]  # fmt: skip
