"""The story: calendar time across, a lane for each camp and actor, clocks, sanctions in force and domains below."""

from __future__ import annotations

from replay.explore.pictures.caption import caption, written
from replay.explore.pictures.content import FAMILIES, FATES
from replay.explore.pictures.lanes import Lanes
from replay.explore.pictures.letters import text_width, wrapped
from replay.explore.pictures.marks import Item, act_mark, cross, end_mark, key_rows, reading_mark
from replay.explore.pictures.page import EDGE, SIZE, SMALL, page_of
from replay.explore.pictures.panels import Panels
from replay.explore.pictures.scene import Scene
from replay.explore.pictures.svg import line, now_line, picture, tag, text
from replay.text.words import counted, typeset

__all__ = ["story"]


def story(scene: Scene) -> str:
    """Return the story of a dispute as SVG text; of two replays both in one picture.

    Examples
    --------
    >>> import replay
    >>> drawn = story(Scene(replay.run(replay.load(replay.example()))))
    >>> drawn[:4], drawn.count("data-act="), drawn.count("data-clock=")
    ('<svg', 4, 1)
    """
    return _Story(scene).drawn()


class _Story:
    def __init__(self, scene: Scene) -> None:
        self.page = page_of(scene)
        self.ticks = self.page.axis.ticks(SMALL)
        self.lanes, self.panels = Lanes(self.page), Panels(self.page)

    def drawn(self) -> str:
        page = self.page
        top = self._head()
        y = self.panels.draw(self.lanes.draw(top))
        self._frame(top, y)
        self._parting(top, y)
        y = self._key(self._dates(y) + 8)
        label = f"The story of {typeset(page.content.timeline.title)}: {self._counts()}"
        return picture("story", page.width, y + EDGE, label, [*page.back, *page.front], page.scene.alone)

    def _head(self) -> float:
        y = EDGE
        if self.page.scene.alone:
            for words in wrapped(typeset(self.page.content.timeline.title), self.page.width - 2 * EDGE, 15.0, True):
                y += 18.0
                self.page.front.append(text(EDGE, y, words, "title"))
            y += 6.0
        if self.page.scene.edited:
            y += 15.0
        return y

    def _counts(self) -> str:
        deeds = self.page.content.deeds
        parts = [counted(sum(not deed.lost for deed in deeds), "act")]
        for fate, words in FATES.items():
            if count := sum(deed.fate == fate for deed in deeds):
                parts.append(f"{count} {words}")
        return ", ".join(parts)

    def _frame(self, top: float, bottom: float) -> None:
        self.bottom = bottom
        for tick in self.ticks:
            if self.page.narrow and not tick.words:
                continue
            kind = "grid major" if tick.major else "grid"
            self.page.back.append(line(tick.x, top, tick.x, bottom, kind))
        places = [self.page.axis.x(entry.day) for entry in self.page.content.after.entries]
        self.page.front.append(now_line("x", places, (top, bottom)))

    def _parting(self, top: float, bottom: float) -> None:
        """Where the replays part."""
        if not self.page.scene.edited:
            return
        report = self.page.scene.compared
        if report.divergence is None:
            self.page.front.append(text(self.page.left, top - 4, "the replays are the same", "parting-word"))
            return
        x = self.page.axis.x(report.since)
        words = f"the replays part: {report.since_in_words}"
        wide = text_width(words, SIZE, True)
        self.page.back.append(line(x, top - 12, x, bottom, "parting"))
        left = x + 4 if x + 4 + wide <= self.page.width - EDGE else max(EDGE, x - 4 - wide)
        self.page.front.append(text(left, top - 4, words, "parting-word"))

    def _dates(self, y: float) -> float:
        self.page.front.append(line(self.page.left, y, self.page.width - EDGE, y, "base"))
        for tick in self.ticks:
            self.page.front.append(line(tick.x, y, tick.x, y + (16 if tick.major else 4), "tick-date"))
            if tick.words:
                spot, kind = (y + 26, "date strong") if tick.major else (y + 13, "date")
                self.page.front.append(text(tick.x + 2, spot, tick.words, kind))
        return y + 30

    def _key(self, y: float) -> float:
        deeds = self.page.content.deeds
        items: list[Item] = []
        there = {deed.family for deed in deeds}
        items += [(words, act_mark(0, 0, name, 4.5), 14.0) for name, words in FAMILIES.items() if name in there]
        fates = {deed.fate: deed for deed in deeds if deed.fate in FATES}
        for name, words in FATES.items():
            if name in fates:
                lost = "lost " if name in ("dropped", "gone") else ""
                mark = tag("g", act_mark(0, 0, "claim", 4.0, name), class_=f"act {lost}{name}")
                items.append((words, mark, 16.0))
        if self.page.content.broken:
            items.append(("threatened or promised, not done", tag("g", cross(0, 0), class_="notdone"), 12.0))
        if self.panels.read:
            marks = [tag("g", reading_mark(8 * n - 4, 0, n), class_=f"camp-{'AB'[n]}") for n in (0, 1)]
            items.append(("level read in the source", tag("g", *marks), 18.0))
        runs = self.page.content.runs
        seen = dict.fromkeys((life.kind, life.outcome) for run in runs for life in (run.now, run.old) if life)
        said = set()
        for kind, outcome in seen:
            words = f"clock {kind.end_in_words(outcome)}"
            if words not in said:
                said.add(words)
                mark = tag("g", line(-14, 0, 0, 0, "run now deadline"), end_mark(2, 0, kind, outcome), class_="clock")
                items.append((words, mark, 24.0))
        drawn, y = key_rows(items, EDGE + 4, self.page.width - EDGE, y, SMALL)
        self.page.front.append(tag("g", *drawn, class_="key-rows"))
        notes = ["Further from the middle: higher on the ladder of escalation."] if self.page.narrow else []
        if self.lanes.named < len(deeds):
            told = f"{self.lanes.named} of {counted(len(deeds), 'act')} are named; the others tell their names"
            notes.append(f"{told} when pointed at.")
        if self.panels.nameless:
            notes.append(f"{counted(self.panels.nameless, 'clock')} without room for a name.")
        if left := len(self.page.content.every) - len(deeds):
            notes.append(f"{counted(left, 'act')} not shown, by the filters.")
        out, y = written([*notes, *caption(self.page.content)], self.page.width, y)
        self.page.front += out
        return y
