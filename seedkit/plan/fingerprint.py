"""What a plan's rows depend on, as one checksum: story, parameters, the code and words that make them."""

from __future__ import annotations

import ast
import functools
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ["checksum", "fingerprint"]

_ENGINE = Path(__file__).parents[1]
#: What of the engine decides over values; the rest (loading, verifying, the command line) does not.
_PARTS = (
    "entropy.py", "scope.py", "types.py", "defaults.py", "rows.py", "catalogue.py", "mapped.py", "options.py",
    "factory.py", "rowsets.py", "world.py", "shard.py", "storyrows.py", "counting.py", "positions.py", "generate.py", "fields", "plan", "vocabulary",
)  # fmt: skip


def fingerprint(scenario: str, parameters: Mapping[str, Any], modules: Iterable[str]) -> str:
    """SHA-256 of the story's name, its parameters, these modules' packages, what they use, and the engine."""
    told = json.dumps([scenario, dict(parameters)], sort_keys=True, default=str)
    digest = hashlib.sha256(told.encode())
    named = set(modules)
    for module in sorted(named | used_by(frozenset(named))):
        digest.update(_module(module))
    digest.update(checksum(tuple(_ENGINE / part for part in _PARTS)))
    return digest.hexdigest()


@functools.cache
def used_by(modules: frozenset[str]) -> frozenset[str]:
    """The modules that these import, and those in turn, as far as they are the team's own.

    Neither the standard library, nor what is installed, nor the engine, nor a module inside one of
    these packages, which counts whole.
    """
    found: set[str] = set()
    waiting = list(modules)
    while waiting:
        for name in _imports(waiting.pop()):
            if name not in found and name not in modules and _is_own(name, modules):
                found.add(name)
                waiting.append(name)
    return frozenset(found)


def _is_own(name: str, packages: Iterable[str]) -> bool:
    origin = getattr(sys.modules.get(name), "__file__", None)
    if origin is None or name.partition(".")[0] in (*sys.stdlib_module_names, "seedkit"):
        return False
    inside = any(
        name.startswith(f"{package}.") and hasattr(sys.modules.get(package), "__path__")
        for package in packages
    )
    return not inside and not {"site-packages", "dist-packages"} & set(Path(origin).parts)


def _imports(module: str) -> Iterator[str]:
    """The modules that a module's text imports, those inside its functions too."""
    loaded = sys.modules.get(module)
    origin = getattr(loaded, "__file__", None)
    if origin is None or not origin.endswith(".py") or not Path(origin).is_file():
        return
    package = getattr(loaded, "__package__", None) or ""
    for node in ast.walk(ast.parse(Path(origin).read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            yield from (source, *(f"{source}.{alias.name}" for alias in node.names))


@functools.cache
def _module(name: str) -> bytes:
    # Asked of the module itself: a script's __main__ has no spec, a notebook's no file either.
    origin = getattr(sys.modules.get(name), "__file__", None)
    if origin is None:
        return name.encode()
    file = Path(origin)
    return name.encode() + checksum((file.parent if file.name == "__init__.py" else file,))


@functools.cache
def checksum(places: tuple[Path, ...]) -> bytes:
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
