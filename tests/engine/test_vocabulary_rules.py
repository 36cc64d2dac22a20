"""What vocabularies are written with: shared words, rules named after a key, rows that begin with it."""

from __future__ import annotations

import pytest

from seedkit.errors import UnknownName
from seedkit.vocabulary.rules import by_key, grammar_of, keyed

WORDS = {"friend": ("Tess", "{nick}"), "nick": ("Bo",), "unused": ("no",)}


def test_only_the_shared_rules_that_are_used_come_along() -> None:
    grammar = grammar_of("letters", {"line": "Dear {friend}"}, WORDS)
    assert grammar.rules == ("line", "friend", "nick")
    assert grammar.phrases("line") == ("Dear Tess", "Dear Bo")
    assert grammar.name == "letters"


def test_own_rules_win_over_shared_ones_and_later_shared_ones_over_earlier() -> None:
    rules = {"line": "{friend} and {nick}", "nick": ("Al",)}
    assert grammar_of("letters", rules, WORDS, {"friend": ("Ida",)}).phrases("line") == ("Ida and Al",)


def test_a_slot_that_nobody_has_is_named() -> None:
    with pytest.raises(UnknownName, match="frend"):
        grammar_of("letters", {"line": "{frend}"}, WORDS)


def test_parts_of_a_key_name_each_other_with_a_dot() -> None:
    rules = by_key({"tea": {"line": ("{.pot:cap} of tea",), "pot": ("a pot",)}})
    assert rules == {"tea_line": ["{tea_pot:cap} of tea"], "tea_pot": ["a pot"]}
    assert grammar_of("drinks", rules).phrases("tea_line") == ("A pot of tea",)


def test_rows_begin_with_the_name_of_their_rule() -> None:
    assert keyed(("tea", "milk")) == ["tea | {tea}", "milk | {milk}"]
    grammar = grammar_of("drinks", {"row": keyed(("tea",)), "tea": ("hot | sweet",)})
    assert set(grammar.records("row", "kind", "heat", "taste").column("kind").to_pylist()) == {"tea"}
