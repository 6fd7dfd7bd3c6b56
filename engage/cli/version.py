"""``version``: which release of the product this is, and on what it runs."""

import argparse
import platform
from typing import TYPE_CHECKING

from engage.cli import add_command

if TYPE_CHECKING:
    from engage.cli import Subparsers


def add(subparsers: "Subparsers") -> None:
    """Add the command."""
    add_command(subparsers, "version", _version, help="say which version this is")


def _version(args: argparse.Namespace) -> int:
    del args
    from importlib.metadata import version

    from engage import __version__
    from surveys.store.schema import head

    print(f"engage {__version__}")
    print(f"database schema {head()}")
    print(f"Python {platform.python_version()}, Streamlit {version('streamlit')}")
    return 0
