"""Stand-ins for what the models refuse, so that the names in the rest of a file can be checked in the same report.

A mended file is never replayed: it only lets the rules about names and citations see what is sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from replay.codebook import Act, Fate, Strategy, Tactic
from replay.files.keys import TimelineModel, example_of, keys_of, model_at, place_of, type_at, word_of

__all__ = ["mended"]

_ROUNDS = 8


def mended(data: Any, errors: Sequence[ErrorDetails]) -> TimelineModel | None:
    """Return the model of `data`, which is changed, with stand-ins for what was refused; None if that is in vain.

    Lists of mappings keep their length, so that their items keep their places.
    """
    first = next(iter(data.get("parties") or {}), "X") if isinstance(data, dict) else "X"
    for n in range(_ROUNDS):
        for m, error in enumerate(errors):
            if not _mend(
                data, error, {"party": first, "party, or list of parties": first, "name": f"stand-in-{n}-{m}"}
            ):
                return None
        try:
            return TimelineModel.model_validate(data)
        except ValidationError as refused:
            errors = refused.errors(include_url=False)
    return None


def _mend(data: Any, error: ErrorDetails, names: dict[str, str]) -> bool:
    """Put a stand-in where one error is, or take what is refused away; False if it cannot be reached."""
    path = place_of(error)
    if not path:
        return False
    parent, last, wants_mapping = _within(data, path[:-1]), path[-1], error["type"].startswith(("model", "dict"))
    if isinstance(parent, list) and isinstance(last, int) and last < len(parent):
        if wants_mapping:
            parent[last] = {}
        elif not isinstance(parent[last], dict):
            del parent[last]
        else:
            return False
        return True
    if not isinstance(parent, dict):
        return False
    key = str(last)
    stand_in = _stand_in(path, names)
    if stand_in is not None and error["type"] != "extra_forbidden" and stand_in != parent.get(key):
        parent[key] = stand_in
    elif wants_mapping and parent.get(key, {}) != {}:
        parent[key] = {}
    else:
        return parent.pop(key, None) is not None
    return True


def _stand_in(path: Sequence[int | str], names: dict[str, str]) -> Any:
    """What may stand for a key that must be there, or has an example of its own; None for any other.

    An example that would have to be declared elsewhere in the file, such as the id of a clock, stands for nothing.
    """
    model = model_at(TimelineModel, path[:-1])
    info = keys_of(model).get(str(path[-1])) if model else None
    if info is None or not (info.is_required() or info.examples):
        return None
    word = word_of(type_at(TimelineModel, path))
    if word in names:
        return names[word] if info.is_required() else None
    example = example_of(info)
    return example if not isinstance(example, (list, dict)) or {*_leaves(example)} <= _VOCABULARY else None


_VOCABULARY = {term.value for book in (Act, Tactic, Strategy, Fate) for term in book}


def _leaves(example: Any) -> Iterator[Any]:
    parts = example.values() if isinstance(example, dict) else example if isinstance(example, list) else None
    if parts is None:
        yield example
    for part in parts or ():
        yield from _leaves(part)


def _within(data: Any, path: Sequence[int | str]) -> Any:
    """Follow a path as far as it leads; index 0 into a lone item, which stands for a list of one, is the item."""
    for step in path:
        if isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        elif isinstance(data, dict) and step in data:
            data = data[str(step)]
        elif step != 0:
            return None
    return data
