"""What stands below the lanes of a story: sanctions in force, clocks, and where each side stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from replay.codebook import Level
from replay.domain import GIVEN, readings
from replay.engine.trace import ClockHistory
from replay.explore.pictures.letters import cut, text_width
from replay.explore.pictures.marks import end_mark, reading_mark
from replay.explore.pictures.page import EDGE, SMALL, Page
from replay.explore.pictures.svg import Html, box, line, path, tag, text
from replay.text.rows import assign_rows

__all__ = ["Panels"]

_LEVEL = 24.0  # of domains, a unit
_IN_FORCE, _CLOCKED = 260.0, 900.0  # height of sanctions and of clocks with their words


class Panels:
    """The parts of a page below its lanes.

    Attributes
    ----------
    nameless : int
        Clocks whose names have no room.
    read : bool
        Whether levels read in the source are drawn.
    """

    def __init__(self, page: Page) -> None:
        self.page, self.nameless, self.read = page, 0, False

    def draw(self, y: float) -> float:
        """Draw them from `y` on; return their lower edge."""
        return self._domains(self._clocks(self._sanctions(y + 6) + 4) + 6)

    def _heading(self, y: float, words: str) -> float:
        """Write the heading of a part: in the gutter, or on a line of its own; return where the part begins."""
        self.page.front.append(text(EDGE + 4, y + 11, words, "lane strong"))
        return y + (15.0 if self.page.narrow else 0.0)

    def _sanctions(self, y: float) -> float:
        forces = [force for force in self.page.content.forces if force.deed.day <= self.page.axis.last]
        if not forces:
            return y
        y = self._heading(y, "In force")
        spans = []
        for force in forces:
            start = self.page.axis.x(force.deed.day)
            end = self.page.axis.x(force.until) if force.until is not None else self.page.axis.right
            words = cut(f"{force.deed.node.party}: {force.deed.label}", 200.0, SMALL)
            spans.append((start, max(end, start + 4), words))
        rows, pitch = self._fitted(spans, 15.0, _IN_FORCE)
        thick = min(7.0, pitch * 0.6)
        for force, (a, b, words), (row, left) in zip(forces, spans, rows, strict=True):
            at = y + row * pitch + min(7.0, pitch / 2)
            deed = force.deed
            till = f"until {force.by}" if force.by else "not lifted"
            kind = f"force camp-{deed.camp} {deed.fate}"
            half = thick / 2
            parts = [box(a, at - half, b - a, thick, "bar")]
            parts += [path(("M", b - 5, at - half, "L", b, at, b - 5, at + half), "on")] if force.until is None else []
            parts += [text(left, at + 3.5, words, "small")] if words and left is not None else []
            title = tag("title", f"In force: {deed.said}; {till}")
            self.page.front.append(tag("g", title, *parts, class_=kind, data_from_entry=str(deed.entry)))
        return y + (max(row for row, _ in rows) + 1) * pitch

    def _fitted(
        self, spans: Sequence[tuple[float, float, str]], pitch: float, most: float
    ) -> tuple[list[tuple[int, float | None]], float]:
        """Rows of bars and their distance; without words and closer where there are too many for the height."""
        rows = self._rows(spans)
        if (1 + max(row for row, _ in rows)) * pitch <= most:
            return rows, pitch
        rows = self._rows([(a, b, "") for a, b, _ in spans])
        return [(row, None) for row, _ in rows], max(1.5, min(8.0, most / (1 + max(row for row, _ in rows))))

    def _rows(self, spans: Sequence[tuple[float, float, str]]) -> list[tuple[int, float | None]]:
        """Rows of bars with their words, which stand after the bar, or before it; no words where neither has room."""
        taken, places = [], []
        for a, b, words in spans:
            wide = text_width(words, SMALL) if words else 0.0
            after = b + 6 + wide <= self.page.width - EDGE
            before = a - 6 - wide >= self.page.left
            left = b + 6 if after else a - 6 - wide if before else None
            places.append(left)
            taken.append((min(a, left if left is not None else a), max(b, (left + wide) if left is not None else b)))
        return list(zip(assign_rows([(a - 4, b + 4) for a, b in taken], 2.0), places, strict=True))

    def _clocks(self, y: float) -> float:
        runs = [run for run in self.page.content.runs if run.shown.set_on < self.page.axis.last]
        if not runs:
            return y
        y = self._heading(y, "Clocks")
        few = {run.id for run in sorted(runs, key=lambda run: (run.change == "kept", run.place))[:40]}
        spans = []
        for run in runs:
            reach = [self._reach(history) for history in (run.now, run.old) if history is not None]
            how = run.how if run.change != "gone" else f"not set, was {run.how_old}"
            was = f" (was {run.how_old})" if run.change == "changed" and run.how_old != run.how else ""
            for said in (f"{run.name}: {how}{was}", f"{run.name}: {how}", run.name):
                room = max(self.page.width - EDGE - reach[0][1], reach[0][0] - self.page.left) - 8
                if text_width(said, SMALL) <= room:
                    break
            said = cut(said, room, SMALL) if run.id in few else ""
            spans.append((min(a for a, _ in reach), max(b for _, b in reach), said))
        pitch = 20.0 if self.page.scene.edited and any(run.change == "changed" for run in runs) else 15.0
        rows, pitch = self._fitted(spans, pitch, _CLOCKED)
        for run, (a, b, words), (row, left) in zip(runs, spans, rows, strict=True):
            at = y + row * pitch + 8
            parts = [box(a - 4, at - 7, b - a + 8, 14, "hit")]
            if run.old is not None:
                parts += self._bar(run.old, at + 4.5 if run.now else at, "old")
            if run.now is not None:
                parts += self._bar(run.now, at - 1.5 if run.old else at, "now")
            if words and left is not None:
                parts.append(text(left, at + 3.5, words, "small"))
            else:
                self.nameless += 1
            numbers = {"data_from_entry": run.start, "data_to_entry": run.stop}
            self.page.front.append(
                tag(
                    "g", tag("title", run.said), *parts, class_=f"clock {run.shown.kind.value} {run.change}",
                    data_clock=run.id, **{key: str(n) for key, n in numbers.items() if n is not None},
                )
            )  # fmt: skip
        return y + (max(row for row, _ in rows) + 1) * pitch

    def _reach(self, history: ClockHistory) -> tuple[float, float]:
        start = self.page.axis.x(history.set_on)
        end = self.page.axis.x(history.ended_on) if history.ended_on is not None else self.page.axis.right
        due = [self.page.axis.x(due) for _, due in history.dues if due is not None]
        return start, max([start + 5, end, *due]) + 4

    def _bar(self, history: ClockHistory, y: float, kind: str) -> Iterator[Html]:
        """The line of a clock while it ran, its due days, its end."""
        start = self.page.axis.x(history.set_on)
        end = self.page.axis.x(history.ended_on) if history.ended_on is not None else self.page.axis.right
        end = max(end, start + 5)
        yield line(start, y - 3, start, y + 3, f"tick {kind}")
        yield line(start, y, end, y, f"run {kind} {history.kind.value}")
        for n, (_, due) in enumerate(history.dues):
            if due is not None and due <= self.page.axis.last:
                x = self.page.axis.x(due)
                if n + 1 == len(history.dues) and x > end + 1:
                    yield line(end, y, x, y, f"wait {kind}")
                yield line(x, y - 4, x, y + 4, f"due {kind}")
        yield tag("g", end_mark(end, y, history.kind, history.outcome), class_=f"ending {kind}")

    def _domains(self, y: float) -> float:
        """The computed path of each side above and below its reference point, and the levels read in the source."""
        page, content = self.page, self.page.content
        lines = [
            (view is content.after, n, points)
            for view in ((content.before, content.after) if page.scene.edited else (content.after,))
            for n, domain in enumerate(view.domains.values())
            if domain.steps and (points := domain.points(page.axis.first, page.axis.last - 1))
        ]
        marks = [
            (n, mark)
            for n, track in enumerate(readings(content.timeline))
            for mark in track.marks
            if mark.placed == GIVEN and page.axis.first <= mark.middle < page.axis.last
        ]
        if not lines and not marks:
            return y
        y = self._heading(y, "Domains")
        places = [*(value for *_, points in lines for _, value in points), *(mark.position for _, mark in marks)]
        high, low = max([0.4, *places]), min([-0.4, *places])
        zero = y + (10 if page.narrow else 22) + high * _LEVEL

        def at(value: float) -> float:
            return zero - value * _LEVEL

        for level in Level:
            if low - 0.3 <= level.position <= high + 0.3:
                place, zeroth = at(level.position), level.position == 0
                page.back.append(line(page.left, place, page.width - EDGE, place, "level zero" if zeroth else "level"))
                if not page.narrow and place > y + 18:
                    words = "reference point" if zeroth else level.words
                    page.back.append(text(page.left - 2, place + 3.5, words, "rung-word", "end"))
        ends: list[tuple[float, str, str]] = []
        for now, n, points in lines:
            steps: list[str | float] = ["M", page.axis.x(points[0][0]), at(points[0][1])]
            for day, value in points[1:]:
                steps += ["H", page.axis.x(day), "V", at(value)]
            steps += ["H", page.axis.right]
            words = f"Domain of {content.camps[n]}" + ("" if now else " in the record")
            kind = f"domain camp-{'AB'[n]}" + ("" if now else " old")
            page.front.append(tag("g", tag("title", words), path(steps, kind), class_="path"))
            if now:
                said = cut(content.timeline.sides[n], page.width - page.axis.right - 3, SMALL, True)
                ends.append((at(points[-1][1]) + 3.5, said, f"small strong camp-{'AB'[n]}"))
        for n, mark in marks:
            self.read = True
            words = f"Read in the source: {content.camps[n]}, {mark.date}, {mark.label} ({mark.citation})"
            spot = reading_mark(page.axis.x(mark.middle), at(mark.position), n)
            page.front.append(tag("g", tag("title", words), spot, class_=f"reading camp-{'AB'[n]}"))
        page.front.append(box(page.axis.right, y, 0, at(low) + 10 - y, "veil"))  # what is not yet, while one steps
        ends.sort()
        if len(ends) > 1 and (near := 11 - (ends[1][0] - ends[0][0])) > 0:  # the names side by side would overlap
            ends = [(ends[0][0] - near / 2, *ends[0][1:]), (ends[1][0] + near / 2, *ends[1][1:])]
        for base, said, kind in ends:
            page.front.append(text(page.axis.right + 3, base, said, kind))
        return at(low) + 12
