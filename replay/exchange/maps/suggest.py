"""A first map from the columns and values of a table, to be read line by line by whoever knows the table."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from replay.codebook import Act, Tactic
from replay.exchange.maps.written import written
from replay.files.grids import Grid
from replay.text.words import counted

__all__ = ["suggested"]

_MISSING = ("", "NA", "N/A", ".", "-9", "-99")
_ROLES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "no", "number", "event id", "case id", "caseid", "nr"),
    "date": ("date", "event date", "day of event", "when", "start date", "sqldate", "datum"),
    "actor": ("actor", "who", "source", "sender", "from", "initiator", "source country", "actor1"),
    "recipient": ("recipient", "whom", "target", "receiver", "to", "addressee", "target country", "actor2"),
    "act": ("act", "type", "event type", "action", "code", "event code", "kind", "cameo code", "event"),
    "tactics": ("tactics", "tactic"),
    "strategy": ("strategy", "style", "stance"),
    "label": ("label", "headline", "short title", "name"),
    "summary": ("summary", "text", "description", "what", "event text", "what happened", "title"),
    "worth": ("worth", "value", "amount", "usd"),
    "via": ("via", "citation", "reference", "newspaper", "publisher"),
    "url": ("url", "link", "web", "sourceurl", "address"),
    "note": ("note", "notes", "comment", "remarks"),
}
"""What the columns of tables are often called, by what they are in an event."""
_DUE, _LINK = (
    ("due", "deadline", "due date", "expires"),
    ("responds to", "refers to", "answers", "in reply to", "parent"),
)
_OTHERWISE = ("yes", "no", "true", "false", "on", "off", "null", "y", "n")
"""Words that some readers of YAML take for a truth or for nothing."""
_NEAR = 0.78
_MOST = 40
_FORMS = ("iso", "yyyymmdd", "dmonyyyy", "d/m/y", "m/d/y", "yymmdd", "edtf")
_CODES = {
    "10": "demand", "11": "accuse", "12": "reject", "13": "warn", "1312": "threaten-sanctions", "139": "ultimatum",
    "163": "impose-sanctions", "04": "meet", "046": "meet", "057": "agree", "085": "lift-sanctions", "115": "file-case",
}  # fmt: skip


def suggested(grid: Grid) -> str:
    """Return the text of a first map of a table, with comments on what to look at.

    Examples
    --------
    >>> grid = Grid("a.csv", "a", ("When", "Who", "Type"), ((2, ("1/13/1995", "A", "demands")),))
    >>> [line.strip() for line in suggested(grid).splitlines() if line.strip().startswith(("date:", '"demands"'))]
    ['date: When', '"demands": demand   # 1 time']
    """
    columns = {title: [row[n] for _, row in grid.rows] for n, title in enumerate(grid.header) if title}
    roles = _roles(columns)
    date = roles.get("date", "")
    three = _three(columns) if not date else {}
    lines = [
        f"# A first map of {grid.name}: {counted(len(grid.rows), 'row')}, made from its columns and values.",
        "# Read every line; what is marked ? is a guess. Keys: docs/howto/spreadsheets.md.",
        "map: 1",
        f"dates: {_form(columns[date]) if date else 'iso'}   # iso, edtf, yyyymmdd, yymmdd, d/m/y, m/d/y or dmonyyyy",
        f"missing: [{', '.join(json.dumps(mark) for mark in _MISSING)}]",
        "file:",
        "  dispute: my-dispute              # short name",
        "  title: A dispute of my own",
        *_parties(columns, roles),
        "columns:",
    ]
    for role in _ROLES:
        if role == "date" and three:
            lines.append(f"  date: {{{', '.join(f'{part}: {_quoted(name)}' for part, name in three.items())}}}")
        elif role == "act" and role in roles:
            found = _values(
                columns[roles[role]], [act.value for act in Act], {act.value: act.definition for act in Act}
            )
            lines += _under(role, roles[role], "acts: replay codebook acts; `skip` leaves a row out", found)
        elif role in ("tactics", "strategy") and role in roles:
            words = [one.value for one in Tactic] if role == "tactics" else ["creating", "mixed", "claiming"]
            found = _values(columns[roles[role]], words, {})
            lines += _under(role, roles[role], "`note` keeps a value as a note", found)
        elif role in roles:
            lines.append(f"  {role}: {_quoted(roles[role])}")
        elif role in ("date", "actor", "act"):
            lines.append(f"  # {role}: COLUMN   # ? no column looks like it; it must be there")
    used = {*roles.values(), *three.values()}
    due = _best(_DUE, [name for name in columns if name not in used])
    if due:
        used.add(due)
        lines += ["  clocks:   # ? kinds: replay codebook kinds", f"    due: {_quoted(due)}", "    # kind: COLUMN",
                  "    # record: {column: COLUMN, values: {fulfilled: met}}"]  # fmt: skip
    link = _best(_LINK, [name for name in columns if name not in used])
    if link:
        used.add(link)
        lines += ["  links:   # ? relations: responds, counters, escalates, deescalates, settles, meets, moves ...",
                  f"    column: {_quoted(link)}", "    relation: {is: responds}",
                  "    stored: later   # or earlier"]  # fmt: skip
    rest = [name for name in columns if name not in used]
    if rest:
        lines.append(f"keep: [{', '.join(map(_quoted, rest))}]   # kept as a note; or move to `ignore:`")
    return "\n".join(lines) + "\n"


def _roles(columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Which column is what: the likest names first, each column once."""
    ranked = sorted(
        ((_like(word, name), -n, role, name) for role, words in _ROLES.items() for n, word in enumerate(words)
         for name in columns),
        key=lambda one: (-one[0], -one[1], one[3]),
    )  # fmt: skip
    found: dict[str, str] = {}
    for score, _, role, name in ranked:
        if score >= _NEAR and role not in found and name not in found.values():
            found[role] = name
    return found


def _three(columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Year, month and day, if the table has them in columns of their own."""
    found = {part: name for part in ("year", "month", "day") if (name := _best((part, f"start{part}"), [*columns]))}
    return found if "year" in found else {}


def _best(words: Sequence[str], names: Sequence[str]) -> str:
    ranked = sorted(
        ((max(_like(word, name) for word in words), name) for name in names), key=lambda one: (-one[0], one[1])
    )
    return ranked[0][1] if ranked and ranked[0][0] >= _NEAR else ""


def _like(word: str, name: str) -> float:
    plain = re.sub(r"[\s_.-]+", " ", re.sub(r"\(.*?\)", "", name)).strip().casefold()
    return SequenceMatcher(None, word, plain).ratio()


def _form(values: Sequence[str]) -> str:
    """The first form that reads all dates, or most of them."""
    seen = [value for value in values if value not in _MISSING][:2000]

    def read(form: str) -> int:
        count = 0
        for value in seen:
            try:
                month = written(value, form, 50)[5:7]
                count += not month or 1 <= int(month) <= 12
            except ValueError:
                pass
        return count

    return max(_FORMS[:-1], key=lambda form: (read(form), -_FORMS.index(form))) if seen else "iso"


def _parties(columns: Mapping[str, Sequence[str]], roles: Mapping[str, str]) -> list[str]:
    counts = Counter(value for role in ("actor", "recipient") if role in roles for value in columns[roles[role]]
                     if value not in _MISSING)  # fmt: skip
    if not counts:
        return []
    lines = ["parties:   # short name in capitals, full name; `of` for a domestic actor"]
    for value, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_MOST]:
        short = re.sub(r"[^A-Z0-9]+", "-", value.upper()).strip("-") or "X"
        short = short if short[0].isalpha() else f"P-{short}"
        lines.append(f"  {_quoted(value)}: {{id: {short}, name: {_quoted(value)}}}   # {counted(count, 'time')}")
    return lines


def _values(values: Sequence[str], words: Sequence[str], told: Mapping[str, str]) -> list[str]:
    """A line for each value with the word of the codebook that is nearest, or a question."""
    counts = Counter(value for value in values if value not in _MISSING)
    lines = []
    for value, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_MOST]:
        near, score = _nearest(value, words, told)
        sign = "" if score >= _NEAR else "? "
        start = "      " if near else "      # "
        lines.append(
            f"{start}{json.dumps(value, ensure_ascii=False)}: {near or 'skip'}   # {sign}{counted(count, 'time')}"
        )
    if len(counts) > _MOST:
        lines.append(f"      # and {counted(len(counts) - _MOST, 'more value')}")
    return lines


def _nearest(value: str, words: Sequence[str], told: Mapping[str, str]) -> tuple[str, float]:
    """The word that is most like a value, or whose definition has most of its words; "" if none is."""
    plain = re.sub(r"[\s_]+", "-", value.strip().casefold())
    if value in _CODES and _CODES[value] in words:
        return _CODES[value], 1.0
    ranked = sorted(
        ((SequenceMatcher(None, plain, word).ratio(), word) for word in words), key=lambda one: (-one[0], one[1])
    )
    if ranked[0][0] >= _NEAR:
        return ranked[0][1], ranked[0][0]
    stems = {part[:5] for part in re.findall(r"[a-z]{4,}", value.casefold())}
    shared = sorted(
        ((len(stems & {part[:5] for part in re.findall(r"[a-z]{4,}", f"{word} {told.get(word, '')}".casefold())}), word)
         for word in words),
        key=lambda one: (-one[0], one[1]),
    )  # fmt: skip
    return (shared[0][1], 0.5) if shared and shared[0][0] else ("", 0.0)


def _under(role: str, column: str, hint: str, values: Sequence[str]) -> list[str]:
    """The lines of a column with its values; commented out if none of them has a word yet."""
    sign = "" if any(not line.lstrip().startswith("#") for line in values) else "# "
    return [f"  {role}:", f"    column: {_quoted(column)}", f"    {sign}values:   # {hint}", *values]


def _quoted(text: str) -> str:
    plain = re.fullmatch(r"[A-Za-z][\w ]*(?<! )", text) and text.lower() not in _OTHERWISE
    return text if plain else json.dumps(text, ensure_ascii=False)
