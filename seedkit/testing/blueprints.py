"""From a wish to what is to be loaded: plan, recipe of the template, contents; each made once a process."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from ..errors import UnknownName, UsageError
from ..load.ledger import find_load
from ..load.preflight import bind
from ..load.reference import known_rows
from ..plan import Plan, compile_plan
from ..product import Product, find_product, find_scenario, products, scenario_names
from ..scenario import Scenario
from .recipes import Recipe, blank, product_schema, sql_files, story_rows
from .rows import Contents
from .wishes import Wish

__all__ = ["Blueprint", "Blueprints", "contents_of"]


@dataclass
class Blueprint:
    """What a wish comes to: a story's plan on its product's schema, only the schema, or neither."""

    recipe: Recipe
    product: Product | None = None
    story: Scenario | None = None
    plan: Plan | None = None
    schema: Recipe | None = None
    #: What a clone of the template holds; the same in every clone.
    contents: Contents | None = field(default=None, repr=False)


class Blueprints:
    """The blueprints of one process."""

    def __init__(self, schema_files: Sequence[Path] = ()) -> None:
        self._places = list(schema_files)
        self._files: list[Path] | None = None
        self._known: dict[Any, Blueprint] = {}

    def of(self, wish: Wish) -> Blueprint:
        """The blueprint of a wish. Raises UnknownName, BadParameter, PlanError."""
        told = json.dumps(dict(wish.parameters), sort_keys=True, default=repr)
        what = wish.story.function if isinstance(wish.story, Scenario) else wish.story
        key = (what, told, wish.copies, wish.seed, wish.now, wish.name)
        if key not in self._known:
            self._known[key] = self._made(wish)
        return self._known[key]

    def schema(self, product: Product) -> Recipe:
        """The recipe of a product's schema, from the files of ``seedkit_schema`` if there are any."""
        if self._files is None:
            self._files = sql_files(self._places)
        return product_schema(product, self._files)

    def _made(self, wish: Wish) -> Blueprint:
        story = wish.story
        if story is None:
            return Blueprint(blank())
        if isinstance(story, str) and "/" not in story and story in products():
            return self._only_schema(find_product(story), wish)
        if isinstance(story, str):
            story = _found(story)
        if not isinstance(story, Scenario):
            raise UsageError(
                f"{story!r} is no story",
                got=type(story).__name__,
                allowed=(
                    "a function under @scenario",
                    "its name: 'vibrationfit/household'",
                    "a product's name",
                ),
            )
        product = find_product(story.product)
        plan = compile_plan(
            story,
            seed=wish.seed,
            now=wish.now,
            copies=wish.copies,
            name=wish.name,
            parameters=wish.parameters,
        )
        schema = self.schema(product)
        return Blueprint(story_rows(plan, schema), product, story, plan, schema)

    def _only_schema(self, product: Product, wish: Wish) -> Blueprint:
        if wish.parameters or wish.copies != 1:
            given = [*wish.parameters, *(["copies"] if wish.copies != 1 else [])]
            raise UsageError(
                f"{product.name} is a product and takes no {', '.join(given)}",
                hint=f"Name a story of it, such as {next(iter(product.all_scenarios()), product.name + '/…')}",
            )
        schema = self.schema(product)
        return Blueprint(schema, product, schema=schema)


def _found(name: str) -> Scenario:
    """The story of this name. A name without a slash may be a product's, so both kinds are suggested."""
    if "/" in name:
        return find_scenario(name)
    raise UnknownName("story or product", name, [*products(), *scenario_names()])


def contents_of(connection: psycopg.Connection[Any], plan: Plan) -> Contents:
    """What this load of the plan holds: its integer keys, and the catalogue rows it found."""
    entry = find_load(connection, plan.scenario, plan.seed, plan.name)
    bases = entry.receipt.get("bases", {}) if entry else {}
    return Contents(plan.replace(bases=bases), known_rows(connection, bind(connection, plan)))
