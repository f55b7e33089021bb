"""The README's commands and examples run; every command is in it."""

import doctest
import json
import re
import shlex
from pathlib import Path
from textwrap import indent

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

import replay
from replay.cli import main
from replay.codebook.terms import ANY_KIND
from replay.dates import iso
from replay.files import loads, schema_text

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PERSONS = {
    "type": "array", "minItems": 1,
    "items": {"anyOf": [{"required": ["name"]}, {"required": ["family-names"]}]},
}  # fmt: skip
CFF = {
    "type": "object",
    "required": ["authors", "cff-version", "message", "title"],
    "additionalProperties": False,
    "properties": {
        "abstract": {"type": "string"}, "authors": PERSONS, "cff-version": {"const": "1.2.0"},
        "keywords": {"type": "array", "items": {"type": "string"}}, "license": {"const": "MIT"},
        "message": {"type": "string"}, "title": {"type": "string"}, "type": {"enum": ["software", "dataset"]},
        "version": {"type": "string"},
        "references": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["authors", "title", "type"],
                "additionalProperties": False,
                "properties": {
                    "authors": PERSONS, "institution": {"type": "object", "required": ["name"]},
                    "month": {"type": "integer"}, "notes": {"type": "string"}, "number": {"type": "string"},
                    "title": {"type": "string"}, "type": {"const": "report"}, "year": {"type": "integer"},
                },
            },
        },
    },
}  # fmt: skip
"""Those keys of the Citation File Format 1.2.0 that are used, and what it says of them."""


def test_every_command_is_documented():
    for name in main.commands:
        assert f"`replay {name}" in README, name


def _console():
    """The `replay` commands of the console blocks, by section, in the order of the README."""
    found = {}
    for section in re.split(r"^(?=##+ )", README, flags=re.MULTILINE):
        blocks = "".join(re.findall(r"```console\n(.*?)```", section, re.DOTALL))
        lines = [line[2:] for line in blocks.splitlines() if line.startswith("$ replay ")]
        if lines:
            found[section.partition("\n")[0].strip("# ")] = lines
    return found


CONSOLE = _console()


def test_there_are_console_blocks():
    assert len(CONSOLE) >= 6 and sum(map(len, CONSOLE.values())) >= 20


@pytest.mark.parametrize("section", CONSOLE)
def test_console_blocks_run(section, tmp_path, monkeypatch):
    """In an empty folder beside the shipped timelines, with the files that earlier sections have made."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "timelines").symlink_to(ROOT / "timelines")
    earlier = list(CONSOLE)[: list(CONSOLE).index(section)]
    made = [line for name in earlier for line in CONSOLE[name] if line.startswith("replay new ")]
    for line in (*made, *CONSOLE[section]):
        result = CliRunner().invoke(main, shlex.split(line)[1:])
        assert result.exit_code == 0, (line, result.output)


def test_python_blocks_run(here):
    blocks = "\n".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(blocks, {}, "README", "README.md", 0)
    runner = doctest.DocTestRunner()
    runner.run(test)
    assert runner.tries > 6
    assert runner.failures == 0


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


# -- docs/event-file.md ----------------------------------------------------------------------------

PAGE = (ROOT / "docs" / "event-file.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
HEAD = EXAMPLES[0].partition("events:\n")[0] + "events:\n"


def example(n):
    """The text of an example of the page: the first is a whole file, the others are events under its head."""
    return EXAMPLES[n] if n == 0 else HEAD + indent(EXAMPLES[n], "  ")


@pytest.mark.parametrize("n", range(len(EXAMPLES)))
def test_every_example_of_the_format_is_sound_and_conforms(n):
    assert replay.conformance(replay.run(loads(example(n), f"example {n}"))) == ()
    plain = json.loads(json.dumps(yaml.safe_load(example(n)), default=str))
    assert list(jsonschema.Draft202012Validator(json.loads(schema_text())).iter_errors(plain)) == []


def test_what_the_page_says_of_its_examples_is_so():
    """Of 1 May, put off by 30 days to 31 May; stopped on 20 May with 11 days left, which from 1 July end on 12 July."""
    stopped = next(n for n, text in enumerate(EXAMPLES) if "suspends: [duties]" in text)
    (clock,) = replay.run(loads(example(stopped))).clocks()
    assert [iso(due) for _, due in clock.dues] == ["2001-05-01", "2001-05-31", "2001-07-12"]
    undated = next(n for n, text in enumerate(EXAMPLES) if "undated" in text)
    (clock,) = replay.run(loads(example(undated))).clocks()
    assert [due and iso(due) for _, due in clock.dues] == ["2001-05-01", None, "2001-07-01"]
    law = next(n for n, text in enumerate(EXAMPLES) if "template: us-301-agreement" in text)
    (clock,) = replay.run(loads(example(law))).clocks()  # 8 July 2002, or 30 days after 20 February
    assert iso(clock.ended_on) == "2002-03-22"
    for words in ("record: lapsed}}", "broken", "late: true", "splits:", "act: ruling", "act: truce", "actor: CCC"):
        assert any(words in text for text in EXAMPLES), words


def test_the_tables_of_the_page_are_current(golden):
    from replay.codebook import ClockKind, Outcome
    from replay.files.keys import table_of_keys

    kinds = [
        (kind.question, f"`{kind.value}`", kind.definition, kind.binds,
         ", ".join(f"`{end.value}`" for end in Outcome if kind.allows(end) and end not in ANY_KIND), kind.loses)
        for kind in ClockKind
    ]  # fmt: skip
    heads = ("Ask in this order", "Kind", "What runs", "Whom it binds", "Ends of its own", "Who loses if it runs out")
    text = between(PAGE, "kinds", grid(heads, kinds))
    parts, rows = [], table_of_keys()
    for place in dict.fromkeys(row["in"] for row in rows):
        keys = [
            (f"`{row['key']}`", row["type"], row["default"], row["meaning"], f"`{row['example']}`")
            for row in rows if row["in"] == place
        ]  # fmt: skip
        parts.append(f"### {place.capitalize()}\n\n{grid(('Key', 'Type', 'Default', 'Meaning', 'Example'), keys)}")
    golden("docs/event-file.md", between(text, "keys", "\n".join(parts)))


def grid(heads, rows):
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


def between(text, name, inner):
    """The text with `inner` between the marks of that name."""
    before, _, rest = text.partition(f"<!-- {name}: begin -->\n")
    return f"{before}<!-- {name}: begin -->\n{inner}<!-- {name}: end -->{rest.partition(f'<!-- {name}: end -->')[2]}"


def test_the_commands_and_links_of_the_page_work(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for line in re.findall(r"^\$ (replay .*)$", PAGE, re.MULTILINE):
        result = CliRunner().invoke(main, shlex.split(line)[1:])
        assert result.exit_code == 0, (line, result.output)
    for part in re.findall(r"`replay codebook ([a-z-]+)`", PAGE):
        assert CliRunner().invoke(main, ["codebook", part, "--json"]).exit_code == 0, part
    heads = {
        re.sub(r"[^a-z -]", "", head.lower()).replace(" ", "-") for head in re.findall(r"^#+ (.*)$", PAGE, re.MULTILINE)
    }
    for target in re.findall(r"\]\(([^)]+)\)", PAGE):
        path, _, anchor = target.partition("#")
        assert (ROOT / "docs" / path).exists() if path else anchor in heads, target


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()


def test_the_plan_of_the_rooms_is_that_of_the_contract():
    import tomllib

    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
    picture = ARCHITECTURE.split("```text\n")[1].split("```")[0]
    assert [re.split(r"\s{3,}", line.strip())[0] for line in picture.splitlines()] == contract
    rooms = {room.strip() for line in contract for room in line.split("|")}
    names = {p.stem for p in (ROOT / "replay").iterdir() if not p.name.startswith(("_", ".")) and p.suffix != ".typed"}
    assert names == rooms | {"data"} and len(names) <= 18


def test_what_the_architecture_names_is_there():
    """Paths in full; files named after a room are found somewhere in it."""
    found = [ROOT / "replay", *(path for path in (ROOT / "replay").rglob("*") if "__pycache__" not in path.parts)]
    paths = [f"/{path.relative_to(ROOT).as_posix()}{'/' if path.is_dir() else ''}" for path in found]
    for name in re.findall(r"`([\w/]+(?:\.py|/))`", ARCHITECTURE):
        assert any(path.endswith(f"/{name}") for path in paths), name


def test_make_targets_exist():
    makefile = (ROOT / "Makefile").read_text()
    for text in (README, CONTRIBUTING):
        targets = re.findall(r"^make (\w+)", text, re.MULTILINE)
        assert targets
        for target in targets:
            assert f"\n{target}:" in makefile, target


def test_what_contributing_names_is_there():
    for place in re.findall(r"`((?:replay|tests)/[\w/]*(?:\.py)?)`", CONTRIBUTING):
        assert (ROOT / place).exists(), place
    for name in re.findall(r"`(test_\w+\.py)`", CONTRIBUTING):
        assert (ROOT / "tests" / name).exists(), name
    for target in re.findall(r"\]\(([^)#]+)\)", CONTRIBUTING):
        assert (ROOT / target).exists(), target


def test_the_distribution_has_a_name_of_its_own():
    """On the package index the name `replay` belongs to somebody else: nothing may tell anybody to install it."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["name"] == "dispute-replay" and project["scripts"] == {"replay": "replay.__main__:main"}
    texts = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "replay").rglob("*.py")]
    for file in texts:
        found = re.search(r"install [^\n`]*?(?<![-/\w.])replay(?=[\s'\"`\[=]|$)", file.read_text(encoding="utf-8"))
        assert found is None, (file.name, found[0])


def test_the_citation_file_is_valid_and_of_this_version():
    import jsonschema
    import yaml

    import replay

    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    jsonschema.validate(cff, CFF)
    assert cff["version"] == replay.__version__
    assert [author["name"] for author in cff["authors"]] == ["The replay developers"]
    source = replay.load(ROOT / "timelines" / "japan-autos-1993-1995.yaml").sources["elms2005"]
    (given,) = cff["references"]
    assert given["title"] == source.title and str(given["year"]) == source.year
    assert ", ".join((given["authors"][0]["family-names"], given["authors"][0]["given-names"])) == source.author


def test_what_the_readme_says_of_the_distances_is_so(replayed):
    from replay.domain import closeness, fit_sizes

    traces = [replayed["japan"], replayed["korea"]]
    own = [f"{closeness([trace]).error:.2f}" for trace in traces]
    fitted = [fit_sizes([trace]).rules for trace in reversed(traces)]
    other = [f"{closeness([trace], rules).error:.2f}" for trace, rules in zip(traces, fitted, strict=True)]
    steel = closeness([replay.run(replay.load(ROOT / "timelines" / "steel-safeguards-2001-2003.yaml"))])
    text = " ".join(README.split())
    for said in (
        f"distances of {own[0]} (Japan) and {own[1]} domain units (Korea) with the defaults",
        f"become {other[0]} and {other[1]} with sizes fitted on the other dispute",
        f"the distance is {steel.error:.2f} over eight readings",
    ):
        assert said in text, said
    assert [closeness([trace]).levels.n for trace in traces] == [3, 5] and steel.levels.n == 8
