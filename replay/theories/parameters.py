"""The parameters of all theories and of the link: each with its default, range, unit and origin, in one table."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from replay.errors import SettingError, closest

__all__ = ["DEFAULTS", "PARAMETERS", "Parameter", "Parameters", "sized", "sizes_of"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number that a theory or the link rests on.

    Attributes
    ----------
    name : str
    default, low, high : float
        Both ends of the range are allowed.
    unit : str
        ``switch`` where only 0 and 1 are allowed.
    source : str
        Where the default and the range are from.
    """

    name: str
    default: float
    low: float
    high: float
    unit: str
    source: str


_TK = "Tversky & Kahneman 1992, doi:10.1007/BF00122574"
_OTHERS = f"{_TK}; other estimates in Booij, van Praag & van de Kuilen 2010, doi:10.1007/s11238-009-9144-4"
_GAMMA = f"{_TK}; 1 is no distortion, below 0.28 weights are not monotone"
_OWN = "a convention of this package"


def sized(default: float, low: float, high: float, unit: str, source: str) -> Any:
    """Return a field of a dataclass with what `sizes_of` puts into a `Parameter` under the field's name."""
    return field(default=default, metadata={"size": (default, low, high, unit, source)})


def sizes_of(holder: type[Any]) -> dict[str, Parameter]:
    """Return the fields of a dataclass that are `sized`, in their order."""
    return {f.name: Parameter(f.name, *f.metadata["size"]) for f in fields(holder) if f.metadata}


@dataclass(frozen=True, slots=True)
class Parameters:
    """The values of all parameters, each with its default, range, unit and origin; whatever is out of range is refused.

    Raises
    ------
    ValueError
        With the value seen and the range allowed, for every parameter at fault.

    Examples
    --------
    >>> Parameters().loss_aversion, Parameters().replace(weighting=True).weighting
    (2.25, True)
    >>> Parameters().replace(loss_aversion=9)
    Traceback (most recent call last):
        ...
    replay.errors.SettingError: loss_aversion: 9 is not in 1 to 5 (ratio of losses to gains)
    """

    # fmt: off
    loss_aversion: float = sized(2.25, 1.0, 5.0, "ratio of losses to gains",
        f"{_TK}; 1 is no loss aversion (Gal & Rucker 2018, doi:10.1002/jcpy.1047); the mean of 607 estimates is 1.955 "
        "(Brown, Imai, Vieider & Camerer 2024, doi:10.1257/jel.20221698)")
    gain_curvature: float = sized(0.88, 0.3, 0.99, "exponent", f"{_OTHERS}; below 1, where the curve is straight")
    loss_curvature: float = sized(0.88, 0.3, 0.99, "exponent",
        f"{_OTHERS}; below 1, where losses hold no taste for risk")
    gain_gamma: float = sized(0.61, 0.3, 1.0, "exponent", _GAMMA)
    loss_gamma: float = sized(0.69, 0.3, 1.0, "exponent", _GAMMA)
    weighting: bool = sized(0, 0, 1, "switch",
        f"off: Elms 2005, The Role of Losses, argues from the value function alone; on: {_TK}")
    gamble: float = sized(3.0, 0.5, 9.0, "domain units",
        f"{_OWN}: half-range of the widest gamble (spread rank 12, imposition), from the reference point to strong "
        "loss; gambles of lower rank are narrower in proportion")
    sharpness: float = sized(8.0, 1.0, 64.0, "index per share of the value at stake",
        f"{_OWN}: without weighting the mixed band then runs from -0.52 d to -0.83 d, which for d = 3 is "
        "the moderate level (-1.5 to -2.5)")
    utility_sharpness: float = sized(2.0, 0.25, 64.0, "index per share of the stakes",
        f"{_OWN}: at 2 the mixed band runs from a quarter of the stakes against claiming to a quarter for it")
    half_life: float = sized(30.0, 1.0, 365.0, "days",
        f"{_OWN}: pressure halves with every month to the clock; that it breeds claiming among the self-interested: "
        "Carnevale & Lawler 1986, doi:10.1177/0022002786030004003")
    temperature: float = sized(0.5, 0.1, 2.0, "index",
        f"{_OWN}: an index of -1 or +1 gives its own class a probability of 0.73")
    lower_cut: float = sized(-0.5, -0.95, -0.05, "index", f"{_OWN}: half-way from creating to mixed")
    upper_cut: float = sized(0.5, 0.05, 0.95, "index", f"{_OWN}: half-way from mixed to claiming")
    # fmt: on

    def __post_init__(self) -> None:
        faults = [fault for known in PARAMETERS.values() if (fault := _fault(known, getattr(self, known.name)))]
        if faults:
            raise SettingError("\n".join(faults))
        object.__setattr__(self, "weighting", bool(self.weighting))

    @property
    def cuts(self) -> tuple[float, float]:
        """Where the index passes from creating to mixed and from mixed to claiming."""
        return self.lower_cut, self.upper_cut

    def replace(self, **changes: float) -> Parameters:
        """Return a copy with some values changed; an unknown name or a value out of range is a SettingError."""
        for name in changes:
            if name not in PARAMETERS:
                near = closest(name, PARAMETERS)
                raise SettingError(f"unknown parameter '{name}'{near or ';'} allowed: {', '.join(PARAMETERS)}")
        return replace(self, **changes)  # type: ignore[arg-type]  # the switch may be given as 0 or 1


def _fault(known: Parameter, seen: object) -> str:
    if isinstance(seen, (int, float)) and known.low <= seen <= known.high:
        if known.unit == "switch" and seen not in (0, 1):
            return f"{known.name}: {seen!r} is neither 0 nor 1 (switch)"
        return ""
    return f"{known.name}: {seen!r} is not in {known.low:g} to {known.high:g} ({known.unit})"


PARAMETERS: dict[str, Parameter] = sizes_of(Parameters)
DEFAULTS = Parameters()
"""The defaults of `PARAMETERS`."""
