"""What a run learned, on its way to the database and back: arrays and JSON, marked with what they fit."""

import logging
from collections.abc import Mapping
from typing import Any

from engage.finished_parts import FinishedParts
from surveys.store import run_parts

log = logging.getLogger(__name__)


def keep_models(parts: FinishedParts, models: Mapping[str, Any]) -> None:
    """Keep what a run learned, for comments that come later; what cannot be kept is learned again then."""
    from analysis.learned_models import CannotKeep, pack

    try:
        packed = pack(models, _fitting())
    except CannotKeep as error:
        log.warning("what the run learned is not kept: %s", error)
        return
    parts.keep(run_parts.LEARNED, 0, packed)
    parts.write()


def known_models(packed: bytes | None) -> dict[str, Any] | None:
    """Return what a run learned, or ``None`` where nothing that fits this version is kept."""
    from analysis.learned_models import unpack

    return None if packed is None else unpack(packed, _fitting())


def _fitting() -> str:
    from analysis.keeping import checksum
    from analysis.vectors import identity_of, load_vectors

    return checksum("learned", identity_of(load_vectors()))
