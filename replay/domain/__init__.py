"""Each side's domain of gains and losses over time: as the source reads it, and as the rules compute it."""

from replay.domain.effects import TOP_SPREAD
from replay.domain.fit import Comparison, Fit, Sensitivity, compare, fit, sensitivity
from replay.domain.path import Domain, Step, level_of, path
from replay.domain.readings import CARRIED, GIVEN, SUPPOSED, Mark, Track, bounds, readings
from replay.domain.rules import REFERENCES, SIZES, RuleError, Rules

__all__ = [
    "CARRIED", "GIVEN", "REFERENCES", "SIZES", "SUPPOSED", "TOP_SPREAD", "Comparison", "Domain", "Fit", "Mark",
    "RuleError", "Rules", "Sensitivity", "Step", "Track", "bounds", "compare", "fit", "level_of", "path", "readings",
    "sensitivity",
]  # fmt: skip
