"""The switches of the model: every choice that a referee may dispute, with its settings, its default and the reason.

A switch is no parameter: it has no size, it says which rule holds. The defaults are argued from the source (Elms 2005)
or from the definitions of this package, and were written down before the third dispute was coded; the scores that
version 0.1 gave for the first two were known then, so that on those two the defaults prove nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType

from replay.errors import SettingError, closest

__all__ = ["SWITCHES", "Switch", "Switches", "switch_digest"]


@dataclass(frozen=True, slots=True)
class Switch:
    """One choice of the model.

    Attributes
    ----------
    name : str
    question : str
        What is chosen.
    settings : Mapping[str, str]
        What each setting means, in the order in which they are shown.
    default : str
    why : str
        The argument for the default.
    source : str
        Where the argument stands.
    before : str
        What version 0.1 did.
    """

    name: str
    question: str
    settings: Mapping[str, str]
    default: str
    why: str
    source: str
    before: str


def _table(*rows: Switch) -> Mapping[str, Switch]:
    return MappingProxyType({row.name: row for row in rows})


_OWN = "a convention of this package"

SWITCHES: Mapping[str, Switch] = _table(
    Switch(
        "start",
        "Where does a side's position start?",
        {
            "reference": "at its reference point, 0, on the first day of the replay",
            "first-level": "at the first level that the source gives for it, which holds until the day of that "
            "reading; what happened before is contained in it. A side without a level starts at its reference point",
        },
        "first-level",
        "A dispute begins in the middle of a history. The source finds the United States in moderate loss when the "
        "dispute begins and argues from that level; starting everybody at 0 denies it.",
        "Elms 2005, The Role of Losses; Announcement of Framework Talks",
        "reference",
    ),
    Switch(
        "prospective",
        "Does a demand, or a commitment to an outcome, already move the side that it is addressed to?",
        {
            "off": "no: only what is threatened with a punishment, or done, moves a side",
            "on": "yes: while the other side demands a change or is bound to an outcome, the addressee stands "
            "lower by the weighted size `prospective`, once for all demands that stand, until the sides settle",
        },
        "on",
        "The source calls a demand for targets a serious potential loss of the side that is to meet them, and has "
        "that side begin to claim because of it, before any punishment is named.",
        "Elms 2005, The Role of Losses; Announcement of Framework Talks",
        "off",
    ),
    Switch(
        "impacts",
        "Which size does a coded impact have where several coders gave one?",
        {
            "first": "that of the first coder named in the file",
            "second": "that of the second coder",
            "smaller": "the one nearest 0; 0 where one of them gave none, or they differ in sign",
            "mean": "the mean; a coder who gave none counts as 0",
            "larger": "the one farthest from 0; of two equally far, the loss",
        },
        "mean",
        "With two independent codings and no ground to trust one more, the mean uses both; the smaller size "
        "shrinks every impact for which the coders were merely of two minds.",
        _OWN,
        "smaller",
    ),
    Switch(
        "shocks",
        "Which coded impacts of happenings that are no act between the sides count?",
        {
            "all": "all",
            "in-domain": "for each side those that a reading of it names as grounds: the source itself puts them "
            "into its domain",
        },
        "in-domain",
        "A crisis or a record deficit moves a side's domain in the matter at stake only if it is felt there. That "
        "is for the source to say: it takes some shocks for grounds of a loss and calls others beside the point.",
        "Elms 2005, The Role of Losses",
        "all",
    ),
    Switch(
        "trend",
        "What does a direction that the source gives (a rising or falling sense of loss) do to a reading?",
        {
            "ignored": "nothing: a reading stands at its level, or at the last one given",
            "carried": "it carries the reading half a level that way, to the threshold, until the next level that "
            "is given",
        },
        "carried",
        "The source says moderate, but increasing, and means more than moderate; half a level is as far as a "
        "reading can go and keep its level.",
        "Elms 2005, First Deadline Passes; Talks Resume",
        "ignored",
    ),
    Switch(
        "ends",
        "What happens at the ends of the scale, gain and strong loss?",
        {
            "hard": "a position stops there, and what goes beyond is not felt",
            "soft": "a soft end lies one level beyond gain and one beyond strong loss: within that level a step "
            "towards the end is scaled by the room that is left, and a step away from it counts in full; what a "
            "threat took is what its end gives back",
        },
        "soft",
        "The levels of the source are ordinal and its strongest is open; a loss on top of a strong loss is still "
        "felt, though less (the value function is concave in gains and convex in losses). Nothing is stored beyond "
        "the end, so that recovery is never delayed by a debt that no figure shows.",
        "Tversky & Kahneman 1992, on diminishing sensitivity",
        "hard",
    ),
    Switch(
        "untagged",
        "What does an act say of strategy for which no tactic and no strategy is coded?",
        {
            "rung": "from complaint on it votes claiming, on the rung of conciliation creating",
            "silent": "nothing, unless it is a tactic by its very definition: threatening, an ultimatum, listing "
            "or putting into force a sanction",
        },
        "silent",
        "The source judges strategy by tactics, of which it gives lists, and not by how high an act stands. To "
        "keep a barrier to trade is what the dispute is about and no way of bargaining; talks that end without a "
        "result are nobody's tactic.",
        "Elms 2005, The Role of Strategies",
        "rung",
    ),
    Switch(
        "nodes",
        "Which decisions stand in one table of scores?",
        {
            "all": "all of them, in one table",
            "apart": "those on how to bargain and those on whether to settle, each in a table of its own",
            "strategy": "only those on how to bargain",
            "outcomes": "only those on whether to settle",
        },
        "apart",
        "How a side bargains and whether it settles are two questions; a mean over both answers neither.",
        _OWN,
        "all",
    ),
    Switch(
        "gamble",
        "How wide is the gamble that a side faces at a decision?",
        {
            "options": "as wide as the widest spread among the options coded for it",
            "fixed": "the same for every decision, the parameter `gamble`",
        },
        "options",
        "The source ranks tactics by their risk and argues from what was available to negotiators at each point. "
        "Both settings are shown, since options are the coder's.",
        "Elms 2005, The Role of Losses",
        "options",
    ),
    Switch(
        "clocks",
        "Who loses by a clock that runs out?",
        {
            "setter": "whoever set it, whatever its kind",
            "by-kind": "of a deadline whoever wanted done what it asked for; of any other kind nobody, by its "
            "running out alone",
        },
        "by-kind",
        "A waiting period that is over, or a measure that takes force, is no defeat of the side that set it.",
        "the kinds of clocks of this package",
        "setter",
    ),
)
"""The switches by name, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Switches:
    """A setting for every switch; the defaults are those of `SWITCHES`.

    Raises
    ------
    SettingError
        For a setting that its switch does not have.

    Examples
    --------
    >>> Switches().ends, Switches.given({"ends": "hard"}).changed
    ('soft', {'ends': 'hard'})
    >>> Switches(ends="sof")
    Traceback (most recent call last):
        ...
    replay.errors.SettingError: switch ends has no setting 'sof'; did you mean 'soft'? allowed: hard, soft
    """

    start: str = SWITCHES["start"].default
    prospective: str = SWITCHES["prospective"].default
    impacts: str = SWITCHES["impacts"].default
    shocks: str = SWITCHES["shocks"].default
    trend: str = SWITCHES["trend"].default
    ends: str = SWITCHES["ends"].default
    untagged: str = SWITCHES["untagged"].default
    nodes: str = SWITCHES["nodes"].default
    gamble: str = SWITCHES["gamble"].default
    clocks: str = SWITCHES["clocks"].default

    def __post_init__(self) -> None:
        for name, switch in SWITCHES.items():
            seen = getattr(self, name)
            if seen not in switch.settings:
                near = closest(seen, switch.settings) or ";"
                raise SettingError(f"switch {name} has no setting {seen!r}{near} allowed: {', '.join(switch.settings)}")

    @classmethod
    def given(cls, settings: Mapping[str, str]) -> Switches:
        """Return the defaults with some switches set otherwise; SettingError for a name that no switch has."""
        for name in settings:
            if name not in SWITCHES:
                near = closest(name, SWITCHES) or ";"
                raise SettingError(f"no switch is called {name!r}{near} allowed: {', '.join(SWITCHES)}")
        return cls(**settings)

    @property
    def changed(self) -> dict[str, str]:
        """The switches that do not stand at their default, with their settings."""
        return {name: getattr(self, name) for name in SWITCHES if getattr(self, name) != SWITCHES[name].default}

    @property
    def settings(self) -> dict[str, str]:
        """Every switch with its setting."""
        return {name: getattr(self, name) for name in SWITCHES}


def switch_digest() -> str:
    """Return the SHA-256 of the table: names, settings and what they mean, defaults, in the order of the table.

    >>> switch_digest()[:12]
    '525fd1aed948'
    """
    lines = [
        f"{switch.name}={switch.default}: " + "; ".join(f"{name}: {text}" for name, text in switch.settings.items())
        for switch in SWITCHES.values()
    ]
    return sha256("\n".join(lines).encode()).hexdigest()
