"""What a plan's rows depend on, as one checksum: story, parameters, the code and words that make them."""

from __future__ import annotations

import functools
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ["fingerprint"]

_ENGINE = Path(__file__).parents[1]
#: What of the engine decides over values; the rest (loading, verifying, the command line) does not.
_PARTS = (
    "entropy.py", "scope.py", "types.py", "defaults.py", "rows.py", "catalogue.py", "mapped.py", "options.py",
    "factory.py", "rowsets.py", "world.py", "shard.py", "storyrows.py", "counting.py", "positions.py", "generate.py", "fields", "plan", "vocabulary",
)  # fmt: skip


def fingerprint(scenario: str, parameters: Mapping[str, Any], modules: Iterable[str]) -> str:
    """SHA-256 of the story's name, its parameters, these modules' packages and the engine."""
    told = json.dumps([scenario, dict(parameters)], sort_keys=True, default=str)
    digest = hashlib.sha256(told.encode())
    for module in sorted(set(modules)):
        digest.update(_module(module))
    digest.update(_files(tuple(_ENGINE / part for part in _PARTS)))
    return digest.hexdigest()


@functools.cache
def _module(name: str) -> bytes:
    # Asked of the module itself: a script's __main__ has no spec, a notebook's no file either.
    origin = getattr(sys.modules.get(name), "__file__", None)
    if origin is None:
        return name.encode()
    file = Path(origin)
    return name.encode() + _files((file.parent if file.name == "__init__.py" else file,))


@functools.cache
def _files(places: tuple[Path, ...]) -> bytes:
    """Checksum of these files, and of all code and data in these folders."""
    digest = hashlib.sha256()
    for place in places:
        for path in _within(place):
            digest.update(path.relative_to(place.parent).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.digest()


def _within(place: Path) -> Iterator[Path]:
    if place.is_dir():
        yield from sorted(p for p in place.rglob("*") if p.is_file() and p.suffix not in (".pyc", ".md"))
    else:
        yield place
