"""A plan on its way to other processes: as bytes, and made ready again, once in each."""

from __future__ import annotations

import functools
import pickle

from ..errors import UsageError
from ..plan import Plan
from ..product import find_product

__all__ = ["plan_of", "recipe_of"]


def recipe_of(plan: Plan) -> tuple[str, bytes]:
    """The plan as a product's name and bytes. Raises UsageError where its factories cannot be imported elsewhere."""
    try:
        return plan.product, pickle.dumps(plan)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise UsageError(
            f"{plan.scenario} cannot be told by another process: {error}",
            hint="Declare factories, fields and functions at the top of modules, without lambda",
        ) from error


@functools.lru_cache(maxsize=4)
def plan_of(recipe: tuple[str, bytes]) -> Plan:
    """The plan again; the same object for the same recipe, so that a process makes once what shards share."""
    # The product first: a project's own modules are importable from then on.
    find_product(recipe[0])
    plan: Plan = pickle.loads(recipe[1])
    return plan
