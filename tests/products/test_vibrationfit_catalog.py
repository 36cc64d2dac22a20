"""VibrationFit's models against the catalogue of its published schema."""

from __future__ import annotations

from catalogue_tests import CatalogueTests
from vibrationfit_catalog import VIBRATIONFIT

from seedkit.schema.ddl import is_optional, is_view


class TestCatalogue(CatalogueTests):
    catalogue = VIBRATIONFIT

    def test_one_table_is_optional_and_one_a_view(self) -> None:
        models = self.catalogue.models.items()
        assert [name for name, m in models if is_optional(m)] == ["token_drips"]
        assert [name for name, m in models if is_view(m)] == ["token_usage_with_costs"]
