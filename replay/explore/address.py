"""The address of a page: which dispute, which edits, and what of it is looked at.

An address is readable and says everything: whoever opens it sees the same, wherever. Edits are written as on the
command line (`replay whatif`), with a colon between id and value::

    ?d=japan-autos&off=settlement&shift=talks-fail:14d&clock=sanctions-june:1995-07-05&at=40

An act that is put in, and what an act has otherwise, are JSON with the keys of an event file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, quote_plus

from replay.codebook import Act
from replay.counterfactuals.edits import Cut, Drop, Edit, SetClock, Shift
from replay.dates import DateError, day, iso, typed
from replay.errors import RefusalError, Where, closest
from replay.explore.pictures.scene import Filters
from replay.explore.spelling import BECAUSE, KINDS, WORDS, brief, edit_of, said, value_of
from replay.text.signs import first_bad

__all__ = ["FORM", "LONGEST", "PICTURES", "Filters", "View", "address_of", "of_edits", "query", "read", "ticked"]

LONGEST = 16000
"""Characters of a query that is read."""
PICTURES = ("story", "escalation")
"""The figures of a page: the first is shown unless the other is asked for."""
_MOST = 200
"""Edits in an address."""
FORM = {"date.": "shift", "due.": "clock"}
"""How fields of a form begin that hold the value of one edit each: ``date.settlement=1995-07-05``; empty for none."""
_ONE = ("d", "title", "cf", "responses", "cut", "at", "act", "decision", "show", "from", "to", "acts", "min-rung",
        "compare", "page", "width")  # fmt: skip
_MANY = ("off", "replace", "add", *KINDS, "keep", "parties", "kinds")
_TITLE = 200
"""Characters of a title."""


@dataclass(frozen=True, slots=True)
class View:
    """What an address asks for.

    Attributes
    ----------
    case : str
        Name of the dispute; "" for the first.
    named : str
        Name of the counterfactual that is looked at, "" for none.
    edits : tuple[Edit, ...]
        In their canonical order: by kind, each kind in the order of the address.
    title : str
        What the edits are called together, "" for what they are; without edits it says nothing.
    reader : str
        The party as which disputed ends of clocks are read, "" for the first that is named.
    at : int or None
        Number of the entry up to which the replay has come, from 1; None for its end.
    act, decision : str
        What is looked at more closely.
    picture : str
        One of `PICTURES`.
    compare : str
        Name of the dispute beside which it is set.
    page : int
        Which part of the list of acts, from 1.
    narrow : bool
        Whether the screen is narrow: read from ``width=narrow``, and no part of what an address says.

    Examples
    --------
    >>> view = read("d=japan-autos&off=settlement&at=12")
    >>> view.dropped, view.at, query(view)
    (('settlement',), 12, 'd=japan-autos&off=settlement&at=12')
    """

    case: str = ""
    named: str = ""
    edits: tuple[Edit, ...] = ()
    at: int | None = None
    act: str = ""
    decision: str = ""
    picture: str = PICTURES[0]
    filters: Filters = field(default_factory=Filters)
    compare: str = ""
    page: int = 1
    narrow: bool = field(default=False, compare=False)
    title: str = ""
    reader: str = ""

    @property
    def edited(self) -> bool:
        """Whether anything is edited."""
        return bool(self.named or self.edits)

    @property
    def dropped(self) -> tuple[str, ...]:
        """The acts that are switched off."""
        return tuple(edit.target for edit in self.edits if isinstance(edit, Drop))

    def but(self, **changes: Any) -> View:
        """Return the view with other values."""
        return replace(self, **changes)

    def without(self, edit: Edit) -> View:
        """Return the view without an edit; the others together are no longer what the title says."""
        return replace(self, edits=tuple(one for one in self.edits if one != edit), title="")

    def shift_of(self, act: str) -> str:
        """Return where an act is put, as an address writes it; "" for its own day."""
        return next((value_of(e) for e in self.edits if isinstance(e, Shift) and e.target == act), "")

    def due_of(self, clock: str) -> str:
        """Return when a clock is made due, as an address writes it; "" for its own due date."""
        return next((value_of(e) for e in self.edits if isinstance(e, SetClock) and e.target == clock), "")


def address_of(view: View) -> str:
    """Return the address of a page, from wherever the application stands.

    >>> address_of(View("japan-autos"))
    '?d=japan-autos'
    """
    return f"?{query(view)}"


def query(view: View) -> str:
    """Return the query of an address: each part in its fixed place, nothing that goes without saying."""
    return "&".join(f"{key}={quote_plus(value, safe=':,/~')}" for key, value in pairs(view))


def of_edits(case: str, title: str, edits: Sequence[Edit]) -> View | None:
    """Return the view of a counterfactual with all its edits in the address; None if no address can hold them.

    Examples
    --------
    >>> query(of_edits("japan-autos", "No deal", [Drop("settlement")]))
    'd=japan-autos&title=No+deal&off=settlement'
    """
    ordered = tuple(sorted(edits, key=lambda edit: [*WORDS].index(type(edit))))
    try:
        return read(query(View(case, edits=ordered, title=" ".join(title.split())[:_TITLE].rstrip())))
    except RefusalError:
        return None


def ticked(view: View) -> dict[str, str]:
    """Return the acts that are switched off, each with how an address says it.

    That what answers nothing else goes too is said behind an id, if it holds of some of them and not of others.

    >>> ticked(read("off=a&off=b:drop")), ticked(read("off=b:drop"))
    ({'a': 'a', 'b': 'b:drop'}, {'b': 'b'})
    """
    drops = [edit for edit in view.edits if isinstance(edit, Drop)]
    mixed = len({edit.responses for edit in drops}) > 1
    return {one.target: f"{one.target}:drop" if mixed and one.responses == "drop" else one.target for one in drops}


def pairs(view: View) -> Iterator[tuple[str, str]]:
    """Yield the parts of an address."""
    found, off = view.filters, ticked(view)
    title = view.title if view.edits else ""
    yield from ((key, text) for key, text in (("d", view.case), ("title", title), ("cf", view.named)) if text)
    for edit in view.edits:
        yield WORDS[type(edit)], off[edit.target] if isinstance(edit, Drop) else said(edit)
        if isinstance(edit, Cut):
            yield from (("keep", name) for name in edit.keep)
    if {edit.responses for edit in view.edits if isinstance(edit, Drop)} == {"drop"}:
        yield "responses", "drop"
    if view.reader:
        yield "reading", view.reader
    if view.at is not None:
        yield "at", str(view.at)
    picture = view.picture if view.picture != PICTURES[0] else ""
    told = (
        ("act", view.act), ("decision", view.decision), ("show", picture), ("from", _iso(found.first)),
        ("to", _iso(found.last)), ("acts", str(found.most or "")), ("min-rung", str(found.min_rung or "")),
        ("parties", ",".join(found.parties)), ("kinds", ",".join(found.kinds)), ("compare", view.compare),
        ("page", str(view.page) if view.page > 1 else ""),
    )  # fmt: skip
    yield from ((key, text) for key, text in told if text)


def read(text: str, *, known: Sequence[str] = ()) -> View:
    """Read the query of an address, or of a form.

    Parameters
    ----------
    text : str
        With or without a question mark, or what stands before it.
    known : sequence of str, optional
        Names of the disputes that there are; the first is meant if none is named.

    Raises
    ------
    RefusalError
        In words, if a part is unknown, comes twice, or holds no value of its kind.
    """
    text = text.partition("#")[0]
    text = text.partition("?")[2] if "?" in text else text
    if len(text) > LONGEST:
        raise RefusalError(f"the address has {len(text)} characters behind the question mark; allowed: {LONGEST}")
    one: dict[str, str] = {}
    many: dict[str, list[str]] = {key: [] for key in _MANY}
    try:
        parts = parse_qsl(text, keep_blank_values=True, max_num_fields=10 * _MOST, errors="strict")
    except (ValueError, UnicodeError):
        raise RefusalError("the address cannot be read: it has too many parts, or signs that are no text") from None
    for key, value in parts:
        bad = first_bad(key + value)
        if bad is not None:
            raise RefusalError("the address holds a sign that no text may hold")
        value, form = value.strip(), next((start for start in FORM if key.startswith(start)), "")
        if not value:
            continue
        if form:
            many[FORM[form]].append(f"{key.removeprefix(form)}:{value}")
        elif key in _MANY:
            many[key] += value.split(",") if key in ("parties", "kinds") else [value]
        elif key not in _ONE:
            allowed = ", ".join((*_ONE, *_MANY))
            raise RefusalError(f"'{brief(key)}' is no part of an address; allowed: {allowed}")
        elif one.setdefault(key, value) != value:
            raise RefusalError(f"'{key}' comes twice in the address, with '{brief(one[key])}' and '{brief(value)}'")
    return _view(one, {key: [*dict.fromkeys(values)] for key, values in many.items()}, known)


def _view(one: Mapping[str, str], many: Mapping[str, list[str]], known: Sequence[str]) -> View:
    case = one.get("d") or (known[0] if known else "")
    for key in ("d", "compare"):
        if known and one.get(key, known[0]) not in known:
            seen = brief(one[key])
            raise RefusalError(f"{key}: no dispute here is called '{seen}'; allowed: {', '.join(known)}")
    if one.get("responses", "keep") not in ("keep", "drop"):
        raise RefusalError(f"responses: '{brief(one['responses'])}' seen; allowed: keep, drop")
    show = one.get("show", PICTURES[0])
    if show not in PICTURES:
        raise RefusalError(f"show: '{brief(show)}' seen; allowed: {', '.join(PICTURES)}")
    parties, kinds = (tuple(sorted({*many[key]} - {""})) for key in ("parties", "kinds"))
    if strange := {*kinds} - {act.value for act in Act}:
        seen = brief(min(strange))
        raise RefusalError(f"kinds: no act is called '{seen}'{closest(seen, [act.value for act in Act])}")
    filters = Filters(
        _day(one, "from"), _day(one, "to"), parties, kinds, _number(one, "min-rung", 0, 9) or 0,
        _number(one, "acts", 1, 9999),
    )  # fmt: skip
    if filters.first and filters.last and filters.last < filters.first:
        raise RefusalError(f"the last day to show, {one['to']}, comes before the first, {one['from']}")
    readers = [text for text in many["reading"] if ":" not in text]
    if len(readers) > 1:
        raise RefusalError(f"reading: '{brief(readers[0])}' and '{brief(readers[1])}' cannot both read ends of clocks")
    many = {**many, "reading": [text for text in many["reading"] if text not in readers]}
    edits = _edits(one, many)
    title = " ".join(one.get("title", "").split()) if edits else ""
    if len(title) > _TITLE:
        raise RefusalError(f"title: it has {len(title)} characters; allowed: {_TITLE}")
    return View(
        case, one.get("cf", ""), edits, _number(one, "at", 1, 10**6), one.get("act", ""), one.get("decision", ""), show,
        filters, one.get("compare", ""), _number(one, "page", 1, 10**5) or 1, one.get("width") == "narrow", title,
        readers[0] if readers else "",
    )  # fmt: skip


def _edits(one: Mapping[str, str], many: Mapping[str, list[str]]) -> tuple[Edit, ...]:
    found: list[Edit] = []
    for text in many["off"]:
        name, _, how = text.partition(":")
        responses: Any = how or one.get("responses", "keep")
        if responses not in ("keep", "drop"):
            raise RefusalError(f"off: '{brief(text)}' seen; allowed: an id, or an id with ':drop' behind it")
        found.append(Drop(name, responses, because=BECAUSE, where=Where(f"off={name}")))
    for key in ("replace", "add", *KINDS):
        found += [edit_of(key, text) for text in many[key]]
    if cut := _day(one, "cut"):
        kept = tuple(sorted(many["keep"]))
        found.append(Cut(cut, kept, because=BECAUSE, where=Where(f"cut={one['cut']}")))
    elif many["keep"]:
        raise RefusalError("keep: it has no effect without 'cut'")
    if len(found) > _MOST:
        raise RefusalError(f"the address has {len(found)} edits; allowed: {_MOST}")
    return tuple(found)


def _day(one: Mapping[str, str], key: str) -> int | None:
    try:
        return day(typed(one[key])) if key in one else None
    except DateError as fault:
        raise RefusalError(f"{key}: {fault.message}") from None


def _iso(found: int | None) -> str:
    return iso(found) if found else ""


def _number(one: Mapping[str, str], key: str, least: int, most: int) -> int | None:
    text = one.get(key, "")
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,7}", text) or not least <= int(text) <= most:
        raise RefusalError(f"{key}: '{brief(text)}' seen; allowed: a whole number from {least} to {most}")
    return int(text)
