"""The reference is complete: every field on its page, a docstring on everything public."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from types import ModuleType
from typing import Any

import pytest
from doc_pages import ROOT

import seedkit
from seedkit import fields
from seedkit.supabase.factories import UserFactory
from seedkit.vocabulary import Grammar

MODULES = sorted(
    info.name
    for info in pkgutil.walk_packages(seedkit.__path__, "seedkit.")
    if not info.name.startswith(("seedkit.factories", "seedkit.scenarios"))
)


def test_every_field_is_on_the_page_about_factories() -> None:
    page = (ROOT / "docs" / "factories.md").read_text("utf-8")
    rows = set(re.findall(r"^\| `(\w+)", page, re.MULTILINE))
    assert sorted(set(fields.__all__) - rows) == []


def test_examples_of_fields_are_calls_of_theirs() -> None:
    """Each example names its field and can be made, other columns being whatever they are called."""
    page = ROOT / "docs" / "factories.md"
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\| `(.+)` \|$", page.read_text("utf-8"), re.MULTILINE)
    examples = dict(rows)
    assert [name for name in fields.__all__ if name not in re.split(r"\W", examples.get(name, ""))] == []
    for name in fields.__all__:
        eval(examples[name], {}, Anything())


class Anything(dict[str, Any]):
    """Names as the page uses them: fields, the factories of the page, and columns in lower case."""

    def __missing__(self, name: str) -> Any:
        if hasattr(fields, name):
            return getattr(fields, name)
        if name.endswith("Factory"):
            return UserFactory
        return {
            "TITLES": Grammar({"title": "Cello"}),
            "account": fields.Ledger(within="user", credits=[], debits=[]),
        }.get(name, fields.this[name])


@pytest.mark.parametrize("name", MODULES)
def test_everything_public_has_a_docstring(name: str) -> None:
    module = importlib.import_module(name)
    missing = [] if (module.__doc__ or "").strip() else [name]
    for label, value in _public(module):
        if not (inspect.getdoc(value) or "").strip():
            missing.append(label)
    assert missing == []


def _public(module: ModuleType) -> list[tuple[str, Any]]:
    """The functions and classes that a module defines, with the methods that no base class explains."""
    found: list[tuple[str, Any]] = []
    for name, value in vars(module).items():
        if name.startswith("_") or getattr(value, "__module__", None) != module.__name__:
            continue
        if inspect.isfunction(value):
            found.append((name, value))
        elif inspect.isclass(value):
            found.append((name, value))
            if not getattr(value, "_is_protocol", False):
                found += [(f"{name}.{n}", getattr(value, n)) for n in vars(value) if _needs_words(value, n)]
    return found


def _needs_words(cls: type, name: str) -> bool:
    """A public method or property that no base class has: those that override one need no words again."""
    value = vars(cls)[name]
    if name.startswith("_") or not (
        inspect.isfunction(value) or isinstance(value, (property, classmethod, staticmethod))
    ):
        return False
    return not any(name in vars(base) or name in inspect.get_annotations(base) for base in cls.__mro__[1:])
