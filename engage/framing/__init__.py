"""A survey's own code frame: its themes edited as versions, and what becomes of decisions made before."""
