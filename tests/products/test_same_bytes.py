"""The same seed and now give the same rows: for any shard size, order and process, and when a story grows."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from digests import digests, lines, plan_of, split

STORY = "vibrationfit/household"
COPIES = 24
GOLDEN = Path(__file__).with_name("household_digests.json")


@pytest.fixture(scope="module")
def whole() -> dict[str, list[str]]:
    return lines(plan_of(STORY, COPIES), [range(COPIES)])


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_any_shard_size_gives_the_same_rows(whole: dict[str, list[str]], size: int) -> None:
    plan = plan_of(STORY, COPIES)
    assert digests(lines(plan, split(plan, size))) == digests(whole)


def test_any_order_gives_the_same_rows(whole: dict[str, list[str]]) -> None:
    plan = plan_of(STORY, COPIES)
    assert digests(lines(plan, reversed(split(plan, 9)))) == digests(whole)


def test_two_processes_give_the_same_rows(whole: dict[str, list[str]]) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        parts = list(pool.map(part, [range(10), range(10, COPIES)]))
    joined = lines(plan_of(STORY, COPIES), [])
    for found in parts:
        for table, rows in found.items():
            joined.setdefault(table, []).extend(rows)
    assert digests({t: sorted(r) for t, r in sorted(joined.items())}) == digests(whole)


def part(copies: range) -> dict[str, list[str]]:
    """The rows of some copies, in a process of its own."""
    return lines(plan_of(STORY, COPIES), [copies], shared=False)


def test_more_copies_change_none_of_the_first(whole: dict[str, list[str]]) -> None:
    fewer = lines(plan_of(STORY, 20), [range(20)])
    for table, rows in fewer.items():
        assert set(rows) <= set(whole[table]), table


def test_other_parameters_leave_the_rest_alone(whole: dict[str, list[str]]) -> None:
    """A member less takes their rows away, and touches nobody's journal, vision or assessment."""
    other = lines(plan_of(STORY, COPIES, members=1), [range(COPIES)])
    for table in (
        "journal_entries",
        "vision_versions",
        "assessment_responses",
        "audio_tracks",
        "vision_board_items",
    ):
        assert other[f"public.{table}"] == whole[f"public.{table}"], table
    assert set(other["auth.users"]) < set(whole["auth.users"])


def test_a_hash_seed_of_the_interpreter_changes_nothing() -> None:
    script = [sys.executable, str(Path(__file__).with_name("digests.py")), STORY, "--copies", "3"]
    runs = [
        subprocess.run(
            script, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_the_rows_are_those_of_every_other_installation() -> None:
    """Frozen digests: the same on every Python, Faker, numpy, Arrow and machine.

    When the story, a factory or a word of the vocabulary changes on purpose:
    ``python tests/products/digests.py vibrationfit/household > tests/products/household_digests.json``.
    """
    plan = plan_of(STORY, 20)
    assert digests(lines(plan, [range(20)])) == json.loads(GOLDEN.read_text())
