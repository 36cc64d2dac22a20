"""What ``import seedkit`` gives, and what it costs."""

from __future__ import annotations

import importlib
import subprocess
import sys
from types import ModuleType

import pytest

import seedkit
import seedkit.fields


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_the_public_names() -> None:
    assert seedkit.__all__ == [
        "Invariant", "Product", "TableFactory", "Trait", "World", "__version__", "anyone", "between", "chance",
        "copies", "days", "distinct", "each", "errors", "fields", "hours", "maybe", "minutes", "scenario", "settings", "sharing",
        "table", "weeks",
    ]  # fmt: skip
    for name in seedkit.__all__:
        assert getattr(seedkit, name) is not None
    assert dir(seedkit) == seedkit.__all__
    assert seedkit.__version__.count(".") == 2
    with pytest.raises(AttributeError, match="'seedkit' has no attribute 'nothing'"):
        _ = seedkit.nothing


def test_the_public_fields() -> None:
    public = {name for name in vars(seedkit.fields) if not name.startswith("_") and name != "annotations"}
    modules = {name for name in public if isinstance(getattr(seedkit.fields, name), ModuleType)}
    assert public - modules == set(seedkit.fields.__all__)


def test_a_module_of_the_same_name_hides_nothing() -> None:
    module = importlib.import_module("seedkit.scenario")
    assert seedkit.scenario is module.scenario
    assert (
        run("import seedkit.scenario, seedkit.world; from seedkit import scenario; print(callable(scenario))")
        == "True\n"
    )


def test_importing_brings_nothing_heavy() -> None:
    heavy = "{'numpy', 'pyarrow', 'factory', 'sqlalchemy', 'psycopg', 'faker', 'typer', 'rich'}"
    assert run(f"import sys, seedkit; print(sorted({heavy} & set(sys.modules)))") == "[]\n"
