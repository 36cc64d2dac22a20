"""A project for a database: looked over, read, written, tried, and only then put in its place."""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from ..errors import SeedkitError, TargetError
from ..schema.reflected import Name
from ..schema.reflection import reflect
from ..schema.snapshot import dump
from ..scope import midnight
from .access import OPEN
from .arcs import fit_links
from .code import block, docstring, imports
from .domains import FEW, domains_of
from .factory_files import FactoryFiles
from .files import configured, place, refuse_taken, test_file
from .models import RAW, models_of
from .names import free, package_of, product_name
from .reading import read
from .readme import left_out, readme
from .sqlfile import schema_file
from .story import Story, tell
from .survey import Survey, survey
from .trial import Tried, imported, tried

__all__ = ["Project", "Wishes", "init"]

#: How often a project is mended and tried again.
_TRIES = 8


@dataclass(frozen=True)
class Wishes:
    """What was asked for. ``schemas``, ``tables`` and ``exclude`` limit what is looked at."""

    into: Path = field(default_factory=Path.cwd)
    name: str | None = None
    schemas: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    force: bool = False


@dataclass(frozen=True)
class Project:
    """What was written: its files, and what it cannot do, in sentences."""

    product: str
    package: str
    folder: Path
    files: Mapping[str, str]
    tables: int
    told: int
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The facts, for ``--json``."""
        return {
            "product": self.product, "package": self.package, "folder": str(self.folder), "files": list(self.files),
            "tables": self.tables, "story": f"{self.product}/first", "told": self.told, "left_out": list(self.notes),
        }  # fmt: skip


def init(connection: psycopg.Connection[Any], wishes: Wishes | None = None) -> Project:
    """Write a project for the database of a connection, which is only read.

    Raises UsageError for a name that is none, OutputError where something is in the way, TargetError for a
    schema without tables.
    """
    wishes = wishes or Wishes()
    product = product_name(wishes.name, connection.info.dbname)
    package = package_of(product)
    settings = configured(wishes.into, package)
    refuse_taken(wishes.into, package, force=wishes.force)
    return _Writer(connection, wishes, product, package).project(settings)


class _Writer:
    """One call of init."""

    def __init__(
        self, connection: psycopg.Connection[Any], wishes: Wishes, product: str, package: str
    ) -> None:
        self._connection, self._wishes = connection, wishes
        self._product, self._package = product, package
        self._now = midnight()

    def project(self, settings: str) -> Project:
        """All of it."""
        survey_ = self._survey()
        schemas = sorted({name.schema for name in survey_.tables})
        try:
            schema, why = schema_file(self._connection, survey_.database, schemas), ""
        except TargetError as error:
            schema, why = (
                "",
                f"There is no schema.sql, so tests build the schema from the models alone: {error}.",
            )
        files = self._read(survey_)
        without: dict[Name, str] = {}
        for _ in range(_TRIES):
            story = tell(files, without)
            made = self._files(files, story, schema)
            wrong = self._try(made, files)
            if not wrong:
                break
            self._mend(files, without, wrong)
        else:
            raise TargetError(f"no working project could be made of this schema: {'; '.join(wrong.rest[:3])}")
        made |= self._about(files, story, without, schema)
        made["pyproject.toml"] = settings
        place(self._wishes.into, made, self._package, force=self._wishes.force)
        notes = (*([why] if why else []), *left_out(files, without))
        told = len(story.steps) + len(story.companions) + len(story.catalogue)
        return Project(
            self._product, self._package, self._wishes.into, made, len(survey_.tables), told, notes
        )

    def _survey(self) -> Survey:
        found = survey(
            reflect(self._connection),
            fit=fit_links,
            schemas=self._wishes.schemas,
            tables=self._wishes.tables,
            exclude=self._wishes.exclude,
        )
        if not found.tables:
            hint = "; ".join(f"{name}: {why}" for name, why in list(found.left.items())[:3])
            raise TargetError(
                "there is no table to make a factory for",
                where=self._connection.info.dbname,
                hint=hint or "Is it the right database, and has the role the right to see its tables?",
            )
        return found

    def _read(self, survey_: Survey) -> FactoryFiles:
        readings = {name: read(survey_, taken, self._now) for name, taken in survey_.tables.items()}
        for name, taken in survey_.tables.items():
            linked = {column for link in taken.links for column in link.key.columns}
            known = {*readings[name].fields, *taken.key, *linked}
            computed = {c.name for c in taken.table.columns.values() if c.computed}
            taken.hidden = frozenset((taken.table.columns.keys() - known) | (computed - set(taken.key)))
        files = FactoryFiles(survey_, models_of(survey_), readings, self._package)
        tables = {name: taken.table for name, taken in survey_.tables.items()}
        lists = [name for name in tables if files.is_catalogue(name)] if len(tables) >= FEW else []
        domains = domains_of({name: table for name, table in tables.items() if name not in lists})
        files.domains = {**({free("catalogue", domains): lists} if lists else {}), **domains}
        return files

    # Files

    def _files(self, files: FactoryFiles, story: Story, schema: str) -> dict[str, str]:
        package, domains = self._package, dict(files.domains)
        made = {
            f"{package}/__init__.py": self._product_file(files, story, bool(schema)),
            f"{package}/models/__init__.py": _exports(
                "The models, one class for each table.",
                {d: [files.models.by_table[n].name for n in names] for d, names in domains.items()},
                extra={"base": ["Base"]},
                listed="MODELS",
            ),
            f"{package}/models/base.py": _base(files),
            f"{package}/factories/__init__.py": _exports(
                "The factories, one class for each table.",
                {d: [files.factory(n) for n in names] for d, names in domains.items()},
            ),
            f"{package}/scenarios/__init__.py": docstring("The stories. Each module in here is found.", "")
            + "\n",
            f"{package}/scenarios/first.py": story.source(self._product, "first", domains),
            f"{package}/snapshot.json": dump(
                files.survey.database, home=sorted({name.schema for name in files.survey.tables})
            ),
        }
        for domain in domains:
            made[f"{package}/models/{domain}.py"] = files.models.module(domain, domains)
            made[f"{package}/factories/{domain}.py"] = files.module(domain)
        if schema:
            made[f"{package}/schema.sql"] = schema
        return made

    def _product_file(self, files: FactoryFiles, story: Story, schema: bool) -> str:
        companions = [files.factory(name) for name in story.companions]
        catalogue = [files.factory(name) for name in story.catalogue]
        wanted: dict[str, set[str]] = {
            "__future__": {"annotations"},
            "importlib.resources": {"files"},
            "seedkit.product": {"Product"},
            ".models": {"MODELS"},
            ".factories": {*companions, *catalogue},
        }
        person = "UserFactory"
        if files.survey.supabase:
            wanted["seedkit.supabase.factories"] = {"IdentityFactory", person}
            companions.insert(0, "IdentityFactory")
        else:
            person = files.factory(story.root or next(iter(files.survey.tables)))
            wanted[".factories"].add(person)
        given = [
            f'name="{self._product}"', "models=MODELS", f'factories="{self._package}.factories"',
            f'scenarios="{self._package}.scenarios"', f"person={person}",
        ]  # fmt: skip
        given += [f"companions={_tuple(companions)}"] if companions else []
        adopted = _tuple([f'"{name}"' for name in story.adopted])
        given += [f"adopted={adopted}"] if story.adopted else []
        given += [f"catalogue={_tuple(catalogue)}"] if catalogue else []
        given += ['schema=files(__name__) / "schema.sql"'] if schema else []
        given += ['snapshot=files(__name__) / "snapshot.json"']
        head = docstring(f"What seedkit knows of {self._product}: its tables, factories and stories.", "")
        lines = [head, "", imports(wanted), "", "product = Product(", *map(_argument, given), ")"]
        return "\n".join(lines) + "\n"

    def _about(
        self, files: FactoryFiles, story: Story, without: Mapping[Name, str], schema: str
    ) -> dict[str, str]:
        about = {
            f"{self._package}/README.md": readme(
                self._product, self._package, files, story, without, schema=schema
            )
        }
        label = self._label(files, story)
        if label:
            about[f"tests/test_{self._package}.py"] = test_file(
                self._package, f"{self._product}/first", label
            )
        return about

    def _label(self, files: FactoryFiles, story: Story) -> str:
        """What the root's rows are called in the story."""
        root = next((step for step in story.steps if step.taken.name == story.root), None)
        if root is None:
            return "User:owner" if story.people else ""
        handles = [value for value in root.bound.values() if value in story.people]
        noun = files.models.by_table[root.taken.name].name
        return f"{noun}:{'.'.join(dict.fromkeys(handles))}" if handles else noun

    # Tries

    def _try(self, made: Mapping[str, str], files: FactoryFiles) -> Tried:
        with tempfile.TemporaryDirectory(prefix="seedkit-init-") as folder:
            for name, text in made.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
            try:
                with imported(Path(folder), self._package) as module:
                    return tried(module, files)
            except SeedkitError:
                raise
            except Exception as error:
                about = str(error).strip().partition("\n")[0]
                raise TargetError(
                    f"no working project could be made of this schema: {type(error).__name__}: {about}",
                    hint="Leave its table out: --exclude",
                ) from error

    def _mend(self, files: FactoryFiles, without: dict[Name, str], wrong: Tried) -> None:
        """A column in inference's own words, then empty; a table out of the story."""
        for name, attributes in wrong.columns.items():
            columns = {c for c, a in files.models.by_table[name].attributes.items() if a in attributes}
            plain = files.plain.setdefault(name, set())
            files.none.setdefault(name, set()).update(columns & plain)
            plain |= columns
            for column in files.none[name]:
                if files.survey.tables[name].table.columns[column].not_null:
                    without[name] = f"no value of {column} could be made"
        without |= wrong.tables
        if not (wrong.columns or wrong.tables):
            raise TargetError(f"no working project could be made of this schema: {'; '.join(wrong.rest[:3])}")


def _base(files: FactoryFiles) -> str:
    """The module of what all models share; what is open to everybody is said there once."""
    opened = any(model.rule.open for model in files.models.by_table.values())
    wanted = {"__future__": {"annotations"}, "sqlalchemy.orm": {"DeclarativeBase"}}
    lines = [docstring("What all models have in common.", ""), ""]
    raw = any(f"{RAW}(" in ast.unparse(model.tree) for model in files.models.by_table.values())
    if opened:
        wanted["seedkit.schema.access"] = {"API_ROLES", "allow"}
    if raw:
        wanted["typing"], wanted["sqlalchemy.types"] = {"Any"}, {"UserDefinedType"}
    lines += [imports(wanted), ""]
    if opened:
        lines += [
            "#: Row security is off: whoever has the key of the API reads and writes every row.",
            f"{OPEN} = allow(",
            '    "select insert update delete", expect=lambda t, c: "true", roles=API_ROLES',
            ")",
            "",
        ]
    lines += ["", "class Base(DeclarativeBase):", docstring("The tables of this project.")]
    return "\n".join(lines + (_RAW.splitlines() if raw else [])) + "\n"


_RAW = '''

class Raw(UserDefinedType[Any]):
    """A type that SQLAlchemy has no word for: values are texts, as the server reads them."""

    cache_ok = True

    def __init__(self, sql: str) -> None:
        self.sql = sql

    def get_col_spec(self, **_: Any) -> str:
        """The type as SQL spells it."""
        return self.sql
'''


def _argument(said: str) -> str:
    """``name=value,`` as a line of a call, or as several."""
    name, _, value = said.partition("=")
    head = f"    {name}="
    return f"{head}{block(ast.parse(value, mode='eval').body, '    ', len(head), 1)},"


def _tuple(names: list[str]) -> str:
    return f"({', '.join(names)}{',' if len(names) == 1 else ''})"


def _exports(
    about: str,
    names: Mapping[str, list[str]],
    *,
    extra: Mapping[str, list[str]] | None = None,
    listed: str = "",
) -> str:
    """A package's ``__init__``: every class, from wherever it is."""
    wanted = {f".{module}": set(found) for module, found in {**(extra or {}), **names}.items()}
    everything = sorted({name for found in wanted.values() for name in found})
    lines = [docstring(about, ""), "", imports({"__future__": {"annotations"}, **wanted}), ""]
    if listed:
        classes = [name for found in names.values() for name in found]
        lines += [f"{listed} = (", *(f"    {name}," for name in classes), ")", ""]
        everything = sorted([*everything, listed])
    lines += ["__all__ = [", *(f'    "{name}",' for name in _sorted(everything)), "]"]
    return "\n".join(lines) + "\n"


def _sorted(names: list[str]) -> list[str]:
    """As ruff sorts ``__all__``: constants, classes, the rest."""
    return sorted(names, key=lambda name: (not name.isupper(), name))
