"""Each side's domain of gains and losses over time: as the source reads it, and as the rules compute it."""

from replay.domain.fitting import Fit, Sensitivity, closeness, fit_sizes, sensitivity
from replay.domain.path import Domain, Domains, level_of, path
from replay.domain.readings import CARRIED, GIVEN, SUPPOSED, Mark, Track, day_bounds, readings, standing
from replay.domain.rules import REFERENCES, SIZES, Rules
from replay.domain.shifts import TOP_SPREAD, size_of

__all__ = [
    "CARRIED",
    "GIVEN",
    "REFERENCES",
    "SIZES",
    "SUPPOSED",
    "TOP_SPREAD",
    "Domain",
    "Domains",
    "Fit",
    "Mark",
    "Rules",
    "Sensitivity",
    "Track",
    "closeness",
    "day_bounds",
    "fit_sizes",
    "level_of",
    "path",
    "readings",
    "sensitivity",
    "size_of",
    "standing",
]  # fmt: skip
