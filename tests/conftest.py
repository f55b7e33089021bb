"""Golden files: text that is kept in the project and compared byte for byte."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

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


@pytest.fixture
def root() -> Path:
    """The folder of the project."""
    return ROOT


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
