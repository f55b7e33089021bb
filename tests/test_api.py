"""The public interface is a list, and this holds it."""

import importlib
import json
import pkgutil
import subprocess
import sys

import replay

NAMES = [
    "Entry", "Problem", "ReplayError", "Timeline", "TimelineError", "Trace", "apply",
    "conformance", "example", "graph", "inspect", "ledger", "load", "load_edits", "measures", "play", "run", "sweep",
    "whatif",
]  # fmt: skip


def test_public_names():
    assert replay.__all__ == NAMES
    assert [name for name in dir(replay) if not name.startswith("_")] == sorted(NAMES)
    for name in NAMES:
        assert getattr(replay, name) is not None
    assert replay.__version__.count(".") == 2


def test_functions_stay_functions_when_modules_load():
    """A module must not take the place of the function of the same name."""
    for module in pkgutil.walk_packages(replay.__path__, "replay."):
        if module.name != "replay.__main__":
            importlib.import_module(module.name)
    assert all(callable(getattr(replay, name)) for name in NAMES)


def test_unknown_name():
    try:
        replay.nothing  # noqa: B018
    except AttributeError as fault:
        assert "nothing" in str(fault)
    else:
        raise AssertionError("no error")


def test_import_is_light():
    """Importing the package, or its command line, loads no heavy library."""
    heavy = ["matplotlib", "pandas", "networkx", "numpy", "simpy", "pydantic", "yaml", "rich", "graphviz"]
    for module in ("replay", "replay.cli"):
        code = f"import sys, json, {module}; print(json.dumps([m for m in {heavy} if m in sys.modules]))"
        out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        assert json.loads(out) == [], module


def test_run_needs_no_tables_or_figures():
    """A replay loads neither matplotlib nor pandas nor networkx."""
    code = (
        "import sys, replay; replay.run(replay.load(replay.example())).to_jsonl(); "
        "print([m for m in ('matplotlib', 'pandas', 'networkx') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_typed():
    from importlib.resources import files

    assert files("replay").joinpath("py.typed").is_file()
