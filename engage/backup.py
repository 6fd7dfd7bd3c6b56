"""Backups of a SQLite installation: made while it serves, proven readable, and put back where they were.

A backup is a folder ``engage-2026-11-21-235900`` with the database, the secret (unless the operator sets it
from outside) and ``backup.json``, which says what it is. It appears under that name once it is complete.
"""

import hmac
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from engage import __version__
from engage.settings import Settings
from surveys.store import backup as store
from surveys.store.backup import Held

DATABASE = "engage.db"
SECRET = "secret.key"  # noqa: S105 - a file's name
ABOUT = "backup.json"
NAMED = "engage-%Y-%m-%d-%H%M%S"
ROOM = 1.1
"""How much free space a copy needs, as a share of the database's own size."""
JOURNALS = ("", "-wal", "-shm")


class BackupError(RuntimeError):
    """A backup that cannot be made or used. ``code`` says why, ``details`` with what."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(f"{code} {details}")
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class Backup:
    """A complete backup: where it is and what it holds. ``has_secret``: it carries the secret too.

    ``secret_mark`` tells whether a secret is the one that residents' codes follow from, and nothing else.
    """

    folder: Path
    held: Held
    has_secret: bool
    secret_mark: str


def make(
    settings: Settings, into: Path, *, keep: int = 0, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Backup:
    """Copy the database and the secret into a new folder below ``into``, and read the copy to its end.

    ``keep``: how many backups to leave there, this one among them; 0 leaves all. Older ones go last, so
    that there is never none.

    Raises:
        BackupError: ``server`` (not SQLite), ``missing``, ``no_room``, ``not_written``, ``there_already``.
        DatabaseError: the copy or its source is damaged.
    """
    source = _database(settings)
    if not source.exists():
        raise BackupError("missing", path=source)
    moment = now()
    final = into.absolute() / moment.strftime(NAMED)
    draft = final.with_name(f".{final.name}.unfinished")
    if final.exists():
        raise BackupError("there_already", path=final)
    try:
        draft.mkdir(parents=True, mode=0o700)
        _check_room(source, draft)
        store.copy(source, draft / DATABASE)
        made = _describe(settings, draft, moment)
        draft.rename(final)
    except OSError as error:
        raise BackupError("not_written", path=into, why=error.strerror) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    if keep:
        _forget(into, keep)
    return replace(made, folder=final)


def check(folder: Path) -> Backup:
    """Read a backup to its end and return what it holds.

    Raises:
        BackupError: ``no_backup`` when the folder is none, ``changed`` when a file is not what was written.
        DatabaseError: the database in it is damaged or of a newer version.
    """
    about = _about(folder)
    for name, digest in about["files"].items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise BackupError("changed", path=folder / name)
    held = store.look_into(folder / DATABASE)
    return Backup(folder, held, SECRET in about["files"], str(about["secret_mark"]))


def is_secret_of(found: Backup, secret: bytes) -> bool:
    """Say whether residents' codes that the backup knows work under ``secret``."""
    return hmac.compare_digest(found.secret_mark, _mark(secret))


def restore(
    settings: Settings, folder: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Path | None:
    """Put a backup in the place of what is there; return where that was moved to, ``None`` for nothing.

    Raises:
        BackupError: as ``check``; ``server``, ``in_use`` when something still serves, ``not_written``.
        DatabaseError: as ``check``.
    """
    target = _database(settings)
    found = check(folder)
    if target.exists() and store.is_in_use(target):
        raise BackupError("in_use", path=target)
    aside = settings.data / f"before-restore-{now():%Y-%m-%d-%H%M%S}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # All that may fail for want of room is done before anything is touched.
        drafts = {target: _copied(folder / DATABASE, target)}
        if found.has_secret:
            drafts[settings.data / SECRET] = _copied(folder / SECRET, settings.data / SECRET)
        moved = _move_aside(settings, target, aside, with_secret=found.has_secret)
        for place, draft in drafts.items():
            draft.rename(place)
    except OSError as error:
        raise BackupError("not_written", path=target, why=error.strerror) from None
    return aside if moved else None


def _database(settings: Settings) -> Path:
    found = store.file_of(settings.database_url)
    if found is None:
        raise BackupError("server")
    return found


def _check_room(source: Path, folder: Path) -> None:
    log = source.with_name(f"{source.name}-wal")
    size = sum(path.stat().st_size for path in (source, log) if path.exists())
    free = shutil.disk_usage(folder).free
    if free < size * ROOM:
        raise BackupError("no_room", needed=f"{size * ROOM / 1e6:,.0f}", free=f"{free / 1e6:,.0f}")


def _describe(settings: Settings, folder: Path, moment: datetime) -> Backup:
    """Add the secret and what the backup is to a folder that holds the copy of the database."""
    secret = settings.data / SECRET
    # A secret set from outside is the operator's to keep; the file beside it may be an old one.
    has_secret = secret.is_file() and secret.read_bytes() == settings.secret
    if has_secret:
        _copied(secret, folder / SECRET).rename(folder / SECRET)
    held = store.look_into(folder / DATABASE)
    names = [DATABASE, *([SECRET] if has_secret else [])]
    about = {
        "version": __version__,
        "made_at": moment.isoformat(timespec="seconds"),
        **asdict(held),
        "secret_mark": _mark(settings.secret),
        "files": {name: _digest(folder / name) for name in names},
    }
    with (folder / ABOUT).open("w", encoding="utf-8") as file:
        file.write(json.dumps(about, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return Backup(folder, held, has_secret, _mark(settings.secret))


def _about(folder: Path) -> Mapping[str, Any]:
    try:
        about = json.loads((folder / ABOUT).read_text("utf-8"))
        files = about["files"]
        is_ours = "secret_mark" in about and DATABASE in files and set(files) <= {DATABASE, SECRET}
    except (OSError, ValueError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        raise BackupError("no_backup", path=folder)
    return {**about}


def _mark(secret: bytes) -> str:
    return hmac.new(secret, b"which secret this is", "sha256").hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _move_aside(settings: Settings, target: Path, aside: Path, *, with_secret: bool) -> bool:
    there = [target.with_name(target.name + ending) for ending in JOURNALS]
    if with_secret:
        there.append(settings.data / SECRET)
    there = [path for path in there if path.exists()]
    if target not in there:
        return False
    aside.mkdir(parents=True, mode=0o700)
    for path in there:
        shutil.move(path, aside / path.name)
    return True


def _copied(source: Path, target: Path) -> Path:
    """Copy a file beside ``target``, for this account's eyes only, and return where it is."""
    draft = target.with_name(f".{target.name}.unfinished")
    with source.open("rb") as reading, draft.open("wb") as writing:
        draft.chmod(0o600)
        shutil.copyfileobj(reading, writing, 2**20)
        writing.flush()
        os.fsync(writing.fileno())
    return draft


def _forget(into: Path, keep: int) -> None:
    """Remove the oldest backups beyond ``keep``; only folders that are backups by name and content."""
    known = []
    for folder in sorted(into.glob("engage-????-??-??-??????")):
        try:
            _about(folder)
        except BackupError:
            continue
        known.append(folder)
    for folder in known[:-keep]:
        shutil.rmtree(folder, ignore_errors=True)
