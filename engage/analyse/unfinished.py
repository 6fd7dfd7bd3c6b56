"""Keeps what an analysis of a spreadsheet has finished, beside its results, until all of it is written.

A run that was stopped goes on when the same command is given again. The files hold words of the comments, as
the results do: only their owner may read them, and they go when the results are there.
"""

import contextlib
import os
from pathlib import Path

NAME = ".unfinished"
_ENDING = ".part"


class Unfinished:
    """A folder of finished chunks, one file each; ``found`` counts those that an earlier try had left."""

    def __init__(self, out: Path) -> None:
        self._folder = out / NAME
        self.found = 0

    def kept(self, part: str, number: int) -> bytes | None:
        """Return a chunk, or ``None``."""
        try:
            content = self._path(part, number).read_bytes()
        except OSError:
            return None
        self.found += 1
        return content

    def keep(self, part: str, number: int, content: bytes) -> None:
        """Write a chunk, whole or not at all.

        Raises:
            OSError: the folder cannot be written.
        """
        self._folder.mkdir(mode=0o700, exist_ok=True)
        path = self._path(part, number)
        begun = path.with_suffix(".begun")
        begun.unlink(missing_ok=True)
        with os.fdopen(os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        begun.replace(path)

    def clear(self) -> None:
        """Remove the chunks: all is written. Anything else that somebody put there stays."""
        for path in [*self._folder.glob(f"*{_ENDING}"), *self._folder.glob("*.begun")]:
            path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self._folder.rmdir()

    def _path(self, part: str, number: int) -> Path:
        return self._folder / f"{part}-{number:06}{_ENDING}"
