"""Every link of a page leads to a file and a heading that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from doc_pages import PAGES, ROOT, anchors, name_of, prose

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in _LINK.findall(prose(page)):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_is_reached_from_the_readme() -> None:
    linked = {link.partition("#")[0] for link in _LINK.findall((ROOT / "README.md").read_text("utf-8"))}
    assert [
        name_of(page) for page in PAGES if page.parent.name == "docs" and name_of(page) not in linked
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_files_named_in_backticks_exist(page: Path) -> None:
    named = re.findall(r"`((?:seedkit|factories|scenarios|tests|docs|benchmarks)/[\w/.-]+)`", prose(page))
    assert [name for name in named if not (ROOT / name).exists()] == []
