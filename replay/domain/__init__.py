"""Each side's domain of gains and losses over time: as the source reads it, and as the rules compute it."""

from replay.domain.fit import Comparison, Fit, Sensitivity, compare, fit, sensitivity
from replay.domain.path import SIZES, Domain, RuleError, Rules, Size, Step, level_of, path, strategy_of
from replay.domain.readings import CARRIED, GIVEN, SUPPOSED, Mark, Track, readings

__all__ = [
    "CARRIED", "GIVEN", "SIZES", "SUPPOSED", "Comparison", "Domain", "Fit", "Mark", "RuleError", "Rules", "Sensitivity",
    "Size", "Step", "Track", "compare", "fit", "level_of", "path", "readings", "sensitivity", "strategy_of",
]  # fmt: skip
