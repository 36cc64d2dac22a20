"""Rules that every field keeps, whatever it makes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from every_field import FIELDS, title
from hypothesis import given
from hypothesis import strategies as st
from telling import lone, values

import seedkit.fields
from seedkit.counting import Counted
from seedkit.errors import DeclarationError
from seedkit.fields import Choice, Field, Whole
from seedkit.fields.rows import Rows, TakenRows
from seedkit.types import as_array

ANSWERS = Path(__file__).with_name("known_values.json")
each_field = pytest.mark.parametrize("field", FIELDS, ids=title)


def checksum(found: list[Any]) -> str:
    return hashlib.sha256(repr(found).encode()).hexdigest()[:16]


def part_of(rows: Counted, low: int, high: int) -> Rows:
    part = slice(low, high)
    return Counted(rows.ids[part], rows.copies[part], rows.ordinals[part], rows.scope)


@each_field
def test_the_same_values_forever(field: Field) -> None:
    """A change here changes the rows of every load: the version of the data must say so."""
    assert checksum(values(field, lone(200))) == json.loads(ANSWERS.read_text())[repr(field)]


@each_field
def test_a_row_does_not_know_its_batch(field: Field) -> None:
    rows = lone(60)
    whole = values(field, rows)
    assert len(whole) == 60
    assert [v for i in range(60) for v in values(field, part_of(rows, i, i + 1))] == whole
    assert values(field, part_of(rows, 17, 41)) == whole[17:41]
    assert values(field, part_of(rows, 5, 5)) == []


@each_field
def test_repr_is_the_call_that_makes_it(field: Field) -> None:
    names = {**vars(seedkit.fields), "datetime": dt, "dt": dt}
    again = eval(repr(field), names)
    assert repr(again) == repr(field)
    assert values(again) == values(field)


@each_field
def test_another_column_draws_for_itself(field: Field) -> None:
    drawn = values(field, name="x") != values(field, name="y")
    fixed = type(field).__name__ in (
        "Key", "Serial", "Ordinal", "InTurn", "Now", "Series", "Daily", "Uuid7", "Email", "FromPool",
    ) or "always" in repr(field)  # fmt: skip
    assert drawn or fixed


@each_field
def test_no_field_is_true_or_false(field: Field) -> None:
    with pytest.raises(DeclarationError, match="no truth value"):
        bool(field)


@each_field
def test_binding_copies(field: Field) -> None:
    before = dict(vars(field))
    bound = field.bound("column", {})
    assert bound is not field
    assert bound._name == "column"
    assert vars(field) == before


@given(st.integers(-1000, 1000), st.integers(0, 1000), st.text(min_size=1, max_size=5))
def test_whole_numbers_stay_between_their_bounds(low: int, span: int, name: str) -> None:
    found = values(Whole(low, low + span), lone(50), name)
    assert all(low <= value <= low + span for value in found)


@given(
    st.dictionaries(st.text(max_size=3), st.integers(0, 9), min_size=1, max_size=6).filter(
        lambda d: sum(d.values())
    )
)
def test_a_value_without_weight_is_never_chosen(weights: dict[str, int]) -> None:
    found = set(values(Choice(weights), lone(200)))
    assert found <= {value for value, weight in weights.items() if weight}


def test_rows_taken_twice_have_the_same_values() -> None:
    class Columns(Counted):
        def column(self, name: str) -> Any:
            return as_array(self.draw(name) >> 40)

    rows = lone(10)
    columns = Columns(rows.ids, rows.copies, rows.ordinals, rows.scope)
    taken = TakenRows(columns, rows.ordinals[[3, 3, 0]].repeat(1))
    assert taken.column("a").to_pylist() == [columns.column("a").to_pylist()[i] for i in (3, 3, 0)]
    assert taken.ids.tolist() == [rows.ids[i] for i in (3, 3, 0)]
    missing = TakenRows(columns, rows.ordinals[:3] - 1)
    assert missing.column("a").to_pylist()[0] is None
    assert missing.present().tolist() == [False, True, True]
    assert missing.ordinals.tolist() == [0, 0, 1]
