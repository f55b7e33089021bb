"""Two codings of one dispute as a workbook in which somebody decides, difference by difference, what is to stand.

What stands for each other is known from `replay.scoring.matching`. Ids that B has for what A has too are read as those
of A, so that links and dates that mean the same are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from replay.exchange.layout import canonical
from replay.exchange.units import Thing, Units, is_link, ordered, renamed, taken_apart
from replay.files.nodes import compose
from replay.files.textfile import TextFile
from replay.scoring import SideBySide
from replay.scoring.counterparts import items
from replay.scoring.matching import Coding, Split
from replay.text.formbook import FormField, FormSheet, form_workbook
from replay.text.words import counted, in_line

__all__ = [
    "ALONE", "DECISIONS", "DIFFERENCES", "KEPT", "PAIRS", "VERSIONS", "Difference", "Pair", "TwoCodings", "pairs_of",
    "settling_book",
]  # fmt: skip

DIFFERENCES, ALONE, SPLITS, PAIRS, VERSIONS = "differences", "only one", "splits", "pairs", "versions"
"""The sheets."""
DECISIONS = ("A", "B", "value", "neither")
KEPT = ("keep", "leave out")
"""What can be decided of a difference, and of what only one coding has."""
Pair = tuple[str, str, str]
"""A kind, and the ids of one thing in A and in B."""
_MATCHED = ("event", "clock", "reading", "decision")
_MOST = 1500
"""Signs of a value that the workbook shows; the value that is settled is that of the file."""
_GONE = ("frozen",)
"""Keys of a file that say something of the file as it was."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A key of which two codings say different things.

    Attributes
    ----------
    thing : Thing
        Under A's id.
    a, b : str
        Its ids in the two.
    key : str
    a_says, b_says : Any
        As plain nodes; None for nothing.
    """

    thing: Thing
    a: str
    b: str
    key: str
    a_says: Any
    b_says: Any

    @property
    def kind(self) -> str:
        """The kind of the thing, or link."""
        return "link" if self.thing[0] == "event" and is_link(self.key) else self.thing[0]

    @property
    def row(self) -> tuple[str, str, str, str]:
        """By what its row is known."""
        return self.kind, self.a, self.b, self.key


@dataclass(frozen=True)
class TwoCodings:
    """Two codings taken apart under common ids.

    Attributes
    ----------
    a, b : TextFile
        Sound event files.
    pairs : tuple[Pair, ...]
        Events, clocks, readings and decisions that stand for each other; each id once in each file. What has one id in
        both and is of another kind (a party, a source, a series, a stake) stands for itself.
    """

    a: TextFile
    b: TextFile
    pairs: tuple[Pair, ...]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Ids of B, and the common id of each: A's, its own, or its own with a sign if A has it for something else."""
        paired = {y: x for _, x, y in self.pairs}
        own = taken_apart(_held(self.b))
        taken = {name for kind, name in self.first if kind not in ("party", "source", "commitment")}
        found: dict[str, str] = {}
        for kind, name in own:
            if kind in ("party", "source", "commitment", "dispute"):
                continue
            if name in paired:
                found[name] = paired[name]
                continue
            new, n = name, 1
            alike = kind not in _MATCHED and (kind, name) in self.first
            while not alike and new in taken:
                new, n = f"{name}-b{n if n > 1 else ''}", n + 1
            found[name] = new
            taken.add(new)
        return found

    @cached_property
    def first(self) -> Units:
        """The things of A."""
        return taken_apart(_held(self.a))

    @cached_property
    def second(self) -> Units:
        """The things of B, under common ids."""
        return taken_apart(renamed(_held(self.b), self.names))

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """All things of both, in the order in which the settled file has them."""
        return tuple(ordered([*self.first], [*self.second]))

    def own(self, thing: Thing) -> tuple[str, str]:
        """Return the ids of a thing in A and in B; "" where it is not."""
        kind, name = thing
        back = self._back
        if kind == "commitment":
            event, _, n = name.rpartition("/")
            other = f"{back.get(event, event)}/{n}"
        else:
            other = back.get(name, name) if kind not in ("party", "source") else name
        return name if thing in self.first else "", other if thing in self.second else ""

    @cached_property
    def _back(self) -> Mapping[str, str]:
        return {new: old for old, new in self.names.items()}

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What the two say differently of what both have."""
        return tuple(self._differences())

    def _differences(self) -> Iterator[Difference]:
        for thing in self.things:
            if thing not in self.first or thing not in self.second:
                continue
            one, two = self.first[thing], self.second[thing]
            a, b = self.own(thing)
            if thing[0] in _MATCHED and a != b:
                yield Difference(thing, a, b, "id", a, b)
            for key in dict.fromkeys((*one, *two)):
                if one.get(key) != two.get(key):
                    yield Difference(thing, a, b, key, one.get(key), two.get(key))

    @cached_property
    def alone(self) -> tuple[Thing, ...]:
        """Things that only one has; clocks and commitments go with an event that only this one has."""
        return tuple(thing for thing in self.things if self.coder(thing) and not self.carrier(thing))

    def coder(self, thing: Thing) -> str:
        """Return which of the two alone has a thing, "A" or "B"; "" if both have it."""
        return "" if thing in self.first and thing in self.second else "A" if thing in self.first else "B"

    def carrier(self, thing: Thing) -> Thing | None:
        """Return the event with which a thing of one coding comes and goes; None if it stands for itself."""
        units = self.first if thing in self.first else self.second
        owner = ("event", units[thing].get("event", "")) if thing[0] in ("clock", "commitment") else None
        return owner if owner is not None and self.coder(thing) and self.coder(owner) else None


def _held(file: TextFile) -> dict[str, Any]:
    root, _ = compose(file.text, file.name)
    assert root is not None, "the file was read before"
    return {key: value for key, value in canonical(root.plain()).items() if key not in _GONE}


def pairs_of(found: SideBySide) -> tuple[tuple[Pair, ...], tuple[Split, ...]]:
    """Return what stands for each other in two codings, each id once, and the splits that are proposed.

    Of a table that gives one thing several counterparts the first counts; the others are proposed as splits.
    """
    one, two = Coding.together(found.a, found.b)
    decisions = [item.names for item in items((one, two, None), found.matches)["decisions"]]
    rows = (found.matches.events, found.matches.clocks, found.matches.readings, decisions)
    pairs: list[Pair] = []
    splits = [*found.matches.splits]
    for kind, matches in zip(_MATCHED, rows, strict=True):
        left, right = set[str](), set[str]()
        for x, y, _ in matches:
            if not (x and y):
                continue
            if x not in left and y not in right:
                pairs.append((kind, x, y))
            elif kind == "event":
                splits.append(Split("b", y, x, 1.0) if x in left else Split("a", x, y, 1.0))
            left.add(x)
            right.add(y)
    return tuple(pairs), tuple(splits)


# -- the workbook ---------------------------------------------------------------------------------

_ONLY = (("only A", "#CFE3F5"), ("only B", "#FBE3C2"), ("both differ", "#E3D5EC"))
_OPEN = "#FFF6B0"
_KIND = FormField(
    "kind", "what it is: the dispute as a whole, a party, event, clock, link, reading and so on", width=12
)
_IN_A = FormField("id in A", "its id in coding A; empty for the dispute as a whole", width=24)
_IN_B = FormField("id in B", "its id in coding B", width=24)
_NOTE = FormField(
    "note", "why, in a few words; it goes into the note of the item", "the later page has the day", width=34
)
_NOTES = (
    "Two codings of one dispute, A and B (sheet `versions`), side by side. Identical keys are not listed. Decide "
    "every row of the sheets `differences` and `only one`: pick from the list in the yellow column `decision`.",
    "Of a difference: A or B takes what that coding says; `value` takes what you type in the column `value`; `neither` "
    "leaves the key out. Rows of one item stand together. Ids that B uses for what A has too are written as in A.",
    "Of what only one coding has: `keep` or `leave out`. Clocks, links and commitments go with their event. A link to "
    "something that is left out falls away. The sheet `splits` lists events that may be parts of one in the other "
    "coding: it is there to be read, and decides nothing.",
    "Colour only repeats the word in the column `marks`. Rows may be sorted and filtered; do not delete any, and "
    "change nothing but `decision`, `value` and `note`: what is settled is what the files hold.",
    "Then: replay settle A B BOOK.xlsx --out SETTLED.yaml. It refuses rows without a decision, and "
    "other versions of A or B.",
)


def settling_book(two: TwoCodings, splits: Sequence[Split]) -> bytes:
    """Return the workbook (.xlsx) in which two codings are settled; the same every time."""
    lists = {"decision": DECISIONS, "kept": KEPT}
    title = f"{two.first['dispute', '']['title']}: two codings to be settled"
    return form_workbook(title, _sheets(two, splits), lists, _NOTES)


def _sheets(two: TwoCodings, splits: Sequence[Split]) -> tuple[FormSheet, ...]:
    decision = FormField("decision", "A, B, value (typed in the next column) or neither", "A", "decision", blank=_OPEN)
    kept = FormField("decision", "keep or leave out", "keep", "kept", blank=_OPEN)
    value = FormField(
        "value", "what is to stand, where the decision is `value`; as in the file", "1995-05-16", width=30
    )
    wide = {name: FormField(f"{name} says", f"what coding {name} says; empty for nothing", width=46) for name in "AB"}
    marks = FormField("marks", "whether both say something, or only one of them", colours=_ONLY, width=12)
    count = dict[Thing, int]()
    for one in two.differences:
        count[one.thing] = count.get(one.thing, 0) + 1
    differing = tuple(
        (*one.row, *map(_shown, (one.a_says, one.b_says)), _mark(one), "", "", "") for one in two.differences
    )
    alone = tuple(
        (thing[0], two.own(thing)[two.coder(thing) == "B"], f"only {two.coder(thing)}", _sketch(two, thing), "", "")
        for thing in two.alone
    )
    parts = tuple(
        (one.coding.upper(), one.part, one.whole, f"{one.alike:.2f}", *_both_sketched(two, one)) for one in splits
    )
    pairs = tuple(
        (kind, x, y, _sketch(two, (kind, x)), _sketch(two, (kind, x), second=True), _told(count.get((kind, x), 0)))
        for kind, x, y in two.pairs
    )
    told = FormField("marks", "in how many keys they differ", colours=(("same", "#FFFFFF"),), width=16)
    sketch = FormField("what it says", "what it is, in short", width=70)
    return (
        FormSheet(
            DIFFERENCES, "One row for each key of which A and B say different things.",
            (_KIND, _IN_A, _IN_B, FormField("key", "which key of the item; of a link, what it does to what", width=22),
             wide["A"], wide["B"], marks, decision, value, _NOTE), differing,
        ),
        FormSheet(
            ALONE, "One row for each thing that only one coding has.",
            (_KIND, FormField("id", "its id", width=28), marks, sketch, kept, _NOTE), alone,
        ),
        FormSheet(
            SPLITS, "Proposed: events left over that may be a part of one that the other coding has whole. To be read.",
            (FormField("coder", "in which coding it is left over", width=8), FormField("part", "its id", width=28),
             FormField("whole", "the event of the other coding", width=28),
             FormField("alike", "how alike they are, 0 to 1; 1.00 by a table", width=8, number=True),
             FormField("part says", "what the part is", width=50),
             FormField("whole says", "what the whole is", width=50)),
            parts,
        ),
        FormSheet(
            PAIRS, "What stands for each other in both. To be read: `replay agree --matches` changes it.",
            (_KIND, _IN_A, _IN_B, wide["A"], wide["B"], told), pairs,
        ),
        FormSheet(
            VERSIONS, "The two files as they were; settling refuses others.",
            (FormField("coder", "A or B", width=8), FormField("file", "its name", width=40),
             FormField("sha256", "its fingerprint", width=70)),
            tuple((name, file.name, file.digest) for name, file in (("A", two.a), ("B", two.b))),
        ),
    )  # fmt: skip


def _shown(value: Any) -> str:
    text = "" if value is None else in_line(value)
    return text if len(text) <= _MOST else f"{text[: _MOST - 3]}..."


def _mark(one: Difference) -> str:
    return "only B" if one.a_says is None else "only A" if one.b_says is None else "both differ"


def _told(count: int) -> str:
    return counted(count, "difference") if count else "same"


def _both_sketched(two: TwoCodings, split: Split) -> tuple[str, str]:
    part, whole = ("event", split.part), ("event", split.whole)
    if split.coding == "a":
        return _sketch(two, part), _sketch(two, ("event", two.names.get(split.whole, split.whole)), second=True)
    return _sketch(two, ("event", two.names.get(split.part, split.part)), second=True), _sketch(two, whole)


def _sketch(two: TwoCodings, thing: Thing, second: bool = False) -> str:
    """A thing in a line: its date, who, what, and its words."""
    values = (two.second if second or thing not in two.first else two.first)[thing]
    lead = [in_line(values[key]) for key in ("date", "due", "party", "actor", "act", "level", "did") if key in values]
    words = next(
        (in_line(values[key]) for key in ("summary", "question", "says", "title", "label", "name") if key in values), ""
    )
    return _shown(": ".join(part for part in (", ".join(lead), words) if part) or in_line(values))
