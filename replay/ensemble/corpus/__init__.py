"""Corpora: public tables of who did what to whom, 100,000 to a million acts, measured dyad by dyad.

`read_events` takes a table under a map of the import, `grouped` sorts it by dyad, `Dyads.measure` measures it in
parts, and `Corpus` joins these. Nothing is coded here that the table does not have: an answer is the other side's
next move in time, which is a rule and no reading of a source.
"""

from __future__ import annotations

from replay.ensemble.corpus.dyads import WITHIN, Dyads, grouped
from replay.ensemble.corpus.measure import BOTH, NOBODY, Measured, Part, measured
from replay.ensemble.corpus.pieces import arrow
from replay.ensemble.corpus.reading import ACTS, REASONS, Events, LeftOut, Rows, read_events, read_rows
from replay.ensemble.corpus.results import LEAST, Corpus, as_csv, as_parquet
from replay.ensemble.corpus.survival import Curve, Step, kaplan_meier, medians
from replay.ensemble.corpus.told import left_told, told_lines, weightiest

__all__ = [
    "ACTS", "BOTH", "LEAST", "NOBODY", "REASONS", "WITHIN", "Corpus", "Curve", "Dyads", "Events", "LeftOut",
    "Measured", "Part", "Rows", "Step", "arrow", "as_csv", "as_parquet", "grouped", "kaplan_meier", "left_told",
    "measured", "medians", "read_events", "read_rows", "told_lines", "weightiest",
]  # fmt: skip
