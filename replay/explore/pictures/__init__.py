"""Pictures of a replay as SVG text: no library, so that a page draws them as the command line does."""

from replay.explore.pictures.escalation import escalation
from replay.explore.pictures.scene import Filters, Scene
from replay.explore.pictures.sheets import sheet
from replay.explore.pictures.story import story

__all__ = ["Filters", "Scene", "escalation", "sheet", "story"]
