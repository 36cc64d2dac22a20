"""What an export is written as: its format and compression, said by name or by the suffix of the output."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from ..errors import BadParameter, UsageError

__all__ = ["COMPRESSIONS", "FORMATS", "STDOUT", "Format", "read_format"]

FORMATS = ("sql", "csv", "jsonl", "parquet", "arrow")
#: Suffix → what Arrow calls the compression.
COMPRESSIONS = {"gz": "gzip", "zst": "zstd"}
STDOUT = "-"

#: Formats that compress their own pages.
_INSIDE = ("parquet", "arrow")
#: Suffixes that promise a compression which is not ours.
_FOREIGN = ("bz2", "xz", "lz4", "br", "zip", "7z", "tar", "tgz", "gzip", "zstd", "zs")


@dataclass(frozen=True)
class Format:
    """``csv.gz``: the name ``csv``, compressed by ``gz``; no compression is the empty text."""

    name: str
    compression: str = ""

    def __str__(self) -> str:
        return ".".join(filter(None, (self.name, self.compression)))

    @property
    def one_file(self) -> bool:
        """Whether all tables are in one file."""
        return self.name == "sql"

    @property
    def codec(self) -> str | None:
        """What Arrow calls the compression."""
        return COMPRESSIONS.get(self.compression)


def read_format(given: str | None, output: str | None) -> Format:
    """The format by its name (``csv``, ``csv.gz``), or by the suffix of the output. Raises BadParameter, UsageError.

    Without either it is SQL, on stdout.
    """
    named = None if given is None else _named(given)
    if output is None or output == STDOUT:
        found = named or Format("sql")
    else:
        found = _agreed(named, _suffix(output), output)
    if found.compression and found.name in _INSIDE:
        raise BadParameter(
            f"a {found.name} file compresses its own pages",
            got=str(found),
            hint=f"Write --format {found.name}",
        )
    return found


def _agreed(named: Format | None, suffix: Format, output: str) -> Format:
    if named is None and not suffix.name:
        raise UsageError(
            f"the name {output!r} does not tell the format",
            got=output,
            allowed=_spellings(),
            hint="Say it: --format csv",
        )
    if named is None:
        return suffix
    for mine, theirs in ((named.name, suffix.name), (named.compression, suffix.compression)):
        if mine and theirs and mine != theirs:
            raise UsageError(f"--format {named} contradicts the name {output!r}", got=str(named))
    return Format(named.name, named.compression or suffix.compression)


def _named(given: str) -> Format:
    name, _, compression = given.partition(".")
    if name not in FORMATS or (compression and compression not in COMPRESSIONS):
        raise BadParameter(f"there is no format {given!r}", got=given, allowed=_spellings())
    return Format(name, compression)


def _suffix(output: str) -> Format:
    """What the name of the output says; nothing of either where it says nothing."""
    parts = PurePath(output).name.split(".")[1:]
    last = parts[-1] if parts else ""
    if last in _FOREIGN:
        raise BadParameter(
            f"the suffix .{last} names no compression of ours",
            got=output,
            allowed=[f".{suffix}" for suffix in COMPRESSIONS],
        )
    compression = last if last in COMPRESSIONS else ""
    if compression:
        parts.pop()
    name = parts[-1] if parts and parts[-1] in FORMATS else ""
    return Format(name, compression)


def _spellings() -> list[str]:
    return [*FORMATS, *(f"{name}.{suffix}" for name in FORMATS[:3] for suffix in COMPRESSIONS)]
