"""Keeps what a run has finished, so that one that was killed goes on from there: plain JSON, never code."""

import dataclasses
import hashlib
import json
import platform
import types
import typing
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path
from typing import Any, Protocol

ENGINE = Path(__file__).parent
_DATA = ENGINE.parent / "data"
_READ = ("lexicons/*", "coding/*.json", "starter/*.jsonl", "vectors/vectors.json")
_LIBRARIES = ("numpy", "scipy", "scikit-learn", "nltk", "vaderSentiment")
_QUICK = 1  # a level of zlib: chunks are read once at most
Convert = Callable[[Any], Any]


class Keeping(Protocol):
    """Where finished parts of a run are kept until it ends. It may lose them; never change them."""

    def kept(self, part: str, number: int) -> bytes | None:
        """Return what was kept, or ``None``."""

    def keep(self, part: str, number: int, content: bytes) -> None:
        """Keep one chunk of a part."""


def pack(values: Iterable[Any], shape: Any, checksum: str) -> bytes:
    """Write values of a type (``shape``) as compressed JSON, marked with what they were made from."""
    write = writer(shape)
    told = {"of": checksum, "values": [write(each) for each in values] if write else list(values)}
    return zlib.compress(json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode(), _QUICK)


def unpack(content: bytes, shape: Any, checksum: str, count: int) -> list[Any] | None:
    """Return ``count`` values that ``pack`` wrote, or ``None`` when they are damaged or of something else."""
    try:
        told = json.loads(zlib.decompress(content))
        if told["of"] != checksum or len(told["values"]) != count:
            return None
        read = reader(shape)
        return [read(each) for each in told["values"]] if read else list(told["values"])
    except (ValueError, zlib.error, KeyError, TypeError):
        return None


def returned(function: Callable[..., Any]) -> Any:
    """Return the type of what is in the list that a chunk's function says it returns."""
    while isinstance(function, partial):
        function = function.func
    [each] = typing.get_args(typing.get_type_hints(function)["return"])
    return each


@cache
def writer(shape: Any) -> Convert | None:
    """Return what makes lists and plain values of a value of a type, or ``None`` where it is one already."""
    inner, whole = _inside(shape)
    if dataclasses.is_dataclass(shape):
        names = [each.name for each in dataclasses.fields(shape)]
        values = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
        return values if not any(inner) else lambda value: _each(inner, values(value))
    if whole == "optional" and inner[0]:
        convert = inner[0]
        return lambda value: None if value is None else convert(value)
    if whole == "many" and inner[0]:
        convert = inner[0]
        return lambda value: [convert(each) for each in value]
    if whole == "fixed" and any(inner):
        return lambda value: _each(inner, value)
    return None


@cache
def reader(shape: Any) -> Convert | None:
    """Return what turns back what a ``writer`` wrote, or ``None`` where nothing has to be done."""
    _, whole = _inside(shape)
    inner = tuple(reader(each) for each in _parts(shape))
    if dataclasses.is_dataclass(shape):
        kind: Any = shape
        return lambda value: kind(*_each(inner, value))
    if whole == "optional" and inner[0]:
        convert = inner[0]
        return lambda value: None if value is None else convert(value)
    if whole == "many":
        made: Convert = tuple if typing.get_origin(shape) is tuple else list
        if not inner[0]:
            return made
        convert = inner[0]
        return lambda value: made([convert(each) for each in value])
    if whole == "fixed":
        return lambda value: tuple(_each(inner, value))
    return None


def _inside(shape: Any) -> tuple[tuple[Convert | None, ...], str]:
    """Return the writers of what a type is made of, and how it holds them."""
    return tuple(writer(each) for each in _parts(shape)), _holding(shape)


def _holding(shape: Any) -> str:
    origin, parts = typing.get_origin(shape), typing.get_args(shape)
    if origin in (types.UnionType, typing.Union):
        return "optional"
    if origin is list or (origin is tuple and parts[-1] is Ellipsis):
        return "many"
    return "fixed" if origin is tuple else "one"


def _parts(shape: Any) -> list[Any]:
    if dataclasses.is_dataclass(shape):
        hints = typing.get_type_hints(shape)
        return [hints[each.name] for each in dataclasses.fields(shape)]
    parts = [each for each in typing.get_args(shape) if each not in (Ellipsis, type(None))]
    if _holding(shape) == "optional" and len(parts) != 1:
        raise TypeError(f"{shape} is more than one type")
    if not parts and shape not in (str, int, float, bool):
        raise TypeError(f"{shape} cannot be kept")
    return parts


def _each(converts: Sequence[Convert | None], values: Sequence[Any]) -> list[Any]:
    return [convert(value) if convert else value for convert, value in zip(converts, values, strict=True)]


@cache
def engine_checksum() -> str:
    """Return what changes with any line of the analysis, any file that it reads, or any library it uses."""
    digest = hashlib.sha256(platform.python_version().encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}".encode())
    files = [*ENGINE.rglob("*.py"), *(path for pattern in _READ for path in _DATA.glob(pattern))]
    for path in sorted(files):
        digest.update(path.relative_to(ENGINE.parent).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def checksum(*made_from: object) -> str:
    """Return what changes with any of the values that a run is made from, and with the analysis itself."""
    digest = hashlib.sha256(engine_checksum().encode())
    for value in made_from:
        for each in value if isinstance(value, tuple | list) else (value,):
            digest.update(repr(each).encode("utf-8", "backslashreplace"))
            digest.update(b"\0")
        digest.update(b"\1")
    return digest.hexdigest()
