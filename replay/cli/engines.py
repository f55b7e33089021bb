"""Who computes: this process, several processes, or the workers of a Dask cluster; the options that say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import click

from replay.text.terminal import tell

__all__ = ["ENGINE", "engine"]

_WORKERS = click.option(
    "--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that compute."
)
_SCHEDULER = click.option(
    "--scheduler", metavar="ADDRESS", help="Compute on the Dask cluster of this scheduler (tls://HOST:PORT) instead.",
)  # fmt: skip
_INSECURE = click.option(
    "--insecure", is_flag=True, help="With --scheduler: the address is without TLS, and that is meant."
)


def ENGINE(command: Callable[..., Any]) -> Callable[..., Any]:  # noqa: N802 - it is an option like the others
    """Give a command the options on who computes."""
    return _WORKERS(_SCHEDULER(_INSECURE(command)))


def engine(workers: int, scheduler: str | None, insecure: bool) -> AbstractContextManager[tuple[Executor | None, int]]:
    """Return a context of the executor, None for this process, and of how many workers it has.

    Raises
    ------
    click.UsageError
        For `insecure` without a scheduler.
    """
    if insecure and scheduler is None:
        raise click.UsageError("--insecure was given without --scheduler")
    return _cluster(scheduler, insecure) if scheduler else _processes(workers)


@contextmanager
def _processes(workers: int) -> Iterator[tuple[Executor | None, int]]:
    """Processes that are started anew, the same on every system; none for one worker."""
    if workers == 1:
        yield None, 1
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        yield pool, workers
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    else:
        pool.shutdown()


@contextmanager
def _cluster(address: str, insecure: bool) -> Iterator[tuple[Executor | None, int]]:
    """The workers of a cluster; said aloud where nothing protects them."""
    from replay.ensemble.cluster import cluster

    if insecure and not address.startswith("tls://"):
        tell(f"Note: {address} is without TLS; whoever can reach it can run code on its workers.", err=True)
    with cluster(address, insecure) as found:
        yield found
