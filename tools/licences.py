"""Checks that nothing we install has a licence we could not ship with: ``python -m tools.licences``."""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PINNED = ("requirements.txt", "requirements-dev.txt")

# Strong copyleft would bind the whole product; lesser copyleft binds only the library itself.
REFUSED = re.compile(r"\b(A?GPL|AFFERO|GNU GENERAL PUBLIC|SSPL|BUSL|COMMONS CLAUSE|NON-?COMMERCIAL)", re.I)
LESSER = re.compile(r"LESSER|LGPL", re.I)
KNOWN = re.compile(
    r"MIT|BSD|APACHE|ISC|PSF|PYTHON SOFTWARE|MPL|MOZILLA|UNLICENSE|PUBLIC DOMAIN|HPND|ZLIB|CC0|LGPL|LESSER",
    re.I,
)
# Packages whose metadata says nothing: read by a person in the licence file that they ship.
READ = {
    "axe-playwright-python": "MIT; the axe engine inside is MPL-2.0",
    "pyxform": "BSD-2-Clause",
}


def licence_of(found: Distribution) -> str:
    """Return what a package says of its licence, the most exact statement first."""
    metadata: Any = found.metadata  # an e-mail message, whatever its declared type
    told = metadata.get("License-Expression")
    if told:
        return str(told)
    classifiers = [
        line.rsplit(" :: ", 1)[-1]
        for line in metadata.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    first_line = (metadata.get("License") or "").strip().split("\n")[0]
    return "; ".join(classifiers) or first_line


def verdict(licence: str) -> str:
    """Return why a licence cannot be shipped, or nothing.

    ``OR`` leaves us the choice, so one alternative that can be shipped is enough.
    """
    choices = re.split(r"\s+OR\s+", licence)
    if all(REFUSED.search(choice) and not LESSER.search(choice) for choice in choices):
        return "strong copyleft"
    return "" if KNOWN.search(licence) else "unknown licence"


def pinned_names(text: str) -> list[str]:
    """Return the package names of a pinned requirements file."""
    return re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)


def main() -> int:
    """Print every package with a licence we could not ship with; return 1 when there is one."""
    names = sorted({name for file in PINNED for name in pinned_names((ROOT / file).read_text("utf-8"))})
    bad = []
    for name in names:
        try:
            licence = licence_of(distribution(name)) or READ.get(name, "")
        except PackageNotFoundError:
            continue  # not for this platform
        if reason := verdict(licence):
            bad.append(f"{name}: {reason} ({licence or 'it says nothing'})")
    print("\n".join(bad) or f"Licences: {len(names)} packages, all can be shipped.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
