"""Made-up disputes of any size, always the same for the same seed."""

import datetime
import random

from replay import files
from replay.codebook import Act, is_hostile

ACTS = {
    "A": ["demand", "accuse", "warn", "threaten-sanctions", "meet", "propose", "reassure", "set-deadline", "commit",
          "list-sanctions", "state-position", "request-talks", "press"],
    "B": ["reject", "deny", "accuse", "threaten-case", "meet", "promise", "concede", "seek-support", "state-position"],
}  # fmt: skip
TACTICS = ["explicit-threat", "public-commitment", "praise", "joint-gains", "harsh-statement", "blame", "flexibility"]
LINKS = ["counters", "escalates", "responds", "deescalates", "settles"]


def text(events: int, seed: int = 1, busy: float = 0.5) -> str:
    """An event file: half of the events within two busy months, the others over five years."""
    chance = random.Random(seed)
    start = datetime.date(1990, 1, 1).toordinal()
    days = sorted(
        start + (1100 + chance.randrange(60) if chance.random() < busy else chance.randrange(1800))
        for _ in range(events)
    )
    rows, clocks = [], []
    for n, day in enumerate(days):
        side = chance.choice("AB")
        actor = {"A": ["AA", "AA", "AA", "AA-LAB"], "B": ["BB", "BB", "BB-PRESS"]}[side][chance.randrange(3)]
        act = chance.choice(ACTS[side][:-1] if actor in ("AA", "BB") else ["press", "comment", "report"])
        own = "AA" if side == "A" else "BB"
        to = own if act == "press" else ("BB" if side == "A" else "AA")
        row = [f"  - id: e{n}", f"    date: {datetime.date.fromordinal(day)}", f"    actor: {actor}", f"    act: {act}"]
        row.append(f"    recipient: {to}")
        row += [f"    label: Event {n} has a name", f"    summary: What happened at event {n}."]
        if chance.random() < 0.5:
            row.append(f"    tactics: [{', '.join(sorted(set(chance.choices(TACTICS, k=2))))}]")
        if n > 3 and chance.random() < 0.7:
            first, link = chance.randrange(max(0, n - 12), n), chance.choice(LINKS)
            link = "responds" if link == "escalates" and not is_hostile(Act(act).rung) else link
            row.append(f"    answers: {{e{first}: {link}}}")
        if n % 25 == 5:
            due = datetime.date.fromordinal(day + chance.randrange(20, 200))
            row += ["    clock:", f"      {{id: c{n}, label: Clock {n}, due: {due}, record: lapsed}}"]
            clocks.append(n)
        rows.append("\n".join([*row, "    cite: {key: s, section: One}"]))
    levels = ["status-quo", "modest-loss", "moderate-loss", "strong-loss", "gain"]
    readings = [
        f"  - {{id: r{n}, party: {chance.choice(['AA', 'BB'])}, "
        f"date: {datetime.date.fromordinal(chance.choice(days))}, "
        f"level: {chance.choice(levels)}, summary: s, cite: {{key: s, section: One}}}}"
        for n in range(8)
    ]
    head = """format: 1
dispute: synthetic
title: A synthetic dispute of many events, 1990-1995
period: 1990/1995
sides: [AA, BB]
sources:
  s: {author: "A", year: 1996, title: T}
parties:
  AA: {name: Northern Union}
  BB: {name: Southern Isles}
  AA-LAB: {name: Northern labour, of: AA}
  BB-PRESS: {name: Southern press, of: BB}
events:
"""
    return head + "\n".join(rows) + "\nreadings:\n" + "\n".join(readings) + "\n"


def timeline(events: int, seed: int = 1, busy: float = 0.5):
    return files.loads(text(events, seed, busy))
