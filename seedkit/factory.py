"""TableFactory: factory_boy outside, columns inside.

A factory is written once and read three ways: ``build()`` and ``create()`` make objects as in any
factory_boy suite, ``table(n)`` makes the same rows as Arrow columns, a story makes row sets of it.
Row ``i`` of ``table(n)`` equals ``build(__sequence=i)`` on every mapped column.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeVar

import factory
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from factory import base, builder
from factory.alchemy import SQLAlchemyModelFactory, SQLAlchemyOptions
from factory.declarations import (
    BaseDeclaration,
    Maybe,
    Parameter,
    SelfAttribute,
    SimpleParameter,
    SubFactory,
    Trait,
)
from factory.enums import BuilderPhase, get_builder_phase
from factory.utils import sort_ordered_objects
from sqlalchemy import inspect as sqlalchemy_inspect
from sqlalchemy.orm import Mapper

from . import entropy
from .errors import DeclarationError, UnknownName
from .fields.base import Field, Ref, bind
from .fields.kin import DECLARED
from .fields.plain import Plain
from .fields.scalar import Identity, Row
from .rows import FactoryRows
from .scope import Scope, current_scope
from .types import arrow_type, to_arrow, to_python

M = TypeVar("M")

__all__ = ["TableFactory", "table"]


class TableOptions(SQLAlchemyOptions):  # type: ignore[misc]
    """What a table factory knows of itself: columns, links, traits.

    Besides factory_boy's options a ``Meta`` may name ``born``, the column that says when a row
    came to be (default ``created_at``), and ``natural``, the natural key of catalogue rows.
    """

    mapper: Mapper[Any] | None = None
    links: dict[str, SubFactory]
    link_columns: dict[str, str]

    def _build_default_options(self) -> list[Any]:
        return [
            *super()._build_default_options(),
            base.OptionDefault("born", "created_at", inherit=True),
            base.OptionDefault("natural", (), inherit=True),
            base.OptionDefault("rows", (), inherit=False),
        ]

    def _is_declaration(self, name: str, value: Any) -> bool:
        if isinstance(value, Parameter) or (inspect.isfunction(value) and not get_builder_phase(value)):
            return False
        return bool(super()._is_declaration(name, value)) and not isinstance(value, property)

    def contribute_to_class(
        self,
        factory: Any,
        meta: Any = None,
        base_meta: Any = None,
        base_factory: Any = None,
        params: Any = None,
    ) -> None:
        traits = {name: value for name, value in vars(factory).items() if isinstance(value, Parameter)}
        given = {k: v for k, v in vars(params).items() if not k.startswith("_")} if params else {}
        super().contribute_to_class(
            factory,
            meta,
            base_meta,
            base_factory,
            type("Params", (), {**given, **traits}) if traits or given else None,
        )
        self.mapper = sqlalchemy_inspect(self.model) if self.model is not None else None
        self._bind_declarations()
        if self.mapper is not None and not self.abstract:
            self._check_names()
            self._add_foreign_keys()
        self.pre_declarations, self.post_declarations = builder.parse_declarations(self.declarations)

    @property
    def declarations(self) -> dict[str, Any]:
        """Every declaration under its name: parameters before traits, so that a trait may change a parameter."""
        declared = dict(self.base_declarations)
        ordered = sort_ordered_objects(self.parameters.items(), getter=lambda item: item[1])
        for name, parameter in sorted(ordered, key=lambda item: isinstance(item[1], Trait)):
            declared.update(parameter.as_declarations(name, declared))
        return declared

    # Names

    def _bind_declarations(self) -> None:
        own = vars(self.factory)
        known: dict[int, str] = {}
        for cls in self.factory.__mro__:
            for name, value in vars(cls).items():
                if isinstance(value, Field):
                    known.setdefault(id(value), name)
                    DECLARED.setdefault(id(value), (cls, name))
        for name in [n for n in self.base_declarations if n in own]:
            self.base_declarations[name] = self._bound(own[name], name, known)
        for name, parameter in self.parameters.items():
            inherited = any(self.parameters[name] is b._meta.parameters.get(name) for b in self._bases())
            if not inherited and isinstance(parameter, Trait):
                overrides = {k: self._bound(v, k, known) for k, v in parameter.overrides.items()}
                self.parameters[name] = type(parameter)(**overrides)
            elif not inherited and isinstance(parameter, SimpleParameter):
                self.parameters[name] = SimpleParameter(self._bound(parameter.value, name, known))
        self.known = known
        self.links = {n: d for n, d in self._declared_links()}
        self.link_columns = {
            n: self._key_of(d) for n, d in self.links.items() if self.column_type(n) is not None
        }

    def _bases(self) -> list[Any]:
        return [b for b in self.factory.__mro__[1:] if isinstance(getattr(b, "_meta", None), TableOptions)]

    def _bound(self, value: Any, name: str, known: Mapping[int, str]) -> Any:
        if isinstance(value, Field):
            alias = known.get(id(value))
            return Ref(alias).bound(name, {}) if alias and alias != name else value.bound(name, known)
        if isinstance(value, BaseDeclaration) and not isinstance(
            value, (Maybe, SelfAttribute, SubFactory, Identity)
        ):
            phase = get_builder_phase(value)
            return Plain(value).bound(name, {}) if phase == BuilderPhase.ATTRIBUTE_RESOLUTION else value
        return bind(value, name, known)

    def bind_overrides(self, overrides: Mapping[str, Any]) -> dict[str, Any]:
        """Call-time overrides with their fields bound, so that each draws for its own column."""
        return {
            k: self._bound(v, k, self.known) if not hasattr(v, "_name") or not v._name else v
            for k, v in overrides.items()
        }

    def _declared_links(self) -> Any:
        related = self.mapper.relationships if self.mapper is not None else ()
        for name, value in self.base_declarations.items():
            if isinstance(value, SubFactory) or name in related:
                yield name, value
        for trait in self.parameters.values():
            # A link that only a trait fills: ``vision = None`` in the class, a Parent in the trait.
            for name, value in trait.overrides.items() if isinstance(trait, Trait) else ():
                if isinstance(value, SubFactory) and not isinstance(
                    self.base_declarations.get(name), SubFactory
                ):
                    yield name, value

    @staticmethod
    def _key_of(link: Any) -> str:
        try:
            return str(link.get_factory()._meta.key or "id") if not isinstance(link._target, str) else "id"
        except (AttributeError, NameError):
            return "id"

    def _check_names(self) -> None:
        assert self.mapper is not None
        for name in self.parameters:
            if name in self.mapper.all_orm_descriptors:
                raise DeclarationError(
                    f"{self.factory.__name__}: the trait or parameter {name!r} is named like a column",
                    hint="The column would never be written; give the trait another name",
                )
        known = set(self.mapper.all_orm_descriptors.keys())
        for name in self.base_declarations:
            if (
                name not in known
                and name not in self.exclude
                and name not in self.rename
                and not name.startswith("_")
            ):
                raise UnknownName(
                    f"column or relationship of {self.model.__name__}",
                    name,
                    known,
                    where=self.factory.__name__,
                )

    def _add_foreign_keys(self) -> None:
        assert self.mapper is not None
        for name in self.links:
            if name not in self.mapper.relationships:
                continue
            for local, remote in self.mapper.relationships[name].local_remote_pairs or ():
                column = self.mapper.get_property_by_column(local).key
                declared = self.base_declarations.get(column)
                if declared is None or (isinstance(declared, Ref) and declared.path[0] == name):
                    target = self.mapper.relationships[name].mapper.get_property_by_column(remote).key
                    self.base_declarations[column] = Ref(name, target).bound(column, {})

    def link_models(self) -> dict[str, Any]:
        """The model that each link points to."""
        models: dict[str, Any] = {}
        for name, link in self.links.items():
            if self.mapper is not None and name in self.mapper.relationships:
                models[name] = self.mapper.relationships[name].mapper.class_
            elif isinstance(link, SubFactory):
                models[name] = link.get_factory()._meta.model
        return models

    # Columns

    @property
    def names(self) -> tuple[str, ...]:
        """Every name a row has: columns, links, parameters."""
        mapped = tuple(self.mapper.all_orm_descriptors.keys()) if self.mapper is not None else ()
        return tuple(dict.fromkeys((*mapped, *self.base_declarations, *self.parameters)))

    @property
    def key(self) -> str | None:
        """Attribute of the primary key, if it is one column."""
        if self.mapper is None or len(self.mapper.primary_key) != 1:
            return None
        return str(self.mapper.get_property_by_column(self.mapper.primary_key[0]).key)

    def column_type(self, name: str) -> Any:
        """The SQLAlchemy type of a mapped attribute, None for anything else."""
        name = self.rename.get(name, name)
        if self.mapper is None or name not in self.mapper.column_attrs:
            return None
        return self.mapper.column_attrs[name].columns[0].type

    def arrow_type(self, name: str) -> pa.DataType | None:
        """The Arrow type of a mapped attribute, None for anything else."""
        kind = self.column_type(name)
        return None if kind is None else arrow_type(kind)

    def written(self) -> dict[str, str]:
        """Mapped attributes that the factory gives, traits included: ``{attribute: column name}``."""
        if self.mapper is None:
            return {}
        given = {self.rename.get(n, n): n for n in self.pre_declarations}
        return {given[p.key]: p.columns[0].name for p in self.mapper.column_attrs if p.key in given}

    def table_name(self) -> str:
        """``schema.table`` of the model."""
        local = self.model.__table__
        return f"{local.schema or 'public'}.{local.name}"

    # Rows

    def row(self, sequence: int, scope: Scope | None = None) -> Row:
        """The identity of the row with this sequence number, outside a story."""
        scope = scope or current_scope()
        ids = entropy.combine(
            scope.root("factory", self.factory.__name__), np.array([sequence], dtype=np.int64)
        )
        return Row(int(ids[0]), sequence, scope)

    def prepare_arguments(self, attributes: Mapping[str, Any]) -> Any:
        return super().prepare_arguments({k: v for k, v in attributes.items() if k != "_row"})

    @property
    def columnar(self) -> bool:
        """Whether the factory only declares values: no post-generation hooks, no construction of its own."""
        hooks = ("_build", "_create", "_adjust_kwargs", "_after_postgeneration")
        own = any(getattr(self.factory, h).__func__ is not getattr(TableFactory, h).__func__ for h in hooks)
        return not own and not len(self.post_declarations.declarations) and not self.inline_args


class TableFactory(SQLAlchemyModelFactory, Generic[M]):  # type: ignore[misc]
    """A factory_boy factory whose rows can also be read as columns.

    class JournalEntryFactory(TableFactory[JournalEntry]):
        class Meta:
            model = JournalEntry

        user = Parent(UserFactory)
        created_at = Moment(before_now=days(90))
    """

    _options_class = TableOptions
    _meta: ClassVar[TableOptions]
    _row = Identity()

    class Meta:
        abstract = True

    @classmethod
    def build(cls, **kwargs: Any) -> M:
        """One unsaved object."""
        built: M = super().build(**cls._given(kwargs))
        return built

    @classmethod
    def create(cls, **kwargs: Any) -> M:
        """One object saved in the factory's session."""
        created: M = super().create(**cls._given(kwargs))
        return created

    @classmethod
    def build_batch(cls, size: int, **kwargs: Any) -> list[M]:
        """``size`` unsaved objects."""
        return [cls.build(**kwargs) for _ in range(size)]

    @classmethod
    def create_batch(cls, size: int, **kwargs: Any) -> list[M]:
        """``size`` objects saved in the factory's session."""
        return [cls.create(**kwargs) for _ in range(size)]

    @classmethod
    def table(cls, n: int, *, first: int = 0, scope: Scope | None = None, **overrides: Any) -> pa.Table:
        """Rows ``first`` to ``first + n`` as an Arrow table, one column a written column of the model.

        Overrides are as for ``build``; Arrow and numpy arrays of length ``n`` override row by row,
        lists are values. Traits may be masks.
        """
        meta = cls._meta
        scope = scope or current_scope()
        overrides = cls._given(overrides)
        if not meta.columnar:
            objects = [cls.build(__sequence=first + i, **overrides) for i in range(n)]
            return table_of(objects, meta)
        rows = cls.rows(n, first=first, scope=scope, **overrides)
        return pa.table({column: rows.column(name) for name, column in meta.written().items()})

    @classmethod
    def rows(cls, n: int, *, first: int = 0, scope: Scope | None = None, **overrides: Any) -> FactoryRows:
        """The same rows as ``table``, lazily: any name can be asked, links and parameters included."""
        scope = scope or current_scope()
        ordinals = np.arange(first, first + n, dtype=np.int64)
        root = scope.root("factory", cls.__name__)
        return FactoryRows(
            cls,
            entropy.combine(np.repeat(root, n), ordinals),
            scope=scope,
            ordinals=ordinals,
            copies=ordinals % entropy.MAX_COPIES,
            overrides=overrides,
        )

    @classmethod
    def catalogue(cls, scope: Scope | None = None) -> FactoryRows:
        """The catalogue rows that ``Meta.rows`` lists, each ``{attribute: value}`` by natural key."""
        meta, scope = cls._meta, scope or current_scope()
        if not meta.rows:
            raise DeclarationError(f"{cls.__name__} has no catalogue rows", hint="List them in Meta.rows")
        return catalogue_rows(cls, scope)

    @classmethod
    def catalogue_object(cls, place: int) -> M:
        """One catalogue row as an object."""
        return cls.build(**cls._meta.rows[place], _row=Identity(catalogue_row(cls, place, current_scope())))

    @classmethod
    def _given(cls, kwargs: Mapping[str, Any]) -> dict[str, Any]:
        names = cls._meta.names
        for name in kwargs:
            root = name.split("__")[0]
            if root and root not in names and root != "_row" and root not in cls._meta.post_declarations:
                raise UnknownName(f"column, link or trait of {cls.__name__}", root, names)
        return cls._meta.bind_overrides(kwargs)


def catalogue_row(made: Any, place: int, scope: Scope) -> Row:
    """The identity of a catalogue row: the same in every seed and load."""
    return Row(
        int(_catalogue_ids(made)[place]), place, Scope(seed=0, now=scope.now, tag=entropy.REFERENCE_TAG)
    )


def catalogue_rows(made: Any, scope: Scope) -> FactoryRows:
    """All catalogue rows of a factory, keys looked up in ``scope.known`` where the target holds them."""
    meta = made._meta
    names = dict.fromkeys(name for row in meta.rows for name in row)
    given = {name: to_arrow([row.get(name) for row in meta.rows], meta.column_type(name)) for name in names}
    n = len(meta.rows)

    def rows_with(overrides: Mapping[str, Any]) -> FactoryRows:
        return FactoryRows(
            made,
            _catalogue_ids(made),
            scope=Scope(seed=0, now=scope.now, tag=entropy.REFERENCE_TAG),
            ordinals=np.arange(n, dtype=np.int64),
            copies=np.zeros(n, dtype=np.int64),
            overrides=overrides,
        )

    # A row that leaves a column out has what the factory declares for it.
    left_out = {name: [name not in row for row in meta.rows] for name in names}
    declared = rows_with({name: given[name] for name in names if not any(left_out[name])})
    rows = rows_with(
        {
            name: pc.if_else(pa.array(left_out[name]), declared.column(name), given[name])
            if any(left_out[name])
            else given[name]
            for name in names
        }
    )
    known = scope.known.get(meta.table_name(), {})
    if known and meta.key:
        naturals = zip(*(to_python(rows.column(k), meta.column_type(k)) for k in meta.natural), strict=True)
        keys = to_python(rows.column(meta.key), meta.column_type(meta.key))
        found = [known.get(natural, key) for natural, key in zip(naturals, keys, strict=True)]
        rows._columns[meta.key] = to_arrow(found, meta.column_type(meta.key))
    return rows


def _catalogue_ids(made: Any) -> entropy.U64:
    naturals = [[str(row.get(k)) for k in made._meta.natural] for row in made._meta.rows]
    if not made._meta.natural:
        raise DeclarationError(
            f"{made.__name__} lists catalogue rows without a natural key", hint="Set Meta.natural"
        )
    return np.array(
        [entropy.salt("catalogue", made._meta.table_name(), *n) for n in naturals], dtype=np.uint64
    )


def table(made: type[factory.Factory], n: int, *, first: int = 0, **overrides: Any) -> pa.Table:
    """``n`` rows of any factory_boy factory as an Arrow table, a table factory or a stock one.

    A stock factory runs row by row; its random state is seeded from each row, so that row ``i``
    is always the same.
    """
    if issubclass(made, TableFactory):
        return made.table(n, first=first, **overrides)
    objects = []
    root = current_scope().root("factory", made.__name__)
    for i in range(first, first + n):
        with Plain.seeded(int(entropy.combine(root, np.array([i]))[0])):
            objects.append(made.build(__sequence=i, **overrides))
    return table_of(objects, made._meta)


def table_of(objects: list[Any], meta: Any) -> pa.Table:
    """Objects of a mapped class as an Arrow table of its columns."""
    mapper = sqlalchemy_inspect(meta.model)
    from .types import to_arrow

    columns = {}
    for attribute in mapper.column_attrs:
        values = [getattr(o, attribute.key) for o in objects]
        columns[attribute.columns[0].name] = to_arrow(values, attribute.columns[0].type)
    return pa.table(columns)
