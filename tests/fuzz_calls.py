"""Calls of the commands for the fuzz: words for every argument and option that a command has."""

from __future__ import annotations

import random
from collections.abc import Mapping

import click
from fuzz_words import ODD, TEXTS

from replay.cli import main

__all__ = ["call"]

Chance = random.Random
HEAVY = ("figure", "chart", "diagram", "report", "bundle", "theories", "compare", "demo", "codebook")
DAYS = ("1996-03-10", "1996-05-02", "1996-12-31", "1995-01-01", "0001-01-01", "9999-12-31", "1996-02-30", "1996")
IDS = ("demand", "sanctions-list", "wto-threat", "settlement", "sanctions", "kr-after-list", "us-list", "nobody")
NUMBERS = ("threat=1.5", "threat=nan", "threat=1e400", "threat=-1", "loss_aversion=2", "alpha=1e-300", "x=y", "=")
WORDS: Mapping[str, tuple[str, ...]] = {
    "until": DAYS, "cut": DAYS, "drops": IDS, "kept": IDS,
    "shifts": ("demand=+14d", "settlement=+1d", "demand=9999-12-31", "settlement=-9999y", "wto-threat=1996-03-20",
               "demand=P1M", "demand=-P9999Y", "settlement=+9999999d", "x=+1d", "sanctions-list=-1d"),
    "clocks": ("sanctions=P90D", "sanctions=1996-05-01", "sanctions=9999-12-31", "sanctions=P99999Y", "x=P1D"),
    "readings": ("kr-after-list=gain", "kr-after-list=rising", "kr-after-list=large-loss", "x=gain"),
    "acts": ("all", "3", "1", "0", "9" * 30, "demand,settlement", "demand,,", ",", "2", "4"),
    "theory": ("prospect", "reciprocity", "prospekt", "persistence"),
    "theories": ("prospect", "reciprocity", "prospekt", "mine"),
    "against": ("frequencies", "uniform", "prospect", "mine", "nothing"),
    "given": ("a=1", "a=1|2", "Measure=x|y|z", "=", "a"), "authors": ("Doe, Jane", "", "x", "한, 국"),
    "engine": ("dot", "graphviz-pure", "pygraphviz", "x"), "seed": ("1", "-1", "9" * 30),
}  # fmt: skip
"""Words for parameters, by the name of the parameter."""
SETS = ("demand.summary=New words", "demand.date=1996-02-06", "sanctions.due=P90D", "demand.label=", "demand.note={",
        "settlement.date=9999-12-31", "demand.cite.section=Chapter: 3",
        "demand.id=other", "x.y=z", "demand", "demand.=")  # fmt: skip
NAMED = ("no-settlement", "in-time-for-more", "spring", "talks-fail", "nobody", "no-settlement")
PATHS = ("example.yaml", "example.yaml", "f.yaml", "f.yaml", "edits.yaml", "trace.jsonl", "mine.csv", "empty.yaml",
         "edits.yaml#no-settlement", "edits.yaml#x", "missing.yaml", "folder", "folder/x", "-", "", "example.yaml/x",
         "\udcff.yaml", "a\x1bb.yaml", "[red]x.yaml")  # fmt: skip
RIGHT = {**dict.fromkeys(("whatif", "weigh", "pin", "edits"), "edits.yaml"), "forecasts": "mine.csv"}
"""The file that a command, or a parameter, asks for; elsewhere the example."""


def call(chance: Chance) -> tuple[str, ...]:
    """Return a call of any command, with options of its own and of others; those that draw are rare."""
    heavy = chance.random() < 0.04
    name = chance.choice([name for name in main.commands if (name in HEAVY) == heavy])
    wild = chance.choice((0.0, 0.0, 0.03, 0.15))  # how often a word is anything
    words: list[str] = []
    for parameter in main.commands[name].params:
        if isinstance(parameter, click.Argument):
            count = 1 if parameter.nargs == 1 else chance.choice((1, 1, 2, 3))
            count = 0 if chance.random() < (wild if parameter.required else 0.3) else count
            words += [_value(parameter, chance, name, wild) for _ in range(count)]
        elif chance.random() < 0.15:
            for _ in range(chance.choice((1, 1, 2)) if parameter.multiple else 1):
                words.append(chance.choice([*parameter.opts, *parameter.secondary_opts]))
                words += [] if getattr(parameter, "is_flag", False) else [_value(parameter, chance, name, wild)]
    if name == "redraw" and chance.random() < 0.8:
        words += [chance.choice(("--times", "--acts")), chance.choice(("1", "2", "5"))]
    if chance.random() < wild:
        words.insert(chance.randrange(len(words) + 1), chance.choice(("--", "--nothing", "-x", "--json", *ODD[:40])))
    if name == "demo":
        words = ["--out", "example.yaml"]  # refused; a true one takes a minute
    return (name, *map(_safe, words))


def _safe(word: str) -> str:
    """A word that a system can hand over, and that names no place outside the folder."""
    given = word.encode("utf-8", "surrogateescape" if "\udcff" in word else "replace")
    return given.decode("utf-8", "surrogateescape").replace("\0", "").replace("..", ".").lstrip("/")


def _value(parameter: click.Parameter, chance: Chance, command: str, wild: float) -> str:
    """A word for a parameter, of its kind more often than not."""
    name = parameter.name or ""
    if chance.random() < wild:
        return chance.choice((*ODD, *TEXTS))[:60_000]
    if isinstance(parameter.type, click.Choice):
        return chance.choice([*map(str, parameter.type.choices)])
    if isinstance(parameter.type, click.Path):
        if name == "out":
            return chance.choice(("out", "out", "out", "out/deep/er", "example.yaml", "", "folder"))
        right = RIGHT.get(name) or RIGHT.get(command, "example.yaml")
        return right if chance.random() < 0.5 else chance.choice(PATHS)
    if isinstance(parameter.type, (click.types.IntParamType, click.types.FloatParamType)):
        return chance.choice(("1", "1", "2", "3", "50", "72", "0.5", "0", "-1", "nan", "inf", "1e400", "9" * 25))
    if command == "new" and name == "name":
        return chance.choice(("fresh", "other", "example", "Bad", "", "a/b", "folder", "x" * 300, "a.yaml", "é"))
    if name == "sets":
        return chance.choice(SETS if command == "edit" else NUMBERS)
    return chance.choice(WORDS.get(name, NAMED))
