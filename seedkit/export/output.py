"""Where an export goes: a file, a folder or stdout. Whole or not at all.

Everything is written under a temporary name beside the output and renamed at the end; what goes
wrong before, an interrupt too, leaves nothing.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from ..errors import OutputError
from .formats import STDOUT, Format

__all__ = ["MANIFEST", "is_manifest", "opened", "written_file", "written_folder"]

#: The file by which a folder is known as an export of ours.
MANIFEST = "manifest.json"


@contextlib.contextmanager
def opened(path: Path, format: Format) -> Iterator[Any]:
    """A new file to write bytes to, compressed as the format says."""
    with path.open("wb") as raw, _compressed(raw, format) as sink:
        yield sink


@contextlib.contextmanager
def written_file(output: str, format: Format, *, force: bool = False) -> Iterator[Any]:
    """One file to write bytes to; there under its name once the block is through. Raises OutputError.

    Stdout, pipes and devices take the bytes as they come.
    """
    if output == STDOUT:
        with _compressed(sys.stdout.buffer, format) as sink:
            yield sink
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    with _told(path):
        if path.exists() and not (path.is_file() or path.is_dir()):
            with opened(path, format) as sink:
                yield sink
            return
        # through a link, to what it leads to
        path = path.resolve()
        _refuse(path, force, folder=False)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as raw, _compressed(raw, format) as sink:
                yield sink
            os.chmod(draft, 0o666 & ~_umask())
            _refuse(path, force, folder=False)
            os.replace(draft, path)
        finally:
            Path(draft).unlink(missing_ok=True)


@contextlib.contextmanager
def written_folder(output: str, *, force: bool = False) -> Iterator[Path]:
    """A folder to put files into; there under its name once the block is through. Raises OutputError.

    ``force`` replaces an export of ours, and nothing else.
    """
    path = Path(output)
    with _told(path):
        path = path.resolve()
        _refuse(path, force, folder=True)
        draft = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part"))
        try:
            yield draft
            draft.chmod(0o777 & ~_umask())
            _refuse(path, force, folder=True)
            _replace(draft, path)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _replace(draft: Path, path: Path) -> None:
    """Rename the draft over the folder: what was there goes only when the new one stands."""
    if not path.exists():
        draft.rename(path)
        return
    old = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=".old"))
    path.rename(old)
    try:
        draft.rename(path)
    except BaseException:
        old.rename(path)
        raise
    shutil.rmtree(old)


def _refuse(path: Path, force: bool, *, folder: bool) -> None:
    """What must not be overwritten, or cannot be written."""
    if not path.parent.is_dir():
        raise OutputError(f"there is no folder {path.parent}", got=str(path), hint="Make it first")
    if not path.exists():
        return
    if path.is_dir() != folder:
        wanted, there = ("a folder", "a file") if folder else ("one file", "a folder")
        raise OutputError(f"{path} is {there}, and this format writes {wanted}", got=str(path))
    if folder and not any(path.iterdir()):
        return
    if folder and not _is_export(path):
        raise OutputError(f"{path} holds files that are no export", got=str(path), hint="Name another folder")
    if not force:
        raise OutputError(f"{path} is there already", got=str(path), hint="Replace it: --force")


def _is_export(path: Path) -> bool:
    """Whether a folder is one that we wrote, and may replace."""
    try:
        manifest = json.loads((path / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return is_manifest(manifest)


def is_manifest(facts: Any) -> bool:
    """Whether these are the facts of an export of ours."""
    return isinstance(facts, dict) and {"seedkit", "stories", "tables"} <= facts.keys()


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the file system refuses, as an error of ours."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error.strerror or error}", got=str(error.filename or path)
        ) from error


@contextlib.contextmanager
def _compressed(raw: BinaryIO, format: Format) -> Iterator[Any]:
    if format.codec is None:
        yield raw
        return
    with pa.CompressedOutputStream(pa.PythonFile(_Kept(raw), mode="w"), format.codec) as stream:
        yield stream


class _Kept(io.RawIOBase):
    """A file that stays open when Arrow closes it."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self._raw.write(data)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
