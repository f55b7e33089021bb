"""Each side's domain over time as the rules compute it, from acts and clocks alone.

A side's position is what it now expects minus its reference point, in domain units: +1 gain, 0 status
quo, -1 modest, -2 moderate, -3 strong loss, with the thresholds half-way. It starts at the reference point.
The rules (all sizes are fields of `Rules`; a threat's size is its rank of outcome spread over the highest rank):

========== =====================================================================================================
lapse      a side's own clock lapses unmet: its position falls by ``own_lapse``
threat     a live threat by the other side shifts it by -w(chance) x ``threat`` x size; taken back when its clock is
           met or withdrawn, or when it is settled or dropped; landed whole when the sanction is imposed
claiming   an act of the other side by claiming tactics, or on rung 4 or above: -``claiming``
creating   an act of the other side by creating tactics, or on rung 1: +``creating``
commitment a side binds itself to an outcome (tactic `commit-to-outcome`): the outcome enters its reference
           point, so its position falls by ``commitment``, once until an agreement
agreement  an agreement of the sides moves both by +``agreement``
pressure   an actor of the side's own camp presses or blames its government: -``pressure``
impact     a coded, cited amount on the event itself
adaptation the reference point moves towards the position with half-life ``half_life_gain`` after gains and
           ``half_life_loss`` after losses (Arkes, Hirshleifer, Jiang & Lim 2008); infinite for losses is the desire
           to recoup
========== =====================================================================================================

Nothing here reads `readings`. Sources: Elms 2005, The Role of Losses; Kahneman & Tversky 1979; Tversky &
Kahneman 1992 for w(p); the rules and sizes are this package's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace

from replay.codebook import ACTS, TACTICS, Act, Level, Strategy, Tactic
from replay.escalation import HOSTILE
from replay.theories.value import weight
from replay.timeline import Event, Timeline
from replay.trace import ACTED, ENDS, Entry, Kind, Trace

__all__ = ["Domain", "Rules", "Step", "level_of", "path", "strategy_of"]
