"""sqlacodegen's declarative generator, every table a class, named by us. Imported where it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlacodegen.generators import DeclarativeGenerator
from sqlacodegen.models import ColumnAttribute, Model, ModelClass
from sqlacodegen.utils import qualified_table_name
from sqlalchemy import Table

from ..fill.owners import USERS
from ..schema.reflected import Name

if TYPE_CHECKING:
    from .naming import Names

__all__ = ["Generator"]


class Generator(DeclarativeGenerator):
    """Declarative models as seedkit's factories want them.

    Join tables are classes too, for factories make their rows; the house's model stands for ``auth.users``.
    """

    names: Names

    def generate_models(self) -> list[Model]:
        """A class for each table but that of users."""
        models: dict[str, Model] = {}
        for table in self.metadata.sorted_tables:
            model = models[qualified_table_name(table)] = ModelClass(table)
            model.columns = [ColumnAttribute(model, column) for column in table.c]
        own = [m for m in models.values() if isinstance(m, ModelClass) and _named(m.table) != USERS]
        for model in own:
            self.generate_relationships(model, models, [])
            for link in model.relationships:
                if link.source is link.target and link.constraint is not None:
                    referred = [element.column.name for element in link.constraint.elements]
                    link.remote_side = [model.get_column_attribute(name) for name in referred]
        self.collect_imports(own)
        imported = {name for names in self.imports.values() for name in names}
        self.names.spoken = imported - {"text"}
        for each in models.values():
            self.generate_model_name(each, imported)
        return list(own)

    def generate_model_name(self, model: Model, global_names: set[str]) -> None:
        """Class, columns and links in our words."""
        assert isinstance(model, ModelClass)
        name = _named(model.table)
        model.name = self.names.of_class(name, global_names)
        for column in model.columns:
            column.name = self.names.of_column(name, column.column.name)
        for link in model.relationships:
            link.name = self.names.of_link(name, link.constraint)


def _named(table: Table) -> Name:
    return Name(table.schema or "public", table.name)
