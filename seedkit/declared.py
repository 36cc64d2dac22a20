"""All declarations of a row by name, as they stand under some overrides, traits that are plainly on or off decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
from factory.declarations import SKIP, BaseDeclaration, Maybe, SelfAttribute

__all__ = ["ARRAYS", "Declared"]

#: What is given row by row.
ARRAYS = (pa.Array, pa.ChunkedArray, np.ndarray)


class Declared(dict[str, Any]):
    """Name → factory_boy's ``DeclarationWithContext``.

    A plain dictionary, because factory_boy's own set makes such a pair anew whenever one is asked for.
    """

    def __init__(self, declarations: Any) -> None:
        super().__init__((found.name, found) for found in _all(declarations))
        self._switches: dict[str, bool | None] = {}

    def settled(self, declaration: Any) -> Any:
        """A declaration without the traits that are on or off for all rows alike: the branch that holds."""
        while isinstance(declaration, Maybe):
            switch = self._switch(declaration)
            if switch is None:
                return declaration
            declaration = declaration.yes if switch else declaration.no
        return declaration

    def _switch(self, declaration: Maybe) -> bool | None:
        """Whether a trait is on; None where the rows differ."""
        decider: Any = declaration.decider
        if not isinstance(decider, SelfAttribute) or "." in decider.attribute_name:
            return None
        name = decider.attribute_name
        if name not in self._switches:
            value = self.settled(self[name].declaration) if name in self else False
            differs = isinstance(value, (BaseDeclaration, *ARRAYS))
            self._switches[name] = None if differs else value is not SKIP and bool(value)
        return self._switches[name]


def _all(declarations: Any) -> Iterable[Any]:
    found: Iterable[Any] = declarations.values()
    return found
