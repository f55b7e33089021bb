"""Clocks that a law sets: how long each runs, from what day, in which version of the law, and where that stands.

Each entry cites the provision in the usual way (`statute`) and gives addresses at which it was read (`sources`). U.S.
law was read as it stands in the United States Code today, with the Statutes at Large for what is older; the WTO's rules
in its own Analytical Index and training module. What no page confirmed is said in the `note` of its entry. Where
nothing else is known of the beginning, `in_force` begins on the day of the Act; that the WTO's rules, and the U.S.
amendments that go with them, began on 1 January 1995 was not checked against a page.

Days are counted as the project counts them everywhere: a length of months ends on the day of the same number, or on
the last of the month; weekends and holidays do not move the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from replay.codebook.terms import ClockKind
from replay.dates import Duration, Earliest, Relative, day, parse_duration
from replay.errors import RefusalError
from replay.text.words import counted, joined

__all__ = ["START", "TEMPLATES", "Step", "Template", "due_of", "due_steps", "in_force_on"]

START = "start"
"""The anchor of what is counted from the act that sets the clock."""


@dataclass(frozen=True, slots=True)
class Step:
    """One length that the rule names, and what it is counted from.

    Attributes
    ----------
    length : str
        In ISO 8601, of zero or more.
    counted_from : str
        `START`, or the name of an anchor, which a coder ties to an event of the file.
    words : str
        What the anchor is; "" for the start, which the template describes.

    Examples
    --------
    >>> Step("P1M").duration
    Duration(years=0, months=1, days=0)
    """

    length: str
    counted_from: str = START
    words: str = ""

    @property
    def duration(self) -> Duration:
        """The length."""
        return parse_duration(self.length)


@dataclass(frozen=True, slots=True)
class Template:
    """A clock that a law sets.

    Attributes
    ----------
    id : str
        What an event file calls it (`template:`).
    law, statute, version : str
        The law by its usual name; the provision; which text of it.
    in_force : tuple[str | None, str | None]
        First and last day of that version, as ISO text; None for an end that is open, or that was not looked up.
    kind : ClockKind
    binds : str
        Who is to act by then, in words; of a waiting period, who may act afterwards.
    counts_from : str
        What the act that sets the clock is, in words.
    definition : str
        What the rule says, in a sentence.
    readings : Mapping[str, tuple[Step, ...]]
        The steps of each reading of the rule, the usual one first. Of several steps the earliest counts.
    sources : tuple[str, ...]
        Addresses at which the rule was read.
    note : str
        What no page confirmed, and what a coder should know.
    """

    id: str
    law: str
    statute: str
    version: str
    in_force: tuple[str | None, str | None]
    kind: ClockKind
    binds: str
    counts_from: str
    definition: str
    readings: Mapping[str, tuple[Step, ...]]
    sources: tuple[str, ...]
    note: str = ""

    @property
    def anchors(self) -> Mapping[str, str]:
        """What a coder may tie to events of the file, with what each is, over all readings."""
        steps = (step for steps in self.readings.values() for step in steps)
        return {step.counted_from: step.words for step in steps if step.counted_from != START}

    @property
    def time(self) -> str:
        """How long it runs, in words, with its other readings.

        >>> TEMPLATES["us-301-agreement"].time
        '18 months, or 30 days after the end of dispute settlement, if that is earlier'
        """
        usual, *others = ((name, _in_words(steps)) for name, steps in self.readings.items())
        return "; ".join([usual[1], *(f"{name}: {words}" for name, words in others)])


def _in_words(steps: tuple[Step, ...]) -> str:
    first, *others = map(_step_in_words, steps)
    return first + "".join(f", or {other}, if that is earlier" for other in others)


def _step_in_words(step: Step) -> str:
    length = step.duration
    parts = ((length.years, "year"), (length.months, "month"), (length.days, "day"))
    words = joined([counted(number, noun) for number, noun in parts if number] or [""])
    return " after ".join(filter(None, (words, step.words)))


def due_steps(template: Template, reading: str | None = None) -> tuple[Step, ...]:
    """Return the steps of a reading of the rule, of the usual one if none is named; the earliest of them counts.

    Raises RefusalError for a reading that the template does not have.

    >>> due_steps(TEMPLATES["wto-consultations"], "urgent")
    (Step(length='P20D', counted_from='start', words=''),)
    """
    name = reading or next(iter(template.readings))
    if name not in template.readings:
        allowed = ", ".join(template.readings)
        raise RefusalError(f"{template.id} has no reading '{name}'; allowed: {allowed}")
    return template.readings[name]


def due_of(template: Template, tied: Mapping[str, str], reading: str | None = None) -> Duration | Relative | Earliest:
    """Return when a clock is due: one length or date, or the earliest of several.

    Parameters
    ----------
    tied : Mapping[str, str]
        Ids of events, by the anchors that they are. A step whose anchor is not among them has no say.

    Raises
    ------
    RefusalError
        For a reading that the template does not have, for an anchor that the reading does not count from, and if
        nothing is left to count from.

    Examples
    --------
    >>> due_of(TEMPLATES["us-301-agreement"], {}).text
    'P18M'
    >>> due_of(TEMPLATES["us-301-agreement"], {"settlement-concluded": "ruling"}).text
    'P18M or ruling + P30D, whichever is earlier'
    """
    steps = due_steps(template, reading)
    anchors = {step.counted_from: step.words for step in steps if step.counted_from != START}
    for name in tied:
        if name not in anchors:
            allowed = ", ".join(anchors) or "the act that sets the clock and nothing else"
            raise RefusalError(f"{template.id} is not counted from '{name}' in this reading; allowed: {allowed}")
    parts: list[Relative | Duration] = []
    for step in steps:
        if step.counted_from == START:
            parts.append(step.duration)
        elif event := tied.get(step.counted_from):
            parts.append(Relative(f"{event} + {step.length}", event, step.duration))
    if not parts:
        wanted = joined([f"'{name}' ({words})" for name, words in anchors.items()])
        raise RefusalError(f"{template.id} is counted from {wanted}; say which event that is")
    return parts[0] if len(parts) == 1 else Earliest(tuple(parts))


def in_force_on(template: Template, on: int) -> bool:
    """Whether this version of the law was in force on a day; an end that is not known rules nothing out.

    >>> in_force_on(TEMPLATES["wto-consultations"], day("1994-12-31"))
    False
    """
    first, last = template.in_force
    return (first is None or day(first) <= on) and (last is None or on <= day(last))


_CODE = "https://github.com/codexstanford/markdonw-chunck-of-the-usa-code/blob/7f67edfda8f0025acad8e3b51236dcff3d12e774/chuncks"
_STATUTES = "https://en.wikisource.org/wiki/Page:United_States_Statutes_at_Large_Volume_"
_MODULE = "https://www.wto.org/english/tratop_e/dispu_e/disp_settlement_cbt_e"
_OVERVIEW = "https://text-id.123dok.com/document"
_INDEX = "https://www.wto.org/english/res_e/booksp_e/analytic_index_e"


def _code(*parts: int) -> tuple[str, ...]:
    """Title 19 of the United States Code, in the parts of one edition of it."""
    return tuple(f"{_CODE}/title-19/chunck-{part}.md" for part in parts)


def _usual(*steps: Step) -> dict[str, tuple[Step, ...]]:
    return {"ordinary": steps}


_OTCA = "as restated by the Omnibus Trade and Competitiveness Act of 1988"
_SINCE_1988 = ("1988-08-23", None)
_URAA = "as amended by the Uruguay Round Agreements Act of 1994"
_SINCE_1995 = ("1995-01-01", None)
_DSU = "Understanding on Rules and Procedures Governing the Settlement of Disputes, 1994"
_USTR = "the U.S. Trade Representative"
_LIMIT, _WAITING, _DEADLINE, _TERM = ClockKind.LIMIT, ClockKind.WAITING, ClockKind.DEADLINE, ClockKind.TERM
_IN_1988 = "Omnibus Trade and Competitiveness Act of 1988, for 1989 and 1990"
_IN_1994 = "Executive Order 12901 of 1994, prolonged to 1997"
_IN_1999 = "Executive Order 13116 of 1999, for 1999 to 2001"
_SUMMARY_1988 = "http://webref.org/wiki/index.php?title=Super_301&oldid=146627"
_SUMMARY_1999 = "https://en.m.wikipedia.org/wiki/User:Agradman/Super_301"
_ORDER_1994 = "https://govinfo.gov/content/pkg/FR-1994-03-08/html/94-5434.htm"
_CODE_1994 = "http://law.onecle.com/uscode/19/2420.html"
_SUMMARY_SPECIAL = "https://usinfo.org/usia/usinfo.state.gov/products/pubs/intelprp/301.htm"
_REGULATION_232 = "https://federalstatelaw.com/federal/cfr/15/705/705.11"

_SECTION_301 = (
    Template(
        "us-301", "Section 301", "19 U.S.C. 2414(a)(2)(B)", _OTCA, _SINCE_1988, _LIMIT, _USTR,
        "the opening of an investigation",
        "Where no trade agreement is at issue, whether and how to act is decided within twelve months of opening the "
        "case.",
        _usual(Step("P12M")),
        (*_code(1500), "https://www.morganlewis.com/ru/pubs/2018/04/section-301-of-the-trade-act"),
    ),
    Template(
        "us-301-agreement", "Section 301", "19 U.S.C. 2414(a)(2)(A)", _OTCA, _SINCE_1988, _LIMIT, _USTR,
        "the opening of an investigation that involves a trade agreement",
        "Where a trade agreement is at issue, the decision comes within 18 months of opening the case, or within 30 "
        "days of the end of dispute settlement, whichever is earlier.",
        _usual(Step("P18M"), Step("P30D", "settlement-concluded", "the end of dispute settlement")),
        (*_code(1500), "http://laws9.com/cfr/text/15/2006/12"),
        "The second of the sources, an earlier regulation, excepts cases under the Subsidies Code of 1979.",
    ),
    Template(
        "us-301-petition", "Section 301", "19 U.S.C. 2412(a)(2)", "since the Trade Agreements Act of 1979",
        ("1979-07-26", None), _LIMIT, _USTR, "the receipt of a petition",
        "Whether to open a case is decided within 45 days of receiving a petition.",
        _usual(Step("P45D")), (*_code(1493), f"{_STATUTES}93.djvu/329"),
    ),
    Template(
        "us-301-hearing", "Section 301", "19 U.S.C. 2412(a)(4)(A)", "since the Trade Agreements Act of 1979",
        ("1979-07-26", None), _LIMIT, _USTR, "the decision to open a case on a petition that asks for a hearing",
        "A hearing that the petition asks for is held within 30 days of the decision to open the case.",
        _usual(Step("P30D")), (*_code(1493), f"{_STATUTES}93.djvu/329"), "The petitioner may agree to a later date.",
    ),
    Template(
        "us-301-consultations", "Section 301", "19 U.S.C. 2413(a)(2)", _OTCA, _SINCE_1988, _WAITING, _USTR,
        "the beginning of consultations in a case that involves a trade agreement",
        "Dispute settlement under the agreement is asked for once 150 days of consultations, or the period that the "
        "agreement gives them, have passed without a solution.",
        _usual(Step("P150D"), Step("P0D", "agreement-period-closed", "the end of the agreement's own period")),
        _code(1498),
    ),
    Template(
        "us-301-views", "Section 301", "19 U.S.C. 2414(b)(1)(A)", _OTCA, _SINCE_1988, _WAITING, _USTR,
        "the notice that views may be presented",
        "Before a decision, the public is heard on at least 30 days' notice.",
        _usual(Step("P30D")), _code(1503),
        "Where haste is needed, views may be heard after the decision. How long written comments are taken is for "
        "each notice.",
    ),
    Template(
        "us-301-action", "Section 301", "19 U.S.C. 2415(a)", _OTCA, _SINCE_1988, _LIMIT, _USTR,
        "the decision to act",
        "An action is put into force within 30 days of the decision; it may be put off by up to 180 days more.",
        {"ordinary": (Step("P30D"),), "delayed": (Step("P210D"),), "delayed-from-decision": (Step("P180D"),)},
        (*_code(1505, 1506), "http://www.law.cornell.edu/uscode/text/19/2415"),
        "The Act does not say from which day the 180 days run: `delayed` adds them to the 30, `delayed-from-decision` "
        "counts from the decision. In the longer cases of Special 301 the delay is at most 90 days, in its ordinary "
        "ones there is none.",
    ),
    Template(
        "us-301-term", "Section 301", "19 U.S.C. 2417(c)", _OTCA, _SINCE_1988, _TERM,
        "the petitioner and the industry that gains by the action", "the taking of an action",
        "An action ends after four years unless those whom it serves ask in the last 60 days that it go on.",
        _usual(Step("P4Y")), _code(1515),
    ),
    Template(
        "us-301-noncompliance", "Section 301", "19 U.S.C. 2416(b)(2)(A)", _URAA, _SINCE_1995, _LIMIT, _USTR,
        "the end of the reasonable period of time of a WTO ruling",
        "What to do about a WTO ruling that was not carried out is decided within 30 days of the end of its "
        "reasonable period.",
        _usual(Step("P30D")), (*_code(1510), "http://laws9.com/uscode/html/uscode19/usc_sec_19_00002416----000-.html"),
    ),
)  # fmt: skip

_SPECIAL_301 = (
    Template(
        "us-special-301-identification", "Special 301", "19 U.S.C. 2242(a)", _OTCA, _SINCE_1988, _LIMIT, _USTR,
        "the annual report on foreign trade barriers",
        "Countries that do not protect intellectual property are named within 30 days of the annual report on trade "
        "barriers.",
        _usual(Step("P30D")), (*_code(1266), _SUMMARY_SPECIAL),
    ),
    Template(
        "us-special-301-initiation", "Special 301", "19 U.S.C. 2412(b)(2)(A)", _OTCA, _SINCE_1988, _LIMIT, _USTR,
        "the naming of a priority foreign country",
        "A case is opened within 30 days of naming a priority foreign country.",
        _usual(Step("P30D")), (*_code(1495), "http://laws9.com/uscode/html/uscode19/usc_sec_19_00002412----000-.html"),
        "Not where a case would harm U.S. economic interests.",
    ),
    Template(
        "us-special-301", "Special 301", "19 U.S.C. 2414(a)(3)(A)(ii) and (B)", _OTCA, _SINCE_1988, _LIMIT, _USTR,
        "the opening of an investigation of a priority foreign country",
        "The decision comes within six months of opening the case; nine where it is complex or the country makes "
        "progress.",
        {"ordinary": (Step("P6M"),), "extended": (Step("P9M"),)},
        (*_code(1501, 1502), _SUMMARY_SPECIAL),
        "Since 1995 only where no trade agreement is at issue.",
    ),
    Template(
        "us-special-301-trips", "Special 301", "19 U.S.C. 2414(a)(3)(A)(i)", _URAA, _SINCE_1995, _LIMIT, _USTR,
        "the opening of an investigation of a priority foreign country that involves the TRIPS Agreement",
        "Where the TRIPS Agreement is at issue, the decision comes within 30 days of the end of dispute settlement.",
        _usual(Step("P30D", "settlement-concluded", "the end of dispute settlement")), _code(1501),
    ),
)  # fmt: skip

_SUPER_301 = (
    Template(
        "us-super-301-1988", "Super 301", "Trade Act of 1974, section 310(a), 1988",
        _IN_1988, ("1989-01-01", "1990-12-31"), _LIMIT, _USTR,
        "the annual report on foreign trade barriers",
        "Priority countries and practices are named within 30 days of the annual report on trade barriers.",
        _usual(Step("P30D")),
        (f"{_STATUTES}102_Part_2.djvu/173", _SUMMARY_1988),
        "The length was read in the second of the sources, the rest of the rule in the first.",
    ),
    Template(
        "us-super-301-1988-initiation", "Super 301", "Trade Act of 1974, section 310, 1988",
        _IN_1988, ("1989-01-01", "1990-12-31"), _LIMIT, _USTR,
        "the report that names priority countries and practices",
        "Cases are opened on all priority practices within 21 days of the report that names them.",
        _usual(Step("P21D")), (_SUMMARY_1988,),
    ),
    Template(
        "us-super-301-1988-agreement", "Super 301", "Trade Act of 1974, section 310, 1988",
        _IN_1988, ("1989-01-01", None), _DEADLINE,
        "the priority foreign country", "the opening of an investigation of a priority country",
        "Agreements are sought under which priority practices end, or are made good, within three years of opening "
        "the case.",
        _usual(Step("P3Y")), (_SUMMARY_1988,),
    ),
    Template(
        "us-super-301-1994", "Super 301", "Executive Order 12901, section 1; 19 U.S.C. 2420(a), as amended in 1994",
        _IN_1994, ("1994-03-03", "1997-12-31"), _LIMIT, _USTR,
        "the annual report on foreign trade barriers",
        "Priority practices are named within six months of the annual report on trade barriers; by the Act, in 1995, "
        "within 180 days.",
        {"ordinary": (Step("P6M"),), "statute": (Step("P180D"),)},
        (_ORDER_1994, _CODE_1994, _SUMMARY_1999),
        "That it was prolonged to 1997 was read in the last of the sources, a summary.",
    ),
    Template(
        "us-super-301-1994-initiation", "Super 301",
        "Executive Order 12901; 19 U.S.C. 2420(b), as amended in 1994",
        _IN_1994, ("1994-03-03", "1997-12-31"), _LIMIT, _USTR,
        "the report that names priority practices",
        "Cases are opened on the priority practices within 21 days of the report that names them.",
        _usual(Step("P21D")),
        (_CODE_1994, _ORDER_1994),
        "The 21 days were read in the Act; for the Order they were not checked against a page.",
    ),
    Template(
        "us-super-301-1999", "Super 301", "Executive Order 13116, part I, section 1",
        _IN_1999, ("1999-03-31", "2001-12-31"), _LIMIT, _USTR,
        "the annual report on foreign trade barriers",
        "Priority practices are named within 30 days of the annual report on trade barriers.",
        _usual(Step("P30D")), ("https://www.govinfo.gov/content/pkg/FR-1999-04-05/html/99-8433.htm",),
    ),
    Template(
        "us-super-301-1999-initiation", "Super 301", "Executive Order 13116, part I",
        _IN_1999, ("1999-03-31", "2001-12-31"), _LIMIT, _USTR,
        "the report that names priority practices",
        "Cases are opened on practices that 90 days of talks after the report have not settled.",
        _usual(Step("P90D")), (_SUMMARY_1999,),
        "The 90 days were read in a summary of the Order, not in the Order itself.",
    ),
)  # fmt: skip

_SECTION_201 = (
    Template(
        "us-201-injury", "Section 201", "19 U.S.C. 2252(b)(2)", _OTCA, _SINCE_1988, _LIMIT,
        "the U.S. International Trade Commission", "the filing of a petition, or the request for an investigation",
        "Whether imports are a substantial cause of serious injury is found within 120 days; 150 in very complicated "
        "cases.",
        {"ordinary": (Step("P120D"),), "complicated": (Step("P150D"),), "critical": (Step("P180D"),),
         "critical-complicated": (Step("P210D"),)},
        (*_code(1278), f"{_STATUTES}108_Part_6.djvu/365"),
        "The two readings for critical circumstances came with the Uruguay Round Agreements Act of 1994.",
    ),
    Template(
        "us-201-report", "Section 201", "19 U.S.C. 2252(f)(1)", _OTCA, _SINCE_1988, _LIMIT,
        "the U.S. International Trade Commission", "the filing of a petition, or the request for an investigation",
        "The Commission reports to the President within 180 days; 240 where critical circumstances are alleged.",
        {"ordinary": (Step("P180D"),), "critical": (Step("P240D"),)},
        (*_code(1286), f"{_STATUTES}102_Part_2.djvu/229"),
        "The reading for critical circumstances was read in the text of today only.",
    ),
    Template(
        "us-201-president", "Section 201", "19 U.S.C. 2253(a)(4)", _OTCA, _SINCE_1988, _LIMIT, "the President",
        "the Commission's report of injury",
        "The President acts within 60 days of the report; 50 where there is provisional relief; where he asked the "
        "Commission for more, within 30 days of its answer.",
        {"ordinary": (Step("P60D"),), "provisional": (Step("P50D"),),
         "supplemental": (Step("P30D", "supplemental-report", "the Commission's supplemental report"),)},
        _code(1290), "Read in the text of today only.",
    ),
)  # fmt: skip

_SECTION_232 = (
    Template(
        "us-232-report", "Section 232", "19 U.S.C. 1862(b)(3)(A)", _OTCA, _SINCE_1988, _LIMIT,
        "the Secretary of Commerce", "the opening of an investigation",
        "The Secretary of Commerce reports within 270 days on what imports do to national security.",
        _usual(Step("P270D")), _code(1025),
    ),
    Template(
        "us-232-president", "Section 232", "19 U.S.C. 1862(c)(1)(A)", _OTCA, _SINCE_1988, _LIMIT, "the President",
        "the Secretary's report of a threat",
        "The President decides within 90 days of a report of a threat whether he agrees and what is to be done.",
        _usual(Step("P90D")), (*_code(1027), _REGULATION_232),
    ),
    Template(
        "us-232-action", "Section 232", "19 U.S.C. 1862(c)(1)(B)", _OTCA, _SINCE_1988, _LIMIT, "the President",
        "the President's decision to act",
        "What the President has decided is put into force within 15 days.",
        _usual(Step("P15D")), (*_code(1027), _REGULATION_232),
    ),
    Template(
        "us-232-agreement", "Section 232", "19 U.S.C. 1862(c)(3)(A)", _OTCA, _SINCE_1988, _WAITING, "the President",
        "the President's decision to negotiate limits on imports",
        "Where no agreement is made within 180 days of the decision to seek one, the President acts otherwise.",
        _usual(Step("P180D")), (*_code(1028), _REGULATION_232),
    ),
)  # fmt: skip

_PROCEDURE = (
    Template(
        "us-apa-effective", "Administrative Procedure Act", "5 U.S.C. 553(d)",
        "as in title 5 of the United States Code",
        (None, None), _WAITING, "the agency", "the publication of a rule",
        "A substantive rule takes force 30 days after its publication at the earliest.",
        _usual(Step("P30D")), (f"{_CODE}/title-05/chunck-203.md", "http://codes.lp.findlaw.com/uscode/5/I/5/II/553"),
        "Not for foreign affairs functions, rules that relieve, and where the agency finds good cause. The Act sets "
        "no length for public comment. When this version came into force was not looked up.",
    ),
)  # fmt: skip


def _dsu(
    name: str, article: str, kind: ClockKind, binds: str, start: str, definition: str,
    readings: Mapping[str, tuple[Step, ...]], *sources: str, note: str = "",
) -> Template:  # fmt: skip
    """An entry from the rules of the WTO."""
    statute = f"Dispute Settlement Understanding, Article {article}"
    return Template(
        f"wto-{name}", "WTO dispute settlement", statute, _DSU, _SINCE_1995, kind, binds, start, definition, readings,
        sources, note,
    )  # fmt: skip


_DSB, _PANEL, _LOSER = "the Dispute Settlement Body", "the panel", "the Member that lost"
_COMPLAINANT = "the complaining Member"
_PERIOD_ENDS = "the end of the reasonable period of time"

_WTO = (
    _dsu(
        "consultations-reply", "4.3", _DEADLINE, "the Member that is asked",
        "the receipt of a request for consultations",
        "A request for consultations is answered within 10 days; else a panel may be asked for at once.",
        _usual(Step("P10D")), f"{_INDEX}/dsu_02_e.htm",
    ),
    _dsu(
        "consultations-start", "4.3", _DEADLINE, "the Member that is asked",
        "the receipt of a request for consultations",
        "Consultations begin within 30 days of the request; else a panel may be asked for at once.",
        _usual(Step("P30D")), f"{_INDEX}/dsu_02_e.htm", note="The Members may agree on another period.",
    ),
    _dsu(
        "consultations", "4.7 and 4.8", _WAITING, _COMPLAINANT, "the receipt of a request for consultations",
        "A panel may be asked for when 60 days of consultations have passed; 20 in cases of urgency.",
        {"ordinary": (Step("P60D"),), "urgent": (Step("P20D"),)}, f"{_MODULE}/c6s3p1_e.htm",
        "https://sites.oxy.edu/whitney/_private/classes/ec311/archive/ec311_2008_01/realwrld/Gatt94/article_xxii.htm",
        note="The 20 days were read in the second of the sources, a summary, which names no paragraph.",
    ),
    _dsu(
        "panel-establishment", "6.1", _LIMIT, _DSB,
        "the first meeting of the Dispute Settlement Body on a request for a panel",
        "A panel is established at the second meeting on the request at the latest, unless all agree that it is not.",
        _usual(Step("P0D", "second-meeting", "the second meeting on the request")),
        "http://www.wto.org/english/tratop_e/dispu_e/repertory_e/R2_e.htm", note="The rule gives no number of days.",
    ),
    _dsu(
        "panel-report", "12.8", _LIMIT, _PANEL, "the agreement on the panel's composition and terms of reference",
        "The panel gives its report to the parties within six months of its composition; three in cases of urgency.",
        {"ordinary": (Step("P6M"),), "urgent": (Step("P3M"),)}, f"{_MODULE}/c6s3p5_e.htm",
        note="A general rule; a panel that needs longer says why.",
    ),
    _dsu(
        "panel-circulation", "12.9", _LIMIT, _PANEL, "the establishment of the panel",
        "No more than nine months pass from the establishment of a panel to the circulation of its report.",
        _usual(Step("P9M")), f"{_MODULE}/c6s3p5_e.htm",
        note="By the same source panels have taken twelve months on average.",
    ),
    _dsu(
        "panel-lapse", "12.12", _TERM, _COMPLAINANT, "the suspension of a panel's work",
        "A panel whose work is suspended for more than twelve months loses its authority.",
        _usual(Step("P12M")), f"{_MODULE}/c6s3p5_e.htm",
    ),
    _dsu(
        "adoption-earliest", "16.1", _WAITING, _DSB, "the circulation of a panel's report",
        "A report is not considered for adoption before 20 days have passed from its circulation.",
        _usual(Step("P20D")), f"{_MODULE}/c6s4p1_e.htm", note="The source cites Article 16.4 for both ends.",
    ),
    _dsu(
        "adoption", "16.4", _LIMIT, _DSB, "the circulation of a panel's report",
        "A report is adopted within 60 days of its circulation, unless it is appealed or all agree not to adopt it.",
        _usual(Step("P60D")), f"{_MODULE}/c6s4p1_e.htm",
    ),
    _dsu(
        "appeal-notice", "16.4", _DEADLINE, "a party to the dispute", "the circulation of a panel's report",
        "An appeal is notified before the report is adopted, which is within 60 days of its circulation.",
        _usual(Step("P60D"), Step("P0D", "adoption", "the adoption of the report")), f"{_MODULE}/c6s4p1_e.htm",
    ),
    _dsu(
        "appeal", "17.5", _LIMIT, "the Appellate Body", "the notice of appeal",
        "The Appellate Body reports within 60 days of the notice of appeal, and in no case after more than 90.",
        {"ordinary": (Step("P60D"),), "extended": (Step("P90D"),)},
        f"{_OVERVIEW}/lq539me3z-appellate-body-process-the-general-overview-of-the-wto-dispute-settlement-process.html",
        "https://ielp.worldtradelaw.net/2018/06/the-timing-for-circulating-appellate-body-reports",
        note="It has often taken longer. It lost its quorum in December 2019.",
    ),
    _dsu(
        "appeal-adoption", "17.14", _LIMIT, _DSB, "the circulation of the Appellate Body's report",
        "The Appellate Body's report is adopted within 30 days of its circulation, unless all agree not to adopt it.",
        _usual(Step("P30D")), f"{_MODULE}/c6s6p1_e.htm",
    ),
    _dsu(
        "implementation-intentions", "21.3", _DEADLINE, _LOSER, "the adoption of the report",
        "The Member that lost says within 30 days of adoption what it means to do about the ruling.",
        _usual(Step("P30D")), f"{_INDEX}/dsu_08_e.htm",
    ),
    _dsu(
        "reasonable-period-agreed", "21.3(b)", _DEADLINE, "the parties to the dispute", "the adoption of the report",
        "The parties have 45 days from adoption to agree on the reasonable period of time for carrying out the ruling.",
        _usual(Step("P45D")), f"{_INDEX}/dsu_08_e.htm",
    ),
    _dsu(
        "reasonable-period-award", "21.3(c)", _LIMIT, "the arbitrator", "the adoption of the report",
        "Where the parties do not agree, an arbitrator sets the reasonable period of time within 90 days of adoption.",
        _usual(Step("P90D")), f"{_INDEX}/dsu_08_e.htm",
    ),
    _dsu(
        "reasonable-period", "21.3(c)", _DEADLINE, _LOSER, "the adoption of the report",
        "The ruling is carried out within a reasonable period of time, for which the arbitrator's guideline is 15 "
        "months.",
        _usual(Step("P15M")), f"{_INDEX}/dsu_08_e.htm",
        "http://wto.org/english/tratop_e/dispu_e/repertory_e/arb5_e.htm",
        note="A guideline: where the parties agreed on a period, or an arbitrator set one, code that with `due`.",
    ),
    _dsu(
        "compliance-panel", "21.5", _LIMIT, "the compliance panel", "the referral of the matter to the original panel",
        "Whether the ruling was carried out is reported within 90 days of referring the question.",
        _usual(Step("P90D")), f"{_INDEX}/dsu_08_e.htm",
        note="The length was not checked against a page: of Article 21 paragraphs 1 to 3 were read there.",
    ),
    _dsu(
        "retaliation-request", "22.2", _WAITING, _COMPLAINANT, _PERIOD_ENDS,
        "Leave to retaliate may be asked for when no compensation was agreed within 20 days of the end of the period.",
        _usual(Step("P20D")), "http://m.nuoha.vip/book/chapter/76761/73.html", note="Read in a textbook only.",
    ),
    _dsu(
        "retaliation-authorization", "22.6", _LIMIT, _DSB, _PERIOD_ENDS,
        "Leave to retaliate is given within 30 days of the end of the period, unless all agree to refuse it.",
        _usual(Step("P30D")), f"{_MODULE}/c6s10p2_e.htm", note="Not while the level is in arbitration.",
    ),
    _dsu(
        "retaliation-arbitration", "22.6", _LIMIT, "the arbitrator", _PERIOD_ENDS,
        "Arbitration on how much retaliation is allowed ends within 60 days of the end of the period.",
        _usual(Step("P60D")), f"{_MODULE}/c6s10p2_e.htm",
        note="The complaining Member does not retaliate while it lasts.",
    ),
)  # fmt: skip

TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        template.id: template
        for laws in (_SECTION_301, _SPECIAL_301, _SUPER_301, _SECTION_201, _SECTION_232, _PROCEDURE, _WTO)
        for template in laws
    }
)
"""The clocks that laws set, by the names that event files use."""
