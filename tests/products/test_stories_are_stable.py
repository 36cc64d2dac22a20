"""Every shipped story: planned at once, rehearsed without an error, the same rows copy by copy in any order."""

from __future__ import annotations

from collections import Counter

import pytest

from seedkit.generate import generate, rehearse
from seedkit.plan import Plan, compile_plan
from seedkit.product import find_scenario, scenario_names
from seedkit.scope import midnight

COPIES = 2


def rows_in(plan: Plan, copies: range) -> Counter[tuple[str, str]]:
    """The rows of some copies, each as text."""
    found: Counter[tuple[str, str]] = Counter()
    for table, batch in generate(plan, copies):
        found.update((table, repr(row)) for row in batch.to_pylist())
    return found


#: A union's parts are tried one by one; one union stands for all.
STORIES = [
    name for name in scenario_names() if not name.endswith("/everything") or name.startswith("craveverse/")
]


@pytest.mark.parametrize("name", STORIES)
def test_a_copy_alone_is_the_copy_among_others(name: str) -> None:
    plan = compile_plan(find_scenario(name), now=midnight(), copies=COPIES)
    rehearse(plan)
    whole = rows_in(plan, range(COPIES))
    alone: Counter[tuple[str, str]] = Counter()
    for copy in (1, 0):
        alone += rows_in(plan.replace(), range(copy, copy + 1))
    assert alone == whole
    assert len(whole) > 100
