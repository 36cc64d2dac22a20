"""The generated pages are those that the code gives."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
from doc_pages import ROOT


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_docs", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_page_is_current(generator: ModuleType) -> None:
    stale = [
        name
        for name, page in generator.PAGES.items()
        if not (ROOT / "docs" / name).is_file() or (ROOT / "docs" / name).read_text("utf-8") != page()
    ]
    assert stale == [], "run `make docs`"


def test_every_product_and_story_has_a_page(generator: ModuleType) -> None:
    assert {"cli.md", "products/vibrationfit.md", "scenarios/vibrationfit-household.md"} <= set(
        generator.PAGES
    )
    written = {
        str(p.relative_to(ROOT / "docs"))
        for f in ("products", "scenarios")
        for p in (ROOT / "docs" / f).glob("*.md")
    }
    assert written == {name for name in generator.PAGES if "/" in name}
