"""Traits that are on or off for all rows alike: which branch of a declaration holds."""

from __future__ import annotations

from typing import Any

from factory.declarations import SKIP, BaseDeclaration, Maybe, SelfAttribute

from .types import ARRAYS

__all__ = ["settled"]


def settled(declaration: Any, declared: Any) -> Any:
    """A declaration without the traits that are on or off for all rows alike: the branch that holds."""
    while isinstance(declaration, Maybe):
        switch = _switch(declaration, declared)
        if switch is None:
            return declaration
        declaration = declaration.yes if switch else declaration.no
    return declaration


def _switch(declaration: Maybe, declared: Any) -> bool | None:
    """Whether a trait is on; None where the rows differ."""
    decider: Any = declaration.decider
    if not isinstance(decider, SelfAttribute) or "." in decider.attribute_name:
        return None
    name = decider.attribute_name
    value = settled(declared[name].declaration, declared) if name in declared else False
    return None if isinstance(value, (BaseDeclaration, *ARRAYS)) else value is not SKIP and bool(value)
