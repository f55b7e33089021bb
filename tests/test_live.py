"""The live supplement as files: what is in it, the same each time, with no need of anything from outside."""

import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from replay import files
from replay.cli import main
from replay.explore.live import engine as engines
from replay.explore.live.bundle import live_files
from replay.explore.live.engine import Engine, EngineError
from replay.text.archive import zipped

ROOT = Path(__file__).resolve().parent.parent
DISPUTES = sorted((ROOT / "timelines").glob("*.yaml"))
PARTS = {
    "pyodide.mjs": b'var Y="314.0.7";', "pyodide.asm.mjs": b"export default 1", "pyodide.asm.wasm": b"\0asm",
    "python_stdlib.zip": b"PK",
}  # fmt: skip
"""An engine that is none: enough for everything that is not run."""


def call(*args, **options):
    return CliRunner().invoke(main, [str(arg) for arg in args], **options)


def engine_in(folder):
    folder.mkdir()
    for name, data in PARTS.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of the shipped disputes, its files by their paths."""
    out = tmp_path_factory.mktemp("live")
    result = call("bundle", "--live", *DISPUTES, "--out", out, "--engine", engine_in(out / "engine"))
    assert result.exit_code == 0, result.output
    folder = out / "live"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_bytes_whatever_the_order_of_hashes(made, tmp_path):
    engine_in(tmp_path / "engine")
    args = ["bundle", "--live", *map(str, DISPUTES), "--engine", "engine", "--zip", "--out", "."]
    for seed in ("1", "2"):
        env = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(tmp_path)}
        subprocess.run([sys.executable, "-m", "replay", *args], cwd=tmp_path, env=env, check=True, capture_output=True)
        assert (tmp_path / "live.zip").read_bytes() == zipped({f"live/{name}": made[name] for name in made})


def test_what_is_in_it(made):
    listed = json.loads(made["manifest.json"])
    assert listed["engine"] == {"name": "pyodide", "version": "314.0.7"}
    assert list(listed["disputes"]) == ["japan-autos", "korea-autos", "steel-safeguards"]
    assert listed["disputes"]["japan-autos"] == hashlib.sha256(DISPUTES[0].read_bytes()).hexdigest()
    assert listed["files"] == {
        name: hashlib.sha256(data).hexdigest() for name, data in made.items() if name != "manifest.json"
    }
    engine = {"pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip"}
    assert {f"live/engine/{name}" for name in engine} <= set(made)
    own = sum(len(data) for name, data in made.items() if not name.startswith("live/engine/"))
    assert own < 6.5e6, "with the engine (13.4 MB) the folder is to stay under 20 MB"


def test_nothing_of_it_lies_outside_its_folder(made):
    page = made["index.html"].decode()
    loads = re.findall(r"<(?:script|link|img|image|iframe|object|embed|form|source)\b[^>]*", page)
    found = [one for tag in loads for one in re.findall(r'(?:src|href|action|srcset|data)="([^"]*)"', tag)]
    assert {name.partition("?")[0] for name in found} >= {"live/page.js", "live/page.css", "static/htmx.min.js"}
    editions = {name.partition("?")[2] for name in found if name.startswith(("live/", "static/"))}
    assert len(editions) == 1 and re.fullmatch("v=[0-9a-f]{12}", *editions)
    assert all(name.partition("?")[0] in made for name in found if name.startswith(("live/", "static/")))
    assert page.index("Content-Security-Policy") < page.index("<link") < page.index("<script")
    assert re.search(r"<script[^>]*>", page)[0].startswith('<script src="live/page.js?')
    assert not [one for one in found if re.match(r"[a-z]+:|/", one) and not one.startswith("data:")]
    assert not re.search(r"<base\b|<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)(?![^>]*json)", page)
    hint = "http://127.0.0.1:8000/"
    for name, data in made.items():
        if name.endswith((".js", ".css")) and not name.startswith("live/engine/"):
            text = data.decode().replace(hint, "").replace("http://www.w3.org/", "")
            assert not re.search(r"https?://|@import|url\((?!['\"]?(?:data:|#))", text), name


def test_the_licence_of_every_part_is_in_it(made):
    text = made["LICENCES.txt"].decode()
    with zipfile.ZipFile(io.BytesIO(made["live/packages.zip"])) as archive:
        names = archive.namelist()
        headings = [archive.read(name).decode() for name in names if name.endswith(".dist-info/METADATA")]
    assert {name.split("/")[0] for name in names if "/" in name and ".dist-info" not in name} == {
        "replay", "simpy", "networkx", "starlette", "jinja2", "markupsafe", "anyio", "idna"
    }  # fmt: skip
    assert len(headings) == 8
    for heading in headings:
        name, version = re.findall(r"^(?:Name|Version): (.*)$", heading, re.M)
        at = text.index(f"\n{name} {version}\n====")
        assert re.search(r"Permission is hereby granted|Redistribution and use", text[at : at + 1500]), name
    assert "Mozilla Public License Version 2.0" in text and "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2" in text
    assert "https://github.com/pyodide/pyodide/tree/314.0.7" in text and "0BSD" in text


def test_the_packages_are_python_alone(made):
    with zipfile.ZipFile(io.BytesIO(made["live/packages.zip"])) as archive:
        assert archive.testzip() is None
        infos = archive.infolist()
    names = [info.filename for info in infos]
    assert names == sorted(set(names)) and {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name in names if name.startswith("/") or "\\" in name or ".." in name.split("/")]
    assert not [
        name for name in names if re.search(r"\.(so|pyd|pyc|c|pyi)$|/tests/|^replay/(cli|files|figures)/", name)
    ]


ASK = """
import asyncio, hashlib, sys
sys.path[:0] = sys.argv[1:3]
from replay.explore.live.inside import opened
ask = opened(sys.argv[1])
for address in sys.argv[3:]:
    status, headers, body = asyncio.run(ask(address, {}))
    print(status, headers["content-type"], hashlib.sha256(body).hexdigest())
print("strange", [n for n, m in sys.modules.items() if getattr(m, "__file__", None) and "site-packages" in m.__file__])
"""
ROUTES = ("/", "/?off=settlement", "/?d=korea-autos", "/now?at=3", "/story.svg?off=settlement", "/escalation.svg",
          "/result.json?off=settlement", "/compare?d=japan-autos&compare=korea-autos", "/edits.yaml?off=settlement",
          "/?off=<script>", "/nowhere")  # fmt: skip


def test_the_archive_answers_by_itself_what_the_program_answers(made, tmp_path):
    """Without any package of this environment: only the archive, the standard library and what 3.14 has in it."""
    import asyncio
    import shutil

    import typing_extensions

    from replay.cli.cases import cases_of
    from replay.explore import application
    from replay.explore.asking import answer

    (tmp_path / "older").mkdir()
    shutil.copy(typing_extensions.__file__, tmp_path / "older")  # which Starlette wants before Python 3.13
    (tmp_path / "packages.zip").write_bytes(made["live/packages.zip"])
    paths = [str(tmp_path / name) for name in ("packages.zip", "older")]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", ASK, *paths, *ROUTES],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    *lines, strange = done.stdout.splitlines()
    assert strange == "strange []"
    here = application([case for case, *_ in cases_of(DISPUTES)])
    for address, line in zip(ROUTES, lines, strict=True):
        status, headers, body = asyncio.run(answer(here, address))
        assert line == f"{status} {headers['content-type']} {hashlib.sha256(body).hexdigest()}", address


# ---- the engine ------------------------------------------------------------------------------------------------------


def packed(parts, kind="gz"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{kind}") as archive:
        for name, data in parts.items():
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize("kind", ["gz", "bz2"])
def test_the_engine_from_a_folder_is_the_engine_from_its_archive(tmp_path, kind):
    (tmp_path / "engine.tar").write_bytes(packed(PARTS | {"README.md": b"x", "../../evil": b"x"}, kind))
    assert Engine.at(tmp_path / "engine.tar") == Engine.at(engine_in(tmp_path / "folder"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["engine.tar", "folder"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pyodide.asm.wasm": None}, "pyodide.asm.wasm is missing; needed: pyodide.mjs, "),
        ({"pyodide.mjs": b'var Y="0.28.3";'}, "another version of pyodide; needed: 314.0.7"),
    ],
)
def test_another_engine_is_refused_with_what_to_fetch(tmp_path, change, said):
    folder = engine_in(tmp_path / "engine")
    for name, data in change.items():
        (folder / name).unlink() if data is None else (folder / name).write_bytes(data)
    result = call("bundle", "--live", files.example(), "--engine", folder, "--out", tmp_path / "out")
    assert result.exit_code == 1 and f"{folder}: {said}" in result.stderr
    assert "Download pyodide-core-314.0.7.tar.bz2 from https://github.com/pyodide/pyodide/releases" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("data", [b"", b"no archive", packed(PARTS)[:60]], ids=["empty", "text", "cut off"])
def test_a_file_that_is_no_archive_is_refused(tmp_path, data):
    (tmp_path / "engine.tgz").write_bytes(data)
    result = call("bundle", "--live", files.example(), "--engine", tmp_path / "engine.tgz", "--out", tmp_path)
    assert result.exit_code == 1 and "not an archive of pyodide" in result.stderr


def test_a_link_in_an_archive_is_not_followed(tmp_path):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in PARTS:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(info)
    (tmp_path / "engine.tar").write_bytes(out.getvalue())
    with pytest.raises(EngineError, match="is missing"):
        Engine.at(tmp_path / "engine.tar")


def npm(folder, script):
    """A program of this name that does as it is told."""
    folder.mkdir()
    (folder / "npm").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "npm").chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin", "XDG_CACHE_HOME": str(folder / "cache"), "HOME": str(folder)}


on_posix = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="npm is a script, the cache is of XDG")


@on_posix
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 'npm error network' >&2; exit 1", "npm could not fetch pyodide@314.0.7: npm error network"),
        ('for to in "$@"; do :; done; echo x >"$to/pyodide-314.0.7.tgz"', "npm: the archive is not pyodide 314.0.7"),
    ],
)
def test_what_npm_does_wrong_is_said_with_what_to_do(tmp_path, script, said):
    env = npm(tmp_path / "bin", script)
    result = call("bundle", "--live", files.example(), "--out", tmp_path / "out", env=env)
    assert result.exit_code == 1 and said in result.stderr and "--engine" in result.stderr
    assert not (tmp_path / "out").exists() and not (tmp_path / "bin" / "cache").exists()


@on_posix
def test_without_npm_it_says_what_to_fetch(tmp_path):
    env = {"PATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    result = call("bundle", "--live", files.example(), "--out", tmp_path / "out", env=env)
    assert result.exit_code == 1 and "npm, which fetches it, is not here" in result.stderr
    assert "--engine" in result.stderr


@on_posix
def test_npm_is_asked_once_and_the_archive_kept(tmp_path, monkeypatch):
    data = packed(PARTS)
    (tmp_path / "source.tgz").write_bytes(data)
    import base64

    digest = base64.b64encode(hashlib.sha512(data).digest()).decode()
    monkeypatch.setattr(engines, "INTEGRITY", f"sha512-{digest}")
    script = f'for to in "$@"; do :; done; echo "$@" >>{tmp_path}/calls; cp {tmp_path}/source.tgz "$to/p.tgz"'
    env = npm(tmp_path / "bin", script)
    for _ in range(2):
        result = call("bundle", "--live", files.example(), "--out", tmp_path / "out", env=env)
        assert result.exit_code == 0, result.output
    calls = (tmp_path / "calls").read_text().splitlines()
    assert len(calls) == 1 and calls[0].startswith("pack pyodide@314.0.7 --ignore-scripts --silent --pack-destination ")
    assert (tmp_path / "bin" / "cache" / "replay" / "pyodide-314.0.7.tgz").read_bytes() == data


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--zip",), "--zip belongs to --live"),
        (("--engine", "."), "--engine belongs to --live"),
        (("--live", "--dates", "latest"), "--dates is for a deposit"),
        (("--live", "--author", "Doe, Jane"), "--author is for a deposit"),
        ((files.example(),), "a deposit is of one event file"),
    ],
)
def test_wrong_calls(args, said):
    result = call("bundle", files.example(), *args)
    assert result.exit_code == 2 and said in result.stderr


def test_the_page_knows_the_engine_that_it_is_made_for():
    """The worker tells the engine the marks of its build, which it refuses if they are others."""
    worker = (ROOT / "replay/explore/live/worker.js").read_text()
    notes = (ROOT / "replay/explore/live/licences/notes.txt").read_text()
    assert 'abi_version: "2026_0"' in worker and f"Pyodide {engines.VERSION}," in notes


def test_the_cases_are_those_of_the_files(made):
    import pickle

    with zipfile.ZipFile(io.BytesIO(made["live/packages.zip"])) as archive:
        cases = pickle.loads(archive.read("cases.pickle"))
    assert [case.name for case in cases] == ["japan-autos", "korea-autos", "steel-safeguards"]
    assert all(case.counterfactuals for case in cases) and not any(case.timeline.marks for case in cases)
    again = live_files(cases, Engine({}))  # what was packed once can be packed again
    assert again["static/explore.js"] == made["static/explore.js"] and b"<noscript>" in again["index.html"]
