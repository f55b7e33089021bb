"""Run the command line: ``python -m replay``, or ``replay``."""

from __future__ import annotations

import signal

__all__ = ["main"]


def main() -> None:
    """Run the command line; Ctrl-C ends it with 130, also while it is still being imported."""
    try:
        from replay.cli import main as commands

        commands.main(prog_name="replay")
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is left to do takes no time


if __name__ == "__main__":
    main()
