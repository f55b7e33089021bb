from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from replay.errors import LayoutError
from replay.figures.escalation import layout
from replay.figures.escalation.layout import ENGINES, HINT, External, InProcess, LayoutEngine, find_engine

GRAPH = 'digraph { graph [layout=nop2]; a [pos="10,10", label="é & <b>"]; b [pos="90,10"]; a -> b [pos="20,10 40,10 60,10 70,10"] }'  # noqa: E501


def _script(folder: Path, body: str) -> str:
    """A program in the place of Graphviz."""
    path = folder / "engine"
    path.write_text(f"#!{sys.executable}\nimport sys, time\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def _fake(name: str) -> LayoutEngine:
    return External(name, "1", "/nowhere")


def test_the_order_of_engines_is_fixed() -> None:
    assert tuple(ENGINES) == ("graphviz-pure", "pygraphviz", "dot")


@pytest.mark.parametrize(
    ("present", "found"),
    [
        (("graphviz-pure", "pygraphviz", "dot"), "graphviz-pure"),
        (("pygraphviz", "dot"), "pygraphviz"),
        (("dot",), "dot"),
    ],
)
def test_the_first_engine_that_is_there_is_taken(present: tuple[str, ...], found: str) -> None:
    engines = {name: (lambda name=name: _fake(name) if name in present else None) for name in ENGINES}
    assert find_engine(engines=engines).name == found


def test_later_engines_are_not_even_looked_for() -> None:
    def never() -> LayoutEngine | None:
        raise AssertionError("was asked")

    assert find_engine(engines={"one": lambda: _fake("one"), "two": never}).name == "one"


def test_an_engine_is_found_by_name_even_behind_others() -> None:
    engines = {"one": lambda: _fake("one"), "two": lambda: _fake("two")}
    assert find_engine("two", engines).name == "two"


def test_without_an_engine_the_error_says_how_to_get_one() -> None:
    engines = dict.fromkeys(ENGINES, lambda: None)
    with pytest.raises(LayoutError, match="pip install graphviz-pure"):
        find_engine(engines=engines)
    with pytest.raises(LayoutError, match=r"'dot' is not installed.*pip install graphviz-pure"):
        find_engine("dot", engines)


def test_an_unknown_engine_is_refused_with_the_names_allowed() -> None:
    with pytest.raises(LayoutError, match="'neato' is unknown; allowed: graphviz-pure, pygraphviz, dot"):
        find_engine("neato")


def test_missing_packages_and_programs_are_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise layout.PackageNotFoundError(name)

    def unimportable(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(layout, "distribution", absent)
    monkeypatch.setattr(layout, "import_module", unimportable)
    monkeypatch.setattr(layout.shutil, "which", lambda name: None)
    with pytest.raises(LayoutError, match=HINT.split(";")[0]):
        find_engine()


def test_dot_on_the_path_names_its_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = _script(tmp_path, "print('dot - graphviz version 12.1.2 (20240928.0832)', file=sys.stderr)")
    monkeypatch.setattr(layout.shutil, "which", lambda name: path if name == "dot" else None)
    found = find_engine("dot")
    assert (found.name, found.version) == ("dot", "12.1.2")


def test_a_dot_that_cannot_be_run_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout.shutil, "which", lambda name: "/nowhere/dot")
    with pytest.raises(LayoutError, match="not installed"):
        find_engine("dot")


def test_the_shipped_engine_lays_out_and_names_itself() -> None:
    engine = find_engine("graphviz-pure")
    graph = json.loads(engine.layout(GRAPH))
    assert [node["name"] for node in graph["objects"]] == ["a", "b"]
    assert graph["objects"][0]["_ldraw_"][-1]["text"] == "é & <b>"
    assert engine.version[0].isdigit()
    assert "<svg" in engine.svg(GRAPH)


def test_the_shipped_engine_needs_no_search_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert json.loads(find_engine().layout(GRAPH))["name"]


def test_text_that_is_not_dot_is_refused() -> None:
    with pytest.raises(LayoutError, match=r"graphviz-pure .* failed with code \d+"):
        find_engine("graphviz-pure").layout("digraph {")


def test_a_return_code_is_an_error_even_with_output(tmp_path: Path) -> None:
    path = _script(tmp_path, "print('{}'); print('Error: trouble in init_rank', file=sys.stderr); sys.exit(1)")
    with pytest.raises(LayoutError, match="fake 3 failed with code 1: Error: trouble in init_rank"):
        External("fake", "3", path).layout(GRAPH)


def test_a_silent_failure_is_an_error_too(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match="code 7: it gave no reason"):
        External("fake", "3", _script(tmp_path, "sys.exit(7)")).layout(GRAPH)


def test_an_engine_is_stopped_after_its_time(tmp_path: Path) -> None:
    engine = External("fake", "3", _script(tmp_path, "time.sleep(30)"), timeout=0.3)
    with pytest.raises(LayoutError, match=r"did not finish within 0\.3 seconds"):
        engine.layout(GRAPH)


def test_a_program_that_is_gone_is_an_error() -> None:
    with pytest.raises(LayoutError, match="could not be run"):
        External("fake", "3", "/nowhere/dot").layout(GRAPH)


def test_programs_get_quiet_json_and_the_text_in_utf_8(tmp_path: Path) -> None:
    body = "import json\nprint(json.dumps([sys.argv[1:], sys.stdin.buffer.read().decode('utf-8')]))"
    arguments, text = json.loads(External("fake", "3", _script(tmp_path, body)).layout(GRAPH))
    assert (arguments, text) == (["-q", "-Tjson"], GRAPH)


class _Drawn:
    def __init__(self, string: str) -> None:
        self.string = string

    def draw(self, format: str, prog: str) -> bytes:  # noqa: A002
        if "fail" in self.string:
            raise OSError("no such plugin")
        return f"{format}|{prog}|{self.string}".encode()


def test_pygraphviz_draws_in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    module = SimpleNamespace(AGraph=_Drawn, __version__="2.0.4")
    monkeypatch.setattr(layout, "import_module", lambda name: module)
    engine = find_engine("pygraphviz")
    assert (engine.name, engine.version) == ("pygraphviz", "2.0.4")
    assert engine.layout("digraph { é }") == "json|dot|digraph { é }"
    assert engine.svg("digraph {}").startswith("svg|")


def test_a_failure_of_pygraphviz_is_a_layout_error() -> None:
    engine = InProcess("2.0.4", SimpleNamespace(AGraph=_Drawn))
    with pytest.raises(LayoutError, match=r"pygraphviz 2\.0\.4 failed: no such plugin"):
        engine.layout("digraph { fail }")


def test_only_this_module_runs_programs() -> None:
    home = Path(layout.__file__).parent
    users = sorted(path.name for path in home.rglob("*.py") if "subprocess" in path.read_text(encoding="utf-8"))
    assert users == ["layout.py"]
