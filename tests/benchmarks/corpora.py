"""A made-up table of dyadic events under CAMEO codes, the same for the same seed: few dyads have most of the acts.

``python tests/benchmarks/corpora.py FILE [EVENTS] [DYADS]`` writes one.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

CODES = (
    "010",
    "020",
    "036",
    "042",
    "051",
    "057",
    "080",
    "085",
    "111",
    "112",
    "120",
    "130",
    "1312",
    "163",
    "172",
    "190",
)
ODDS = (20, 8, 8, 14, 12, 2, 3, 1, 8, 8, 5, 4, 2, 2, 2, 1)
MAP = """map: 1
like: cameo
columns:
  id: id
  date: day
  actor: who
  recipient: whom
  act: code
"""


def table(events: int, dyads: int, seed: int = 1) -> str:
    """CSV with a header: id, day, who, whom, code; not sorted."""
    chance = np.random.default_rng(seed)
    parties = int(np.ceil((1 + np.sqrt(1 + 8 * dyads)) / 2)) + 1
    first, second = np.triu_indices(parties, 1)
    pairs = chance.permutation(len(first))[:dyads]
    weight = 1 / np.arange(1, dyads + 1)
    which = np.concatenate(
        [np.arange(min(dyads, events)), chance.choice(dyads, max(events - dyads, 0), p=weight / weight.sum())]
    )
    turned = chance.random(events) < 0.5
    who = np.where(turned, second[pairs[which]], first[pairs[which]])
    whom = np.where(turned, first[pairs[which]], second[pairs[which]])
    days = np.datetime64("1960-01-01") + chance.integers(0, 20_000, events)
    codes = np.array(CODES)[chance.choice(len(CODES), events, p=np.array(ODDS) / sum(ODDS))]
    order = chance.permutation(events)
    rows = zip(order.tolist(), days[order].astype(str).tolist(), who[order].tolist(), whom[order].tolist(),
               codes[order].tolist(), strict=True)  # fmt: skip
    return "id,day,who,whom,code\n" + "".join(f"{n},{day},P{a:03},P{b:03},{code}\n" for n, day, a, b, code in rows)


if __name__ == "__main__":
    path, events, dyads = (
        Path(sys.argv[1]),
        *(int(word) for word in (sys.argv[2:] + ["1000000", "17000"][len(sys.argv) - 2 :])),
    )
    path.write_text(table(events, dyads), encoding="utf-8")
    path.with_suffix(".map.yaml").write_text(MAP, encoding="utf-8")
