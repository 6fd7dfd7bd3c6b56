"""Reviewing: which comments people look at, which of their decisions stand, and how alike they decide."""
