"""How many reviews bring what; those of the analysis (a test compares them), without loading it."""

LEARNS_THEMES = 20
LEARNS_TONE = 50
CORRECTS = 30
