"""What a product writes its vocabulary with: shared words, rules named after a key, rows that begin with it.

A product keeps one module of common words (friends' names, weekdays …) and a ``speak`` of its own::

    def speak(name, rules, shared=None):
        return grammar_of(f"myapp.{name}", rules, WORDS, shared or {})
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import Formatter

from .grammar import Grammar

Rules = Mapping[str, str | Iterable[str]]


def grammar_of(name: str, rules: Rules, *shared: Rules) -> Grammar:
    """A grammar of these rules and of those shared ones that they use; of two shared rules the later wins.

    Raises what Grammar does, so a slot that is in neither is an UnknownName.
    """
    common = {rule: given for part in shared for rule, given in part.items()}
    spoken = dict(rules)
    unread = list(rules)
    while unread:
        given = spoken[unread.pop()]
        for text in (given,) if isinstance(given, str) else given:
            for _, slot, _, _ in Formatter().parse(text):
                if slot in common and slot not in spoken:
                    spoken[slot] = common[slot]
                    unread.append(slot)
    return Grammar(spoken, name=name)


def by_key(texts: Mapping[str, Mapping[str, Iterable[str]]]) -> dict[str, Iterable[str]]:
    """Flatten ``{key: {part: texts}}`` into rules ``key_part``.

    Inside a key's texts ``{.part}`` names a part of the same key, so that they read the same under
    every key.
    """
    return {
        f"{key}_{part}": [text.replace("{.", f"{{{key}_") for text in given]
        for key, parts in texts.items()
        for part, given in parts.items()
    }


def keyed(rules: Iterable[str]) -> list[str]:
    """Productions of records that begin with the name of the rule they come from."""
    return [f"{rule} | {{{rule}}}" for rule in rules]
