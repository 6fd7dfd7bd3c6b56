"""Figures ready to draw: a title that states the finding, an Altair chart, and the same numbers as a table.

No page is known here. A chart holds figures and staff's own labels, never residents' words.
"""

from engage.charts.changes import changes
from engage.charts.drawing import DARK, LIGHT, Drawn, Look
from engage.charts.overall import channels, days, sentiment
from engage.charts.public import public_question
from engage.charts.questions import question
from engage.charts.stance import stance
from engage.charts.themes import public_themes, themes

__all__ = [
    "DARK",
    "LIGHT",
    "Drawn",
    "Look",
    "changes",
    "channels",
    "days",
    "public_question",
    "public_themes",
    "question",
    "sentiment",
    "stance",
    "themes",
]
