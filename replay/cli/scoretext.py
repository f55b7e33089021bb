"""What `replay score` prints: tables, CSV, JSON, LaTeX; nothing is computed here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from statistics import fmean
from typing import TYPE_CHECKING, Any

from replay.cli.bench import latex
from replay.dates import iso
from replay.text.tabletext import csv_lines
from replay.text.terminal import table_of
from replay.text.words import counted, typeset
from replay.theories import ORDER, THEORIES
from replay.timeline.checks import circularity

if TYPE_CHECKING:
    from rich.console import Console

    from replay.domain import Rules
    from replay.scoring import Board, Fold, Forecast, Score
    from replay.theories import Parameters
    from replay.timeline import Timeline

__all__ = ["as_csv", "as_json", "as_latex", "show", "weighting_line", "without_line"]

_HEADER = ("Theory", "RPS", "Brier", "Log", "Right", "Skill", "Shift", "95 % interval", "p")
_SHORT = {"creating": "cr", "mixed": "mi", "claiming": "cl"}


def _cells(row: Score, reference: str, digits: int = 3, between: str = " to ") -> tuple[str, ...]:
    skill = "undefined" if row.skill is None else f"{row.skill:.2f}"
    shift = row.against.shift
    whole = math.isinf(shift.low)
    interval = "none" if whole else f"{shift.low:z.{digits}f}{between}{shift.high:z.{digits}f}"
    paired = ("", "", "") if row.theory == reference else (
        f"{shift.estimate:z.{digits}f}", interval, f"{row.against.sign.p_value:.3f}"
    )  # fmt: skip
    scores = (f"{row.rps:.3f}", f"{row.brier:.3f}", f"{row.log:.3f}")
    return (row.theory, *scores, f"{row.hits}/{row.n}", skill, *paired)


def _caption(board: Board) -> str:
    return (
        f"Scores of rival theories over n = {counted(board.n, 'decision')}: means, lower is better; skill, and the "
        f"median shift of the paired ranked probability scores with p of the sign test, against {board.reference}"
    )


def weighting_line(board: Board, other: Board, on: bool) -> str:
    """Say how prospect theory scores with probability weighting off and on; `on` is the setting of `board`."""
    with_, without = (board, other) if on else (other, board)
    return (
        f"prospect with probability weighting: RPS {with_.row('prospect').rps:.3f}, without: "
        f"{without.row('prospect').rps:.3f} (n = {board.n})"
    )


def without_line(found: Sequence[Forecast], timelines: Sequence[Timeline], source: str) -> str:
    """Say how the theories score without the decisions that are no tests where positions come from `source`.

    With the computed path those are decisions whose own acts move it by a coded impact, with readings those whose acts
    a reading rests on.
    """
    circular = {
        (timeline.dispute, circle.decision)
        for timeline in timelines
        for circle in circularity(timeline)
        if circle.decision and (circle.act == circle.ground) == (source == "path")
    }
    kept = [f for f in found if (f.dispute, f.decision) not in circular]
    theories = list(dict.fromkeys(f.theory for f in kept))
    means = {theory: fmean(f.rps for f in kept if f.theory == theory) for theory in theories}
    shown = ", ".join(f"{theory} {means[theory]:.3f}" for theory in sorted(theories, key=lambda name: means[name]))
    n = len(kept) // len(theories) if theories else 0
    return f"Without the decisions that are no tests of the {source} (n = {n}), mean RPS: {shown}"


def show(
    console: Console, board: Board, found: Sequence[Forecast], folds: Sequence[Fold], timelines: Sequence[Timeline],
    each: bool, weighting: str, without: str,
) -> None:  # fmt: skip
    """Print the tables; `weighting` and `without` say how scores change with the switch, and without circles."""
    per = {line.dispute: sum(f.dispute == line.dispute for f in found) // len(board.rows) for line in timelines}
    said = ", ".join(f"{name} {count}" for name, count in per.items())
    console.print(f"{counted(board.n, 'decision')} ({said})", markup=False, style="bold")
    table = table_of(
        _caption(board), *((name, "right" if n else "left") for n, name in enumerate(_HEADER)), whole=("Theory",)
    )
    for row in board.rows:
        table.add_row(*_cells(row, board.reference, 2, ", "))
    console.print(table)
    console.print(f"{weighting}\n", markup=False)
    _show_disputes(console, board, found, folds, per)
    _show_calibration(console, board)
    _show_surprises(console, board)
    if each:
        _show_each(console, found)
    _show_circles(console, timelines, without)
    console.print(
        f"n = {counted(board.n, 'decision')} in {counted(len(timelines), 'dispute')}, which hang together within a "
        "dispute: nothing is confirmed by them, and a difference whose interval spans 0 is none.",
        markup=False,
    )  # fmt: skip


def _show_disputes(
    console: Console, board: Board, found: Sequence[Forecast], folds: Sequence[Fold], per: dict[str, int]
) -> None:
    """Mean RPS of each theory in each dispute, and with what was learnt from the others."""
    if len(per) < 2:
        return
    columns = [(f"{name} (n = {count})", "right") for name, count in per.items()]
    left = [(f"{fold.held_out} held out", "right") for fold in folds]
    table = table_of("Mean RPS in each dispute; held out: sizes, temperature, frequencies learnt from the others",
                     ("Theory", "left"), *columns, *left, whole=("Theory",))  # fmt: skip
    for row in board.rows:
        means = [_mean(f.rps for f in found if f.theory == row.theory and f.dispute == name) for name in per]
        held = [_mean(f.rps for f in fold.forecasts if f.theory == row.theory) for fold in folds]
        table.add_row(row.theory, *means, *held)
    temperatures = [f"temperature {fold.parameters.temperature:.2f}" for fold in folds]
    table.add_row("(the link)", *("" for _ in per), *temperatures, style="dim")
    console.print(table)


def _mean(values: Any) -> str:
    seen = list(values)
    return f"{fmean(seen):.3f}" if seen else ""


def _show_calibration(console: Console, board: Board) -> None:
    edges = [f"{bin_.low:.1f}-{bin_.high:.1f}" for bin_ in board.rows[0].calibration]
    table = table_of(
        f"Calibration: probability given, share that happened (count); three classes pooled, n = {3 * board.n}",
        ("Theory", "left"), *((edge, "right") for edge in edges), whole=("Theory",), numbers_whole=False,
    )  # fmt: skip
    for row in board.rows:
        cells = [
            "" if b.forecast is None or b.observed is None else f"{b.forecast:.2f} {b.observed:.2f} ({b.count})"
            for b in row.calibration
        ]
        table.add_row(row.theory, *cells)
    console.print(table)


def _show_surprises(console: Console, board: Board) -> None:
    table = table_of(
        "Surprises: the decisions that each theory held least likely, of equals the earliest",
        ("Theory", "left"), ("Date", "left"), ("Decision", "left"), ("What was done", "left"), ("Chance", "right"),
        whole=("Theory", "Date"),
    )  # fmt: skip
    last = ""
    for f in board.surprises:
        name = f.theory if f.theory != last else ""
        last = f.theory
        table.add_row(name, iso(f.day), f"{f.prediction.party}: {f.label}", f.did.value, f"{f.chance:.2f}")
    console.print(table)


def _show_each(console: Console, found: Sequence[Forecast]) -> None:
    """Every decision: what was done, then each theory's probabilities and reason, a line each."""
    console.print("Every decision: probabilities of creating, mixed and claiming, and why\n", style="bold")
    last = ""
    for f in sorted(found, key=lambda f: (f.dispute, f.day, f.decision)):
        if f"{f.dispute}/{f.decision}" != last:
            last = f"{f.dispute}/{f.decision}"
            console.print(f"{iso(f.day)}  {f.prediction.party}: {f.label} - {f.did.value}", markup=False, style="bold")
        chances = " ".join(f"{p:.2f}" for p in f.prediction.probabilities)
        console.print(f"  {f.theory:<16}  {chances}  {f.prediction.grounds}", markup=False, soft_wrap=True)
    console.print()


def _show_circles(console: Console, timelines: Sequence[Timeline], without: str) -> None:
    circles = [circle for timeline in timelines for circle in circularity(timeline)]
    if circles:
        console.print("Circularity: acts that stand on both ends of an explanation", style="bold")
        for circle in circles:
            console.print(f"  {circle}", markup=False)
        console.print(f"{without}\n", markup=False)


def as_csv(found: Sequence[Forecast]) -> str:
    """A row for each theory and decision."""
    strategies = (strategy.value for strategy in ORDER)
    header = ("theory", "dispute", "decision", "party", "date", "done", *strategies, "rps", "brier", "log", "why")
    rows = (
        (f.theory, f.dispute, f.decision, f.prediction.party, iso(f.day), f.did.value,
         *(f"{number:.6f}" for number in (*f.prediction.probabilities, f.rps, f.brier, f.log)), f.prediction.grounds)
        for f in found
    )  # fmt: skip
    return csv_lines(header, rows)


def as_latex(board: Board) -> str:
    """The table of scores."""
    rows = [tuple(typeset(cell) for cell in _cells(row, board.reference)) for row in board.rows]
    return latex(_HEADER, rows, _caption(board))


def as_json(
    board: Board, found: Sequence[Forecast], folds: Sequence[Fold], timelines: Sequence[Timeline],
    parameters: Parameters, rules: Rules, weighting: str, without: str,
) -> dict[str, Any]:  # fmt: skip
    """Everything, with plain values; an interval without bounds has null for them."""
    return {
        "n": board.n,
        "reference": board.reference,
        "rules": {name: _finite(value) for name, value in rules.sizes().items()} | {"reference": rules.reference},
        "parameters": asdict(parameters),
        "weighting": weighting,
        "without_circular": without,
        "theories": {name: {"claim": t.claim, "source": t.source, "reads": t.reads} for name, t in THEORIES.items()},
        "scores": [_row_json(row) for row in board.rows],
        "forecasts": [_forecast_json(f) for f in found],
        "left_out": [
            {"held_out": fold.held_out, "trained_on": list(fold.trained_on),
             "temperature": fold.parameters.temperature,
             "rules": {name: _finite(value) for name, value in fold.rules.sizes().items()},
             "forecasts": [_forecast_json(f) for f in fold.forecasts]}
            for fold in folds
        ],
        "circularity": [
            {"act": c.act, "ground": c.ground, "decision": c.decision, "message": c.message}
            for timeline in timelines for c in circularity(timeline)
        ],
    }  # fmt: skip


def _row_json(row: Score) -> dict[str, Any]:
    shift = row.against.shift
    return {
        "theory": row.theory, "n": row.n, "rps": row.rps, "brier": row.brier, "log": row.log, "hits": row.hits,
        "skill": row.skill,
        "difference": {
            "median": row.against.median, "estimate": shift.estimate, "low": _finite(shift.low),
            "high": _finite(shift.high), "coverage": shift.coverage, "sign_test": asdict(row.against.sign),
            "flip_test": asdict(row.against.flip) if row.against.flip else None,
        },
        "calibration": [asdict(bin_) for bin_ in row.calibration],
    }  # fmt: skip


def _forecast_json(f: Forecast) -> dict[str, Any]:
    return {
        "theory": f.theory, "dispute": f.dispute, "decision": f.decision, "party": f.prediction.party,
        "date": iso(f.day), "done": f.did.value,
        "probabilities": dict(zip((s.value for s in ORDER), f.prediction.probabilities, strict=True)),
        "index": f.prediction.index, "reason": dict(f.prediction.reason), "rps": f.rps, "brier": f.brier, "log": f.log,
    }  # fmt: skip


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
