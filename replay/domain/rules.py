"""The sizes of the rules that move a position: one table, each with its range, unit and origin; and the reference."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from replay.codebook import Switches
from replay.errors import SettingError, closest
from replay.theories.parameters import Parameter, sized, sizes_of

__all__ = ["REFERENCES", "SIZES", "Rules"]


_HALF, _CHOICE = "half a level, where a reading would change", "this package's choice: twenty such acts make one level"

REFERENCES: dict[str, str] = {
    "aspiration": "the status quo at the start, and any outcome that a side has bound itself to",
    "status-quo": "the status quo at the start, whatever a side has bound itself to",
    "last-agreement": "as aspiration, but each agreement becomes the reference point of both sides",
}
"""What a position is measured from."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The sizes of the rules, each with its default, range, unit and origin; the reference point; the switches.

    Raises
    ------
    SettingError
        For a size outside its range, or an unknown reference.
    """

    lapse: float = sized(0.5, 0.0, 2.0, "domain units a lapse", _HALF)
    threat: float = sized(1.0, 0.0, 4.0, "domain units for the largest threat, if certain", "one level")
    chance: float = sized(
        0.5, 0.0, 1.0, "perceived probability of a threat's execution", "even odds, as nothing is known"
    )
    prospective: float = sized(
        1.0,
        0.0,
        4.0,
        "domain units for what a standing demand would take, if certain",
        "one level, as the largest threat",
    )
    claiming: float = sized(0.05, 0.0, 0.5, "domain units an act", _CHOICE)
    creating: float = sized(0.05, 0.0, 0.5, "domain units an act", _CHOICE)
    commitment: float = sized(0.5, 0.0, 2.0, "domain units a commitment", _HALF)
    agreement: float = sized(0.5, 0.0, 3.0, "domain units an agreement without a coded worth", _HALF)
    pressure: float = sized(0.05, 0.0, 0.5, "domain units an act", _CHOICE)
    coded: float = sized(1.0, 0.0, 2.0, "multiple of a coded impact", "as coded; 0 leaves acts and clocks alone")
    floor: float = sized(
        3.0, 3.0, 12.0, "domain units below the reference point", "strong loss, where the source's scale ends"
    )
    ceiling: float = sized(
        1.0, 1.0, 6.0, "domain units above the reference point", "gain, where the source's scale ends"
    )
    gain_half_life: float = sized(
        90.0, 1.0, math.inf, "days", "a quarter; faster than after losses (Arkes, Hirshleifer, Jiang & Lim 2008)"
    )
    loss_half_life: float = sized(math.inf, 1.0, math.inf, "days", "infinite: the desire to recoup (Elms 2005)")
    reference: str = "aspiration"
    switches: Switches = field(default_factory=Switches)

    def __post_init__(self) -> None:
        for name, size in SIZES.items():
            value = getattr(self, name)
            if not size.low <= value <= size.high:
                raise SettingError(f"rule size {name} is {value:g}; allowed: {size.low:g} to {size.high:g} {size.unit}")
        if self.reference not in REFERENCES:
            near = closest(self.reference, REFERENCES) or ";"
            raise SettingError(f"no reference is called {self.reference!r}{near} allowed: {', '.join(REFERENCES)}")

    def with_sizes(self, **sizes: float) -> Rules:
        """Return a copy with other sizes; SettingError for a name that does not exist."""
        for name in sizes:
            if name not in SIZES:
                raise SettingError(f"no rule size is called {name!r}; allowed: {', '.join(SIZES)}")
        return replace(self, **sizes)  # type: ignore[arg-type]  # every size is a float

    def sizes(self) -> dict[str, float]:
        """Return the sizes by name, in the order of `SIZES`."""
        return {name: getattr(self, name) for name in SIZES}


SIZES: dict[str, Parameter] = sizes_of(Rules)
"""The sizes by name."""
