"""A replay that asks, just before some of its acts happen, whether they are to be others: what comes then is replayed.

An act that is changed so is changed from there on: what has happened stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from replay.engine.core import Core
from replay.engine.program import Grounds, Program, Sequel
from replay.engine.trace import Subject

__all__ = ["Deciding", "change", "drop", "opened"]


def opened(program: Program, acts: Collection[int]) -> Program:
    """Return a copy of a program of which these acts, and whether any act happens, can be changed while it runs."""
    found = replace(
        program, grounds=[*program.grounds], steps=[*program.steps], subjects=[*program.subjects],
        run_out=[*program.run_out], dropped=dict(program.dropped), on_end=dict(program.on_end),
    )  # fmt: skip
    for act in acts:  # so that each is asked about, and has a step of its own
        found.grounds[act] = found.grounds[act] or Grounds(())
        step = found.steps[act] or Sequel()
        found.steps[act] = Sequel(step.ends, step.starts, step.triggers, step.commits, step.late)
    return found


def change(program: Program, act: int, subject: Subject, grounds: Grounds | None, step: Sequel | None) -> None:
    """Put other columns in place of those of an act, which may just be about to happen."""
    program.subjects[act], program.grounds[act] = subject, grounds or Grounds(())
    old, new = program.steps[act], step or Sequel()
    assert old is not None
    old.ends, old.starts, old.triggers, old.commits = new.ends, new.starts, new.triggers, new.commits


def drop(program: Program, act: int) -> None:
    """Let an act that is still to come not happen."""
    program.grounds[act] = Grounds((), (act,))
    program.dropped[act] = ()


class Deciding(Core):
    """A replay that calls `ask` with the number of each of `acts` that happens, before it does anything."""

    def __init__(self, program: Program, acts: Collection[int], ask: Callable[[int], None]) -> None:
        super().__init__(program)
        self._acts, self._ask = acts, ask

    def _grounded(self, event: int, grounds: Grounds) -> bool:
        begin = len(self.causes)
        if not super()._grounded(event, grounds):
            return False
        if event in self._acts:
            self._ask(event)
            if event in self.program.dropped:
                del self.causes[begin:]
                return self._suppressed(event)
        return True
