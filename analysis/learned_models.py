"""Writes what a run learned as plain arrays and JSON, and reads it back; no code, and nobody's words.

Words and letters that a model knows are kept as checksums: they can be looked up, not read. Only classes of
this package and a few of scikit-learn are made anew, by filling in their values; nothing is ever executed.
"""

import dataclasses
import hashlib
import importlib
import io
import json
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

MOST_BYTES = 64_000_000
_OURS = "analysis."
_THEIRS = {
    each.__name__: each for each in (CountVectorizer, TfidfTransformer, TfidfVectorizer, LogisticRegression)
}
_PLAIN = (str, int, float, bool, type(None))
_NUMBERS = {name: getattr(np, name) for name in ("float32", "float64", "int32", "int64")}


class CannotKeep(ValueError):
    """A model holds what is not kept: it has to be learned again."""


class Hashed(dict[int, Any]):
    """Values by the checksum of a word; looked up by the word itself."""

    def __getitem__(self, word: Any) -> Any:
        return super().__getitem__(_sum(word))

    def get(self, word: Any, default: Any = None) -> Any:
        """Return the value of a word."""
        return super().get(_sum(word), default)

    def __contains__(self, word: object) -> bool:
        return super().__contains__(_sum(str(word)))


class HashedCounts(Hashed):
    """Counts by the checksum of a word: 0 of a word that was never met."""

    def __missing__(self, word: Any) -> int:
        return 0

    def __getitem__(self, word: Any) -> Any:
        return self.get(word, 0)


def pack(models: Mapping[str, Any], checksum: str) -> bytes:
    """Write models by name, marked with the analysis that learned them.

    Raises:
        CannotKeep: a model holds something that is not known here, or too much.
    """
    writing = _Writing()
    told = {"of": checksum, "models": {name: writing.put(model) for name, model in models.items()}}
    tree = np.frombuffer(json.dumps(told).encode(), dtype=np.uint8)
    if sum(array.nbytes for array in writing.arrays) + len(tree) > MOST_BYTES:
        raise CannotKeep("too large")
    file = io.BytesIO()
    arrays: dict[str, Any] = {f"a{n}": array for n, array in enumerate(writing.arrays)}
    np.savez_compressed(file, tree=tree, **arrays)
    return file.getvalue()


def unpack(content: bytes, checksum: str) -> dict[str, Any] | None:
    """Return the models that ``pack`` wrote; ``None`` when damaged, or learned by another analysis."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            told = json.loads(stored["tree"].tobytes())
            if told["of"] != checksum:
                return None
            reading = _Reading({name: stored[name] for name in stored.files if name != "tree"})
        return {name: reading.get(model) for name, model in told["models"].items()}
    except Exception:  # whatever is wrong with it, it is learned again
        return None


class _Writing:
    """Turns values into JSON, arrays aside; a value met twice is written once."""

    def __init__(self) -> None:
        self.arrays: list[np.ndarray[Any, Any]] = []
        self._met: dict[int, int] = {}
        self._held: list[Any] = []

    def put(self, value: Any) -> Any:
        if isinstance(value, bool | int | float | str | None):
            return value
        if isinstance(value, np.generic):
            return {"number": [value.dtype.str, value.item()]}
        if isinstance(value, np.ndarray):
            return {"array": self._array(value)}
        if isinstance(value, csr_matrix):
            parts = [self._array(each) for each in (value.data, value.indices, value.indptr)]
            return {"rows": [*parts, list(map(int, value.shape))]}
        return (
            self._held_in(value)
            if isinstance(value, list | tuple | set | frozenset | dict)
            else self._object(value)
        )

    def _held_in(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.put(each) for each in value]
        if isinstance(value, Counter | HashedCounts):
            return {"counts": self._words(value)}
        if isinstance(value, dict):
            return {"dict": [[self.put(key), self.put(each)] for key, each in value.items()]}
        if isinstance(value, tuple):
            return {"tuple": [self.put(each) for each in value]}
        return {
            "frozenset" if isinstance(value, frozenset) else "set": [self.put(each) for each in sorted(value)]
        }

    def _object(self, value: Any) -> Any:
        for name, kind in _NUMBERS.items():
            if value is kind:
                return {"type": name}
        if getattr(value, "__qualname__", None) and callable(value) and not isinstance(value, type):
            return {"function": _name_of(value, value)}
        if id(value) in self._met:
            return {"again": self._met[id(value)]}
        self._met[id(value)] = len(self._met)
        self._held.append(value)  # an id is only good while its value lives
        told = []
        for name, each in _attributes(value).items():
            words = name == "vocabulary_" and isinstance(each, dict)
            told.append([name, {"words": self._words(each)} if words else self.put(each)])
        return {"object": [_name_of(type(value), value), told]}

    def _words(self, values: Mapping[Any, Any]) -> list[int]:
        keys = list(values) if isinstance(values, Hashed) else [_sum(word) for word in values]
        if len(set(keys)) < len(keys):
            raise CannotKeep("two words with one checksum")
        counts = np.fromiter((int(each) for each in values.values()), dtype=np.int64, count=len(keys))
        return [self._array(np.array(keys, dtype=np.uint64)), self._array(counts)]

    def _array(self, array: np.ndarray[Any, Any]) -> int:
        if array.dtype.hasobject:
            raise CannotKeep("an array of objects")
        self.arrays.append(array)
        return len(self.arrays) - 1


class _Reading:
    """Turns back what ``_Writing`` made."""

    def __init__(self, arrays: Mapping[str, np.ndarray[Any, Any]]) -> None:
        self._arrays = arrays
        self._made: list[Any] = []

    def get(self, told: Any) -> Any:
        if isinstance(told, _PLAIN):
            return told
        if isinstance(told, list):
            return [self.get(each) for each in told]
        [(kind, value)] = told.items()
        return getattr(self, f"_{kind}")(value)

    def _number(self, value: Any) -> Any:
        return np.dtype(value[0]).type(value[1])

    def _array(self, value: int) -> Any:
        return self._arrays[f"a{value}"]

    def _rows(self, value: Any) -> Any:
        data, indices, indptr = (self._array(each) for each in value[:3])
        return csr_matrix((data, indices, indptr), shape=tuple(value[3]))

    def _counts(self, value: Any) -> HashedCounts:
        return HashedCounts(self._pairs(value))

    def _words(self, value: Any) -> Hashed:
        return Hashed(self._pairs(value))

    def _pairs(self, value: Any) -> Any:
        return zip(self._array(value[0]).tolist(), self._array(value[1]).tolist(), strict=True)

    def _dict(self, value: Any) -> Any:
        return {self.get(key): self.get(each) for key, each in value}

    def _tuple(self, value: Any) -> Any:
        return tuple(self.get(each) for each in value)

    def _set(self, value: Any) -> Any:
        return {self.get(each) for each in value}

    def _frozenset(self, value: Any) -> Any:
        return frozenset(self.get(each) for each in value)

    def _type(self, value: str) -> Any:
        return _NUMBERS[value]

    def _function(self, value: str) -> Any:
        return _found(value)

    def _again(self, value: int) -> Any:
        return self._made[value]

    def _object(self, value: Any) -> Any:
        kind = _found(value[0])
        made = kind.__new__(kind)
        self._made.append(made)
        for name, each in value[1]:
            object.__setattr__(made, name, self.get(each))
        return made


def _attributes(value: Any) -> dict[str, Any]:
    if dataclasses.is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    state = value.__getstate__()
    if isinstance(state, dict):
        return state
    if isinstance(state, tuple) and len(state) == 2:  # what has slots
        return {**(state[0] or {}), **(state[1] or {})}
    raise CannotKeep("values that are no attributes")


def _name_of(thing: Any, value: Any) -> str:
    own = str(thing.__name__)
    if _THEIRS.get(own) is thing:
        return own
    name = f"{thing.__module__}:{thing.__qualname__}"
    if not thing.__module__.startswith(_OURS) or _found(name) is not thing:
        raise CannotKeep(f"{type(value).__name__} is not kept")
    return name


def _found(name: str) -> Any:
    if name in _THEIRS:
        return _THEIRS[name]
    module, _, path = name.partition(":")
    if not module.startswith(_OURS) or "." in path:
        raise CannotKeep(name)
    found = getattr(importlib.import_module(module), path, None)
    if getattr(found, "__module__", None) != module:
        raise CannotKeep(name)
    return found


@lru_cache(maxsize=200_000)
def _sum(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big")
