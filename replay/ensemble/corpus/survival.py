"""Response times that may be cut off by the end of the record: the product-limit estimate (Kaplan & Meier 1958)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np

__all__ = ["Curve", "Step", "kaplan_meier", "medians"]

_Z = NormalDist().inv_cdf(0.975)
_NEAR = 1e-12
"""Shares that are this near to a half are a half."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is known at one time.

    Attributes
    ----------
    time : int
        In days.
    at_risk, answered, censored : int
        Not answered or cut off before; answered then; cut off then, which comes after the answers of that day.
    share : float
        Of all, not answered by the end of that day.
    low, high : float
        Ends of its 95 % interval by Greenwood's variance (1926) on the logarithm, as R's `survfit` has it by default.
    """

    time: int
    at_risk: int
    answered: int
    censored: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A survival curve: `steps` by time, each holding until the next; before the first the share is 1."""

    steps: tuple[Step, ...]

    @property
    def count(self) -> int:
        """How many times it is made of."""
        return self.steps[0].at_risk if self.steps else 0

    @property
    def answered(self) -> int:
        """How many of them are not cut off."""
        return sum(step.answered for step in self.steps)

    def at(self, time: int) -> Step | None:
        """Return the step that holds at a time; None before the first."""
        return next((step for step in reversed(self.steps) if step.time <= time), None)

    @property
    def median(self) -> float | None:
        """The time by which half are answered; where the curve is a half over a stretch, the middle of that."""
        return _crossing([(step.time, step.share) for step in self.steps])

    @property
    def median_interval(self) -> tuple[float | None, float | None]:
        """Where the ends of the interval of the share cross a half (Brookmeyer & Crowley 1982); None for never."""
        return tuple(_crossing([(step.time, getattr(step, end)) for step in self.steps]) for end in ("low", "high"))  # type: ignore[return-value]


def _crossing(points: list[tuple[int, float]]) -> float | None:
    for n, (time, share) in enumerate(points):
        if share < 0.5 - _NEAR:
            return float(time)
        if share <= 0.5 + _NEAR:
            further = next((later for later, then in points[n:] if then < 0.5 - _NEAR), None)
            return float(time) if further is None else (time + further) / 2
    return None


def kaplan_meier(time: Any, status: Any) -> Curve:
    """Return the survival curve of response times.

    Parameters
    ----------
    time : array of int
        Days from an act to its answer, or to the end of the record.
    status : array of int
        1 for an answer, 0 for a time that the end of the record cuts off.

    Examples
    --------
    >>> curve = kaplan_meier([1, 2, 2, 4], [1, 1, 0, 1])
    >>> [(step.time, step.at_risk, step.answered, step.share) for step in curve.steps]
    [(1, 4, 1, 0.75), (2, 3, 1, 0.5), (4, 1, 1, 0.0)]
    >>> curve.median
    3.0
    """
    times, spot = np.unique(np.asarray(time, dtype=np.int64), return_inverse=True)
    answers = np.asarray(status, dtype=np.int64)
    answered = np.bincount(spot, answers, len(times)).astype(np.int64)
    gone = np.bincount(spot, minlength=len(times))
    at_risk = len(answers) - np.concatenate(([0], np.cumsum(gone)[:-1])) if len(times) else gone
    return Curve(tuple(_steps(times.tolist(), at_risk.tolist(), answered.tolist(), gone.tolist())))


def _steps(times: list[int], at_risk: list[int], answered: list[int], gone: list[int]) -> Iterator[Step]:
    share, spread = 1.0, 0.0
    for time, n, d, out in zip(times, at_risk, answered, gone, strict=True):
        share *= (n - d) / n
        if n > d:
            spread += d / (n * (n - d))
            width = _Z * sqrt(spread)
            low, high = exp(log(share) - width), min(exp(log(share) + width), 1.0)
        else:
            low = high = share
        yield Step(time, n, d, out - d, share, low, high)


def medians(group: Any, time: Any, status: Any, groups: int) -> Any:
    """Return the median response time of each group, as `Curve.median`; NaN where half are never answered.

    Parameters
    ----------
    group, time, status : arrays of int
        Groups are numbered from 0.
    groups : int
        How many there are.

    Examples
    --------
    >>> medians([0, 0, 2, 2, 2], [4, 6, 1, 2, 3], [1, 1, 1, 0, 0], 3).tolist()
    [5.0, nan, nan]
    """
    group, time, status = (np.asarray(one, dtype=np.int64) for one in (group, time, status))
    found = np.full(groups, np.nan)
    if not len(group):
        return found
    order = np.lexsort((1 - status, time, group))
    group, time, status = group[order], time[order], status[order]
    starts = np.flatnonzero(np.concatenate(([True], (group[1:] != group[:-1]) | (time[1:] != time[:-1]))))
    answered = np.add.reduceat(status, starts).tolist()
    count = np.diff(np.append(starts, len(group))).tolist()
    sizes = np.bincount(group, minlength=groups).tolist()
    before, share, half = -1, 1.0, -1.0
    left = 0
    for one, when, d, out in zip(group[starts].tolist(), time[starts].tolist(), answered, count, strict=True):
        if one != before:
            before, share, half, left = one, 1.0, -1.0, sizes[one]
        if d and share > 0.5 - _NEAR:
            share *= (left - d) / left
            if share < 0.5 - _NEAR:
                found[one] = when if half < 0 else (half + when) / 2
            elif share <= 0.5 + _NEAR and half < 0:
                half = when
                found[one] = when
        left -= out
    return found
