"""Many replays of one dispute: what is varied, a row for each case, and what of a finding survives.

Of many dyads in a public table, which nobody replays, see `replay.ensemble.corpus`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from replay.ensemble.parts import Sweep
    from replay.ensemble.rows import Cell

__all__ = ["Rows", "sweep"]


class Rows:
    """The rows of a sweep, computed when they are first asked for.

    Attributes
    ----------
    sweep : Sweep
    """

    def __init__(self, made: Sweep) -> None:
        self.sweep = made

    def __len__(self) -> int:
        return len(self.sweep)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return iter(self.rows)

    def __repr__(self) -> str:
        return (
            f"<Sweep of {self.sweep.base.timeline.dispute}: {len(self)} cases, specification {self.sweep.digest[:12]}>"
        )

    @cached_property
    def rows(self) -> tuple[dict[str, Cell], ...]:
        """A mapping for each case, in the order of their numbers, from the names of the columns."""
        from replay.ensemble.parts import computed

        return computed(self.sweep.base)

    def to_frame(self) -> pd.DataFrame:
        """Return the rows as a table of pandas."""
        import pandas as pd

        return pd.DataFrame.from_records([*self.rows], columns=[*self.sweep.columns])


def sweep(file: str | Path, over: str | Iterable[str], *, coders: Iterable[str | Path] = (), **more: Any) -> Rows:
    """Replay a dispute once for every case of a specification.

    Parameters
    ----------
    file : str or Path
        The event file.
    over : str or iterable of str
        What is varied, keys of `specification.AXES`; several multiply.
    coders : iterable of str or Path
        With ``coders``: other codings of the dispute.
    **more
        The fields of `Specification`: `draws`, `seed`, `pairs`, `share` and so on.

    Returns
    -------
    Rows
        Nothing is computed before it is asked for. For many cases, or several processes, use the command.

    Raises
    ------
    TimelineError
        For a file at fault.
    RefusalError
        For what cannot be varied.

    Examples
    --------
    >>> import replay
    >>> found = replay.sweep(replay.example(), "drops")
    >>> len(found), found.sweep.columns[:3]
    (5, ('case', 'dispute', 'dropped'))
    >>> found.to_frame().set_index("dropped").loc["settlement", "end:sanctions"]
    'carried-out'
    """
    from replay.ensemble.parts import Sweep
    from replay.ensemble.rows import Base
    from replay.ensemble.specification import Specification
    from replay.files.textfile import TextFile

    asked = Specification((over,) if isinstance(over, str) else tuple(over), **more)
    texts = tuple(TextFile.read(path).text for path in (file, *coders))
    return Rows(Sweep(Base(str(file), texts, asked)))
