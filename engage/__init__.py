"""The product people meet: actions, wording, the portal, the light web face and the commands."""

__version__ = "0.1.0"
