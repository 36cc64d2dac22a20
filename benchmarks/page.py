"""Writes a section of figures into a page, between two marks."""

from __future__ import annotations

from pathlib import Path

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def write_page(page: Path, section: str) -> None:
    """Replace what stands between the marks; everything else stays."""
    before, _, rest = page.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{section}\n\n{END}{after}")
