"""Escalation graph to DOT text: a page with lanes, a true time axis, numbered acts, clocks, links and a key.

Every place is fixed here, so that any Graphviz draws the same page (``layout=nop2`` keeps places as given);
what is not a node or an edge is in the graph's ``_background``.
"""

from __future__ import annotations

from collections.abc import Iterator

from replay.codebook import Strategy
from replay.escalation import Escalation, Link, LinkType
from replay.figures.escalation.curves import ARROW, Curve, curves, sample
from replay.figures.escalation.labels import Name, names
from replay.figures.escalation.page import Page, draw_page, fits, key_page, page
from replay.figures.escalation.pen import attributes, label, name, number
from replay.figures.escalation.scene import Bar, Box, Mark, strategy
from replay.figures.style import CLOCK, FONT, GRID, INK, LINKS, OUTCOMES, PAPER, SIDE_TINTS, SIDES, SMALLEST

__all__ = ["has_key", "key_text", "text", "texts"]

Values = dict[str, str | float]


def text(escalation: Escalation, *, title: bool = True, table: bool | None = None) -> str:
    """Return the escalation diagram of a replay as DOT text.

    Parameters
    ----------
    escalation : Escalation
    title : bool
        Whether title and caption stand above the chart.
    table : bool, optional
        Whether the key with a row for every act stands below it; by default where the page then stays within its
        height. Where it does not, `key_text` gives the key as a page of its own.

    Returns
    -------
    str
        A page of 180 x 240 mm, wider or higher only if the acts need it; one node for each act
        and clock, under its id, with class ``act`` or ``clock``; one edge for each link, with its type as class.

    Examples
    --------
    >>> import replay
    >>> text(replay.graph(replay.run(replay.load(replay.example())))).splitlines()[0]
    'digraph "example" {'
    """
    found = page(escalation, title, table is not False)
    if table is None and not fits(found):
        found = page(escalation, title, False)
    return _text(escalation, found)


def _text(escalation: Escalation, found: Page) -> str:
    timeline = escalation.trace.timeline
    lines = curves(escalation, found.scene)
    labels = names(escalation, found.scene, lines)
    out = [f"digraph {label(timeline.dispute if timeline else 'escalation')} {{", *_head(found, labels)]
    out += [f"  {edge}" for edge in _edges(lines)]
    out += [f"  {piece}" for piece in _names(labels, found.scene.bars)]
    out += [f"  {_clock(bar)}" for bar in found.scene.bars]
    out += [f"  {_act(mark, strategy(escalation, mark.node))}" for mark in found.scene.marks]
    out += [f"  {piece}" for piece in _legend(found)]
    return "\n".join([*out, "}", ""])


def texts(escalation: Escalation) -> dict[str, str]:
    """Return the pages by name: ``escalation``, and ``escalation-key`` where the key has no room on the first."""
    full = page(escalation)
    if fits(full):
        return {"escalation": _text(escalation, full)}
    return {"escalation": _text(escalation, page(escalation, table=False)), "escalation-key": key_text(escalation)}


def has_key(escalation: Escalation, *, title: bool = True) -> bool:
    """Whether the key has room on the page of the diagram."""
    return fits(page(escalation, title, True))


def key_text(escalation: Escalation) -> str:
    """Return the key of the acts, alone on a page 180 mm wide, as DOT text."""
    wide, high, drawing = key_page(escalation)
    size, background = f"0,0,{number(wide)},{number(high)}", drawing.replace('"', '\\"')
    return "\n".join(
        (
            "digraph key {", f'  graph [layout=nop2, inputscale=72, pad=0, margin=0, bb="{size}", frame="{size}",',
            f'    _background="{background}"]', *_corners(wide, high), "}", "",
        )
    )  # fmt: skip


def _head(found: Page, labels: tuple[Name, ...]) -> Iterator[str]:
    size = f"0,0,{number(found.width)},{number(found.height)}"
    background = draw_page(found, labels).replace('"', '\\"')
    yield f'  graph [layout=nop2, inputscale=72, outputorder=edgesfirst, pad=0, margin=0, bb="{size}", frame="{size}",'
    yield f'    _background="{background}"]'
    shared: Values = {"fixedsize": "true", "fontname": label(FONT), "fontsize": SMALLEST, "margin": 0.0}
    yield "  node " + attributes(shared | {"penwidth": 0.5, "label": '""'})
    yield "  edge " + attributes({"arrowsize": ARROW})
    yield from _corners(found.width, found.height)


def _corners(wide: float, high: float) -> Iterator[str]:
    """Invisible nodes at two corners, so that every engine keeps the size of the page."""
    for corner, (x, y) in (("low", (0.36, 0.36)), ("high", (wide - 0.36, high - 0.36))):
        yield f"  {name(f'corner {corner}')} " + attributes(
            {"shape": "point", "style": "invis", "width": 0.01, "height": 0.01, "pos": _pos(x, y)}
        )


def _pos(x: float, y: float) -> str:
    return f'"{number(x)},{number(y)}!"'


def _place(box: Box) -> Values:
    return {"pos": _pos(box.x, box.y), "width": box.width / 72, "height": box.height / 72}


def _id(text: str) -> str:
    return label(text.replace("-", "_").replace("/", "__"))


def _look(group: str, found: Strategy | None, emitted: bool) -> Values:
    """Return shape, outline and fill of an act's mark."""
    color, tint = SIDES[group], SIDE_TINTS[group]
    shape, style, fill, ink, line = {
        Strategy.CLAIMING: ("box", "filled", color, PAPER, 0.5),
        Strategy.MIXED: ("octagon", "filled", tint, INK, 0.9),
        Strategy.CREATING: ("ellipse", "filled", PAPER, INK, 0.9),
        None: ("box", "rounded,filled", PAPER, INK, 0.5),
    }[found]
    if emitted:
        shape, style, fill, ink, line = "hexagon", "filled", GRID, INK, 1.0
    outline = PAPER if fill == color else color
    look: Values = {"shape": shape, "style": f'"{style}"', "color": f'"{outline}"', "fillcolor": f'"{fill}"'}
    return look | {"fontcolor": f'"{ink}"', "penwidth": line}


def _act(mark: Mark, found: Strategy | None) -> str:
    node = mark.node
    values: Values = {"class": "act", "id": _id(f"act-{node.id}"), "label": mark.number, "tooltip": label(node.summary)}
    return f"{name(node.id)} {attributes(values | _place(mark.box) | _look(mark.group, found, node.emitted))}"


def _end(outcome: str) -> Values:
    look = OUTCOMES[outcome]
    values: Values = {"shape": look.shape, "style": "filled", "color": f'"{CLOCK}"', "penwidth": 0.8}
    values["fillcolor"] = f'"{CLOCK if look.filled else PAPER}"'
    return values | ({"orientation": float(look.turn)} if look.turn else {})


def _clock(bar: Bar) -> str:
    clock = bar.clock
    said = label(f"{bar.text}: {clock.outcome.value}")
    values: Values = {"class": "clock", "id": _id(f"clock-{clock.id}"), "tooltip": said}
    return f"{name(clock.id)} {attributes(values | _place(bar.box) | _end(clock.outcome.value))}"


def _names(labels: tuple[Name, ...], bars: tuple[Bar, ...]) -> Iterator[str]:
    for entry in labels:
        yield _name(f"name {entry.mark.number}", entry.text, entry.box, SIDE_TINTS[entry.mark.group])
    for bar in bars:
        yield _name(f"clock {bar.clock.id}", bar.text, bar.text_box, PAPER)


def _name(key: str, text: str, box: Box, ground: str) -> str:
    """A text beside a mark, on a ground that lets lines show through faintly."""
    values: Values = {"class": "name", "label": label(text), "shape": "box", "style": "filled", "penwidth": 0.0}
    values |= {"fixedsize": "shape", "color": f'"{ground}00"', "fillcolor": f'"{ground}c8"', "fontcolor": f'"{INK}"'}
    return f"{name(key)} {attributes(values | _place(box))}"


def _line(type_: LinkType) -> Values:
    look = LINKS[type_.value]
    values: Values = {"class": type_.value, "color": f'"{look.color}"', "penwidth": look.width, "arrowhead": look.head}
    if look.dashes:
        values |= {"style": look.line, "dashes": '"' + " ".join(map(number, look.dashes)) + '"'}
    return values


def _edge(curve: Curve, values: Values) -> str:
    spots = " ".join(f"{number(x)},{number(y)}" for x, y in curve.spots)
    tip = f"e,{number(curve.tip[0])},{number(curve.tip[1])} " if curve.tip else ""
    place: Values = {"pos": f'"{tip}{spots}"'} | ({"arrowsize": curve.size} if curve.size < ARROW else {})
    return f"{name(curve.link.source)} -> {name(curve.link.target)} {attributes(values | place)}"


def _edges(lines: tuple[Curve, ...]) -> Iterator[str]:
    for curve in lines:
        yield _edge(curve, _line(curve.link.type))


def _legend(found: Page) -> Iterator[str]:
    for entry in found.samples:
        here = Box(entry.x + entry.room / 2, entry.y, entry.room, 8.0)
        if entry.kind == "link":
            type_ = LinkType(entry.value)
            ends = [f"legend {entry.value} {end}" for end in ("from", "to")]
            for end, x in zip(ends, (entry.x, entry.x + entry.room), strict=True):
                place = attributes({"shape": "point", "style": "invis", **_place(Box(x, entry.y, 0.0, 0.0))})
                yield f"{name(end)} {place}"
            link = Link(ends[0], ends[1], type_, 0, 0)
            sides = [Box(x, entry.y, 0.0, 0.0) for x in (entry.x, entry.x + entry.room)]
            yield _edge(sample(link, sides[0], sides[1]), _line(type_))
        elif entry.kind == "mark":
            value = Strategy(entry.value) if entry.value not in ("", "emitted") else None
            look = _look("A", value, entry.value == "emitted")
            yield f"{name(f'legend {entry.value or None}')} {attributes({**_place(here), 'width': 10 / 72, **look})}"
        elif entry.kind == "end":
            size: Values = _place(Box(here.x, here.y, 5.4, 5.4))
            yield f"{name(f'legend {entry.value}')} {attributes(size | _end(entry.value))}"
