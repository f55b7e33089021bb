"""What tests share: golden files, the shipped disputes, a working folder, replays of small disputes.

Golden files are texts that are kept in the project and compared byte for byte. They hold what a person can read; what
a figure shows is measured, too, and every rule and measure has a test whose values were worked by hand.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

import replay
from replay.engine.trace import Trace
from replay.timeline import Timeline

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = {"japan": "japan-autos-1993-1995.yaml", "korea": "korea-autos-1995-1998.yaml"}

settings.register_profile("same", derandomize=True, database=None)
settings.register_profile("search", derandomize=False)
settings.load_profile("search" if os.environ.get("REPLAY_EXAMPLES") else "same")
"""The same examples at every run; a search with fresh ones where REPLAY_EXAMPLES is set."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files instead of comparing them")


@pytest.fixture(autouse=True)
def _own_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output is as wide as it is without a terminal, whatever the width of the one that tests are run in."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in the folder of the project, as a reader of the README does; return it."""
    monkeypatch.chdir(ROOT)
    return ROOT


@pytest.fixture(scope="session")
def shipped() -> Mapping[str, Timeline]:
    """The shipped disputes, by the short names `japan` and `korea`; read once."""
    return {name: replay.load(ROOT / "timelines" / file) for name, file in SHIPPED.items()}


@pytest.fixture(scope="session")
def replayed(shipped: Mapping[str, Timeline]) -> Mapping[str, Trace]:
    """The replays of the shipped disputes, by the same names; run once."""
    return {name: replay.run(timeline) for name, timeline in shipped.items()}


@pytest.fixture(scope="session")
def trace_of() -> Callable[..., Trace]:
    """Replay a small dispute, given as for `coded.timeline`: events, and `more` for what stands beside them."""
    from coded import timeline

    def made(*events: str, more: str = "", **options: str) -> Trace:
        return replay.run(timeline(*events, more=more), **options)

    return made


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str | bytes], None]:
    """Compare with the file of that name, or write it under --update-golden."""

    def compare(name: str, content: str | bytes) -> None:
        path = ROOT / name
        data = content.encode() if isinstance(content, str) else content
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        assert path.exists(), f"{name} is missing; `make update` writes it"
        if isinstance(content, str):
            assert path.read_text(encoding="utf-8") == content, f"{name} is not current; `make update` writes it"
        else:
            assert path.read_bytes() == data, f"{name} is not current; `make update` writes it"

    return compare


@pytest.fixture
def plain_steps():
    """Steps of the path as plain sizes from 0 on: what the switches make of them is worked by hand in test_switches."""
    from replay.codebook import SWITCHES, Switches

    given = {name: switch.before for name, switch in SWITCHES.items()} | {"clocks": "by-kind"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Switches.__init__, "__defaults__", tuple(given.values()))
        yield


@pytest.fixture
def rungs_speak():
    """Acts without tactics vote by their rung: the setting of the switch `untagged` in which such tests are worked."""
    from replay.codebook import strategy_of
    from replay.engine.trace import Trace

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strategy_of, "__defaults__", ("rung",))
        patch.setattr(Trace.strategy, "__defaults__", ("rung",))
        yield


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler with two workers, all on loopback: the address, and the processes of the workers."""
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
         "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(file)], **quiet
    )  # fmt: skip
    until = time.monotonic() + 60
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.05)
    address = json.loads(file.read_text())["address"]
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_worker", address, "--host", "127.0.0.1", "--nthreads", "1",
             "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path)], **quiet
        )
        for _ in range(2)
    ]  # fmt: skip
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()
