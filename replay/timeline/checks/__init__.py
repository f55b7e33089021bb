"""Whole-timeline rules: each a function from a timeline to the problems that it finds.

What a single field may hold is the file reader's business; here stands what fields owe each other.
"""

from __future__ import annotations

from replay.errors import Problem
from replay.timeline import Timeline
from replay.timeline.checks import clocks, judgements, names, order
from replay.timeline.checks.circularity import Circle, circularity

__all__ = ["RULES", "Circle", "check", "circularity"]

RULES = (*names.RULES, *judgements.RULES, *clocks.NAMES, order.check_cycles)


def check(timeline: Timeline) -> list[Problem]:
    """Apply every rule; rules about order only where names and references are sound.

    Returns
    -------
    list of Problem
        In the order of the file.
    """
    found = [problem for rule in RULES for problem in rule(timeline)]
    if not any(problem.code in ("duplicate-id", "unknown-id", "cycle") for problem in found):
        found += [problem for rule in (*order.RULES, *clocks.RULES) for problem in rule(timeline)]
    return sorted(found)
