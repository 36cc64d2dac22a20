"""``seedkit fill`` under torture: every table as full as it can be, at every size, and every constraint holds.

All themes get 100 rows; some, in which one row is another case, get one as well, and a few 10,000.
SEEDKIT_FILL_ROWS=1,100,10000 asks for all of all. The schemas of test_wellknown.py are filled with 1 and 100.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from acceptance import Verdict, install, judge, put_rows
from schemas import torture

pytestmark = pytest.mark.db

SIZES = [int(size) for size in os.environ.get("SEEDKIT_FILL_ROWS", "100").split(",")]
MANY = 10_000
THEMES_OF_MANY = ("finite", "cycles")
THEMES_OF_ONE = ("links", "cycles", "combinations", "uniques", "exclusions", "finite")

Filled = Callable[..., tuple[Verdict, dict[str, str]]]


@pytest.fixture(scope="module")
def filled(new_database: Callable[[], str]) -> Filled:
    """Fills all themes, or some, once for each size; the verdict, and themes that the server cannot have."""
    known: dict[tuple[object, ...], tuple[Verdict, dict[str, str]]] = {}

    def fill(rows: int, *themes: str, kept: bool = False) -> tuple[Verdict, dict[str, str]]:
        if (rows, themes, kept) not in known:
            url, wanted = new_database(), [torture()[name] for name in themes or torture()]
            skipped = install(url, wanted)
            touched = put_rows(url, wanted[0]) if kept else {}
            verdict = judge(url, rows, wanted[0].expected, touched=touched)
            known[rows, themes, kept] = verdict, skipped
        return known[rows, themes, kept]

    return fill


@pytest.mark.parametrize("theme", torture())
@pytest.mark.parametrize("rows", SIZES)
def test_every_table_is_filled_and_holds(filled: Filled, theme: str, rows: int) -> None:
    verdict, skipped = filled(rows)
    if theme in skipped:
        pytest.skip(f"the server lacks {skipped[theme]}")
    assert verdict.about(*torture()[theme].schemas) == []


@pytest.mark.parametrize("rows", SIZES)
def test_nothing_else_has_changed(filled: Filled, rows: int) -> None:
    verdict, _ = filled(rows)
    assert verdict.elsewhere(*(name for schema in torture().values() for name in schema.schemas)) == []


@pytest.mark.parametrize("theme", torture())
def test_values_are_believable(filled: Filled, theme: str) -> None:
    verdict, skipped = filled(100)
    if theme in skipped:
        pytest.skip(f"the server lacks {skipped[theme]}")
    prefixes = tuple(f"{name}." for name in torture()[theme].schemas)
    assert [str(doubt) for doubt in verdict.doubts if doubt.table.startswith(prefixes)] == []


@pytest.mark.parametrize("theme", THEMES_OF_ONE)
def test_a_single_row(filled: Filled, theme: str) -> None:
    verdict, _ = filled(1, *THEMES_OF_ONE)
    assert verdict.about(*torture()[theme].schemas) == []


@pytest.mark.parametrize("theme", THEMES_OF_MANY)
def test_many_rows(filled: Filled, theme: str) -> None:
    verdict, _ = filled(MANY, theme)
    assert verdict.faults == []


PLAIN = tuple(schema.name for schema in torture().values() if not schema.needs)


@pytest.mark.parametrize("theme", PLAIN)
def test_rows_that_are_there_are_kept(filled: Filled, theme: str) -> None:
    verdict, _ = filled(50, *PLAIN, kept=True)
    assert verdict.about(*torture()[theme].schemas) == []


def test_nothing_else_has_changed_where_rows_are_there(filled: Filled) -> None:
    verdict, _ = filled(50, *PLAIN, kept=True)
    assert verdict.elsewhere(*(name for schema in torture().values() for name in schema.schemas)) == []
