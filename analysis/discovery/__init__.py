"""Finds what comments speak of without being told: groups, finer groups in them, names, and what is new."""
