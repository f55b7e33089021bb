"""The replay: to the end at once, or one entry at a time. The rules of order stand at the head of `core`."""

from __future__ import annotations

from collections.abc import Iterator

from replay.dates import day as parse_day
from replay.engine.core import Core
from replay.engine.program import Program, compile_timeline
from replay.engine.settling import settled, window
from replay.engine.trace import Entry, State, Trace
from replay.timeline import Timeline
from replay.timeline.schedule import Schedule

__all__ = ["Program", "Replay", "compile_timeline", "play", "run", "settled", "window"]


class Replay(Iterator[Entry]):
    """A replay under way: iterate for the entries, one at a time, as they happen.

    Examples
    --------
    >>> import replay
    >>> steps = replay.play(replay.load(replay.example()))
    >>> next(steps).kind.value
    'event'
    """

    def __init__(
        self, program: Program, timeline: Timeline | None = None, settings: dict[str, str] | None = None,
        plan: Schedule | None = None, core: Core | None = None,
    ) -> None:  # fmt: skip
        self._core = core = core or Core(program)
        self._given = 0
        self._live = Trace(core.rows, core.causes, program.subjects, program.clock_ids, timeline, settings, plan)

    def __next__(self) -> Entry:
        while self._given >= len(self._live):
            if not self._core.advance():
                raise StopIteration
        self._given += 1
        return self._live[self._given - 1]

    @property
    def live(self) -> Trace:
        """The trace as it grows, with every entry that there is by now."""
        return self._live

    @property
    def trace(self) -> Trace:
        """The entries so far, as a trace of its own; the whole trace when the iteration has ended."""
        return self._live.head(self._given)

    @property
    def state(self) -> State:
        """What holds after the entries that were given out."""
        entries = self.trace
        return entries.at(entries[-1].day) if entries else State(0, {}, {}, {}, {})

    def finish(self) -> Trace:
        """Run to the end at once and return the whole trace."""
        core, program = self._core, self._core.program
        core.finish()
        self._given = len(self._live)
        who = program.subjects
        self._live.fired = {
            who[event].event: tuple((who[rule].event, day) for rule, day, *_ in fired)
            for event, fired in core.fired.items()
        }
        self._live.triggered = {
            who[program.rules[n].subject].event: tuple(times) for n, times in core.times.items() if times
        }
        return self._live


def run(
    timeline: Timeline, *, until: str | int | None = None, dates: str = "middle", plan: Schedule | None = None
) -> Trace:
    """Replay a timeline to its end.

    Parameters
    ----------
    timeline : Timeline
    until : str or int, optional
        Last day, included (ISO date or day); the end of the timeline's period if not given.
    dates : {"earliest", "middle", "latest"}
        Where imprecise dates are put, within their bounds and the order of premises and answers.
    plan : Schedule, optional
        The timeline's schedule for these `dates`, where it is known but for what only a replay can tell.

    Returns
    -------
    Trace

    Raises
    ------
    ValueError
        For another value of `dates`, or a date that is not one.

    Examples
    --------
    >>> import replay
    >>> trace = replay.run(replay.load(replay.example()))
    >>> [entry.kind.value for entry in trace][-1]
    'clock-settled'
    """
    return play(timeline, until=until, dates=dates, plan=plan).finish()


def play(
    timeline: Timeline, *, until: str | int | None = None, dates: str = "middle", plan: Schedule | None = None
) -> Replay:
    """Start a replay that yields its entries one at a time; arguments as for `run`.

    Examples
    --------
    >>> import replay
    >>> for entry in replay.play(replay.load(replay.example()), until="1996-03-01"):
    ...     print(entry.date, entry.event)
    1996-02-05 demand
    """
    last = parse_day(until) if isinstance(until, str) else until
    plan = settled(timeline, dates, plan)
    settings = {"dates": dates, "until": "" if last is None else str(until)}
    if timeline.reader:
        settings["reading"] = timeline.reader
    return Replay(compile_timeline(timeline, plan, last), timeline, settings, plan)
