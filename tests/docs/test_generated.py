"""The generated pages are those that the code gives."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
from doc_pages import ROOT

PAGES = ("architecture.md", "cli.md", "invariants.md")


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_docs", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pages_are_all_known(generator: ModuleType) -> None:
    assert tuple(generator.PAGES) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_page_is_current(generator: ModuleType, name: str) -> None:
    written = (ROOT / "docs" / name).read_text("utf-8")
    assert written == generator.PAGES[name](), "run `make docs`"
