"""What runs in the page: the application with the cases of its folder."""

from __future__ import annotations

import pickle
from collections.abc import Awaitable, Callable
from zipfile import ZipFile

from replay.explore.app import application
from replay.explore.asking import Answer, answer

__all__ = ["CASES", "opened"]

CASES = "cases.pickle"
"""Where in the archive of the packages the cases are."""


def opened(packages: str) -> Callable[[str, dict[str, str]], Awaitable[Answer]]:
    """Return what answers in the page an address, with headers of the request.

    Parameters
    ----------
    packages : str
        Path of the archive that holds this program and the cases, which are trusted as it is.
    """
    with ZipFile(packages) as archive:
        made = application(pickle.loads(archive.read(CASES)))
    return lambda address, headers: answer(made, address, headers)
