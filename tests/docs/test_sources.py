"""No page and no source names the machine it was written on, or an address that readers cannot use."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from doc_pages import ROOT, name_of

#: What a text may point to: documents readers can open, and the index that a lock file names.
HOSTS = {
    "127.0.0.1", "localhost", "example.com", "github.com", "hypothesis.readthedocs.io", "keepachangelog.com", "supabase.com", "www.postgresql.org",
}  # fmt: skip
LOCKED = {"pypi.org", "files.pythonhosted.org"}

_TEXTS = {".py", ".sql", ".md", ".toml", ".lock", ".tsv", ".csv", ".txt", ".yml", ".yaml", ""}
_HOME = re.compile(r"(?<![\w.])(?:/home/\w+|/Users/\w+|/root/|/work/|[A-Z]:\\\\?Users)")
_URL = re.compile(r"https?://([\w.-]+)")
_PAGE = re.compile(r"(?<![\w-])((?:[\w.-]+/)*[A-Za-z][\w-]*\.md)\b")


def tracked() -> list[Path]:
    """The files under version control that hold text."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    paths = (ROOT / name for name in listed.stdout.splitlines())
    return [p for p in paths if p.suffix in _TEXTS and p.is_file() and p != Path(__file__).resolve()]


def test_no_paths_of_one_machine() -> None:
    assert _found(_HOME) == []


def test_addresses_lead_to_known_hosts() -> None:
    unknown = []
    for hit in _found(_URL):
        where, _, host = hit.rpartition(" ")
        if not _is_known(host, HOSTS | LOCKED if where.startswith("uv.lock:") else HOSTS):
            unknown.append(hit)
    assert unknown == []


def test_pages_that_sources_mention_exist() -> None:
    pages = {path.name for path in tracked() if path.suffix == ".md"}
    assert [hit for hit in _found(_PAGE) if hit.rpartition("/")[2].rpartition(" ")[2] not in pages] == []


def _found(pattern: re.Pattern[str]) -> list[str]:
    hits = []
    for path in tracked():
        text = path.read_text("utf-8", errors="replace")
        for found in pattern.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            hits.append(f"{name_of(path)}:{line} {found[found.re.groups] if found.re.groups else found[0]}")
    return hits


def _is_known(host: str, known: set[str]) -> bool:
    return host in known or host.endswith((".example.com", ".test", ".example", ".invalid"))
