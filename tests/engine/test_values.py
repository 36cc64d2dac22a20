"""What the families of fields make: numbers, choices, texts, documents, people."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from every_field import WORDS
from hypothesis import given
from hypothesis import strategies as st
from telling import lone, values

from seedkit.errors import DeclarationError
from seedkit.fields import (
    Amount,
    ArrayOf,
    Choice,
    Email,
    FirstName,
    Flag,
    FromPool,
    Greatest,
    InTurn,
    Json,
    JsonList,
    Key,
    LastName,
    Least,
    Listed,
    LogNormal,
    Match,
    Normal,
    Phone,
    Prose,
    Real,
    Round,
    Several,
    Sometimes,
    Text,
    Token,
    Username,
    Uuid,
    When,
    Whole,
    Zipf,
)

keys = st.text(min_size=1, max_size=4).filter(lambda key: not key.endswith("?"))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


# Numbers


@given(st.integers(-50, 50), st.integers(1, 50), st.integers(0, 4))
def test_amounts_keep_scale_and_bounds(low: int, span: int, scale: int) -> None:
    found = values(Amount(low, low + span, scale=scale), lone(60))
    assert all(isinstance(v, Decimal) and low <= v <= low + span for v in found)
    assert all(-v.as_tuple().exponent == scale for v in found if v)


def test_amounts_go_in_steps() -> None:
    assert set(values(Amount(5, 10, step=2.5))) == {Decimal("5.00"), Decimal("7.50"), Decimal("10.00")}


def test_bell_curves_have_their_shape() -> None:
    found = values(Normal(100, 15, digits=2), lone(20_000))
    mean = sum(found) / len(found)
    assert abs(mean - 100) < 0.5
    assert abs((sum((v - mean) ** 2 for v in found) / len(found)) ** 0.5 - 15) < 0.4
    cut = values(Normal(100, 15, low=90, high=110))
    assert min(cut) == 90
    assert max(cut) == 110
    skewed = sorted(values(LogNormal(40, 2, digits=1), lone(9999)))
    assert abs(skewed[5000] - 40) < 2
    assert sum(skewed) / len(skewed) > 45


def test_zipf_halves_with_the_rank() -> None:
    counts = Counter(values(Zipf(10), lone(20_000)))
    assert set(counts) == set(range(1, 11))
    assert 1.8 < counts[1] / counts[2] < 2.2
    with pytest.raises(DeclarationError, match=r"Allowed: 0\.5, 1, 1.5, 2"):
        Zipf(10, 3)


def test_real_numbers_and_rounding() -> None:
    assert all(0.5 <= v < 2 for v in values(Real(0.5, 2)))
    assert all(round(v, 1) == v for v in values(Real(0, 9, 1)))
    assert values(Round(Choice([0.5, 1.5, 2.5])), lone(50)) == [
        int(v + 0.5) for v in values(Choice([0.5, 1.5, 2.5]), lone(50), "x.of")
    ]
    assert all(v <= 4 for v in values(Least(Whole(0, 9), 4)))
    assert all(v >= 4 for v in values(Greatest(4, Whole(0, 9), None)))


@given(st.integers(-100, 100), st.integers(-9, 9).filter(bool))
def test_whole_division_is_pythons(left: int, right: int) -> None:
    a = Choice([left])
    assert values(a // right, lone(1)) == [left // right]
    assert values(a % right, lone(1)) == [left % right]
    assert values(a / right, lone(1)) == [left / right]
    assert values(right - a, lone(1)) == [right - left]


# Choices


def test_weights_are_shares() -> None:
    counts = Counter(values(Choice({"a": 70, "b": 30}), lone(10_000)))
    assert 6800 < counts["a"] < 7200


def test_a_choice_is_between_constants() -> None:
    with pytest.raises(DeclarationError, match="Match chooses between fields"):
        Choice([1, Whole(0, 3)])
    with pytest.raises(DeclarationError, match="at least one"):
        Choice([])
    assert set(values(Choice([Decimal("0.05"), Decimal("100.125")]))) == {
        Decimal("0.050"),
        Decimal("100.125"),
    }


def test_match_follows_another_column() -> None:
    mood = Choice(["up", "down", None])
    given = values(mood, name="x.on")
    constant = values(Match(mood, {"up": 1, "down": -1}, default=0))
    assert constant == [{"up": 1, "down": -1, None: 0}[m] for m in given]
    fields = values(Match(mood, {"up": Whole(5, 9), "down": "low"}, default=None))
    assert all((f is None) == (m is None) for f, m in zip(fields, given, strict=True))


def test_conditions_where_nothing_is_known_do_not_hold() -> None:
    assert set(values(When(Choice([None]), 1, 2))) == {2}
    assert set(values(When(Sometimes(0.5, True), 1, 2))) == {1, 2}
    assert set(values(When(Flag(1), Whole(1, 3)))) == {1, 2, 3}
    assert set(values(When(Flag(0), 1))) == {None}


def test_what_is_never_known_compares_to_nothing() -> None:
    nothing = Choice([None])
    assert set(values(nothing.isin(["a"]))) == {False}
    assert set(values(nothing.isin(["a", None]))) == {True}
    assert set(values(nothing.equals("a"))) == {None}
    assert set(values(nothing > 3)) == {None}
    assert set(values(nothing.or_else(4) + 1)) == {5}
    assert set(values(Text("{x}", x=nothing))) == {None}


def test_in_turn_and_several() -> None:
    assert values(InTurn(WORDS), lone(6)) == [*WORDS, *WORDS[:2]]
    for found in values(Several(WORDS, 1, 3)):
        assert 1 <= len(found) <= 3
        assert found == [word for word in WORDS if word in found]
    with pytest.raises(DeclarationError, match="0 to 5 of 4"):
        Several(WORDS, 0, 5)


def test_arrays_of_fields() -> None:
    assert {len(found) for found in values(ArrayOf(Whole(1, 3), 0, 2))} == {0, 1, 2}
    assert all(1 <= len(found) <= 2 for found in values(Listed("always", Sometimes(0.3, "sometimes"))))


# Texts


def test_texts_name_their_parts_as_people_write_them() -> None:
    text = "{key} {day} {price} {flag} {none}"
    parts = {
        "key": Key(),
        "day": Choice(["2026"]),
        "price": Amount(1, 2),
        "flag": Flag(1),
        "none": Choice(["x"]),
    }
    assert re.fullmatch(
        r"5eedffff-0000-4000-[0-9a-f-]{17} 2026 [12]\.\d\d true x", values(Text(text, **parts))[0]
    )
    assert set(values(Text("{gone}", gone=Sometimes(0, "x")))) == {None}


def test_prose_has_so_many_sentences() -> None:
    lengths = Counter(len(text.split()) for text in values(Prose(None, WORDS, sentences=(1, 3))))
    assert set(lengths) == {1, 2, 3}
    missing = values(Prose(None, {"a": WORDS}, sentences=(1, 3), by=Choice(["a", None])))
    assert len(missing) == 1000
    assert 400 < missing.count(None) < 600


def test_tokens_do_not_repeat() -> None:
    found = values(Token("t_", 12), lone(20_000))
    assert len(set(found)) == 20_000
    assert all(re.fullmatch(r"t_[0-9a-z]{12}", token) for token in found)
    assert len(set(values(Uuid(), lone(20_000)))) == 20_000


# Documents


@given(st.dictionaries(keys, json_values, max_size=4))
def test_constant_documents_are_their_json(document: dict[str, Any]) -> None:
    assert json.loads(values(Json(document), lone(1))[0]) == document


@given(st.lists(st.text(max_size=8), min_size=1, max_size=4))
def test_any_text_in_a_document_is_escaped(texts: list[str]) -> None:
    found = values(Json({"text": Choice(texts), "list": [Listed(*texts)]}), lone(20))
    assert {json.loads(document)["text"] for document in found} <= set(texts)
    assert all(json.loads(document)["list"][0] == texts for document in found)


def test_documents_hold_fields_anywhere() -> None:
    inner = Json({"n": Whole(1, 3)})
    field = Json(
        {
            "inner": When(Flag(0.5), inner, None),
            "match": Match(Flag(0.5), {True: {"a": 1}}, default={"b": 2}),
            "key": Key(),
            "price": Amount(1, 2),
            "none": None,
            "left out?": Sometimes(0.5, Json({"deep": True})),
            "never?": None,
            "list": JsonList(Whole(1, 9), 0, 2),
            "array": Several(WORDS, 1, 2),
        }
    )
    found = [json.loads(document) for document in values(field)]
    assert {d["inner"] and d["inner"]["n"] for d in found} == {None, 1, 2, 3}
    assert {tuple(d["match"]) for d in found} == {("a",), ("b",)}
    assert {"left out" in d for d in found} == {True, False}
    assert all(d.get("left out", {"deep": True}) == {"deep": True} and "never" not in d for d in found)
    assert {len(d["list"]) for d in found} == {0, 1, 2}
    assert all(isinstance(d["price"], float) and d["key"].startswith("5eed") for d in found)


def test_only_optional_keys_leave_an_empty_object() -> None:
    found = set(values(Json({"a?": Sometimes(0.5, 1), "b?": Sometimes(0.5, 2)})))
    assert found == {"{}", '{"a": 1}', '{"b": 2}', '{"a": 1, "b": 2}'}


def test_mixed_outcomes_inside_a_document_are_refused() -> None:
    with pytest.raises(DeclarationError, match="either all outcomes"):
        values(Json({"x": When(Flag(0.5), Json({}), "text")}))


# People


def test_people_agree_with_themselves() -> None:
    first, last = FirstName(), LastName()
    emails = values(Email(first, last))
    assert all(email.endswith("@example.com") and email.isascii() for email in emails)
    assert len(set(emails)) == len(emails)
    names = values(Username(first, last), name="x")
    assert [e.split(".")[0] + e.split(".")[1] for e in emails] == [n[:-2] for n in names]
    assert all(re.fullmatch(r"1212555010\d|121255501[0-9]\d", p) for p in values(Phone(Choice(["212"]))))


def test_a_pick_from_a_pool_is_one_row_of_it() -> None:
    city, state = (values(FromPool("us_cities", column, pick="home")) for column in ("city", "state"))
    again = values(FromPool("us_cities", "state", pick="home"), name="y")
    assert state == again
    assert len(set(zip(city, state, strict=True))) < len(city)
    assert len({s for c, s in zip(city, state, strict=True) if c == city[0]}) <= 2
