"""A deposit: everything of a replay in one zip, the same bytes on every run, with what is needed to run it again."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from replay.publish.pictures import LeftOut
from replay.text.markdown import begun, code
from replay.timeline import Timeline

__all__ = ["citation", "readme"]

_ANONYMOUS = "anonymous"  # what the Citation File Format wants in place of an author that nobody knows


def citation(timeline: Timeline, version: str, authors: Sequence[str] = ()) -> str:
    """Return CITATION.cff (Citation File Format 1.2.0) for the deposit.

    Parameters
    ----------
    timeline : Timeline
    version : str
        Of the program.
    authors : sequence of str
        Of the coding, each ``Family, Given`` or a name as it stands; without any the dispute's coders, unnamed.

    Examples
    --------
    >>> import replay
    >>> text = citation(replay.load(replay.example()), "1.0", ["Doe, Jane"])
    >>> print(text.splitlines()[0], "|", text.splitlines()[5])
    cff-version: 1.2.0 |   - family-names: "Doe"
    """
    lines = [
        "cff-version: 1.2.0", "type: dataset", f"title: {_quoted(f'{timeline.title}: coded event file and replay')}",
        'message: "Please cite this deposit and the sources that it codes."', "authors:",
        *(line for author in authors or [f"Coders of {timeline.dispute}"] for line in _author(author)),
        "keywords:", '  - "event data"', '  - "international negotiation"', '  - "replay"',
        f"abstract: {_quoted(timeline.summary or timeline.title)}", "references:",
        "  - type: software", '    title: "replay"', f"    version: {_quoted(version)}",
        "    authors:", '      - name: "The replay developers"',
    ]  # fmt: skip
    for source in timeline.sources.values():
        by = source.author or source.publisher or _ANONYMOUS
        lines += ["  - type: generic", f"    title: {_quoted(source.title)}"]
        lines += [f"    year: {_year(source.year)}"] if source.year else []
        lines += ["    authors:", *(f"    {line}" for line in _author(by))]
        lines += [f"    url: {_quoted(source.url)}"] if source.url.startswith(("http://", "https://")) else []
    for page in timeline.pages:
        by = urlsplit(page.url).hostname or _ANONYMOUS
        lines += ["  - type: website", f"    title: {_quoted(page.title or page.url)}", f"    url: {_quoted(page.url)}"]
        lines += [f"    date-accessed: {page.accessed}"] if page.accessed else []
        lines += ["    authors:", *(f"    {line}" for line in _author(by))]
    return "\n".join(lines) + "\n"


def _author(name: str) -> tuple[str, ...]:
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and given:
        return f"  - family-names: {_quoted(family)}", f"    given-names: {_quoted(given)}"
    return (f"  - name: {_quoted(name)}",)


def _quoted(text: str) -> str:
    """A YAML string in double quotes; JSON's are a part of YAML's."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _year(text: str) -> str:
    found = re.search(r"\d{4}", text)
    return found[0] if found else _quoted(text)


def readme(
    timeline: Timeline, event_file: str, versions: Mapping[str, str], files: Sequence[str], left: Sequence[LeftOut] = ()
) -> str:
    """Return the text that says what is in the deposit and how to run it again.

    Parameters
    ----------
    event_file : str
        Its name in the deposit.
    versions : mapping
        Of the packages that were used, by name.
    files : sequence of str
        Names of everything else in the deposit.
    left : sequence of LeftOut
        Figures that are not in it.
    """
    file = shlex.quote(event_file)
    theories = f"    .venv/bin/replay theories {file} --out rerun\n" if timeline.decisions else ""
    listed = "\n".join(f"- {code(name)}" for name in sorted(files))
    missing = "".join(f"- {begun(str(one))}\n" for one in left)
    missing = f"\n## What is not in here\n\n{missing}" if missing else ""
    pinned = " ".join(f"{name}=={number}" for name, number in sorted(versions.items()))
    return f"""# {begun(timeline.title)}

{begun(timeline.summary or "A dispute coded as an event file, with its replay.")}

## Run it again

Needed: Python 3.11 or later, and the program replay {versions.get("dispute-replay", "")}. In the folder of this file:

    python3 -m venv .venv
    .venv/bin/pip install FOLDER-OR-WHEEL-OF-REPLAY -c requirements.txt
    .venv/bin/replay check {file}
    .venv/bin/replay run {file} --out rerun
    .venv/bin/replay figure {file} --out rerun
    .venv/bin/replay diagram {file} --out rerun
    .venv/bin/replay chart {file} --out rerun
{theories}    .venv/bin/replay tables {file} --out rerun
    .venv/bin/replay report {file} --out rerun

`trace.jsonl` must come out with the digest that `manifest.json` gives; figures come out with the same bytes under
the same versions: {pinned}.

## What is in here

- {code(event_file)}: the event file, coded from the sources in `sources.bib`
{listed}
{missing}"""
