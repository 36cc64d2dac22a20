"""The phrase grammar: complete, distinct, even, and strict about mistakes."""

from __future__ import annotations

from collections import Counter
from math import prod

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedkit.errors import BadParameter, DeclarationError, UnknownName
from seedkit.vocabulary import Grammar

WALKS = Grammar(
    {
        "walk": ["Walked {where} with {who}.", "{who:cap} took {thing:a} {where}."],
        "where": ["along the river", "up Cedar Hill"],
        "who": ["my sister", "an old friend", "Priya"],
        "thing": ["umbrella", "camera", "hour-long detour"],
    },
    name="walks",
)


def test_a_rule_expands_to_every_combination_once() -> None:
    phrases = WALKS.phrases("walk")
    assert len(phrases) == len(set(phrases)) == WALKS.size("walk") == 2 * 3 + 3 * 3 * 2
    assert phrases[0] == "Walked along the river with my sister."
    assert "An old friend took an hour-long detour up Cedar Hill." in phrases


def test_the_same_phrases_in_the_same_order_every_time() -> None:
    rules = {"walk": ["{a} {b} {c}"], **{slot: [slot + str(i) for i in range(30)] for slot in "abc"}}
    assert Grammar(rules).phrases("walk", limit=500) == Grammar(rules).phrases("walk", limit=500)
    assert Grammar(rules).phrases("walk", limit=3) == ("a15 b25 c10", "a8 b25 c27", "a16 b15 c4")


def test_a_sample_is_distinct_and_spread_over_every_slot() -> None:
    grammar = Grammar({"root": "{a}-{b}-{c}", **{s: [f"{s}{i}" for i in range(20)] for s in "abc"}})
    phrases = grammar.phrases("root", limit=400)
    assert len(set(phrases)) == 400
    for slot in range(3):
        uses = Counter(phrase.split("-")[slot] for phrase in phrases)
        assert len(uses) == 20
        assert max(uses.values()) <= 50


def test_a_production_with_many_slots_does_not_drown_the_others_at_any_depth() -> None:
    numbers = {slot: list(map(str, range(50))) for slot in "abc"}
    grammar = Grammar({"root": ["{said} {a}"], "said": ["plain", "one {b}", "{b} {c} more"], **numbers})
    uses = Counter(" ".join(phrase.split()[:-1]) for phrase in grammar.phrases("root", limit=600))
    assert uses["plain"] == 50
    assert sum(n for said, n in uses.items() if said.startswith("one ")) > 200
    flat = Grammar({"root": ["plain", "one {a}", "{a} {b} {c}"], **numbers}).phrases("root", limit=200)
    assert flat[0] == "plain"
    assert sum(phrase.startswith("one ") for phrase in flat) == 50


def test_a_slot_named_twice_holds_the_same_words() -> None:
    pairs = Grammar({"pair": "I lack {what} | {what:cap} comes easily", "what": ["time", "rest"]}).phrases(
        "pair"
    )
    assert pairs == ("I lack time | Time comes easily", "I lack rest | Rest comes easily")


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("apple", "an apple"),
        ("pear", "a pear"),
        ("hour", "an hour"),
        ("house", "a house"),
        ("university", "a university"),
        ("unusual day", "an unusual day"),
        ("used car", "a used car"),
        ("usher", "an usher"),
        ("one-pot supper", "a one-pot supper"),
        ("ukulele", "a ukulele"),
        ("honest talk", "an honest talk"),
        ("8-mile run", "an 8-mile run"),
    ],
)
def test_the_article_follows_the_sound(words: str, phrase: str) -> None:
    assert Grammar({"thing": "{word:a}", "word": words}).phrases("thing") == (phrase,)


def test_doubled_braces_are_text() -> None:
    assert Grammar({"json": '{{"mood": "{mood}"}}', "mood": ["calm"]}).phrases("json") == (
        '{"mood": "calm"}',
    )


def test_roots_are_what_no_other_rule_uses() -> None:
    assert WALKS.roots == ("walk",)
    assert WALKS.rules == ("walk", "where", "who", "thing")
    assert repr(WALKS) == "<Grammar walks: walk>"


def test_an_array_gives_every_production_the_same_number_of_places() -> None:
    array = WALKS.array("walk", size=400)
    assert array.type == pa.string()
    assert set(array.to_pylist()) == set(WALKS.phrases("walk"))
    assert sum(text.startswith("Walked") for text in array.to_pylist()) == 200
    assert WALKS.array("walk", size=400) is array


def test_an_array_is_even_below_the_first_level_too() -> None:
    grammar = Grammar(
        {
            "day": ["{said}", "Quiet."],
            "said": ["Rain.", "Met {who} {where}."],
            "who": ["Bo", "Al"],
            "where": list("abcdefghij"),
        }
    )
    uses = Counter(text.split()[0] for text in grammar.array("day", size=100).to_pylist())
    assert uses == {"Rain.": 25, "Met": 25, "Quiet.": 50}


def test_an_array_of_plain_texts_holds_each_once() -> None:
    assert WALKS.array("who").to_pylist() == ["my sister", "an old friend", "Priya"]


def test_records_keep_texts_that_belong_together() -> None:
    grammar = Grammar(
        {"flip": ["I am short of {what}. | I have all the {what} I want."], "what": ["time", "rest"]}
    )
    pool = grammar.records("flip", "complaint", "clarity")
    assert list(pool.columns) == ["complaint", "clarity"]
    assert set(zip(*(column.to_pylist() for column in pool.columns.values()), strict=True)) == {
        ("I am short of time.", "I have all the time I want."),
        ("I am short of rest.", "I have all the rest I want."),
    }
    with pytest.raises(DeclarationError, match="'flip' writes 2 texts for 1 columns"):
        len(grammar.records("flip", "complaint"))
    with pytest.raises(UnknownName, match="rule 'flop'"):
        grammar.records("flop", "complaint", "clarity")


def test_mistakes_are_found_when_the_grammar_is_made() -> None:
    with pytest.raises(UnknownName, match=r"'whre' \(grammar, rule 'walk'\). Did you mean 'where'"):
        Grammar({"walk": "Walked {whre}", "where": "home"})
    with pytest.raises(DeclarationError, match="rule 'walk' is empty"):
        Grammar({"walk": []})
    with pytest.raises(DeclarationError, match="a -> b -> a"):
        Grammar({"a": "{b}", "b": ["plain", "{a}"]})
    with pytest.raises(DeclarationError, match=r"rule 'walk'.*Double a literal brace"):
        Grammar({"walk": "Walked {"})
    with pytest.raises(DeclarationError, match=r"written \{rule\}"):
        Grammar({"walk": "Walked {}"})
    with pytest.raises(UnknownName, match="modifier 'capp'"):
        Grammar({"walk": "{who:capp}", "who": "you"})


def test_mistakes_of_the_caller() -> None:
    with pytest.raises(UnknownName, match=r"rule 'wlak' \(walks\). Did you mean 'walk'"):
        WALKS.phrases("wlak")
    with pytest.raises(BadParameter, match="at least 1"):
        WALKS.phrases("walk", limit=0)
    with pytest.raises(BadParameter, match="at least 1"):
        WALKS.array("walk", size=0)


@given(
    sizes=st.lists(st.integers(1, 12), min_size=1, max_size=4),
    productions=st.integers(1, 5),
    limit=st.integers(1, 300),
)
def test_any_limit_gives_as_many_distinct_phrases_as_there_are(
    sizes: list[int], productions: int, limit: int
) -> None:
    slots = {f"s{i}": [f"{i}.{j}" for j in range(size)] for i, size in enumerate(sizes)}
    template = " ".join(f"{{{slot}}}" for slot in slots)
    grammar = Grammar({"root": [f"{n}: {template}" for n in range(productions)], **slots})
    phrases = grammar.phrases("root", limit=limit)
    assert len(set(phrases)) == len(phrases) == min(limit, productions * prod(sizes))
