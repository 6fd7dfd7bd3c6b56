"""The schema's versions: which there are, which one a database has, and how one is brought up to date.

Alembic does the last. It takes half a second to import, so it is left alone where nothing is to be done;
and nothing here is imported for merely asking which version there is.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent.parent / "migrations"
_REVISION = re.compile(
    r"""^revision = ["'](\w+)["']\ndown_revision = (?:None|["'](\w+)["'])$""", re.MULTILINE
)


@cache
def revisions() -> tuple[str, ...]:
    """Return every version there ever was, the first one first.

    Raises:
        RuntimeError: the files of the migrations are not one chain.
    """
    after: dict[str, str] = {}
    for path in (MIGRATIONS / "versions").glob("*.py"):
        found = _REVISION.search(path.read_text("utf-8"))
        if found is None or (found[2] or "") in after:
            raise RuntimeError(f"{path.name} has no place in the chain of migrations")
        after[found[2] or ""] = found[1]
    chain: list[str] = []
    while (chain[-1] if chain else "") in after:
        chain.append(after[chain[-1] if chain else ""])
    if len(chain) != len(after):
        raise RuntimeError("the migrations are not one chain")
    return tuple(chain)


def head() -> str:
    """Return the version this code expects."""
    return revisions()[-1]


def version_of(connection: "Connection") -> str | None:
    """Return the version a database has, or ``None`` when it is empty."""
    from sqlalchemy import text

    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return str(found[0]) if found else None


def upgrade(connection: "Connection") -> None:
    """Bring the database up to date inside the transaction that ``connection`` is in."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
