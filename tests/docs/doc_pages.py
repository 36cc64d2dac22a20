"""The pages of the documentation, taken apart: code blocks with their marks, links, headings.

A mark is an HTML comment on the line before a fence: ``<!-- not run -->``, or ``<!-- file: shop/seeds.py -->``
for the text of a file. ``<!-- before:`` … ``-->`` holds Python that readers need not see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])

_BLOCK = re.compile(
    r"^(?:<!-- (?P<mark>not run|file: \S+) -->\n+)?(?P<fence>```+)(?P<language>\w*)\n(?P<text>.*?)^(?P=fence)$"
    r"(?:\n\n```text\n(?P<output>.*?)^```$)?"
    r"|^<!-- before:\n(?P<hidden>.*?)^-->$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """One code block: its language, its text, the line of the page its text begins on, what it prints."""

    language: str
    text: str
    line: int
    mark: str = ""
    output: str | None = None

    @property
    def file(self) -> str | None:
        """The path of the file whose text this is."""
        return self.mark.removeprefix("file: ") if self.mark.startswith("file: ") else None


def name_of(page: Path) -> str:
    """The page's path from the root of the repository."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, language: str | None = None) -> Iterator[Block]:
    """The code blocks of a page in order; hidden Python counts as Python."""
    text = page.read_text("utf-8")
    for found in _BLOCK.finditer(text):
        part = "hidden" if found["hidden"] is not None else "text"
        block = Block(
            "python" if part == "hidden" else found["language"],
            found[part],
            text.count("\n", 0, found.start(part)) + 1,
            found["mark"] or "",
            found["output"],
        )
        if language in (None, block.language):
            yield block


def prose(page: Path) -> str:
    """The page without its code blocks and comments."""
    text = _BLOCK.sub("", page.read_text("utf-8"))
    return re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The anchors that a forge makes of the page's headings."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
