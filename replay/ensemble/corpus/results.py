"""A corpus: dyads in parts, measured by whoever has time, joined in order, and what they come to together.

The parts are cut by the events alone, so the tables are the same bytes on one core, on several or on a cluster.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from replay.codebook import HOSTILE
from replay.ensemble.corpus.dyads import Dyads
from replay.ensemble.corpus.measure import BOTH, NOBODY, Measured
from replay.ensemble.corpus.reading import ACTS, REASONS
from replay.ensemble.corpus.survival import Curve, kaplan_meier, medians

__all__ = ["LEAST", "Corpus", "as_csv", "as_parquet"]

LEAST = 5
"""A dyad has a share of its own in the distribution of reciprocity from so many hostile acts on."""
_EPOCH = 719163
"""1970-01-01, counted from 0001-01-01 as 1."""


@dataclass(frozen=True)
class Corpus:
    """What a corpus comes to.

    Attributes
    ----------
    dyads : Dyads
    found : tuple[Measured, ...]
        Of its parts, in order.
    """

    dyads: Dyads
    found: tuple[Measured, ...]

    # -- columns ----------------------------------------------------------------------------------

    def _joined(self, name: str) -> Any:
        return np.concatenate([getattr(one, name) for one in self.found])

    @cached_property
    def _hostile(self) -> Any:
        starts = np.cumsum([0, *(len(part.day) for part in self.dyads.parts)])
        return np.concatenate([one.hostile + start for one, start in zip(self.found, starts, strict=False)])

    @cached_property
    def times(self) -> Mapping[str, Any]:
        """Columns of the response times: `time`, `status`, and both in kind, with an element for each hostile act."""
        return {name: self._joined(name) for name in ("time", "status", "time_in_kind", "status_in_kind")}

    @cached_property
    def spirals(self) -> Any:
        """A row for each spiral, as `Measured.spirals`, with the dyads of the whole corpus."""
        rows, before = [], 0
        for part, one in zip(self.dyads.parts, self.found, strict=True):
            rows.append(one.spirals + np.array([before, *[0] * (one.spirals.shape[1] - 1)]))
            before += part.dyads
        return np.concatenate(rows)

    @cached_property
    def curves(self) -> Mapping[str, Curve]:
        """Survival curves of the response times: to `any` act, and `in kind`."""
        times = self.times
        return {"any": kaplan_meier(times["time"], times["status"]),
                "in kind": kaplan_meier(times["time_in_kind"], times["status_in_kind"])}  # fmt: skip

    # -- tables -----------------------------------------------------------------------------------

    def dyads_table(self) -> Any:
        """Return a row for each dyad, as a table of Arrow."""
        import pyarrow as pa

        held, count = self.dyads, len(self.dyads)
        parties = np.array(held.events.parties, dtype=object)
        hostile = held.rung >= HOSTILE
        way = 2 * held.dyad + held.side
        acts = np.bincount(way, minlength=2 * count).reshape(count, 2)
        foes = np.bincount(way[hostile], minlength=2 * count).reshape(count, 2)
        starts = np.searchsorted(held.dyad, np.arange(count))
        ends = np.append(starts[1:], len(held.dyad)) - 1
        counts = self._joined("counts")
        receiver = (way ^ 1)[self._hostile]
        times = self.times
        half = {
            name: medians(receiver, times[f"time{name}"], times[f"status{name}"], 2 * count).reshape(count, 2)
            for name in ("", "_in_kind")
        }
        spirals = self.spirals
        per = np.bincount(spirals[:, 0], minlength=count)
        turns = np.zeros(count, dtype=np.int64)
        np.maximum.at(turns, spirals[:, 0], spirals[:, 4])
        columns: dict[str, Any] = {
            "first": pa.array(parties[held.pairs[:, 0]], pa.string()),
            "second": pa.array(parties[held.pairs[:, 1]], pa.string()),
            "acts": acts.sum(axis=1), "acts_by_first": acts[:, 0], "acts_by_second": acts[:, 1],
            "hostile": foes.sum(axis=1), "hostile_by_first": foes[:, 0], "hostile_by_second": foes[:, 1],
            "first_day": _dates(held.day[starts]), "last_day": _dates(held.day[ends]),
            "reciprocity": _share(counts[:, :, 2].sum(axis=1), counts[:, :, 0].sum(axis=1)),
            "contingency": _difference(counts.sum(axis=1)),
        }  # fmt: skip
        for n, name in enumerate(("first", "second")):
            one = counts[:, n]
            columns |= {
                f"received_by_{name}": one[:, 0], f"answered_by_{name}": one[:, 1], f"in_kind_by_{name}": one[:, 2],
                f"reciprocity_of_{name}": _share(one[:, 2], one[:, 0]), f"contingency_of_{name}": _difference(one),
                f"median_days_of_{name}": _gaps(half[""][:, n]),
                f"median_days_in_kind_of_{name}": _gaps(half["_in_kind"][:, n]),
            }  # fmt: skip
        columns |= {
            "spirals": per, "spirals_per_thousand": 1000 * per / acts.sum(axis=1),
            "acts_in_spirals": np.bincount(spirals[:, 0], spirals[:, 3], count).astype(np.int64), "most_turns": turns,
        }  # fmt: skip
        for name, who in (("by_first", 0), ("by_second", 1), ("together", BOTH), ("by_nobody", NOBODY)):
            columns[f"stepped_down_{name}"] = np.bincount(spirals[spirals[:, 6] == who, 0], minlength=count)
        return pa.table(columns)

    def responses_table(self) -> Any:
        """Return a row for each hostile act, as a table of Arrow: who answers it how soon, or how long nobody has."""
        import pyarrow as pa

        held, at = self.dyads, self._hostile
        names = pa.array(held.events.parties, pa.string())
        pairs, side = held.pairs[held.dyad[at]], held.side[at].astype(np.int64)
        row = np.arange(len(at))

        def party(places: Any) -> Any:
            return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), names).dictionary_decode()

        acts = pa.array([act.value for act in ACTS])
        done = held.events.act[held.order[at]].astype(np.int32)
        return pa.table(
            {
                "first": party(pairs[:, 0]), "second": party(pairs[:, 1]), "actor": party(pairs[row, side]),
                "recipient": party(pairs[row, 1 - side]), "day": _dates(held.day[at]),
                "act": pa.DictionaryArray.from_arrays(pa.array(done), acts).dictionary_decode(),
                "rung": held.rung[at], **self.times, "row": held.events.row[held.order[at]],
            }
        )  # fmt: skip

    def spirals_table(self) -> Any:
        """Return a row for each spiral, as a table of Arrow."""
        import pyarrow as pa

        rows, held = self.spirals, self.dyads
        parties = np.array(held.events.parties, dtype=object)
        pairs = held.pairs[rows[:, 0]]

        def who(column: Any) -> Any:
            names = np.concatenate(
                [parties[pairs], np.full((len(rows), 1), "both", object), np.full((len(rows), 1), None, object)], axis=1
            )
            return pa.array(names[np.arange(len(rows)), column], pa.string())  # -1 is the last, nobody

        down = rows[:, 7]
        return pa.table(
            {
                "first": pa.array(parties[pairs[:, 0]], pa.string()),
                "second": pa.array(parties[pairs[:, 1]], pa.string()),
                "first_day": _dates(rows[:, 1]), "last_day": _dates(rows[:, 2]), "acts": rows[:, 3],
                "turns": rows[:, 4], "begun_by": who(rows[:, 5]), "stepped_down_first": who(rows[:, 6]),
                "stepped_down_on": _dates(down, down == 0),
            }
        )  # fmt: skip

    def curves_table(self) -> Any:
        """Return a row for each step of the two survival curves, as a table of Arrow."""
        import pyarrow as pa

        names = ("time", "at_risk", "answered", "censored", "share", "low", "high")
        steps = [(name, step) for name, curve in self.curves.items() for step in curve.steps]
        return pa.table(
            {"answer": pa.array([name for name, _ in steps], pa.string())}
            | {name: [getattr(step, name) for _, step in steps] for name in names}
        )

    def left_table(self) -> Any:
        """Return a row for each row of the table that is left out, as a table of Arrow."""
        import pyarrow as pa

        left = self.dyads.events.left
        texts = np.array(list(REASONS.values()), dtype=object)[left.reason]
        return pa.table({"row": left.row, "reason": pa.array(texts, pa.string()), "column": list(left.column),
                         "value": list(left.value)})  # fmt: skip

    # -- all together -----------------------------------------------------------------------------

    def summary(self) -> dict[str, Any]:
        """Return what it all comes to, as plain values for JSON; shares are 0 to 1, None where there is no case."""
        held, events = self.dyads, self.dyads.events
        counts = self._joined("counts").sum(axis=(0, 1))
        spirals, per = self.spirals, self._joined("counts").sum(axis=1)
        shares = _share(per[:, 2], per[:, 0])
        told = np.sort(np.array([s for s, n in zip(shares.to_pylist(), per[:, 0].tolist(), strict=True) if n >= LEAST]))
        began, down = spirals[:, 5], spirals[:, 6]
        sided = began != BOTH
        stepped = {
            "spirals": len(spirals),
            "by_who_began": int((sided & (down == began)).sum()),
            "by_the_other": int((sided & (down == 1 - began)).sum()), "together": int((down == BOTH).sum()),
            "where_both_began": int((~sided & (down >= 0) & (down != BOTH)).sum()),
            "nobody": int((down == NOBODY).sum()),
        }  # fmt: skip
        return {
            "table": {
                "rows": events.rows, "not_taken_by_the_filter": events.filtered, "left_out": dict(events.left.counts),
                "after_the_last_day": held.later, "unknown_codes": dict(events.unknown), "ids": events.has_ids,
                "before_1970": int((held.day < _EPOCH).sum()),
            },
            "acts": len(held.order), "dyads": len(held), "parties": len(np.unique(held.pairs)),
            "first_day": _iso(held.day.min()), "last_day": _iso(held.day.max()), "end": _iso(held.end),
            "within": held.within, "hostile": int(counts[0]), "answered": int(counts[1]), "in_kind": int(counts[2]),
            "reciprocity": _ratio(counts[2], counts[0]),
            "hostile_after_hostile": _ratio(counts[4], counts[3]), "hostile_after_other": _ratio(counts[6], counts[5]),
            "reciprocity_by_dyad": {
                "least_hostile_acts": LEAST, "dyads": len(told),
                "quartiles": [float(one) for one in np.quantile(told, (0.25, 0.5, 0.75))] if len(told) else None,
            },
            "response_times": {name: _times(curve, held.within) for name, curve in self.curves.items()},
            "spirals": {
                "count": len(spirals), "per_thousand_acts": 1000 * len(spirals) / len(held.order),
                "dyads": len(np.unique(spirals[:, 0])), "acts": int(spirals[:, 3].sum()),
                "most_turns": int(spirals[:, 4].max()) if len(spirals) else 0,
            },
            "stepped_down_first": stepped,
        }  # fmt: skip


def _times(curve: Curve, within: int) -> dict[str, Any]:
    days = sorted({7, 30, 365, within})
    low, high = curve.median_interval
    return {
        "count": curve.count, "answered": curve.answered, "median_days": curve.median, "median_low": low,
        "median_high": high,
        "answered_within": {
            str(day): 1 - step.share if (step := curve.at(day)) else 0.0 for day in days
        },
    }  # fmt: skip


def _ratio(part: Any, whole: Any) -> float | None:
    return float(part) / float(whole) if whole else None


def _share(part: Any, whole: Any) -> Any:
    """Shares as a column; nothing where there is no case."""
    import pyarrow as pa

    return pa.array(part / np.maximum(whole, 1), mask=whole == 0)


def _difference(counts: Any) -> Any:
    """Contingency as a column; nothing where one of its two shares has no case."""
    import pyarrow as pa

    after, other = counts[:, 3], counts[:, 5]
    found = counts[:, 4] / np.maximum(after, 1) - counts[:, 6] / np.maximum(other, 1)
    return pa.array(found, mask=(after == 0) | (other == 0))


def _gaps(values: Any) -> Any:
    import pyarrow as pa

    return pa.array(values, mask=np.isnan(values))


def _dates(days: Any, mask: Any = None) -> Any:
    import pyarrow as pa

    return pa.array((np.asarray(days, dtype=np.int64) - _EPOCH).astype("datetime64[D]"), pa.date32(), mask=mask)


def _iso(day: Any) -> str:
    from replay.dates import iso

    return iso(int(day))


def as_parquet(table: Any) -> bytes:
    """Return a table of Arrow as Parquet, the same bytes every time."""
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd")
    return out.getvalue()


def as_csv(table: Any) -> bytes:
    """Return a table of Arrow as CSV: texts in quotes, dates as ISO, nothing where there is nothing."""
    from pyarrow import csv

    out = io.BytesIO()
    csv.write_csv(table, out)
    return out.getvalue()
