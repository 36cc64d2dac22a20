"""A cluster of dask on this machine, for the tests that distribute: two processes, started once a run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from seedkit.plan import Plan
from seedkit.scale.engine import Dask, dask_engine
from seedkit.scale.export import export_parts


class Cluster:
    """Two workers; ``engine`` as the export uses it."""

    def __init__(self, engine: Dask) -> None:
        self.engine = engine

    def export(self, plan: Plan, output: str, **options: Any) -> Any:
        return export_parts(plan, output, self.engine, **options)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with dask_engine(workers=2) as engine:
        yield Cluster(engine)
