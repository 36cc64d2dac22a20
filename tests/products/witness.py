"""Keys of the witness."""

from __future__ import annotations


def k(name: str) -> str:
    """The key of a row of the witness, by its name, as SQL."""
    return f"md5('{name}')::uuid"
