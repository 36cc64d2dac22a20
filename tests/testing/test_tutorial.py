"""The page about testing: its files are a suite that passes, and what it says of names is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import seedkit.testing.plugin

PAGE = Path(__file__).parents[2] / "docs" / "testing.md"
PLUGIN = Path(seedkit.testing.plugin.__file__)
_FILE = re.compile(r"^<!-- file: (\S+) -->\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.db
def test_its_files_are_a_suite_that_passes(suite: pytest.Pytester) -> None:
    files = dict(_FILE.findall(PAGE.read_text("utf-8")))
    assert len(files) >= 8
    for name, text in files.items():
        (suite.path / name).write_text(text, "utf-8")
    result = suite.runpytest_subprocess("-W", "error")
    assert result.ret == 0
    assert set(result.parseoutcomes()) == {"passed"}


def test_it_lists_all_fixtures_and_options() -> None:
    text, plugin = PAGE.read_text("utf-8"), PLUGIN.read_text("utf-8")
    fixtures = set(re.findall(r"^@pytest\.fixture.*\ndef (seedkit\w*)", plugin, re.MULTILINE))
    options = set(re.findall(r'"(--seedkit-\w+)"', plugin)) | set(re.findall(r'addini\(\s*"(\w+)"', plugin))
    assert len(fixtures) == 5
    assert set(re.findall(r"^\| `(seedkit\w*)` \|", text, re.MULTILINE)) == fixtures
    table = text.partition("\n## Options")[2].partition("\n## ")[0]
    assert set(re.findall(r"`(--seedkit-\w+|seedkit_(?:seed|now|schema))", table)) == options
