"""The commands and examples of all pages run, their links lead somewhere; every command is described."""

import doctest
import json
import re
import shlex
import shutil
import subprocess
from html import escape
from inspect import cleandoc
from pathlib import Path
from textwrap import dedent, indent

import jsonschema
import pytest
import yaml
from click import Context
from click.testing import CliRunner
from pages import PAGES, WORDS
from texed import faults, needs_pdflatex

import replay
from replay.cli import main
from replay.codebook.terms import ANY_KIND
from replay.dates import iso
from replay.files import loads, schema_text

ROOT = Path(__file__).resolve().parent.parent
README = PAGES["README.md"]
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
        assert f"| `replay {name}" in PAGES["docs/reference/commands.md"], name


def test_the_readme_is_short():
    lines = README.splitlines()
    assert len(lines) <= 150
    assert [line for line in lines if len(line) > 160] == []


def test_the_answer_in_the_readme_is_what_is_printed(golden, here):
    """One command, and the first lines of what it prints; `make update` writes them anew."""
    before, mark, rest = README.partition("```console\n")
    block, end, after = rest.partition("```")
    command = block.partition("\n")[0]
    result = CliRunner().invoke(main, shlex.split(command)[2:])
    assert result.exit_code == 0, result.output
    lines = [line.rstrip() for line in result.output.partition("\n\n")[0].splitlines()]
    assert 3 <= len(lines) <= 8
    answer = "\n".join(lines)
    golden("README.md", f"{before}{mark}{command}\n{answer}\n{end}{after}")


def _console():
    """The commands of the console blocks, by page and section, in the order of the page."""
    found = {}
    for name, page in PAGES.items():
        for section in re.split(r"^(?=##+ )", page, flags=re.MULTILINE):
            blocks = "".join(re.findall(r"```console\n(.*?)```", section, re.DOTALL))
            lines = [line[2:] for line in blocks.splitlines() if line.startswith("$ ")]
            if lines:
                found[name, section.partition("\n")[0].strip("# ")] = lines
    return found


CONSOLE = _console()


def test_there_are_console_blocks():
    pages = [name for name, _ in CONSOLE]
    assert pages.count("docs/tutorial.md") >= 6 and len(set(pages)) >= 6 and sum(map(len, CONSOLE.values())) >= 30
    assert all(line.startswith("replay ") for lines in CONSOLE.values() for line in lines)


CODINGS = {"a.yaml": "-a.yaml", "b.yaml": "-b.yaml", "matches.csv": ".matches.csv"}
"""Stand for the files of the page on agreement: those of the steel dispute."""


@pytest.mark.parametrize("section", CONSOLE, ids=" ".join)
def test_console_blocks_run(section, tmp_path, monkeypatch):
    """In an empty folder beside the shipped timelines, with the files that earlier sections of the page have made."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "timelines").symlink_to(ROOT / "timelines")
    if section[0] == "docs/agreement.md":
        for name, end in CODINGS.items():
            (tmp_path / name).symlink_to(ROOT / "timelines" / "codings" / f"steel-safeguards{end}")
        (tmp_path / "dispute.yaml").symlink_to(ROOT / "timelines" / "steel-safeguards-2001-2003.yaml")
    earlier = [one for one in list(CONSOLE)[: list(CONSOLE).index(section)] if one[0] == section[0]]
    made = [line for one in earlier for line in CONSOLE[one] if line.startswith("replay new ")]
    for line in (*made, *CONSOLE[section]):
        result = CliRunner().invoke(main, shlex.split(line)[1:])
        assert result.exit_code == 0, (line, result.output)


PYTHON = {
    name: "\n".join(blocks)
    for name, page in PAGES.items()
    if (blocks := re.findall(r"```python\n(.*?)```", page, re.DOTALL))
}


@pytest.mark.parametrize("name", PYTHON)
def test_python_blocks_run(name, here):
    runner = doctest.DocTestRunner()
    runner.run(doctest.DocTestParser().get_doctest(PYTHON[name], {}, name, name, 0))
    assert runner.tries > (6 if name == "docs/python.md" else 0)
    assert runner.failures == 0


def test_the_page_on_python_has_examples():
    assert "docs/python.md" in PYTHON


@needs_pdflatex
def test_the_snippet_for_latex_compiles(tmp_path, monkeypatch):
    """After the commands of the page, with the files beside the article, the figure as PDF and as TikZ."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "timelines").symlink_to(ROOT / "timelines")
    page = PAGES["docs/howto/latex.md"]
    orders = [shlex.split(line)[1:] for line in re.findall(r"^\$ (replay .*)$", page, re.MULTILINE)]
    head, body = re.search(r"```latex\n(.*?)```", page, re.DOTALL)[1].split("...\n")
    folder = Path("output/japan-autos")
    for form, more in (("pdf", ""), ("tex", "\\usepackage{tikz}\n")):
        for order in orders:
            if "figure" in order or form == "pdf":
                changed = [form if word == "pdf" else word for word in order]
                assert CliRunner().invoke(main, changed).exit_code == 0, changed
        shutil.copy(folder / "tables" / "clocks.tex", folder)
        article = f"\\documentclass{{article}}\n{head}{more}\\begin{{document}}\n{body}\\end{{document}}\n"
        (folder / f"article-{form}.tex").write_text(article)
        order = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", f"article-{form}.tex"]
        for _ in range(2):
            made = subprocess.run(order, cwd=folder, capture_output=True, text=True, errors="replace", timeout=120)
        if "lmodern.sty' not found" in made.stdout:
            pytest.skip("the fonts of the snippet are not installed")
        assert made.returncode == 0 and (folder / f"article-{form}.pdf").exists(), made.stdout[-2000:]
        assert faults(made.stdout) == [] and "undefined" not in made.stdout
        assert ("includegraphics" in (folder / "story.snippet.tex").read_text()) is (form == "pdf")


def test_the_columns_and_attributes_that_the_pages_name_are_there(here, tmp_path):
    """For R and Gephi: what the text calls by name."""
    from replay.escalation import as_graphml, graph

    result = CliRunner().invoke(main, ["tables", str(replay.example()), "--format", "csv", "--out", str(tmp_path)])
    assert result.exit_code == 0
    columns = (tmp_path / "example" / "tables" / "events.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    assert {"date", "coded_date", "day"} <= set(columns)
    keys = set(re.findall(r'attr.name="(\w+)"', as_graphml(graph(replay.run(replay.load(replay.example()))))))
    named = set(re.findall(r"`(\w+)`", PAGES["docs/howto/gephi.md"]))
    assert named == {
        "kind", "side", "rung", "type", "label", "in_dyad", "day", "date", "coded_date", "day_is_coded", "party_name",
        "recipient_name", "outcome",
    }  # fmt: skip
    assert named <= keys


def _anchors(page):
    """The headings of a page as links name them."""
    heads = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name):
    for target in re.findall(r"\]\(([^)]+)\)", PAGES[name]):
        if target.startswith("http"):
            continue
        path, _, anchor = target.partition("#")
        place = (ROOT / name).parent / path if path else ROOT / name
        assert place.exists(), target
        if anchor:
            assert anchor in _anchors(place.read_text(encoding="utf-8")), target


def test_every_page_can_be_reached():
    """From the README and from the first page of the site, by links."""
    for first in ("README.md", "docs/index.md"):
        seen, todo = set(), [first]
        while todo:
            name = todo.pop()
            seen.add(name)
            for target in re.findall(r"\]\(([^)#]+\.md)(?:#[^)]*)?\)", PAGES[name]):
                if not target.startswith("http"):
                    path = ((ROOT / name).parent / target).resolve().relative_to(ROOT).as_posix()
                    todo += [path] if path in PAGES and path not in seen else []
        assert set(PAGES) - {"README.md"} <= seen, first


# -- docs/event-file.md ----------------------------------------------------------------------------

PAGE = PAGES["docs/event-file.md"]
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
    golden("docs/event-file.md", between(text, "keys", tables_of_keys(table_of_keys(), "###")))


def test_the_page_on_options_is_current(golden):
    """Every command with its options, as it describes itself."""
    parts = [OPTIONS]
    for name, command in sorted(main.commands.items()):
        context = Context(command, info_name=f"replay {name}", terminal_width=100)
        usage = " ".join([f"replay {name}", *command.collect_usage_pieces(context)])
        about = cleandoc(command.help or "").replace("\f", "")
        said, _, examples = about.partition("\b\n")
        parts.append(f"## `replay {name}`\n\n`{usage}`\n\n{escape(said.strip(), False)}\n")
        parts += [f"```text\n{dedent(examples).strip()}\n```\n"] if examples else []
        found = [record for param in command.params if (record := param.get_help_record(context)) and record[1]]
        rows = [(f"`{option}`", escape(words, False)) for option, words in found]
        parts += [grid(("Option", "What it does"), rows)] if rows else []
    golden("docs/reference/options.md", "\n".join(parts))


OPTIONS = """# Options, command by command

Made from the commands themselves: what `replay COMMAND --help` prints. What the commands are for, and what they
write, is on the page on the [commands](commands.md).
"""


def test_the_page_on_keys_is_current(golden):
    """Keys of edit files, as `replay codebook edit-keys` prints them; event files have a page of their own."""
    from replay.counterfactuals.editfile.models import EditFileModel
    from replay.files.keys import table_of_keys

    golden("docs/reference/keys.md", f"{KEYS}\n{tables_of_keys(table_of_keys(EditFileModel), '##')}")


KEYS = """# Keys of the files

The keys of an event file stand in [the page on the event file](../event-file.md#all-keys), with what they mean. Those
of an edit file stand below. Both are made from the table by which files are read.
"""


def tables_of_keys(rows, head):
    """A table for each place in a file."""
    heads, parts = ("Key", "Type", "Default", "Meaning", "Example"), []
    for place in dict.fromkeys(row["in"] for row in rows):
        keys = [
            (f"`{row['key']}`", row["type"], row["default"], row["meaning"], f"`{row['example']}`")
            for row in rows if row["in"] == place
        ]  # fmt: skip
        parts.append(f"{head} {place.capitalize()}\n\n{grid(heads, keys)}")
    return "\n".join(parts)


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
    assert names == rooms | {"data"} and len(names) <= 20


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


def test_what_the_page_on_the_domain_says_of_the_distances_is_so(replayed):
    from replay.domain import closeness, fit_sizes

    traces = [replayed["japan"], replayed["korea"]]
    own = [f"{closeness([trace]).error:.2f}" for trace in traces]
    fitted = [fit_sizes([trace]).rules for trace in reversed(traces)]
    other = [f"{closeness([trace], rules).error:.2f}" for trace, rules in zip(traces, fitted, strict=True)]
    steel = closeness([replay.run(replay.load(ROOT / "timelines" / "steel-safeguards-2001-2003.yaml"))])
    text = WORDS["docs/methods/domain.md"]
    for said in (
        f"distances of {own[0]} (Japan) and {own[1]} domain units (Korea) with the defaults",
        f"become {other[0]} and {other[1]} with sizes fitted on the other dispute",
        f"the distance is {steel.error:.2f} over eight readings",
    ):
        assert said in text, said
    assert [closeness([trace]).levels.n for trace in traces] == [3, 5] and steel.levels.n == 8


def test_what_the_page_on_version_0_1_says_in_numbers_stands_on_the_bench():
    """Scores and shares are those of docs/bench.md, where they are computed by test_bench.py; switches have its row."""
    page, bench = WORDS["docs/methods/what-0-1-got-wrong.md"], PAGES["docs/bench.md"]
    numbers = re.findall(r"\b0\.\d{3}\b|\d+%", page)
    assert len(numbers) > 20 and [one for one in numbers if one not in bench] == []
    for name, cars, steel in re.findall(r"\| `(\w+)` \|[^|]*\|[^|]*\| (0\.\d+) \| (0\.\d+) \|", page):
        rows = [line for line in bench.splitlines() if line.endswith(f"(0.1) | {cars} | {steel} |")]
        at = [n for n, line in enumerate(bench.splitlines()) if line.startswith(f"| `{name}` |")]
        assert rows and at and any(bench.splitlines()[n] in rows for n in range(at[0], at[0] + 5)), name
