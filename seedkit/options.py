"""What a table factory knows of itself: its columns, links, traits, and the names they go by."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from factory import builder
from factory.base import OptionDefault
from factory.declarations import (
    BaseDeclaration,
    Dict,
    List,
    Maybe,
    Parameter,
    SimpleParameter,
    SubFactory,
    Trait,
)
from factory.enums import BuilderPhase, get_builder_phase
from factory.utils import sort_ordered_objects
from sqlalchemy import inspect as sqlalchemy_inspect

from .declared import Declared
from .defaults import has_computed_default, literal
from .errors import DeclarationError, UnknownName
from .fields.base import Field, Ref, bind, references
from .fields.links import Parent, unknown_column
from .fields.plain import Plain
from .fields.scalar import Identity
from .mapped import MappedOptions

__all__ = ["TableOptions"]


class TableOptions(MappedOptions):
    """The ``_meta`` of a table factory.

    Besides factory_boy's options a ``Meta`` may name ``born``, the column that says when a row
    came to be (default ``created_at``), ``natural``, the natural key of catalogue rows, and
    ``rows``, those rows themselves. ``adopted_by`` are the columns by which ``create`` finds the row
    that a trigger has made when the row's parents were written, and takes it over.
    """

    born: str
    natural: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    adopted_by: tuple[str, ...]
    #: Links by name: the declarations that point to other rows, of the class body and of traits.
    links: dict[str, tuple[Any, ...]]
    #: Every name a row has: columns, links, parameters and traits.
    names: tuple[str, ...] = ()

    def _build_default_options(self) -> list[Any]:
        return [
            *super()._build_default_options(),  # type: ignore[no-untyped-call]
            OptionDefault("born", "created_at", inherit=True),
            OptionDefault("natural", (), inherit=True),
            OptionDefault("rows", (), inherit=False),
            OptionDefault("adopted_by", (), inherit=True),
        ]

    def _is_declaration(self, name: str, value: Any) -> bool:
        if isinstance(value, (Parameter, property)) or (
            inspect.isfunction(value) and not get_builder_phase(value)
        ):
            return False
        return bool(super()._is_declaration(name, value))  # type: ignore[no-untyped-call]

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
        moved = type("Params", (), {**given, **traits}) if traits or given else None
        super().contribute_to_class(factory, meta, base_meta, base_factory, moved)  # type: ignore[no-untyped-call]
        self.mapper = sqlalchemy_inspect(self.model) if self.model is not None else None
        self._bind_declarations()
        self.links = self._declared_links()
        if self.mapper is not None and not self.abstract:
            self._check_names()
            self._add_foreign_keys()
            self._add_defaults()
        mapped = self.mapper.all_orm_descriptors.keys() if self.mapper is not None else ()
        self.names = tuple(dict.fromkeys((*mapped, *self.base_declarations, *self.parameters)))
        if not self.abstract:
            self._check_references()
        self.pre_declarations, self.post_declarations = builder.parse_declarations(self.declarations)

    @property
    def declarations(self) -> dict[str, Any]:
        """Every declaration under its name: parameters before traits, so that a trait may change a parameter."""
        # A trait is off: factory_boy would find no such name, and spell out every declaration to say so.
        declared: dict[str, Any] = {n: False for n, p in self.parameters.items() if isinstance(p, Trait)}
        declared.update(self.base_declarations)
        ordered = sort_ordered_objects(self.parameters.items(), getter=lambda item: item[1])
        for name, parameter in sorted(ordered, key=lambda item: isinstance(item[1], Trait)):
            declared.update(parameter.as_declarations(name, declared))
        return declared

    # Binding: fields learn their names, bare names become references

    def _bind_declarations(self) -> None:
        own = vars(self.factory)
        self._known: dict[int, str] = {}
        self._keys_of_links: dict[str, set[str]] = {}
        for cls in self.factory.__mro__:
            for name, value in vars(cls).items():
                if isinstance(value, Field):
                    self._known.setdefault(id(value), name)
        for name in [name for name in self.base_declarations if name in own]:
            self.base_declarations[name] = self._bound(own[name], name)
        for name in [name for name in self.base_declarations if name not in own]:
            self.base_declarations[name] = self._owned(self.base_declarations[name])
        inherited = {id(p) for base in self._bases() for p in base._meta.parameters.values()}
        for name, parameter in self.parameters.items():
            bound = self._owned if id(parameter) in inherited else self._bound
            if isinstance(parameter, Trait):
                overrides = {key: bound(value, key) for key, value in parameter.overrides.items()}
                self.parameters[name] = type(parameter)(**overrides)
            elif id(parameter) in inherited:
                continue
            elif isinstance(parameter, SimpleParameter):
                self.parameters[name] = SimpleParameter(self._bound(parameter.value, name))

    def _bases(self) -> list[Any]:
        return [
            cls for cls in self.factory.__mro__[1:] if isinstance(getattr(cls, "_meta", None), TableOptions)
        ]

    def _bound(self, value: Any, name: str) -> Any:
        if type(value) is SubFactory:
            value = Parent(value.get_factory, **value._defaults)
        if isinstance(value, Field):
            alias = self._known.get(id(value))
            bound: Any = (
                Ref(alias).bound(name, {}) if alias and alias != name else value.bound(name, self._known)
            )
            return self._owned(bound)
        if isinstance(value, Maybe):
            decider = bind(value.decider, f"{name}.decider", self._known)
            return Maybe(decider, self._bound(value.yes, name), self._bound(value.no, name))
        is_link = isinstance(value, SubFactory) and not isinstance(value, (Dict, List))
        if isinstance(value, BaseDeclaration) and not is_link and not isinstance(value, Identity):
            early = get_builder_phase(value) == BuilderPhase.ATTRIBUTE_RESOLUTION
            return Plain(value).bound(name, {}) if early else value
        return bind(value, name, self._known)

    def _owned(self, value: Any, name: str = "") -> Any:
        """The declaration; a link to ``"self"`` as one to this factory, also where it is inherited."""
        return value.owned_by(self.factory) if isinstance(value, Parent) else value

    def bind_overrides(self, overrides: Mapping[str, Any]) -> dict[str, Any]:
        """Call-time overrides with their fields bound, so that each draws for its own column."""
        return {
            name: value if isinstance(value, Field) and value._name else self._bound(value, name)
            for name, value in overrides.items()
        }

    def declared(self, overrides: Mapping[str, Any]) -> Declared:
        """All declarations of a row under these overrides. A key given for a link's column unties the link."""
        if not overrides:
            return self._declared
        given = self.bind_overrides(self.untied(overrides))
        declared, _ = builder.parse_declarations(given, self.pre_declarations, self.post_declarations)
        return Declared(declared)

    @functools.cached_property
    def _declared(self) -> Declared:
        return Declared(self.pre_declarations)

    def untied(self, overrides: Mapping[str, Any]) -> dict[str, Any]:
        """The overrides, and no row for each link whose key is given by itself."""
        loose = {link: None for link, columns in self._keys_of_links.items() if columns & overrides.keys()}
        return {**loose, **overrides}

    # Links and what follows from them

    def _declared_links(self) -> dict[str, tuple[Any, ...]]:
        related = self.mapper.relationships if self.mapper is not None else ()
        links = {
            n: (v,)
            for n, v in self.base_declarations.items()
            if isinstance(v, SubFactory) or (n in related and not _is_hook(v))
        }
        for trait in self.parameters.values():
            # A link that only a trait fills: ``vision = None`` in the class, a Parent in the trait.
            for name, value in trait.overrides.items() if isinstance(trait, Trait) else ():
                if isinstance(value, SubFactory):
                    links[name] = (*links.get(name, ()), value)
        return links

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
                    self._keys_of_links.setdefault(name, set()).add(column)

    def _add_defaults(self) -> None:
        """What only a trait gives is, without it, the column's literal default, or nothing."""
        for trait in self.parameters.values():
            for name in trait.overrides if isinstance(trait, Trait) else ():
                column = self.table_column(name)
                if name in self.base_declarations or (column is not None and has_computed_default(column)):
                    continue
                if column is not None or name in self.links:
                    self.base_declarations[name] = None if column is None else literal(column)

    def link_models(self) -> dict[str, set[Any]]:
        """The models that each link may point to."""
        return self._link_models

    @functools.cached_property
    def _link_models(self) -> dict[str, set[Any]]:
        models: dict[str, set[Any]] = {}
        for name, links in self.links.items():
            if self.mapper is not None and name in self.mapper.relationships:
                models[name] = {self.mapper.relationships[name].mapper.class_}
            else:
                models[name] = {
                    link.get_factory()._meta.model for link in links if isinstance(link, SubFactory)
                }
        return models

    def link_factory(self, name: str) -> Any:
        """The table factory whose rows a link makes; None for a link that makes none, or of several kinds."""
        made = {link.get_factory() for link in self.links.get(name, ()) if isinstance(link, SubFactory)}
        factory = made.pop() if len(made) == 1 else None
        return factory if isinstance(getattr(factory, "_meta", None), TableOptions) else None

    def leads_to_link(self, path: str) -> bool:
        """Whether a nested name (``household__admin_user``) ends at a link rather than a column."""
        name, _, rest = path.partition("__")
        target = self.link_factory(name)
        if rest:
            return target is not None and bool(target._meta.leads_to_link(rest))
        return name in self.links and self.column_type(name) is None

    @property
    def born_column(self) -> str | None:
        """``Meta.born``, if there is such a column."""
        return self.born if self.born in self.names else None

    # Checks at declaration

    def _check_names(self) -> None:
        assert self.mapper is not None
        known = {*self.mapper.all_orm_descriptors.keys(), *self.taken_by_model()}
        for name in self.parameters:
            if name in known:
                raise DeclarationError(
                    f"{self.factory.__name__}: the trait or parameter {name!r} is named like a column",
                    hint="The column would never be written; give the trait another name",
                )
        for name, value in self.base_declarations.items():
            allowed = name in known or name in self.exclude or name in self.rename or name.startswith("_")
            if not _is_hook(value) and not allowed:
                kind = f"column or relationship of {self.model.__name__}"
                raise UnknownName(kind, name, known, where=self.factory.__name__)

    def _check_references(self) -> None:
        """Every name that a field reads exists, as far as the class body tells which factory a link makes."""
        traits = [p for p in self.parameters.values() if isinstance(p, Trait)]
        values = [p.value for p in self.parameters.values() if isinstance(p, SimpleParameter)]
        given = [value for trait in traits for value in trait.overrides.values()]
        for value in (*self.base_declarations.values(), *values, *given):
            for path in references(value):
                self._check_path(path)
        # The default of ``born`` is only a guess, what else Meta names must be there.
        named = {
            *(self.natural or ()),
            *self.adopted_by,
            *(key for row in self.rows or () for key in row),
            self.born,
        } - {
            "created_at",
            None,
        }
        for name in sorted(named - set(self.names)):
            raise unknown_column(self.factory, name)

    def _check_path(self, path: tuple[str, ...]) -> None:
        meta: Any = self
        for name in path:
            if name not in meta.names:
                raise unknown_column(meta.factory, name)
            targets = {link.known_factory for link in meta.links.get(name, ()) if isinstance(link, Parent)}
            meta = getattr(targets.pop(), "_meta", None) if len(targets) == 1 else None
            if not isinstance(meta, TableOptions):
                return

    def unknown(self, given: Iterable[str]) -> Iterator[tuple[Any, str]]:
        """Names that are given but do not exist, each with the factory that lacks it; nested ones too."""
        for path in given:
            name, _, rest = path.partition("__")
            if name in self.post_declarations or name in ("", "_row"):
                continue
            if name not in self.names:
                yield self.factory, name
            elif rest and (target := self.link_factory(name)) is not None:
                yield from target._meta.unknown([rest])


def _is_hook(declaration: Any) -> bool:
    """Whether a declaration runs after the object is made: ``RelatedFactory``, ``post_generation``."""
    return bool(get_builder_phase(declaration) == BuilderPhase.POST_INSTANTIATION)
