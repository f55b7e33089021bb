"""`replay sweep`: many replays of a dispute, by a specification; resumable, on one core, several or a cluster."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replay.cli.engines import ENGINE, engine
from replay.cli.shared import FILES, OUT, Fault
from replay.cli.writing import deliver, write
from replay.text.terminal import counting, say, show_table, tell, told, working
from replay.text.words import counted

if TYPE_CHECKING:
    from replay.ensemble.answers import Fan, ModelProof, Weights
    from replay.ensemble.parts import Sweep
    from replay.ensemble.rows import Cell
    from replay.ensemble.specification import Specification
    from replay.figures.sheet.drawing import Drawing
    from replay.text.table import Table

__all__ = ["sweep"]


@click.command(short_help="Replay a dispute many times and say what survives.")
@FILES
@click.option(
    "--over", "over", multiple=True, metavar="WHAT",
    help="What is varied: drops, dates, switches, coders, continuations or parameters; several multiply.",
)  # fmt: skip
@click.option("--draws", type=int, help="With dates: how many draws. [default: 200]")
@click.option("--continuations", type=int, help="With continuations: how many. [default: 100]")
@click.option("--since", metavar="DATE", help="With continuations: first day from which decisions are drawn anew.")
@click.option("--theory", metavar="NAME", help="With continuations: from whose probabilities. [default: prospect]")
@click.option("--pairs", is_flag=True, help="With drops: also every pair of acts.")
@click.option("--share", type=float, help="With switches: share of all their settings, drawn by chance. [default: 1]")
@click.option("--seed", type=int, help="The same seed, the same rows. [default: 1]")
@click.option(
    "--coder", "coders", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="With coders: another coding of the dispute; may be repeated.",
)  # fmt: skip
@click.option(
    "--spec", "spec", type=click.Path(path_type=Path, dir_okay=False), metavar="YAML",
    help="Read the specification from a file; options given here come before it.",
)  # fmt: skip
@ENGINE
@click.option(
    "--answer", "answer", is_flag=True,
    help="Say what the rows come to: date-proof, model-proof, what made the outcome, how else it might have gone.",
)  # fmt: skip
@click.option(
    "--figures", "figures", is_flag=True,
    help="Draw them: the specification curve, the weightiest acts, the fan of continuations.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say how many cases there are; compute nothing.")
@OUT
def sweep(
    files: tuple[Path, ...], over: tuple[str, ...], draws: int | None, continuations: int | None, since: str | None,
    theory: str | None, pairs: bool, share: float | None, seed: int | None, coders: tuple[Path, ...], spec: Path | None,
    workers: int, scheduler: str | None, insecure: bool, answer: bool, figures: bool,
    dry_run: bool, out: Path,
) -> None:  # fmt: skip
    """Replay each dispute once for every case of a specification, and write a row for each.

    Writes OUT/<dispute>/sweep-<digest>/rows.csv and spec.json. The digest is that of the specification and the files.
    Parts that are done are kept, so the same command goes on where it was broken off, and the rows are the same bytes
    on one core or on several.

    \b
    Examples:
      replay sweep my-dispute.yaml --over drops
      replay sweep my-dispute.yaml --over dates --draws 500
      replay sweep my-dispute.yaml --over switches --share 0.1 --workers 2
      replay sweep my-dispute.yaml --over drops --over dates --draws 100
    """  # noqa: D301 - click reads the sign
    from replay.ensemble.parts import Sweep
    from replay.ensemble.rows import Base
    from replay.files.textfile import TextFile

    given = {"draws": draws, "continuations": continuations, "since": since, "theory": theory, "pairs": pairs or None,
             "share": share, "seed": seed, "over": over or None}  # fmt: skip
    asked = _specification({name: value for name, value in given.items() if value is not None}, spec)
    engine(workers, scheduler, insecure)  # a call that makes no sense is refused before anything is read
    if coders and "coders" not in asked.over:
        raise click.UsageError("--coder was given, but coders are not varied; add --over coders")
    if "coders" in asked.over and (not coders or len(files) > 1):
        raise click.UsageError("--over coders wants one file, and other codings of it with --coder")
    others = tuple(TextFile.read(path).text for path in coders)
    for path in files:
        made = Sweep(Base(str(path), (TextFile.read(path).text, *others), asked))
        _same_dispute(made)
        told(f"{made.base.timeline.title}: {counted(len(made), 'case')} in {counted(len(made.parts), 'part')}, "
             f"over {', '.join(asked.over)}; specification {made.digest[:12]}.")  # fmt: skip
        if not dry_run:
            folder = out / made.base.timeline.dispute / f"sweep-{made.digest[:12]}"
            _run(made, folder, engine(workers, scheduler, insecure))
            found = _Found(made, _rows(folder / "rows.csv") if answer or figures else ())
            if answer:
                _answer(found)
            if figures:
                _draw(found, folder)


def _specification(given: dict[str, Any], path: Path | None) -> Specification:
    from replay.ensemble.specfile import read_specification
    from replay.ensemble.specification import Specification

    held = read_specification(path) if path is not None else {}
    found = held | given
    if not found.get("over"):
        raise click.UsageError(
            "nothing is varied; give --over drops, dates, switches, coders, continuations or parameters"
        )
    return Specification(**found | {"over": tuple(found["over"])})


def _same_dispute(made: Sweep) -> None:
    names = {line.dispute for line in made.base.timelines}
    if len(names) > 1:
        raise Fault(f"these are codings of several disputes: {', '.join(sorted(names))}; allowed: of one")


def _run(made: Sweep, folder: Path, engine: AbstractContextManager[tuple[Executor | None, int]]) -> None:
    from replay.ensemble.parquet import parquet

    rows, parts, told_by = folder / "rows.csv", folder / "parts", folder / "spec.json"
    if _whole(rows, told_by):
        tell(f"{rows} is there already: the same specification, the same rows.")
        return
    spec = {"specification": made.base.asked.told(), "digest": made.digest, "cases": len(made)}
    done = {path.name for path in parts.glob("*.csv")} if parts.exists() else set()
    left = [part for part in made.parts if part.name not in done]
    if done:
        tell(f"{counted(len(made.parts) - len(left), 'part')} of {len(made.parts)} are there already; going on.")
    with engine as (executor, workers):
        write(told_by, (json.dumps(spec, indent=1) + "\n").encode())
        total = sum(part.stop - part.first for part in left)
        for part, text in counting(
            made.compute(done, executor, workers), "Replaying", total, lambda item: item[0].stop - item[0].first
        ):
            write(parts / part.name, text.encode())
    texts = {part.name: (parts / part.name).read_text(encoding="utf-8") for part in made.parts}
    data = made.joined(texts).encode()
    write(rows, data)
    names = ["rows.csv", "spec.json"]
    if (packed := parquet(made, texts)) is not None:
        write(folder / "rows.parquet", packed)
        names.append("rows.parquet")
    write(told_by, (json.dumps(spec | {"rows": sha256(data).hexdigest()}, indent=1) + "\n").encode())
    for path in sorted(parts.glob("*.csv")):
        path.unlink()
    parts.rmdir()
    tell(f"Written to {folder}: {', '.join(names)}")


def _whole(rows: Path, spec: Path) -> bool:
    """Whether the rows are there, and are those that the specification's file says were written."""
    try:
        held = json.loads(spec.read_text(encoding="utf-8"))
        return isinstance(held, dict) and held.get("rows") == sha256(rows.read_bytes()).hexdigest()
    except (OSError, ValueError):
        return False


def _rows(path: Path) -> tuple[dict[str, Cell], ...]:
    import csv

    from replay.ensemble.parts import parsed

    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        return parsed(next(lines), list(lines))


class _Found:
    """What the rows of a sweep come to: each answer found once, for the text and the figures."""

    def __init__(self, made: Sweep, rows: tuple[dict[str, Cell], ...]) -> None:
        self.made, self.rows = made, rows

    @cached_property
    def model(self) -> ModelProof:
        """What holds under which settings."""
        from replay.ensemble import answers

        return answers.model_proof(self.rows)

    @cached_property
    def weights(self) -> Weights:
        """What each act made of the outcome."""
        from replay.ensemble import answers

        return answers.weights(self.rows)

    @cached_property
    def fan(self) -> Fan:
        """How continuations end."""
        from replay.ensemble import answers

        return answers.fan(self.rows, self.made.base.asked.since)


def _draw(found: _Found, folder: Path) -> None:
    """Draw what the rows come to, and write the figures with all that stands beside them."""
    from replay.cli.figure_files import drawn, figure_files
    from replay.figures import ensemble as figs

    base = found.made.base
    trace, asked = base.plain, base.asked
    makers: dict[str, Callable[[], list[Drawing]]] = {}
    if "switches" in asked.over:
        curve = figs.curve_of(found.model, base.timeline.title)
        makers["curve"] = lambda: [figs.curve_figure(curve)]
    if "drops" in asked.over:
        weights = figs.weights_of(found.weights, trace)
        makers["weights"] = lambda: [figs.weights_figure(weights)]
    if "continuations" in asked.over:
        fan = figs.fan_of(found.fan, asked, trace)
        makers["fan"] = lambda: [figs.fan_figure(fan)]
    if not makers:
        raise click.UsageError("--figures was given; there are figures of switches, drops and continuations")
    deliver(
        folder, figure_files(drawn(makers), [trace], ("svg", "pdf", "png"), 300, {"specification": found.made.digest})
    )


def _answer(found: _Found) -> None:
    """Print what the rows come to, for each thing that is varied."""
    from replay.ensemble import answers, dateproof

    made, rows = found.made, found.rows
    over, line = {*made.base.asked.over}, made.base.timeline
    if "dates" in over:
        said = dateproof.orders_told(dateproof.date_proof(made.base.plain)).splitlines()
        _part("What do the dates fix, whatever is drawn?", said, None)
        proof = answers.date_proof(rows)
        names = [one.name for one in proof.uncertain]
        with working("Looking for the one date that changes a finding"):
            shifts = answers.smallest_shifts(made.base, names) if names else {}
        _part("Is it date-proof?", answers.dates_told(proof, shifts), answers.dates_table(proof, shifts))
    if over & {"switches", "coders", "parameters"}:
        _part("Is it model-proof?", answers.model_told(found.model), answers.rankings_table(found.model))
    if "drops" in over:
        _part(
            "What made the outcome?",
            answers.weights_told(found.weights, answers.labels(line)),
            answers.heaviest_table(found.weights),
        )
        if len(pairs := answers.pairs_table(found.weights, 10)):
            show_table(pairs)
    if "continuations" in over:
        _part("How else might it have gone?", answers.fan_told(found.fan), answers.endings_table(found.fan))


def _part(question: str, lines: list[str], table: Table | None) -> None:
    say()
    say(question, "bold")
    for line in lines:
        say(line, hang=2)
    if table is not None:
        say()
        show_table(table)
