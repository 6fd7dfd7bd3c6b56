"""``backup`` and ``restore``: a copy of everything that is kept, and putting one back."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from engage.cli import CommandError, add_command, settings_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from engage.backup import Backup
    from engage.cli import Subparsers

Done = TypeVar("Done")

REASONS = {
    "server": "DATABASE_URL names a PostgreSQL server, whose own tools make better backups:\n"
    '  pg_dump --format=custom --file engage.dump "$DATABASE_URL"\n'
    '  pg_restore --clean --if-exists --dbname "$DATABASE_URL" engage.dump\n'
    "Keep ENGAGE_SECRET, or secret.key in the data folder, with the dump.",
    "missing": "There is no database at %(path)s yet. Check --data or DATABASE_URL.",
    "no_room": "There is not enough room: %(needed)s MB are needed, %(free)s MB are free. "
    "Nothing was written.",
    "not_written": "%(path)s cannot be written (%(why)s). Check who owns it and the space on the disk.",
    "there_already": "%(path)s is there already. Wait a second and try again.",
    "no_backup": "%(path)s is not a backup. Name the folder that holds backup.json and engage.db.",
    "changed": "%(path)s is missing or is not what was written: this backup is damaged. Nothing was changed. "
    "Use another one.",
    "in_use": "%(path)s is in use. Stop the product first, then restore. Nothing was changed.",
}


def add(subparsers: "Subparsers") -> None:
    """Add the commands."""
    making = add_command(
        subparsers,
        "backup",
        _backup,
        help="copy the database and the secret into a folder",
        description="Make a backup, also while the product serves, and read the copy to its end.",
    )
    making.add_argument("into", type=Path, metavar="DIR", help="folder in which the backup gets its own")
    making.add_argument(
        "--keep",
        type=_count,
        default=0,
        metavar="N",
        help="leave the newest N backups there and remove older ones",
    )
    restoring = add_command(
        subparsers,
        "restore",
        _restore,
        help="put a backup in the place of what is there",
        description="Check a backup and put it back; what was there is moved aside, never removed.",
    )
    restoring.add_argument("backup", type=Path, metavar="BACKUP", help="the backup's own folder")
    restoring.add_argument("--check", action="store_true", help="only read the backup to its end")


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 10000")
    return int(text)


def _backup(args: argparse.Namespace) -> int:
    from engage import backup

    settings = settings_of(args)
    made = _try(lambda: backup.make(settings, args.into, keep=args.keep))
    print(f"{made.folder}: {_told(made)}")
    if not made.has_secret:
        print("The secret is not in it: ENGAGE_SECRET is set from outside. Keep it safe as well.")
    return 0


def _restore(args: argparse.Namespace) -> int:
    from engage import backup

    found = _try(lambda: backup.check(args.backup))
    if args.check:
        print(f"{found.folder} is whole: {_told(found)}")
        return 0
    settings = settings_of(args)
    aside = _try(lambda: backup.restore(settings, args.backup))
    print(f"Restored: {_told(found)}")
    if aside:
        print(f"What was there before is in {aside}. Remove it when all is well.")
    if not backup.is_secret_of(found, settings_of(args).secret):
        print(
            "The secret in use is not the one these responses were given under: residents' codes will not "
            "work. Set ENGAGE_SECRET to the old one, or remove it if secret.key was in the backup."
        )
    print("Bring it up to this version with: python -m engage migrate")
    return 0


def _told(found: "Backup") -> str:
    held = found.held
    surveys = f"{held.surveys:,} survey{'s' * (held.surveys != 1)}"
    responses = f"{held.responses:,} response{'s' * (held.responses != 1)}"
    return f"{surveys}, {responses}, schema {held.schema}."


def _try(verb: "Callable[[], Done]") -> "Done":
    """Do it, or say in words why it cannot be done."""
    from engage.backup import BackupError

    try:
        return verb()
    except BackupError as error:
        raise CommandError(REASONS[error.code] % error.details) from None
