"""CraveVerse's models against the catalogue of its published schema."""

from __future__ import annotations

import re

from catalogue_tests import CatalogueTests
from craveverse_catalog import CRAVEVERSE

from seedkit.schema.ddl import is_optional, is_view


class TestCatalogue(CatalogueTests):
    catalogue = CRAVEVERSE

    def test_one_table_is_optional_and_six_are_views(self) -> None:
        models = self.catalogue.models.items()
        assert [name for name, m in models if is_optional(m)] == ["test_table_creation"]
        views = {row["table"] for row in self.catalogue.rows("tables") if row["status"] == "view"}
        assert {name for name, m in models if is_view(m)} == views

    def test_every_trigger_is_there_under_its_name(self) -> None:
        made = re.findall(
            r"create trigger (\w+) (before \w+) on public.(\w+).* execute function public.(\w+)",
            "\n".join(self.catalogue.extras.triggers),
        )
        dropped = self.catalogue.differences.triggers
        assert set(made) == {
            (r["name"], f"{r['timing']} {r['events']}".lower(), r["table"], r["function"])
            for r in self.catalogue.rows("triggers")
            if r["name"] not in dropped
        }
