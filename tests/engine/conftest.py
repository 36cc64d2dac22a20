"""The engine is tried on a product of its own, without a database."""

from __future__ import annotations

from collections.abc import Iterator

import bookshop
import pytest

from seedkit.product import products
from seedkit.scope import settings


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    """Everything is built on one day."""
    with settings(now=bookshop.NOW):
        yield


@pytest.fixture(autouse=True, scope="module")
def _bookshop() -> Iterator[None]:
    """The bookshop is one of the products."""
    found = {**products(), bookshop.product.name: "bookshop:product"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("seedkit.product.products", lambda: found)
        yield
