"""The page about testing: its files are a suite that passes, and what it says of names is true."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import seedkit.testing.plugin

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "testing.md"
PAGES = [PAGE, ROOT / "docs" / "hypothesis.md"]
SEATS = ROOT / "docs" / "examples" / "seats"
PLUGIN = Path(seedkit.testing.plugin.__file__)
_FILE = re.compile(r"^<!-- file: (\S+) -->\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PRINTED = re.compile(r"^```text\n(E  .*?)^```$", re.MULTILINE | re.DOTALL)


def written(page: Path, folder: Path) -> list[str]:
    """The files of a page, written into a folder; their names."""
    files = dict(_FILE.findall(page.read_text("utf-8")))
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return sorted(files)


@pytest.mark.db
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_files_are_a_suite_that_passes(
    page: Path, suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(SEATS))
    assert len(written(page, suite.path)) >= 4
    result = suite.runpytest_subprocess("-W", "error")
    assert result.ret == 0
    assert set(result.parseoutcomes()) == {"passed"}


@pytest.mark.db
def test_the_failures_it_shows_are_what_is_printed(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(suite.path))
    shutil.copytree(SEATS / "seats", suite.path / "seats")
    written(PAGE, suite.path)
    seating = suite.path / "seats" / "seating.py"
    planted = seating.read_text("utf-8").replace('"pending")', '"pending", "removed")')
    seating.write_text(planted, "utf-8")
    result = suite.runpytest_subprocess("test_any.py", "test_left.py", "-p", "no:randomly")
    result.assert_outcomes(failed=3, passed=1)
    shown = [block for page in PAGES for block in _PRINTED.findall(page.read_text("utf-8"))]
    assert len(shown) == 3
    for block in shown:
        patterns = [re.sub(r"([\[\]])", r"[\1]", line).replace("…", "*") for line in block.splitlines()]
        result.stdout.fnmatch_lines(patterns)


def test_it_lists_all_fixtures_and_options() -> None:
    text, plugin = PAGE.read_text("utf-8"), PLUGIN.read_text("utf-8")
    fixtures = set(re.findall(r"^@pytest\.fixture.*\ndef (seedkit\w*)", plugin, re.MULTILINE))
    options = set(re.findall(r'"(--seedkit-\w+)"', plugin)) | set(re.findall(r'addini\(\s*"(\w+)"', plugin))
    assert len(fixtures) == 5
    assert set(re.findall(r"^\| `(seedkit\w*)` \|", text, re.MULTILINE)) == fixtures
    table = text.partition("\n## Options")[2].partition("\n## ")[0]
    assert set(re.findall(r"`(--seedkit-\w+|seedkit_(?:seed|now|schema))", table)) == options
