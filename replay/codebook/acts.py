"""Every act with its rung, spread and crosswalk.

`rung` is a place on the escalation ladder, 1 (conciliation) to 9 (imposition); 0 is off the
ladder: shocks, elections, figures, talk inside one's own side, and what a forum or an authority does
in its own procedure. `spread` ranks how far apart the outcomes of an act can fall, without looking at
domain or result (McDermott 1998, as used by Elms 2005); 0 where no gamble is taken.

Both follow from the definition of an act, never from a dispute. Whatever is in force against the other
side stands with sanctions; what is asked of a forum with the case that is brought before it, and what
asks it to permit measures with the list that names them; an inquiry by its own authorities with the
case under its own law. What stops a deadline stands with what puts it off, what lets it run again with
what sets it. An appeal turns a ruling down, on the rung of a refusal, and is a case once more, with the
spread of one.

The crosswalk columns hold the PLOVER event with its mode and context, and the CAMEO code; a dash means
that the scheme has no such event. Both were read in the list that the makers of PLOVER give of the two
(CAMEO2PLOVER-2021); a code for those found guilty is no code for a ruling, which may go either way.
"""

from __future__ import annotations

from types import MappingProxyType

from replay.codebook.terms import Term

__all__ = [
    "AGREEMENTS", "CLAIMS", "CLOCK_ACTS", "CONCILIATORY", "HOSTILE", "IMPOSITIONS", "PAUSES", "REOPENINGS", "RUNGS",
    "RUNGS_SHORT", "THREAT", "THREATENED", "THREATS", "TURNING", "Act", "is_hostile",
]  # fmt: skip


class Act(Term):
    """What was done; `replay codebook acts` prints definition, rung, spread and crosswalk of each."""

    rung: int  #: 1 to 9 on the ladder, 0 off it
    spread: int  #: rank of the outcome spread, 1 (quiet talks) to 12 (imposition), 0 for no gamble
    plover: str  #: `EVENT (mode, context)` or `-`
    cameo: str  #: CAMEO code as text (leading zeros count) or `-`

    def __new__(
        cls, word: str, rung: int = 0, spread: int = 0, plover: str = "-", cameo: str = "-", definition: str = ""
    ) -> Act:
        """Make an entry of the table below; what has a default is always given there, and not in `Act(word)`."""
        made = cls._made(word, definition)
        made.rung, made.spread, made.plover, made.cameo = rung, spread, plover, cameo
        return made

    # fmt: off
    # 9-8: imposition and its eve
    IMPOSE_SANCTIONS = ("impose-sanctions", 9, 12, "SANCTION (discontinue, economic)", "163",
        "Puts an economic sanction or counter-sanction into force.")
    CONTROL_EXPORTS = ("control-exports", 9, 12, "SANCTION (discontinue, economic)", "163",
        "Puts its exports to the other side under licence, quota or ban.")
    BOYCOTT = ("boycott", 9, 12, "SANCTION (discontinue, economic)", "163",
        "Has its own buyers refuse the other side's goods or services.")
    BAR_FIRMS = ("bar-firms", 9, 12, "COERCE (restrict, economic)", "172",
        "Puts firms of the other side on a list that bars them from supplies, public contracts or an exchange.")
    FREEZE_ASSETS = ("freeze-assets", 9, 12, "SANCTION (discontinue, economic)", "163",
        "Blocks property, accounts or payments of the other side.")
    LIST_SANCTIONS = ("list-sanctions", 8, 10, "THREATEN (restrict, economic)", "1312",
        "Publishes a list of goods or measures that are to be sanctioned.")
    FILE_CASE = ("file-case", 8, 11, "ACCUSE (allege, legal)", "115",
        "Brings the dispute before an international forum (GATT, WTO).")
    REQUEST_CONSULTATIONS = ("request-consultations", 8, 11, "ACCUSE (allege, legal)", "115",
        "Asks for the consultations with which a case in an international forum begins.")
    REQUEST_PANEL = ("request-panel", 8, 11, "ACCUSE (allege, legal)", "115",
        "Asks an international forum for a panel or court to judge the dispute.")
    REQUEST_AUTHORISATION = ("request-authorisation", 8, 10, "THREATEN (restrict, economic)", "1312",
        "Asks a forum to permit measures against the other side, which are named or have an amount.")
    # 7: explicit threats, own-law cases
    OPEN_CASE = ("open-case", 7, 9, "ACCUSE (allege, legal)", "115",
        "Opens a case under its own law (Section 301, Super 301) against the other side.")
    INVESTIGATE_FIRMS = ("investigate-firms", 7, 9, "ACCUSE (investigate, legal)", "090",
        "Opens an inquiry of its own authorities into firms or trade of the other side.")
    THREATEN_SANCTIONS = ("threaten-sanctions", 7, 8, "THREATEN (restrict, economic)", "1312",
        "Says that it will impose sanctions unless something is done.")
    THREATEN_CASE = ("threaten-case", 7, 8, "THREATEN (-, legal)", "130",
        "Says that it will bring a case in an international forum if something is done or not done.")
    PREPARE_SANCTIONS = ("prepare-sanctions", 7, 7, "THREATEN (restrict, economic)", "1312",
        "Draws up sanctions or counter-sanctions, known or reported but not published.")
    ULTIMATUM = ("ultimatum", 7, 8, "THREATEN (relations, diplomatic)", "139",
        "A demand with a last date and a named punishment.")
    # 6: commitments, warnings, deadlines
    WARN = ("warn", 6, 5, "THREATEN (-, economic)", "130",
        "Hints at punishment, or warns of consequences, without naming them.")
    COMMIT = "commit", 6, 5, "-", "010", "Binds itself in public to an outcome or to a firm line."
    SET_DEADLINE = "set-deadline", 6, 6, "-", "-", "Sets a date by which something must be done."
    ADVANCE_DEADLINE = "advance-deadline", 6, 6, "-", "-", "Brings an existing deadline forward."
    RESUME_DEADLINE = "resume-deadline", 6, 6, "-", "-", "Lets a suspended deadline run again."
    # 5: demands, refusals, burdens
    DEMAND = ("demand", 5, 4, "REQUEST (change, economic)", "10",
        "Asks the other side in public, or formally, for a change of policy.")
    REFUSE_TALKS = ("refuse-talks", 5, 4, "REJECT (meet, diplomatic)", "125",
        "Declines to negotiate, or sets conditions for it.")
    RESTRICT_MARKET = ("restrict-market", 5, 4, "COERCE (restrict, economic)", "172",
        "Adopts, keeps or resumes a measure that burdens the other side's goods.")
    SEEK_SUPPORT = ("seek-support", 5, 4, "REQUEST (assist, diplomatic)", "022",
        "Seeks third parties' support against the other side.")
    # 4: complaint
    ACCUSE = ("accuse", 4, 3, "ACCUSE (disapprove, economic)", "111",
        "Blames or disapproves of the other side in public.")
    REJECT = "reject", 4, 3, "REJECT (change, economic)", "12", "Turns down a demand or a proposal."
    APPEAL = "appeal", 4, 11, "-", "-", "Does not accept a ruling and brings it before a higher instance."
    BREAK_OFF = "break-off", 4, 3, "REJECT (-, diplomatic)", "164", "Talks end, or a round closes, without agreement."
    # 3: positions
    STATE_POSITION = ("state-position", 3, 2, "-", "010",
        "Sets out its own position without new demand, blame or threat.")
    DENY = "deny", 3, 2, "-", "016", "Disputes the other side's claim."
    # 2: talks
    MEET = "meet", 2, 1, "CONSULT (-, diplomatic)", "046", "Meets the other side to talk or negotiate."
    REQUEST_TALKS = "request-talks", 2, 1, "CONSULT (-, diplomatic)", "036", "Asks for, offers or agrees to talks."
    PROPOSE = "propose", 2, 2, "COOPERATE (-, economic)", "03", "Puts forward a proposal or an offer."
    REVIEW = "review", 2, 1, "CONSULT (-, economic)", "09", "Reviews or announces a review of how an agreement is kept."
    EXTEND_DEADLINE = ("extend-deadline", 2, 1, "RETREAT (-, economic)", "08",
        "Puts an existing deadline off to a later date.")
    SUSPEND_DEADLINE = ("suspend-deadline", 2, 1, "RETREAT (-, economic)", "08",
        "Stops an existing deadline without naming another date.")
    # 1: conciliation
    REASSURE = ("reassure", 1, 1, "SUPPORT (-, diplomatic)", "051",
        "Praises the other side, plays the dispute down or speaks of compromise.")
    JOINT_STATEMENT = ("joint-statement", 1, 2, "SUPPORT (-, diplomatic)", "051",
        "Issues a statement together with the other side.")
    PROMISE = ("promise", 1, 2, "AGREE (-, economic)", "03",
        "Promises a step towards the other side, binding or voluntary.")
    CONCEDE = "concede", 1, 2, "CONCEDE (-, economic)", "08", "Takes a step that the other side has asked for."
    IMPLEMENT = ("implement", 1, 2, "COOPERATE (-, economic)", "061",
        "Carries out what it had promised, conceded or agreed, such as a cut or an opening.")
    AGREE = "agree", 1, 2, "SUPPORT (-, diplomatic)", "057", "Reaches a partial or interim agreement."
    TRUCE = ("truce", 1, 2, "SUPPORT (-, diplomatic)", "057",
        "Agrees with the other side to hold back measures for a time, the matter unsettled.")
    RENEW = ("renew", 1, 2, "SUPPORT (-, diplomatic)", "057",
        "Prolongs an agreement that would run out.")
    SETTLE = ("settle", 1, 2, "SUPPORT (-, diplomatic)", "057",
        "Reaches the agreement that ends the dispute or one phase of it.")
    DROP_CASE = ("drop-case", 1, 2, "RETREAT (-, economic)", "085",
        "Ends or declines a case or citation, or gives up a threat.")
    LIFT_SANCTIONS = "lift-sanctions", 1, 2, "RETREAT (ease, economic)", "085", "Takes a sanction out of force."
    SUSPEND_SANCTIONS = ("suspend-sanctions", 1, 2, "RETREAT (ease, economic)", "085",
        "Takes a sanction out of force in part or for a time.")
    # 0: off the ladder
    PRESS = "press", 0, 0, "REQUEST (change, economic)", "10", "A domestic actor presses its own government."
    ENDORSE = "endorse", 0, 0, "SUPPORT (-, diplomatic)", "051", "A body backs a government's line."
    RULING = "ruling", 0, 0, "-", "-", "A panel, court or arbitrator decides, for whichever side."
    AUTHORISE_RETALIATION = ("authorise-retaliation", 0, 0, "-", "-",
        "A forum permits measures against a side that has not done what a ruling asks.")
    MEDIATE = ("mediate", 0, 0, "CONSULT (-, diplomatic)", "045",
        "A third party brings the sides together or puts terms to both.")
    HEARING = "hearing", 0, 0, "-", "-", "An authority hears the parties or the public in a procedure."
    REQUEST_COMMENTS = ("request-comments", 0, 0, "-", "-",
        "An authority gives notice of what it considers and asks the public for comments.")
    LEGISLATE = ("legislate", 0, 0, "-", "-",
        "Passes, renews or decrees a law, programme or policy that frames the dispute.")
    ORGANISE = "organise", 0, 0, "-", "-", "Sets up a body, team or coalition."
    COMMENT = "comment", 0, 0, "-", "010", "A third party, the press or an expert comments."
    REPORT = "report", 0, 0, "-", "-", "Figures, findings or leaks become known."
    BUSINESS_DECISION = "business-decision", 0, 0, "-", "-", "A firm changes plans, output or trade on its own account."
    CHANGE_GOVERNMENT = "change-government", 0, 0, "-", "-", "A government, leader or majority changes."
    SHOCK = "shock", 0, 0, "-", "-", "An outside shock: currency, crisis, strike."
    # fmt: on


RUNGS = (
    "off the ladder", "conciliation", "talks, offers", "positions", "complaints, refusals", "demands, burdens",
    "warnings, deadlines", "threats, own cases", "lists, cases filed", "sanctions",
)  # fmt: skip
"""What the rungs 0 to 9 hold, in the words of every figure: a case under a side's own law stands with its threats."""

RUNGS_SHORT = (
    "off the ladder", "conciliation", "talks, offers", "positions", "complaints", "demands, curbs",
    "warnings, dates", "threats, cases", "lists, filings", "sanctions",
)  # fmt: skip
"""The same where a figure has little room."""

THREAT = 7
"""Acts on this rung (explicit threats, cases under own law) or above are threats, or carry one out."""

HOSTILE = 4
"""Acts on this rung (complaint) or above are moves against the other side."""

CONCILIATORY = 2
"""Acts on this rung (talks) or below, down to 1, are steps towards the other side."""

IMPOSITIONS = frozenset(
    {Act.IMPOSE_SANCTIONS, Act.CONTROL_EXPORTS, Act.BOYCOTT, Act.BAR_FIRMS, Act.FREEZE_ASSETS}
)  # fmt: skip
"""Acts that put a measure against the other side into force: what threats threaten, and clocks carry out."""

THREATS = frozenset(
    {Act.WARN, Act.THREATEN_SANCTIONS, Act.THREATEN_CASE, Act.PREPARE_SANCTIONS, Act.ULTIMATUM, Act.LIST_SANCTIONS,
     Act.OPEN_CASE, Act.INVESTIGATE_FIRMS, Act.REQUEST_AUTHORISATION}
)  # fmt: skip
"""Acts that stay live as threats until they are settled, dropped, or their clock ends: something worse may follow
from each, and has not come yet."""

CLAIMS = IMPOSITIONS | {Act.THREATEN_SANCTIONS, Act.THREATEN_CASE, Act.ULTIMATUM, Act.LIST_SANCTIONS}
"""Acts that are claiming tactics by their very definition: to threaten by name, to give an ultimatum, to list or put
into force a sanction (Elms 2005, The Role of Strategies, has threats among the claiming tactics)."""

THREATENED = MappingProxyType(
    {Act.THREATEN_SANCTIONS: Act.IMPOSE_SANCTIONS, Act.PREPARE_SANCTIONS: Act.IMPOSE_SANCTIONS,
     Act.LIST_SANCTIONS: Act.IMPOSE_SANCTIONS, Act.REQUEST_AUTHORISATION: Act.IMPOSE_SANCTIONS,
     Act.THREATEN_CASE: Act.FILE_CASE}
)  # fmt: skip
"""What is threatened by acts whose very definition names it; a warning or an ultimatum may threaten anything."""

AGREEMENTS = frozenset({Act.AGREE, Act.TRUCE, Act.SETTLE})
"""Acts by which both sides agree on something new: for a time, on a part, or on the whole."""

REOPENINGS = IMPOSITIONS | {
    Act.LIST_SANCTIONS, Act.FILE_CASE, Act.REQUEST_CONSULTATIONS, Act.REQUEST_PANEL, Act.REQUEST_AUTHORISATION,
    Act.OPEN_CASE, Act.INVESTIGATE_FIRMS,
}  # fmt: skip
"""Acts by which a matter that was agreed on is taken up again: cases and measures, not words of threat."""

PAUSES = frozenset({Act.TRUCE, Act.EXTEND_DEADLINE, Act.SUSPEND_DEADLINE})
"""Truces and postponements: acts by which a dispute rests without being settled."""

CLOCK_ACTS = frozenset(
    {Act.EXTEND_DEADLINE, Act.ADVANCE_DEADLINE, Act.SUSPEND_DEADLINE, Act.RESUME_DEADLINE, Act.RENEW, Act.DROP_CASE}
)
"""Acts that do nothing but move, stop, resume or drop a clock: without the clock there is nothing for them to do."""

TURNING = AGREEMENTS | {
    Act.LIFT_SANCTIONS, Act.SUSPEND_SANCTIONS, Act.DROP_CASE, Act.RULING, Act.AUTHORISE_RETALIATION, Act.SHOCK,
    Act.CHANGE_GOVERNMENT,
}  # fmt: skip
"""Acts that turn a dispute whatever stands around them: agreements and their like, rulings, shocks, changes of
government."""


def is_hostile(rung: int) -> bool:
    """Whether an act on that rung is a move against the other side.

    >>> is_hostile(Act.ACCUSE.rung), is_hostile(Act.DENY.rung)
    (True, False)
    """
    return rung >= HOSTILE
