"""Run the command line: ``python -m replay``."""

from replay.cli import main

if __name__ == "__main__":
    main(prog_name="replay")
