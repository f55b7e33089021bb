"""Every act with its rung, spread and crosswalk.


`rung` is a place on the escalation ladder, 1 (conciliation) to 9 (imposition); 0 is off the
ladder: shocks, elections, figures, and talk inside one's own side. `spread` ranks how far apart
the outcomes of an act can fall, without looking at domain or result (McDermott 1998: 38-40, as
used by Elms 2005); 0 where no gamble is taken. The crosswalk columns hold the PLOVER event with
its mode and context, and the CAMEO code; a dash means that the scheme has no such event.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = [
    "ACTS", "AGREEMENTS", "CONCILIATORY", "HOSTILE", "THREAT", "THREATS", "TURNING", "Act", "ActEntry", "is_hostile",
]  # fmt: skip


class Act(str, Enum):
    """What was done. See `ACTS` for definition, rung, spread and crosswalk of each."""

    # 9-8: imposition and its eve
    IMPOSE_SANCTIONS = "impose-sanctions"
    LIST_SANCTIONS = "list-sanctions"
    FILE_CASE = "file-case"
    # 7: explicit threats, own-law cases
    OPEN_CASE = "open-case"
    THREATEN_SANCTIONS = "threaten-sanctions"
    THREATEN_CASE = "threaten-case"
    PREPARE_SANCTIONS = "prepare-sanctions"
    ULTIMATUM = "ultimatum"
    # 6: commitments, warnings, deadlines
    WARN = "warn"
    COMMIT = "commit"
    SET_DEADLINE = "set-deadline"
    ADVANCE_DEADLINE = "advance-deadline"
    # 5: demands, refusals, burdens
    DEMAND = "demand"
    REFUSE_TALKS = "refuse-talks"
    RESTRICT_MARKET = "restrict-market"
    SEEK_SUPPORT = "seek-support"
    # 4: complaint
    ACCUSE = "accuse"
    REJECT = "reject"
    BREAK_OFF = "break-off"
    # 3: positions
    STATE_POSITION = "state-position"
    DENY = "deny"
    # 2: talks
    MEET = "meet"
    REQUEST_TALKS = "request-talks"
    PROPOSE = "propose"
    REVIEW = "review"
    EXTEND_DEADLINE = "extend-deadline"
    # 1: conciliation
    REASSURE = "reassure"
    JOINT_STATEMENT = "joint-statement"
    PROMISE = "promise"
    CONCEDE = "concede"
    AGREE = "agree"
    SETTLE = "settle"
    DROP_CASE = "drop-case"
    LIFT_SANCTIONS = "lift-sanctions"
    # 0: off the ladder
    PRESS = "press"
    ENDORSE = "endorse"
    LEGISLATE = "legislate"
    ORGANISE = "organise"
    COMMENT = "comment"
    REPORT = "report"
    BUSINESS_DECISION = "business-decision"
    CHANGE_GOVERNMENT = "change-government"
    SHOCK = "shock"

    @property
    def rung(self) -> int:
        """Rung of the act on the escalation ladder, 0 (off it) to 9."""
        return ACTS[self].rung


@dataclass(frozen=True, slots=True)
class ActEntry:
    """One act of the codebook.

    Attributes
    ----------
    definition : str
    rung : int
        1 to 9 on the ladder, 0 off it.
    spread : int
        Rank of the outcome spread, 1 (quiet talks) to 12 (imposition), 0 for no gamble.
    plover : str
        ``EVENT (mode, context)`` or ``-``.
    cameo : str
        CAMEO code as text (leading zeros count) or ``-``.
    """

    definition: str
    rung: int
    spread: int
    plover: str
    cameo: str


ACTS: dict[Act, ActEntry] = {
    Act.IMPOSE_SANCTIONS: ActEntry(
        "Puts an economic sanction or counter-sanction into force.", 9, 12, "SANCTION (discontinue, economic)", "163"),
    Act.LIST_SANCTIONS: ActEntry(
        "Publishes a list of goods or measures that are to be sanctioned.", 8, 10,
        "THREATEN (restrict, economic)", "1312"),
    Act.FILE_CASE: ActEntry(
        "Brings the dispute before an international forum (GATT, WTO).", 8, 11, "ACCUSE (allege, legal)", "115"),
    Act.OPEN_CASE: ActEntry(
        "Opens a case under its own law (Section 301, Super 301) against the other side.", 7, 9,
        "ACCUSE (allege, legal)", "115"),
    Act.THREATEN_SANCTIONS: ActEntry(
        "Says that it will impose sanctions unless something is done.", 7, 8, "THREATEN (restrict, economic)", "1312"),
    Act.THREATEN_CASE: ActEntry(
        "Says that it will bring a case in an international forum if something is done or not done.", 7, 8,
        "THREATEN (-, legal)", "130"),
    Act.PREPARE_SANCTIONS: ActEntry(
        "Draws up sanctions or counter-sanctions, known or reported but not published.", 7, 7,
        "THREATEN (restrict, economic)", "1312"),
    Act.ULTIMATUM: ActEntry(
        "A demand with a last date and a named punishment.", 7, 8, "THREATEN (relations, diplomatic)", "139"),
    Act.WARN: ActEntry(
        "Hints at punishment, or warns of consequences, without naming them.", 6, 5, "THREATEN (-, economic)", "130"),
    Act.COMMIT: ActEntry(
        "Binds itself in public to an outcome or to a firm line.", 6, 5, "-", "010"),
    Act.SET_DEADLINE: ActEntry("Sets a date by which something must be done.", 6, 6, "-", "-"),
    Act.ADVANCE_DEADLINE: ActEntry("Brings an existing deadline forward.", 6, 6, "-", "-"),
    Act.DEMAND: ActEntry(
        "Asks the other side in public, or formally, for a change of policy.", 5, 4,
        "REQUEST (change, economic)", "10"),
    Act.REFUSE_TALKS: ActEntry(
        "Declines to negotiate, or sets conditions for it.", 5, 4, "REJECT (meet, diplomatic)", "125"),
    Act.RESTRICT_MARKET: ActEntry(
        "Adopts, keeps or resumes a measure that burdens the other side's goods.", 5, 4,
        "COERCE (restrict, economic)", "172"),
    Act.SEEK_SUPPORT: ActEntry(
        "Seeks third parties' support against the other side.", 5, 4, "REQUEST (assist, diplomatic)", "022"),
    Act.ACCUSE: ActEntry(
        "Blames or disapproves of the other side in public.", 4, 3, "ACCUSE (disapprove, economic)", "111"),
    Act.REJECT: ActEntry(
        "Turns down a demand or a proposal.", 4, 3, "REJECT (change, economic)", "12"),
    Act.BREAK_OFF: ActEntry(
        "Talks end, or a round closes, without agreement.", 4, 3, "REJECT (-, diplomatic)", "164"),
    Act.STATE_POSITION: ActEntry(
        "Sets out its own position without new demand, blame or threat.", 3, 2, "-", "010"),
    Act.DENY: ActEntry(
        "Disputes the other side's claim.", 3, 2, "-", "016"),
    Act.MEET: ActEntry("Meets the other side to talk or negotiate.", 2, 1, "CONSULT (-, diplomatic)", "046"),
    Act.REQUEST_TALKS: ActEntry(
        "Asks for, offers or agrees to talks.", 2, 1, "CONSULT (-, diplomatic)", "036"),
    Act.PROPOSE: ActEntry(
        "Puts forward a proposal or an offer.", 2, 2, "COOPERATE (-, economic)", "03"),
    Act.REVIEW: ActEntry(
        "Reviews or announces a review of how an agreement is kept.", 2, 1, "CONSULT (-, economic)", "09"),
    Act.EXTEND_DEADLINE: ActEntry(
        "Puts an existing deadline off to a later date.", 2, 1, "RETREAT (-, economic)", "08"),
    Act.REASSURE: ActEntry(
        "Praises the other side, plays the dispute down or speaks of compromise.", 1, 1,
        "SUPPORT (-, diplomatic)", "051"),
    Act.JOINT_STATEMENT: ActEntry(
        "Issues a statement together with the other side.", 1, 2, "SUPPORT (-, diplomatic)", "051"),
    Act.PROMISE: ActEntry(
        "Promises a step towards the other side, binding or voluntary.", 1, 2, "AGREE (-, economic)", "03"),
    Act.CONCEDE: ActEntry("Takes a step that the other side has asked for.", 1, 2, "CONCEDE (-, economic)", "08"),
    Act.AGREE: ActEntry(
        "Reaches a partial or interim agreement.", 1, 2, "SUPPORT (-, diplomatic)", "057"),
    Act.SETTLE: ActEntry(
        "Reaches the agreement that ends the dispute or one phase of it.", 1, 2, "SUPPORT (-, diplomatic)", "057"),
    Act.DROP_CASE: ActEntry(
        "Ends or declines a case or citation, or gives up a threat.", 1, 2, "RETREAT (-, economic)", "085"),
    Act.LIFT_SANCTIONS: ActEntry("Takes a sanction out of force.", 1, 2, "RETREAT (-, economic)", "085"),
    Act.PRESS: ActEntry(
        "A domestic actor presses its own government.", 0, 0, "REQUEST (change, economic)", "10"),
    Act.ENDORSE: ActEntry(
        "A body backs a government's line.", 0, 0, "SUPPORT (-, diplomatic)", "051"),
    Act.LEGISLATE: ActEntry(
        "Passes, renews or decrees a law, programme or policy that frames the dispute.", 0, 0, "-", "-"),
    Act.ORGANISE: ActEntry("Sets up a body, team or coalition.", 0, 0, "-", "-"),
    Act.COMMENT: ActEntry(
        "A third party, the press or an expert comments.", 0, 0, "-", "010"),
    Act.REPORT: ActEntry("Figures, findings or leaks become known.", 0, 0, "-", "-"),
    Act.BUSINESS_DECISION: ActEntry(
        "A firm changes plans, output or trade on its own account.", 0, 0, "-", "-"),
    Act.CHANGE_GOVERNMENT: ActEntry(
        "A government, leader or majority changes.", 0, 0, "-", "-"),
    Act.SHOCK: ActEntry(
        "An outside shock: currency, crisis, strike.", 0, 0, "-", "-"),
}  # fmt: skip


THREAT = 7
"""Acts on this rung (explicit threats, cases under own law) or above are threats, or carry one out."""

HOSTILE = 4
"""Acts on this rung (complaint) or above are moves against the other side."""

CONCILIATORY = 2
"""Acts on this rung (talks) or below, down to 1, are steps towards the other side."""

THREATS = frozenset(
    {Act.WARN, Act.THREATEN_SANCTIONS, Act.THREATEN_CASE, Act.PREPARE_SANCTIONS, Act.ULTIMATUM, Act.LIST_SANCTIONS,
     Act.OPEN_CASE}
)  # fmt: skip
"""Acts that stay live as threats until they are settled, dropped, or their clock ends."""

AGREEMENTS = frozenset({Act.AGREE, Act.SETTLE})
"""Acts by which both sides agree, on a part or on the whole."""

TURNING = AGREEMENTS | {Act.LIFT_SANCTIONS, Act.DROP_CASE, Act.SHOCK, Act.CHANGE_GOVERNMENT}
"""Acts that turn a dispute whatever stands around them: agreements and their like, shocks, changes of government."""


def is_hostile(rung: int) -> bool:
    """Whether an act on that rung is a move against the other side.

    >>> is_hostile(Act.ACCUSE.rung), is_hostile(Act.DENY.rung)
    (True, False)
    """
    return rung >= HOSTILE
