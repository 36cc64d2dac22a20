"""A product's words, read as a picky editor would: every name, every rule, thousands of phrases."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import ClassVar

import pytest

from seedkit.vocabulary import Grammar, Pool

SLIPS = re.compile(
    r"\b[aA] (?=[aeiou])(?!one\b|once\b|uni[^mn]|use|usu|euro|ukulele)|\b[aA]n (?=[^aeiouhAEIOUH\d\W])"
)
DOUBLED = re.compile(r"\b(?!had\b|that\b)(\w+) \1\b", re.IGNORECASE)
REACHABLE = re.compile(r"@|https?:|www\.|\.(?:com|org|net|io)\b|\+?\d[\d ()-]{7,}\d")
TORN = re.compile(r" [,.;:?!]|[,;:.]{2}|\.\.|\n(?!\n)(?<!\n\n)")
LEFT_OVER = set("{}|@^<>\t\r")


class VocabularyTests:
    """What holds for every product; a test class states its ``vocabulary``, and what is particular in it.

    ``sentences`` are the grammars that write whole sentences, ``least`` how many different phrases
    every rule of a grammar has that a factory picks from (``scarce`` rules aside), ``for_each`` the
    grammars with a rule for each of the ``keys``. Pools with a ``key_column`` hold as many rows for
    one key as for another: for ``keys``, or for those in ``other_keys``; ``uneven`` ones do not.
    Rules ``<key>_<suffix>`` that nothing else uses have one of the ``suffixes``. ``repeats`` may be
    said twice in a row.
    """

    vocabulary: ClassVar[ModuleType]
    keys: ClassVar[Sequence[str]]
    key_column: ClassVar[str]
    sentences: ClassVar[Collection[str]]
    least: ClassVar[Mapping[str, int]]
    for_each: ClassVar[Collection[str]]
    scarce: ClassVar[Collection[str]] = ()
    other_keys: ClassVar[Collection[str]] = ()
    uneven: ClassVar[Collection[str]] = ()
    suffixes: ClassVar[Collection[str]] = ()
    repeats: ClassVar[Collection[str]] = ()

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        names = {name: getattr(self.vocabulary, name) for name in self.vocabulary.__all__}
        every: dict[str, Collection[str]] = {
            "name": names,
            "grammar": [name for name, value in names.items() if isinstance(value, Grammar)],
            "listed": [name for name, value in names.items() if isinstance(value, tuple)],
            "shared_pool": [
                name
                for name, value in names.items()
                if isinstance(value, Pool) and self.key_column in value.columns and name not in self.uneven
            ],
            "sentence": self.sentences,
            "varied": self.least,
            "keyed": self.for_each,
        }
        for fixture, values in every.items():
            if fixture in metafunc.fixturenames:
                metafunc.parametrize(fixture, values)

    def test_every_text_is_clean(self, name: str) -> None:
        for text in map(self.as_read, texts_of(getattr(self.vocabulary, name))):
            assert text == text.strip() != "", text
            assert not set(text) & LEFT_OVER, text
            assert "  " not in text, text
            assert not TORN.search(text), text
            assert not SLIPS.search(text), text
            heard = text
            for repeated in self.repeats:
                heard = heard.replace(repeated, "")
            assert not DOUBLED.search(heard), text
            assert not REACHABLE.search(text), text

    def test_sentences_begin_with_a_capital_and_end_with_a_stop(self, sentence: str) -> None:
        for text in map(self.as_read, texts_of(getattr(self.vocabulary, sentence))):
            assert text[-1] in ".!?", text
            for part in re.split(r"(?<=[.!?])\s+", text):
                assert part[0].isupper() or part[0] in "\"'$" or part[0].isdigit(), text

    def test_rules_have_variety(self, varied: str) -> None:
        grammar, least = self._grammar(varied), self.least[varied]
        for rule in grammar.roots:
            if rule not in self.scarce:
                assert len(grammar.phrases(rule, limit=least)) == least, rule

    def test_no_rule_is_left_over(self, grammar: str) -> None:
        table = self._table(grammar)
        for rule in self._grammar(grammar).roots:
            key = next((key for key in self.keys if rule.startswith(f"{key}_")), None)
            if key:
                assert rule.removeprefix(f"{key}_") in self.suffixes, rule
            elif rule not in self.keys:
                assert re.search(rf"\b{rule}\b", table), rule

    def test_phrases_are_distinct(self, grammar: str) -> None:
        for rule in self._grammar(grammar).roots:
            phrases = self._grammar(grammar).phrases(rule, limit=1000)
            assert len(set(phrases)) == len(phrases)

    def test_lists_hold_nothing_twice(self, listed: str) -> None:
        entries = [str(entry) for entry in getattr(self.vocabulary, listed)]
        assert len(set(entries)) == len(entries)

    def test_pools_serve_all_keys_equally(self, shared_pool: str) -> None:
        counts = getattr(self.vocabulary, shared_pool).columns[self.key_column].value_counts().to_pylist()
        assert {entry["values"] for entry in counts} in ({*self.keys}, {*self.other_keys})
        rows = [entry["counts"] for entry in counts]
        assert max(rows) - min(rows) <= 1

    def test_rules_are_named_after_the_keys(self, keyed: str) -> None:
        assert set(self.keys) <= set(self._grammar(keyed).rules)

    def test_every_name_is_in_the_table_of_its_module(self, name: str) -> None:
        assert re.search(rf"^(?:\w+, )*{name}\b", self._table(name), re.MULTILINE), name

    def test_names_are_sorted(self) -> None:
        assert list(self.vocabulary.__all__) == sorted(self.vocabulary.__all__)

    def as_read(self, text: str) -> str:
        """The text as somebody reads it: a product whose texts have marks fills them."""
        return text

    def _grammar(self, name: str) -> Grammar:
        grammar = getattr(self.vocabulary, name)
        assert isinstance(grammar, Grammar)
        return grammar

    def _table(self, name: str) -> str:
        """What the docstrings of the modules say that know the name."""
        package, value = self.vocabulary, getattr(self.vocabulary, name)
        modules = (
            import_module(f"{package.__name__}.{found.name}") for found in iter_modules(package.__path__)
        )
        return "\n".join(module.__doc__ or "" for module in modules if getattr(module, name, None) is value)


def texts_of(value: object) -> Iterator[str]:
    """Every text in a value of a vocabulary, and very many phrases of a grammar."""
    if isinstance(value, Grammar):
        for rule in value.roots:
            yield from value.array(rule).unique().to_pylist()
            yield from value.phrases(rule, limit=500)
    elif isinstance(value, Pool):
        for column in value.columns.values():
            yield from column.unique().to_pylist()
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from texts_of(entry)
    elif isinstance(value, tuple | list):
        for entry in value:
            yield from texts_of(entry)
    elif value is not None:
        yield str(value)
