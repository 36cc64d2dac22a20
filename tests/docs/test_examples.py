"""Every Python block of a page runs, in the order of the page and in one namespace.

A block of ``text`` right after a Python block is what that one prints; ``…`` in it stands for anything within a line.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from doc_pages import PAGES, Block, blocks, name_of

from seedkit.plan import compile_plan
from seedkit.scenario import Scenario


def runnable(page: Path) -> list[Block]:
    return [block for block in blocks(page, "python") if not block.mark]


def printed_as(told: str, printed: str) -> bool:
    pattern = ".*".join(map(re.escape, told.strip().split("…")))
    return re.fullmatch(pattern, printed.strip()) is not None


@pytest.mark.db
@pytest.mark.parametrize("page", [p for p in PAGES if runnable(p)], ids=name_of)
def test_python_blocks_run(
    page: Path,
    supabase: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", supabase)
    monkeypatch.chdir(tmp_path)
    module = ModuleType(f"page_{page.stem}")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    for block in runnable(page):
        # Line numbers of the page, so that a traceback shows where it stands.
        code = compile("\n" * (block.line - 1) + block.text, name_of(page), "exec", dont_inherit=True)
        exec(code, vars(module))
        printed = capsys.readouterr().out
        if block.output is not None:
            assert printed_as(block.output, printed), f"line {block.line} of {page.name} prints\n{printed}"
    for story in [value for value in vars(module).values() if isinstance(value, Scenario)]:
        assert compile_plan(story).tables, f"{story.name} makes no rows"
