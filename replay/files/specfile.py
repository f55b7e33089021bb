"""The specification of a sweep as a file: plain keys and values."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from replay.errors import Problem, TimelineError, Where, closest
from replay.files.nodes import compose
from replay.files.textfile import TextFile

__all__ = ["read_specification"]

_Axis = Literal["coders", "dates", "drops", "continuations", "parameters", "switches"]


class _Keys(BaseModel):
    model_config = ConfigDict(extra="forbid")
    over: list[_Axis] = Field(min_length=1)
    draws: int = Field(200, ge=1)
    continuations: int = Field(100, ge=1)
    since: str = ""
    theory: str = "prospect"
    pairs: bool = False
    share: float = Field(1.0, gt=0, le=1)
    seed: int = Field(1, ge=0)
    dates: Literal["earliest", "middle", "latest"] = "middle"


def read_specification(path: str | Path) -> dict[str, Any]:
    """Read the keys of a specification that a file has.

    Raises
    ------
    TimelineError
        With every fault at its line and column.
    """
    file = TextFile.read(path)
    root, faults = compose(file.text, file.name)
    if root is None or faults:
        raise TimelineError(faults)
    plain = root.plain()
    if not isinstance(plain, dict):
        raise TimelineError([Problem(root.where, "a specification is a mapping (key: value)", "type")])
    if isinstance(plain.get("over"), str):
        plain["over"] = [plain["over"]]
    try:
        return _Keys.model_validate(plain).model_dump(exclude_unset=True)
    except ValidationError as refused:
        known = [*_Keys.model_fields]
        found = []
        for error in refused.errors(include_url=False):
            name = str(error["loc"][0])
            where = root.keys[name].where if name in root.keys else Where(file.name, 1, 1)
            said = error["msg"].lower()
            if error["type"] == "extra_forbidden":
                said = f"unknown key '{name}'{closest(name, known)}; allowed: {', '.join(known)}"
            found.append(Problem(where, said if name in said else f"{name}: {said}", "specification"))
        raise TimelineError(found) from None
