"""The figures of corpora: response times, the distribution of reciprocity, spirals by their turns."""

from __future__ import annotations

from replay.figures.corpus.counts import Bar, Counts, counts_figure
from replay.figures.corpus.gather import reciprocity_of, responses_of, spirals_of
from replay.figures.corpus.responses import Responses, responses_figure

__all__ = [
    "Bar", "Counts", "Responses", "counts_figure", "reciprocity_of", "responses_figure", "responses_of", "spirals_of",
]  # fmt: skip
