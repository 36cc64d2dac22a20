"""Infinite Pages' models against the catalogue of its published schema."""

from __future__ import annotations

from catalogue_tests import CatalogueTests
from infinitepages_catalog import INFINITEPAGES

from seedkit.schema.ddl import is_optional, is_view


class TestCatalogue(CatalogueTests):
    catalogue = INFINITEPAGES

    def test_forty_tables_three_views_nothing_optional(self) -> None:
        models = self.catalogue.models.items()
        assert [name for name, m in models if is_optional(m)] == []
        assert sorted(name for name, m in models if is_view(m)) == [
            "cache_efficiency_by_user",
            "daily_cache_stats",
            "foundation_fingerprint_health",
        ]
        assert len(models) == 43
