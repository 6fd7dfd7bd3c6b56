"""The instrument: what we ask, about which service, and everything we keep."""
