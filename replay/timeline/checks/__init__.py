"""Whole-timeline rules: each a function from a timeline to the problems that it finds.

What a single field may hold is the file reader's business; here stands what fields owe each other.
"""

from __future__ import annotations

from replay.errors import Problem
from replay.timeline import Timeline
from replay.timeline.checks.assessments import (
    check_claims,
    check_decisions,
    check_observations,
    check_stakes,
    check_tactics,
)
from replay.timeline.checks.circularity import Circle, circularity
from replay.timeline.checks.names import (  # fmt: skip
    Rule,
    check_citations,
    check_ids,
    check_parties,
    check_period,
    check_references,
    check_selves,
    check_sides,
)
from replay.timeline.checks.order import check_clocks, check_cycles, check_dues, check_order, check_reach

__all__ = [
    "ORDER_RULES", "RULES", "Circle", "Rule", "check", "check_citations", "check_ids", "check_parties",
    "check_references", "check_selves", "circularity",
]  # fmt: skip

RULES: tuple[Rule, ...] = (
    check_ids,
    check_parties,
    check_references,
    check_selves,
    check_cycles,
    check_citations,
    check_period,
    check_tactics,
    check_sides,
    check_decisions,
    check_stakes,
    check_observations,
    check_claims,
)
ORDER_RULES: tuple[Rule, ...] = (check_order, check_reach, check_dues, check_clocks)


def check(timeline: Timeline) -> list[Problem]:
    """Apply every rule; rules about order only where names and references are sound.

    Returns
    -------
    list of Problem
        In the order of the file.
    """
    found = [problem for rule in RULES for problem in rule(timeline)]
    if not any(problem.code in ("duplicate-id", "unknown-id", "cycle") for problem in found):
        found += [problem for rule in ORDER_RULES for problem in rule(timeline)]
    return sorted(found)
