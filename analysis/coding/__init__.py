"""Coding: how near a comment is to each theme of a code frame, and which themes it therefore bears."""
