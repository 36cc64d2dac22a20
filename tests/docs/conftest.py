"""The product that the page about loading writes out: a shop, in a folder of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from doc_pages import ROOT, blocks

from seedkit import product


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with the files of docs/loading.md."""
    folder = tmp_path_factory.mktemp("project")
    for block in blocks(ROOT / "docs" / "loading.md"):
        if block.file is not None:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8")
    return folder


@pytest.fixture
def in_shop(shop: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The shop as the project one stands in; its product is known."""
    monkeypatch.chdir(shop)
    monkeypatch.syspath_prepend(shop)
    forget_products()
    yield shop
    forget_products()


def forget_products() -> None:
    """Look for products again, as another process would."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        del sys.modules[name]
    product.products.cache_clear()
    product.find_product.cache_clear()
