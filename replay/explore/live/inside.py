"""What runs in the page: the application with the cases of its folder."""

from __future__ import annotations

import pickle
from collections.abc import Awaitable, Callable

from replay.explore.app import application
from replay.explore.asking import Answer, answer

__all__ = ["opened"]


def opened(cases: bytes) -> Callable[[str, dict[str, str]], Awaitable[Answer]]:
    """Return what answers in the page an address, with headers of the request.

    Parameters
    ----------
    cases : bytes
        The cases, as `replay.explore.live.bundle` packs them: they come from the folder of the program, and are trusted
        as it is.
    """
    made = application(pickle.loads(cases))
    return lambda address, headers: answer(made, address, headers)
