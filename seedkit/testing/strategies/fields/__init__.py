"""The strategies of fields, a family a module as in ``seedkit.fields``; importing one registers it."""

from __future__ import annotations

from . import (
    base,
    choices,
    documents,
    identity,
    kept,
    kin,
    ledgers,
    links,
    moments,
    numbers,
    people,
    plain,
    text,
)

__all__ = [
    "base", "choices", "documents", "identity", "kept", "kin", "ledgers", "links", "moments", "numbers", "people", "plain",
    "text",
]  # fmt: skip
