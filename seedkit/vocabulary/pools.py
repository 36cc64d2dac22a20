"""Frozen pools of names, places and trades, read from the package's own data files.

=============  ===================================================================  =========
pool           columns                                                              made by
=============  ===================================================================  =========
first_names    name, ascii, slug, gender (``female`` | ``male`` | ``any``)           Faker
last_names     name, ascii, slug                                                    Faker
streets        name                                                                 word lists
companies      name, industry, slug (all invented)                                  word lists
area_codes     area_code, state (every code of ``us_cities`` once)                  us_cities
us_cities      city, state, state_name, postal_code, timezone, area_code, slug      by hand
occupations    name, industry, employment (``employee`` | ``owner`` | ``freelance``)  by hand
voices         name, manner, description (voices that read text aloud)              by hand
=============  ===================================================================  =========

Every column is text. ``slug`` holds lower-case ASCII letters and digits only, so that user names
and e-mail addresses are concatenations of columns. Phone numbers are ``1`` + ``area_code`` +
``55501`` + two digits: the range that North American numbering keeps for fiction.

The files never change under one ``DATA_VERSION``; ``data/MANIFEST.tsv`` holds their checksums.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from importlib import resources
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc

from ..errors import UnknownName

DATA_VERSION = 1
"""Raised whenever a data file changes, because every generated name may then change with it."""

MANIFEST = "MANIFEST"


Columns = Mapping[str, pa.Array]


class Pool:
    """Rows of text under named columns; all columns are equally long ``pa.string()`` arrays.

    ``columns`` may be a function instead, called once when a column is first needed.
    """

    def __init__(self, name: str, columns: Columns | Callable[[], Columns]) -> None:
        self.name = name
        self._given = columns

    @cached_property
    def columns(self) -> Columns:
        """The columns by name; not to be changed."""
        return MappingProxyType(dict(self._given() if callable(self._given) else self._given))

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def __repr__(self) -> str:
        return f"<Pool {self.name}: {len(self)} rows of {', '.join(self.columns)}>"

    def column(self, name: str) -> pa.Array:
        """One column as a ``pa.string()`` array. Raises UnknownName, with the nearest column."""
        if name not in self.columns:
            raise UnknownName("column", name, self.columns, where=f"pool {self.name}")
        return self.columns[name]

    def where(self, **allowed: str | tuple[str, ...]) -> Pool:
        """The rows whose columns hold one of the allowed values: ``where(gender=("female", "any"))``.

        Raises UnknownName for a column that is not there, or when no row is left (it then names
        the values that the column does hold).
        """
        mask = pa.array([True] * len(self))
        for name, values in allowed.items():
            wanted = (values,) if isinstance(values, str) else values
            hit = pc.is_in(self.column(name), value_set=pa.array(wanted, pa.string()))
            mask = pc.and_(mask, hit)
            if not pc.any(mask).as_py():
                known = pc.unique(self.column(name)).to_pylist()
                raise UnknownName(name, " or ".join(wanted), known, where=f"pool {self.name}")
        return Pool(self.name, {name: array.filter(mask) for name, array in self.columns.items()})


@cache
def pool(name: str) -> Pool:
    """The pool of that name, read once per process. Raises UnknownName, with the nearest pool."""
    if name not in pools():
        raise UnknownName("pool", name, pools())
    header, *rows = _lines(name)
    arrays = (pa.array(values, pa.string()) for values in zip(*rows, strict=True))
    return Pool(name, dict(zip(header, arrays, strict=True)))


@cache
def pools() -> tuple[str, ...]:
    """The names of all pools, sorted."""
    return tuple(sorted(row[0] for row in _lines(MANIFEST)[1:]))


def _lines(name: str) -> list[list[str]]:
    # Package resources rather than paths: a wheel may be imported from a zip file.
    text = resources.files(__package__).joinpath("data", f"{name}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()]
