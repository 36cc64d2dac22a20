"""The engine is tried on a product of its own, without a database."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import bookshop
import pytest

from seedkit.scope import settings


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    """Everything is built on one day."""
    with settings(now=bookshop.NOW):
        yield


@pytest.fixture(autouse=True)
def _bookshop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("seedkit.scenario"), "find_product", lambda name: bookshop.product)
