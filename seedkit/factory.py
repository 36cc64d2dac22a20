"""TableFactory: factory_boy outside, columns inside.

A factory is written once and read three ways: ``build()`` and ``create()`` make objects as in any
factory_boy suite, ``table(n)`` makes the same rows as Arrow columns, a story makes row sets of it.
Row ``i`` of ``table(n)`` equals ``build(__sequence=i)`` on every mapped column.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np
import pyarrow as pa
from factory.alchemy import SQLAlchemyModelFactory
from factory.base import Factory
from factory.declarations import BaseDeclaration, Maybe, SubFactory
from sqlalchemy import inspect as sqlalchemy_inspect

from .catalogue import catalogue_row, catalogue_rows
from .defaults import literal
from .entropy import MAX_COPIES, combine
from .errors import UnknownName
from .fields.base import Field
from .fields.plain import Plain, seeded
from .fields.remembered import remember
from .fields.scalar import Identity
from .objects import Columns, Objects, by_row
from .options import TableOptions
from .rows import FactoryRows
from .scope import Scope, current_scope, unsaved
from .types import as_array, to_arrow, to_python

M = TypeVar("M")

__all__ = ["TableFactory", "TableOptions", "built", "catalogue_rows", "is_columnar", "table"]


class TableFactory(SQLAlchemyModelFactory, Generic[M]):
    """A factory_boy factory whose rows can also be read as columns.

    ::

        class JournalEntryFactory(TableFactory[JournalEntry]):
            class Meta:
                model = JournalEntry

            user = Parent(UserFactory)
            created_at = Moment(before_now=days(90))
    """

    _options_class = TableOptions
    _meta: ClassVar[TableOptions]  # type: ignore[misc]
    _row = Identity()

    class Meta:
        abstract = True

    @classmethod
    def build(cls, **kwargs: Any) -> M:
        """One unsaved object."""
        with unsaved():
            built: M = super().build(**cls._given(kwargs))
            return built

    @classmethod
    def create(cls, **kwargs: Any) -> M:
        """One object saved in a session: ``session=…``, that of ``settings``, or the factory's own."""
        from .saving import saving

        with saving(cls._meta, kwargs):
            created: M = super().create(**cls._given(kwargs))
            return created

    @classmethod
    async def create_async(cls, **kwargs: Any) -> M:
        """``create`` in an AsyncSession: ``await UserFactory.create_async(session=session)``."""
        from .saving import in_async

        created: M = await in_async(cls._meta, kwargs, lambda: cls.create(**kwargs))
        return created

    @classmethod
    def build_batch(cls, size: int, **kwargs: Any) -> list[M]:
        """``size`` unsaved objects, read by columns: many times faster than one by one."""
        with unsaved():
            rows = cls._batch(size, kwargs)
            return [cls.build(**kwargs) for _ in range(size)] if rows is None else Objects(built).of(rows)

    @classmethod
    def create_batch(cls, size: int, **kwargs: Any) -> list[M]:
        """``size`` objects and their parents, read by columns and written at once, by COPY where it can be.

        The session is flushed first. A factory with hooks of its own creates one after the other.
        """
        from .saving import save, saving

        with saving(cls._meta, kwargs):
            rows = cls._batch(size, kwargs, least=1)
            return [cls.create(**kwargs) for _ in range(size)] if rows is None else save(rows)

    @classmethod
    async def create_batch_async(cls, size: int, **kwargs: Any) -> list[M]:
        """``create_batch`` in an AsyncSession."""
        from .saving import in_async

        created: list[M] = await in_async(cls._meta, kwargs, lambda: cls.create_batch(size, **kwargs))
        return created

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        from .saving import save_one

        return save_one(cls, args, kwargs)

    @classmethod
    def _batch(cls, size: int, overrides: Mapping[str, Any], least: int = 2) -> FactoryRows | None:
        """The next rows of the sequence; None if they must be made one by one."""
        stock = any(isinstance(v, BaseDeclaration) and not isinstance(v, Field) for v in overrides.values())
        if size < least or cls._meta.abstract or stock or not is_columnar(cls):
            return None
        first = cls._meta.next_sequence()  # type: ignore[no-untyped-call]
        if not isinstance(first, int):
            cls._meta.reset_sequence(first, force=True)  # type: ignore[no-untyped-call]
            return None
        for _ in range(size - 1):
            cls._meta.next_sequence()  # type: ignore[no-untyped-call]
        return cls.rows(size, first=first, **overrides)

    @classmethod
    def table(cls, n: int, *, first: int = 0, **overrides: Any) -> pa.Table:
        """Rows ``first`` to ``first + n`` as an Arrow table, one column a written column of the model.

        Overrides are as for ``build``; Arrow and numpy arrays of length ``n`` override row by row,
        lists are values. Traits may be masks. A factory with post-generation hooks or a
        construction of its own is built row by row.
        """
        if not is_columnar(cls):
            known = all(cls._meta.is_columnar(name) for name in cls._meta.pre_declarations)
            names = list(cls._meta.written()) if known else None
            return _table_of(_objects(cls, n, first, overrides), cls._meta, names)
        with unsaved():
            rows = cls.rows(n, first=first, **overrides)
        return pa.table({column: rows.column(name) for name, column in rows.written().items()})

    @classmethod
    def rows(cls, n: int, *, first: int = 0, scope: Scope | None = None, **overrides: Any) -> FactoryRows:
        """The same rows as ``table``, lazily: any name can be asked, links and parameters included."""
        scope = scope or current_scope()
        ordinals = np.arange(first, first + n, dtype=np.int64)
        return FactoryRows(
            cls,
            combine(np.repeat(scope.root("factory", cls.__name__), n), ordinals),
            scope=scope,
            ordinals=ordinals,
            copies=ordinals % MAX_COPIES,
            overrides=cls._given(overrides),
        )

    @classmethod
    def catalogue(cls, scope: Scope | None = None) -> FactoryRows:
        """The rows that ``Meta.rows`` lists, each ``{attribute: value}``, known by their natural key."""
        return catalogue_rows(cls, scope or current_scope())

    @classmethod
    def catalogue_object(cls, place: int, scope: Scope | None = None) -> M:
        """One catalogue row as an object; where objects are being saved, the one of the database."""
        scope = scope or current_scope()
        if scope.target is not None and cls._meta.key:
            keys = to_python(cls.catalogue(scope).keys(), cls._meta.column_type(cls._meta.key))
            found: M | None = scope.target.find(cls._meta, keys[place])
            if found is not None:
                return found
        built = cls.build(**cls._meta.rows[place], _row=Identity(catalogue_row(cls, place, scope)))
        if scope.target is not None:
            scope.target.write(cls._meta, built)
        return built

    @classmethod
    def _given(cls, overrides: Mapping[str, Any]) -> dict[str, Any]:
        """The overrides of a call, bound. Raises UnknownName."""
        for factory, name in cls._meta.unknown(overrides):
            raise UnknownName(f"column, link or trait of {factory.__name__}", name, factory._meta.names)
        return cls._meta.bind_overrides(cls._meta.untied(overrides))


def built(rows: FactoryRows, columns: Columns) -> list[Any]:
    """Unsaved objects of rows, from their attributes."""
    made = rows.factory
    objects = [made._build(made._meta.model, **given) for given in by_row(columns, len(rows))]
    if made._meta.forgotten:
        for place, one in enumerate(objects):
            remember(one, functools.partial(_parameter, rows, place))
    return objects


def _parameter(rows: FactoryRows, place: int, name: str) -> Any:
    """What a row has under a name that its object is not given; links lead nowhere."""
    if name not in rows.meta.forgotten or rows.is_link(name):
        return None
    return to_python(rows.column(name).slice(place, 1), None)[0]


#: Overridden, they make or save one object at a time.
_HOOKS = (
    "build", "create", "_adjust_kwargs", "_after_postgeneration", "_build", "_create", "_generate", "_get_or_create", "_save",
)  # fmt: skip


@functools.cache
def is_columnar(factory: Any) -> bool:
    """Whether a factory, and those of its parents, only declare values.

    Not so with post-generation hooks, a construction of its own, a link to a stock factory, a value
    that comes from the object it is built for, or one that is no column of the model.
    """
    return _only_declares(factory, frozenset())


def _only_declares(factory: Any, above: frozenset[Any]) -> bool:
    meta = getattr(factory, "_meta", None)
    if not isinstance(meta, TableOptions):
        return False
    if any(getattr(factory, h).__func__ is not getattr(TableFactory, h).__func__ for h in _HOOKS):
        return False
    if len(meta.post_declarations.declarations) or meta.inline_args:
        return False
    if not all(meta.is_columnar(name) for name in meta.pre_declarations):
        return False
    above = above | {factory}
    for declaration in _leaves(d.declaration for d in meta.pre_declarations.values()):
        if isinstance(declaration, Plain) and declaration.needs_container:
            return False
        if isinstance(declaration, SubFactory):
            made = declaration.get_factory()
            if made not in above and not _only_declares(made, above):
                return False
    return True


def _leaves(declarations: Iterator[Any] | Sequence[Any]) -> Iterator[Any]:
    for declaration in declarations:
        if isinstance(declaration, Maybe):
            yield from _leaves((declaration.yes, declaration.no))
        else:
            yield declaration


def table(made: type[Factory[Any]], n: int, *, first: int = 0, **overrides: Any) -> pa.Table:
    """``n`` rows of any factory_boy factory as an Arrow table, a table factory or a stock one.

    A stock factory runs row by row; its random state is seeded from each row, so that row ``i``
    is always the same. Its model must be mapped by SQLAlchemy.
    """
    if issubclass(made, TableFactory):
        return made.table(n, first=first, **overrides)
    return _table_of(_objects(made, n, first, overrides), made._meta)


def _objects(made: Any, n: int, first: int, overrides: Mapping[str, Any]) -> list[Any]:
    """Rows ``first`` to ``first + n`` as objects, arrays among the overrides taken row by row."""
    root = current_scope().root("factory", made.__name__)
    seeds = combine(np.repeat(root, n), np.arange(first, first + n, dtype=np.int64)).tolist()
    columns = {
        name: to_python(as_array(value), None)
        for name, value in overrides.items()
        if isinstance(value, (pa.Array, pa.ChunkedArray, np.ndarray))
    }
    objects = []
    for place, seed in enumerate(seeds):
        own = {name: values[place] for name, values in columns.items()}
        with seeded(seed):
            objects.append(made.build(__sequence=first + place, **{**overrides, **own}))
    return objects


def _table_of(objects: list[Any], meta: Any, names: Sequence[str] | None = None) -> pa.Table:
    """Objects of a mapped class as an Arrow table of its columns (or of the named ones)."""
    mapper = sqlalchemy_inspect(meta.model)
    columns = {}
    for attribute in mapper.column_attrs:
        column = attribute.columns[0]
        if names is None or attribute.key in names:
            values = [_value_of(o, attribute.key, column, mapper) for o in objects]
            columns[column.name] = to_arrow(values, column.type)
    return pa.table(columns)


def _value_of(built: Any, name: str, column: Any, mapper: Any) -> Any:
    """What the attribute of an unsaved object will be once it is saved."""
    if vars(built).get(name) is not None:
        return vars(built)[name]
    for relationship in mapper.relationships:
        for local, remote in relationship.local_remote_pairs or ():
            parent = vars(built).get(relationship.key)
            if local is column and parent is not None and not relationship.uselist:
                return getattr(parent, relationship.mapper.get_property_by_column(remote).key)
    return None if name in vars(built) else literal(column)
