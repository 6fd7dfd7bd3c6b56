"""Findings in a language model's words, where an operator set one: masked before, checked after."""
