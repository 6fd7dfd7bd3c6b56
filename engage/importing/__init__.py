"""Reads tables that people bring as responses to a survey: which column is what, row by row."""
