"""The circularity lint: an act must not be both the ground for a domain and what that domain is to explain.

Risk has to be judged without a look at domain or outcome (McDermott 1998, as cited by Elms 2005, The Role of Losses);
so has domain without a look at the act that it is to predict. A circle is no fault of a file, since a source may
well argue in one; it is a warning to whoever reads a score.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from replay.errors import Where
from replay.timeline import Timeline

__all__ = ["Circle", "circularity"]


@dataclass(frozen=True, slots=True)
class Circle:
    """An act on both ends of an explanation.

    Attributes
    ----------
    act : str
        The event.
    ground : str
        The reading that rests on it, or the event itself where its coded impact moves the path.
    decision : str
        The decision that it carries out, "" where the reading's own `predicts` names it.
    message : str
    where : Where
    """

    act: str
    ground: str
    decision: str
    message: str
    where: Where

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where.line else self.message


def circularity(timeline: Timeline) -> tuple[Circle, ...]:
    """Return every circle of a timeline, readings first, in the order of the file.

    An act is circular if it is among the evidence of a reading and (1) among what the same reading predicts, or (2) in
    a decision of the reading's side; or (3) if it carries out a decision of a side to which it has a coded impact.

    Examples
    --------
    >>> import replay
    >>> circularity(replay.load(replay.example()))
    ()
    """
    return (*_of_readings(timeline), *_of_impacts(timeline))


def _of_readings(timeline: Timeline) -> Iterator[Circle]:
    for reading in timeline.readings:
        for act in reading.evidence:
            place = timeline.mark(reading.where, "evidence", act)
            if act in reading.predicts:
                message = f"reading '{reading.id}' rests on '{act}' and is said to predict it"
                yield Circle(act, reading.id, "", message, place)
            for decision in timeline.decisions:
                if timeline.acting(decision.party) == timeline.acting(reading.party) and act in decision.acts:
                    message = (
                        f"reading '{reading.id}' rests on '{act}', by which decision '{decision.id}' was carried out"
                    )
                    yield Circle(act, reading.id, decision.id, message, place)


def _of_impacts(timeline: Timeline) -> Iterator[Circle]:
    for decision in timeline.decisions:
        side = "".join(timeline.acting(decision.party))
        for act in decision.acts:
            event = timeline.by_id.get(act)
            if event is not None and side in event.impact:
                place = timeline.mark(event.where, "impact", side)
                message = f"'{act}' moves the path of {side}, and by it decision '{decision.id}' was carried out"
                yield Circle(act, act, decision.id, message, place)
