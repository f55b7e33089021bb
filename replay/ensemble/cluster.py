"""A Dask cluster that is there already, as an executor: its scheduler hands the parts of a sweep to its workers.

Whoever can reach a scheduler can run code on its workers, so the address is to be of TLS (``tls://``), with the
certificates that the settings of Dask name; anything else must be asked for in so many words.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from replay.errors import RefusalError

__all__ = ["cluster"]

_WAIT = 30
"""Seconds until a scheduler that does not answer is given up."""


@contextmanager
def cluster(address: str, insecure: bool = False) -> Iterator[tuple[Executor, int]]:
    """Yield the executor of a scheduler, and how many threads its workers have.

    Parameters
    ----------
    address : str
        Such as ``tls://10.0.0.5:8786``.
    insecure : bool
        Whether an address without TLS is meant.

    Raises
    ------
    RefusalError
        If the address is not of TLS and that was not asked for, nothing answers there, or Dask is not installed.
    """
    if not address.startswith("tls://") and not insecure:
        raise RefusalError(f"'{address}' is no address of TLS (tls://...): whoever can reach such a scheduler can run "
                           "code on its workers; allowed if that is meant: --insecure")  # fmt: skip
    try:
        from distributed import Client
    except ImportError:
        raise RefusalError(
            "a cluster needs Dask, which is not installed: pip install 'dispute-replay[cluster]'"
        ) from None
    try:
        client = Client(address, timeout=_WAIT, set_as_default=False)
    except (OSError, ValueError, TypeError) as fault:
        raise RefusalError(
            f"no scheduler answers at '{address}': {str(fault).splitlines()[0] if str(fault) else fault!r}"
        ) from None
    try:
        with client.get_executor(retries=3) as executor:
            yield executor, max(sum(client.nthreads().values()), 1)
    finally:
        client.close()
