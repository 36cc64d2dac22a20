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
    nouned = _with_noun(context)
    if nouned is not None and (found := finder(replace(context, rest=()), nouned)) is not None:
        return found
    for start in range(len(words)):
        found = finder(replace(context, rest=words[:start]), words[start:])
        if found is not None:
            return found
    return _by_comment(context)


def _with_noun(context: Context) -> tuple[str, ...] | None:
    """The name with what the table is about before it: the width in a table of images is an image's."""
    if not context.noun or (
        context.words in (("name",), ("id",), ("title",)) and context.noun[-1] in _NAMED_ALONE
    ):
        return None
    return (context.noun[-1], *context.words)


#: Nouns with which a name would mean something else.
_NAMED_ALONE = frozenset(
    (
        "user",
        "account",
        "login",
        "job",
        "event",
        "country",
        "city",
        "state",
        "currency",
        "language",
        "feature",
    )
)


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
