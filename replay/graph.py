"""Temporary name; use replay.escalation."""
from replay.escalation import *  # noqa
