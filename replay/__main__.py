"""Run the command line: ``python -m replay``, or ``replay``."""

from __future__ import annotations

import atexit
import gc
import os

__all__ = ["main"]

_STOPPED = 130
_RARELY = 100_000
"""New objects between two searches for garbage: a command makes much that it keeps, and little that goes in circles."""


def main() -> None:
    """Run the command line; Ctrl-C ends it with 130 at any moment, also while it is still being imported."""
    gc.set_threshold(_RARELY)
    try:
        import signal

        from replay.cli import main as commands

        commands.main(prog_name="replay")
    except KeyboardInterrupt:
        pass
    except SystemExit as done:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is left to do takes no time
        if done.code != _STOPPED:
            raise
    atexit._run_exitfuncs()
    os._exit(_STOPPED)  # Python would end itself by a signal where Ctrl-C fell into `exec`, of dataclasses for one


if __name__ == "__main__":
    main()
