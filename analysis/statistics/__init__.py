"""Figures with their error: intervals, differences, false-discovery control."""
