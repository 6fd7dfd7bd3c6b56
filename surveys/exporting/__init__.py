"""Responses as files for other programs."""
