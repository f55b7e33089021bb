"""From what is shown to DOT text that a person can read: lanes as clusters, a rank a date, clocks between the lanes.

Ids of nodes are those of acts and clocks. No place is fixed: the engine lays out, and time runs down because the dates
of the gutter form a chain and an act shares the rank of its date. Boxes have the size of their text as it is painted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from graphviz.quoting import quote

from replay.codebook import AGREEMENTS, HOSTILE, RUNGS, RUNGS_SHORT, Act
from replay.engine.trace import ClockHistory
from replay.escalation import LinkType, Node
from replay.figures import style as figstyle
from replay.figures.escalation.content import ADDED, BOTH, CHANGED, DROPPED, GONE, OTHERS, SAME, Content, Line
from replay.figures.escalation.sizes import BACKSLASH, BY_RULE, LINE, PAD, RANK, Box, Sizes, widest
from replay.figures.sheet.ends import ENDED

__all__ = ["WAYS", "columns", "dot_text"]

WAYS = (("true", "weight=1"), ("true", "weight=0"), ("line", "constraint=false"))
"""How links run and bear on the layout, the best to look at first; engines fail at one or the other now and then."""

Values = dict[str, str | float]

_LEVELS = (HOSTILE, 6, 8)
"""From which rungs on a box is filled more."""
_FILLS: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        group: (figstyle.PAPER, figstyle.SIDE_TINTS[group], middle, figstyle.SIDE_TEXT[group])
        for group, middle in (("A", "#b9d1e8"), ("B", "#f8c9a0"), ("other", "#d0d0d0"))
    }
    | {"both": (figstyle.PAPER, "#f0f0f0", "#d0d0d0", figstyle.INK)}
)
_AGREED: Values = {"color": figstyle.LINKS["settles"].color, "penwidth": 1.8}
_EMITTED: Values = {"style": "filled,rounded,dashed"}
_GONE: Values = {"fillcolor": figstyle.PAPER, "fontcolor": figstyle.MUTED, "penwidth": 1.0}
_GONE_LINK: Values = {
    "style": "dotted", "dashes": "0.8 1.6", "color": figstyle.FAINT, "fontcolor": figstyle.MUTED
}  # fmt: skip
_LOOKS: Mapping[str, Values] = MappingProxyType(
    {
        ADDED: {"penwidth": 2.0, "peripheries": 2},
        DROPPED: {"style": "diagonals", **_GONE},
        GONE: {"style": "dotted", **_GONE},
        CHANGED: {"penwidth": 1.6, "style": "dashed"},
        SAME: {},
    }
)
_CLOCK: Values = {"style": "filled,rounded", "fillcolor": figstyle.PAPER}
_BARE: Values = {"shape": "plaintext", "style": ""}
_RULE: Values = {"class": "rule", "fontcolor": figstyle.INK}  # words between the dates, with a rule beside them
_HIDDEN: Values = {"label": "", "style": "invis", "width": 0.01, "height": 0.01}
_CHAIN = "[style=invis, constraint=true, weight=100]"
_END = 7.0  # width of the mark of a clock's end there
_SAMPLE = 14.0  # length of a line in the key, in points


def _titles() -> Values:
    return {"fontname": f"{figstyle.family()} Bold", "fontsize": figstyle.TITLE}


def dot_text(shown: Content, width: float, room: float | None = None, way: int = 0) -> str:
    """Return a diagram as DOT text.

    Parameters
    ----------
    shown : Content
    width : float
        Of the page, in mm.
    room : float, optional
        Width in mm for gutter, lanes and clocks, where links outside the lanes need the rest.
    way : int
        Place in `WAYS`.

    Examples
    --------
    >>> import replay
    >>> from replay.figures.escalation.content import content
    >>> graph = replay.graph(replay.run(replay.load(replay.example())))
    >>> print(dot_text(content(graph, ["sanctions-list", "settlement"]), 88.0).splitlines()[0])
    digraph example {
    """
    lines = _Writer(Sizes(shown, width, room or width)).lines(*WAYS[way])
    return "\n".join([f"digraph {quote(shown.name)} {{", *(f"  {line}".rstrip() for line in lines), "}", ""])


def columns(shown: Content) -> list[str]:
    """Return the keys of the columns from left to right: the gutter, lanes, and after the first what stands between.

    Between the two lanes stand clocks and joint acts of both camps; the figure shows that these lie across the lanes.
    """
    lanes, middle = list(shown.lanes), shown.clocks or BOTH in shown.homes.values()
    return ["dates", *lanes[:1], *(["clocks"] if middle else []), *lanes[1:]]


def label(*lines: str) -> str:
    r"""Join lines of text to be shown: entities, escapes and markup stand for themselves.

    >>> print(label("R&D", 'the "b"'), label("a\\n<b>"))
    R&amp;D\nthe &quot;b&quot; a∖n&lt;b&gt;
    """
    signs = str.maketrans({"&": "&amp;", '"': "&quot;", "\\": BACKSLASH, "<": "&lt;", ">": "&gt;"})
    return r"\n".join(" ".join(line.split()).translate(signs) for line in lines)


def _n(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.3f}".rstrip("0").rstrip(".")


def _attributes(*parts: Values) -> str:
    values = {key: value for part in parts for key, value in part.items()}
    return f"[{', '.join(f'{key}={quote(_n(value))}' for key, value in values.items())}]"


def _node(name: str, *values: Values) -> str:
    return f"{quote(name)} {_attributes(*values)}"


def _chain(*names: str, arrow: str = " -> ") -> str:
    return arrow.join(str(quote(name)) for name in names)


def _size(box: Box) -> Values:
    return {"label": label(*box.lines), "width": box.width / 72, "height": box.height / 72}


def _filled(group: str, level: int) -> Values:
    ink = figstyle.PAPER if level == len(_LEVELS) else figstyle.INK
    return {"fillcolor": _FILLS[group][level], "fontcolor": ink, "penwidth": 0.4 + 0.4 * level}


def _shades(level: int) -> Values:
    """The look of a box of the key: in the shades of both sides."""
    return {**_filled("other", level), "style": "striped", "fillcolor": ":".join(_FILLS[side][level] for side in "AB")}


def _level(node: Node) -> int:
    return sum(node.rung >= rung for rung in _LEVELS)


def _agreed(node: Node) -> Values:
    return _AGREED if node.act is not None and Act(node.act) in AGREEMENTS else {}


def _line(type_: LinkType) -> Values:
    look = figstyle.LINKS[type_.value]
    dashes: Values = {"style": look.line, "dashes": " ".join(map(_n, look.dashes))} if look.dashes else {}
    return {"class": type_.value, "color": look.color, "penwidth": look.width, "arrowhead": look.head, **dashes}


def _became(type_: LinkType, what: str) -> Values:
    """How a link of a type looks otherwise if it is added or gone."""
    if what == GONE:
        return _GONE_LINK
    return {"penwidth": figstyle.LINKS[type_.value].width + 1.0} if what == ADDED else {}


class _Writer:
    """The text, part by part."""

    def __init__(self, sizes: Sizes) -> None:
        self.sizes, self.shown, self.columns = sizes, sizes.shown, columns(sizes.shown)
        sides = [lane for lane in sizes.shown.lanes if lane != OTHERS]
        self.groups = dict(zip(sides, "AB", strict=False))

    def lines(self, splines: str, links: str) -> Iterator[str]:
        sizes = self.sizes
        heads, feet = (_chain(*(f"{end} {one}" for one in self.columns), arrow="; ") for end in ("head", "foot"))
        font: Values = {"fontname": figstyle.family(), "fontsize": figstyle.SMALLEST}
        title = label(*sizes.title).replace(r"\n", r"\l") + r"\l" if sizes.title else ""
        yield "graph " + _attributes(
            {"rankdir": "TB", "newrank": "true", "splines": splines, "nodesep": sizes.gap / 72, "ranksep": RANK / 72},
            {"pad": 0.0, "margin": 0.0, "forcelabels": "false", "outputorder": "edgesfirst"},
            {"mclimit": 0.05},  # few swaps, so that the columns stay in order
            {"label": title, "labelloc": "t", "labeljust": "l"},
            _titles(),
        )
        yield "node " + _attributes({"shape": "box", "style": "filled", "fixedsize": "true", "margin": 0.0}, font)
        yield f"edge [{links}, {_attributes({'arrowsize': 0.4}, font)[1:]}"
        yield from ("", "// lanes in this order, with the clocks between them; the dates stand in a gutter")
        yield from (_node("all heads", _HIDDEN), _node("all feet", _HIDDEN))
        yield f"{quote('all heads')} -> {{ {heads} }} [style=invis, constraint=true]"
        for column in self.columns:
            yield from self._column(column)
        yield f"{{ {feet} }} -> {quote('all feet')} [style=invis, constraint=true]"
        yield from (f"{{ rank=same; {heads} }}", f"{{ rank=same; {feet} }}")
        yield from ("", "// acts of one date on one rank; the chain of dates makes time run down")
        for n, row in enumerate(sizes.rows):
            names = [f"row {n}", *(node.id for node in row.acts), *(clock.id for clock in row.clocks)]
            yield f"{{ rank=same; {_chain(*names, arrow='; ')} }}"
        yield f"{_chain('head dates', *(f'row {n}' for n in range(len(sizes.rows))), 'foot dates')} {_CHAIN}"
        yield from ("", "// links, from an act to what answers it or follows from it, and between acts and clocks")
        yield from map(self._edge, self.shown.lines)
        if self.shown.key:
            yield from ("", "// key")
            yield from self._key()

    def _column(self, column: str) -> Iterator[str]:
        """A cluster: its head and its foot, then what is common to the other nodes in it, and these."""
        sizes, group, lane = self.sizes, self.groups.get(column, "other"), column in self.shown.lanes
        wide = sizes.lanes[column] if lane else sizes.dates if column == "dates" else sizes.middle
        lines = sizes.heads[column] if lane else ("Clocks" if column == "clocks" and self.shown.clocks else "",)
        edge: Values = {"margin": sizes.margin, "color": figstyle.SIDES[group], "penwidth": 0.6}
        head = _size(Box(lines, max(wide, widest(lines, figstyle.TITLE)), sizes.head))
        yield f"subgraph {quote(f'cluster {column}')} {{"
        yield "  graph " + _attributes({"label": ""}, edge if lane else {"margin": 0.0, "peripheries": 0.0})
        yield "  " + _node(f"head {column}", head, _BARE, _titles(), {"fontcolor": figstyle.SIDE_TEXT[group]})
        yield "  " + _node(f"foot {column}", _HIDDEN, {"width": wide / 72})
        if lane:
            yield "  node " + _attributes({"class": "act", "color": figstyle.SIDES[group]})
            yield from (f"  {self._act(node, group)}" for node in self.shown.acts if self.shown.lane(node) == column)
        elif column == "dates":
            yield "  node " + _attributes({"class": "date", "fontcolor": figstyle.MUTED}, _BARE)
            looks = (_RULE if row.date.lines and not row.acts and self.shown.acts else {} for row in sizes.rows)
            rows = enumerate(zip(sizes.rows, looks, strict=True))
            gaps: list[Values] = [{"since": row.since} if row.since else {} for row in sizes.rows]
            yield from (f"  {_node(f'row {n}', _size(row.date), look, gaps[n])}" for n, (row, look) in rows)
        else:
            yield "  node " + _attributes({"class": "clock", "color": figstyle.CLOCK, "penwidth": 0.5}, _CLOCK)
            yield from (f"  {self._clock(clock)}" for clock in self.shown.clocks)
            both: Values = {"class": "act", "color": figstyle.INK, "across": " ".join(self.groups), "style": "filled"}
            joint = (node for node in self.shown.acts if self.shown.lane(node) == BOTH)
            yield from (f"  {self._act(node, 'both', both)}" for node in joint)
        yield "}"

    def _act(self, node: Node, group: str, more: Values = MappingProxyType({})) -> str:  # type: ignore[assignment]
        look = {**more, **_filled(group, _level(node)), **_agreed(node), **(_EMITTED if node.emitted else {})}
        look = self._compared(node.id, look)
        return _node(node.id, _size(self.sizes.boxes[node.id]), look, {"tooltip": label(node.summary)})

    def _compared(self, name: str, look: Values) -> Values:
        """Return the look of an act or a clock with what shows what became of it, its own form kept."""
        mark = dict(_LOOKS[self.shown.status.get(name, SAME)])
        if "style" in mark:
            mark["style"] = f"{look.get('style', 'filled')},{mark['style']}"
        return {**look, **mark}

    def _clock(self, clock: ClockHistory) -> str:
        look = self._compared(clock.id, {"ended": " ".join(self.shown.marks[clock.id]), "style": _CLOCK["style"]})
        return _node(clock.id, _size(self.sizes.clocks[clock.id]), look)

    def _edge(self, line: Line) -> str:
        values = dict(_line(line.types[0]))
        if line.types != (LinkType.SETS,):
            values |= {"xlabel": label(line.words), "fontcolor": values["color"]}
        values |= _became(line.types[0], self.shown.status.get((line.source, line.target), SAME))
        if self.sizes.place[line.source] > self.sizes.place[line.target]:  # from an act to a clock that was set earlier
            values["constraint"] = "false"
        return f"{_chain(line.source, line.target)} {_attributes(values)}"

    def _key(self) -> Iterator[str]:
        """The types of links and the forms of boxes that occur, in rows that begin below the middle of the gutter."""
        types: dict[LinkType, dict[str, None]] = {}  # what is read along arrows of that form, between acts first
        for line in sorted(self.shown.lines, key=lambda line: line.kinds):
            types.setdefault(line.types[0], {})[line.word(line.types[0])] = None
        levels = {_level(node) for node in self.shown.acts} - {0}
        items = [(" / ".join(types[type_]), _BARE, _line(type_)) for type_ in LinkType if type_ in types]
        became = {self.shown.status.get((line.source, line.target), SAME) for line in self.shown.lines}
        shown = ((what, {**_line(LinkType.COUNTERS), **_became(LinkType.COUNTERS, what)}) for what in (ADDED, GONE))
        items += [(f"link {what}", _BARE, sample) for what, sample in shown if what in became]
        rungs = RUNGS_SHORT if self.sizes.narrow else RUNGS
        for level in sorted(levels):
            low = _LEVELS[level - 1]
            items.append((f"rung {low}–{low + 1}: {rungs[low]}, {rungs[low + 1]}", _shades(level), {}))
        items += [("agreement", {**_filled("other", 0), **_AGREED}, {})] if any(map(_agreed, self.shown.acts)) else []
        ends = {mark for clock in self.shown.clocks for mark in self.shown.marks[clock.id]}
        told = ((mark, said) for mark, said in ENDED.items() if mark in ends)
        items += [
            (f"clock {said}" if not n else said, _BARE, {"class": "end", "ended": mark})
            for n, (mark, said) in enumerate(told)
        ]
        items += [(BY_RULE, {**_filled("other", 0), **_EMITTED}, {})] if any(n.emitted for n in self.shown.acts) else []
        room = self.sizes.page - self.sizes.dates / 2 - 10.0
        yield "node " + _attributes({"color": figstyle.SIDES["other"]})
        left, row, last = room, -1, "foot dates"
        for n, (words, look, sample) in enumerate(items):
            box = Box((words,), widest([words]) + 2 * PAD, LINE + (1.5 if self.sizes.narrow else 3.0))
            need = (
                box.width
                + self.sizes.gap
                + (0.0 if not sample else _END + self.sizes.gap if "ended" in sample else 2 * _SAMPLE + self.sizes.gap)
            )
            if left + need > room:
                left, row, above, last = (
                    0.0,
                    row + 1,
                    f"key row {row}" if row >= 0 else "foot dates",
                    f"key row {row + 1}",
                )
                yield f"{_node(last, _HIDDEN)}; {_chain(above, last)} {_CHAIN}"
                if not row:
                    yield f"{_chain('all feet', last)} [style=invis, constraint=true, weight=0]"
            names = [f"key {n} from", f"key {n}"] if sample else [f"key {n}"]
            if "ended" in sample:
                yield _node(names[0], _HIDDEN, sample, {"width": _END / 72})
                yield f"{_chain(*names)} [style=invis]"
            elif sample:
                yield _node(names[0], _HIDDEN, {"width": _SAMPLE / 36})
                yield f"{_chain(*names)} {_attributes({**sample, 'class': 'key', 'tailclip': 'false'})}"
            yield _node(names[-1], _size(box), look)
            yield f"{{ rank=same; {_chain(last, names[0])} [style=invis]; {quote(names[-1])} }}"
            left, last = left + need, names[-1]
