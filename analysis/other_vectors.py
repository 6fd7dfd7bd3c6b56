"""Reads sentence vectors that a town chose instead of the shipped ones: model2vec, sentence-transformers.

The packages are not among ours: they are imported only when such vectors are read. A folder is read from
this machine alone; only a place that begins with ``hub:`` is fetched.
"""

import hashlib
import importlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from analysis.vectors import HUB, Matrix, VectorsError, unit

_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_TELLS_NOTHING = frozenset({".md", ".png", ".jpg"})
_AT_ONCE = 1 << 20
_NO_PICKLES = "its weights are not in .safetensors files, and others could hold programs"

Encode = Callable[[list[str]], Any]


@dataclass(frozen=True, slots=True)
class OtherVectors:
    """A model that gives texts vectors; ``sha256`` is that of its files."""

    name: str
    sha256: str
    dimensions: int
    _encode: Encode

    def encode(self, texts: Iterable[str]) -> Matrix:
        """Return a row for each text, of length 1; of zeros where a text is blank or means nothing to it."""
        said = list(texts)
        found = np.zeros((len(said), self.dimensions), dtype=np.float32)
        places = [place for place, text in enumerate(said) if text.strip()]
        if places:
            found[places] = self._rows([said[place] for place in places])
        return unit(found)

    def _rows(self, texts: list[str]) -> Matrix:
        rows = np.asarray(self._encode(texts), dtype=np.float32)
        if rows.shape != (len(texts), self.dimensions):
            raise VectorsError(f"{self.name}: the model gave {rows.shape} numbers for {len(texts)} texts.")
        return np.nan_to_num(rows, nan=0.0, posinf=0.0, neginf=0.0)


def read(place: str) -> OtherVectors:
    """Read the model in a folder, or fetch the one that ``hub:owner/name`` names and read that.

    Raises:
        VectorsError: there is none, it is of no known kind, or the package that reads it is not installed.
    """
    folder = _fetched(place.removeprefix(HUB)) if place.startswith(HUB) else Path(place)
    if not folder.is_dir():
        raise VectorsError(
            f"There is no folder {place}. Write the full path of the folder that holds the model, "
            f"or {HUB}owner/name to fetch one."
        )
    name = place if place.startswith(HUB) else folder.resolve().name
    kind = _kind(folder)
    if not any(folder.rglob("*.safetensors")):
        raise VectorsError(f"{place} cannot be used: {_NO_PICKLES}.")
    try:
        encode = _OPENED[kind](folder)
        dimensions = int(np.asarray(encode(["a"])).shape[1])
    except VectorsError:
        raise
    except Exception as error:  # whatever a package says of files that are not what they should be
        raise VectorsError(f"{place} cannot be read as a {kind} model ({error}).") from error
    return OtherVectors(name, _sha256(folder), dimensions, encode)


def _kind(folder: Path) -> str:
    """Say which package reads the folder; a static model describes itself for both, and one is light."""
    config, modules = _told(folder / "config.json"), _told(folder / "modules.json")
    types = (
        [str(part.get("type", "")) for part in modules if isinstance(part, dict)]
        if isinstance(modules, list)
        else []
    )
    is_static = any(each.endswith(".StaticEmbedding") for each in types)
    if is_static or (isinstance(config, dict) and config.get("model_type") == "model2vec"):
        return "model2vec"
    if types:
        return "sentence-transformers"
    raise VectorsError(
        f"{folder} holds no sentence vectors: neither a config.json of model2vec nor a modules.json of "
        "sentence-transformers is in it."
    )


def _told(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _by_model2vec(folder: Path) -> Encode:
    model = _package("model2vec", "model2vec").StaticModel.from_pretrained(str(folder))

    def encode(texts: list[str]) -> Any:
        return model.encode(texts, use_multiprocessing=False)  # runs have processes of their own

    return encode


def _by_sentence_transformers(folder: Path) -> Encode:
    package = _package("sentence_transformers", "sentence-transformers")
    model = package.SentenceTransformer(str(folder), local_files_only=True, device="cpu")

    def encode(texts: list[str]) -> Any:
        return model.encode(texts, show_progress_bar=False, convert_to_numpy=True)

    return encode


_OPENED: dict[str, Callable[[Path], Encode]] = {
    "model2vec": _by_model2vec,
    "sentence-transformers": _by_sentence_transformers,
}


def _fetched(name: str) -> Path:
    if not _HUB_NAME.fullmatch(name):
        raise VectorsError(f"{HUB}{name} names no model. Write {HUB}owner/name.")
    hub = _package("huggingface_hub", "model2vec")
    try:
        return Path(hub.snapshot_download(name))
    except Exception as error:  # no network, no such model, no leave to read it
        raise VectorsError(
            f"{HUB}{name} could not be fetched ({type(error).__name__}). Is this machine allowed to reach "
            "the network? Else copy the model's folder here and name that."
        ) from error


def _package(name: str, install: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise VectorsError(
            f"These vectors need the package {install}, which is not installed: pip install {install}"
        ) from None


def _sha256(folder: Path) -> str:
    """Return one checksum of all files that make the model: its weights, its words, its settings."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        inside = path.relative_to(folder)
        if path.suffix in _TELLS_NOTHING or any(part.startswith(".") for part in inside.parts):
            continue
        whole.update(f"{inside.as_posix()}\n{path.stat().st_size}\n".encode())
        with path.open("rb") as file:
            while part := file.read(_AT_ONCE):
                whole.update(part)
    return whole.hexdigest()
