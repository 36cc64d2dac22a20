"""The meaning of a column: the rule for the longest ending of its name that the rules of its type know."""

from __future__ import annotations

from dataclasses import replace

from ..names import words_of
from . import flags, moments, numbers, texts
from .context import Context, Meaning

__all__ = ["meaning_of"]

_FAMILIES = {
    "text": texts.rule_for,
    "int": numbers.rule_for,
    "numeric": numbers.rule_for,
    "float": numbers.rule_for,
    "bool": flags.rule_for,
    "date": moments.rule_for,
    "timestamp": moments.rule_for,
    "timestamptz": moments.rule_for,
    "time": moments.rule_for,
    "interval": moments.rule_for,
    "json": texts.document_for,
    "array": texts.list_for,
    "inet": texts.other_for,
    "uuid": texts.other_for,
    "bytea": texts.other_for,
}


def meaning_of(context: Context) -> Meaning | None:
    """What the column means; None where neither its name nor its comment tells."""
    finder = _FAMILIES.get(context.family)
    if finder is None:
        return None
    words = context.words
    for start in range(len(words)):
        found = finder(replace(context, rest=words[:start]), words[start:])
        if found is not None:
            return found
    return _by_comment(context)


def _by_comment(context: Context) -> Meaning | None:
    """A column whose name says nothing may be told by the words of its comment."""
    comment = context.column.comment
    finder = _FAMILIES.get(context.family)
    if not comment or finder is None:
        return None
    words = words_of(comment)[:12]
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            found = finder(replace(context, rest=()), words[start : start + length])
            if found is not None:
                return replace(
                    found,
                    why=f"{context.column.name}: its comment says {' '.join(words[start : start + length])!r}",
                )
    return None
