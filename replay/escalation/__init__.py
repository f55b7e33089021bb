"""The escalation graph: acts and clocks as nodes, typed links from what was coded and what was caused.

Links run from the earlier to the later. Between acts they are the coded answers; between acts and
clocks, and from triggers to what followed by rule, they come from the causes in the trace. networkx stays
inside, but for the door `as_networkx`.
"""

from replay.escalation.building import Escalation, graph
from replay.escalation.elements import ANSWERS, Link, LinkType, Node
from replay.escalation.exchange import as_graphml, as_networkx, as_node_link
from replay.escalation.importance import Reason, ranking, reasons
from replay.escalation.ledger import Ledger, Measure, ledger
from replay.escalation.measures import Measures, Reciprocity, measures
from replay.escalation.offramps import OffRamp
from replay.escalation.pivots import Pivot
from replay.escalation.replies import Reply, replies
from replay.escalation.spirals import Spiral

__all__ = [
    "ANSWERS", "Escalation", "Ledger", "Link", "LinkType", "Measure", "Measures", "Node", "OffRamp", "Pivot", "Reason",
    "Reciprocity", "Reply", "Spiral", "as_graphml", "as_networkx", "as_node_link", "graph", "ledger", "measures",
    "ranking", "reasons", "replies",
]  # fmt: skip
