"""Sets of whole numbers with a step: what is in them, however large the steps are."""

from __future__ import annotations

from itertools import product

from seedkit.infer.spans import Spans


def _numbers(spans: Spans) -> set[int]:
    return {number for low, high in spans.parts for number in range(low, high + 1, spans.step)}


def test_steps_keep_what_leaves_the_phase() -> None:
    for step, phase, other, wanted in product(range(1, 9), range(3), range(1, 9), range(-2, 9)):
        spans = Spans(((-50, 77), (100, 130))).stepped(step, phase)
        kept = {number for number in _numbers(spans) if (number - wanted) % other == 0}
        assert _numbers(spans.stepped(other, wanted)) == kept


def test_steps_of_hours_in_microseconds_are_found_at_once() -> None:
    hours, start = 10_800_000_000, 1_765_432_198_765_433
    spans = Spans(((start, start + 100 * hours),)).stepped(hours, start % hours)
    assert (spans.low, spans.size) == (start, 101)
