"""Names of a project: of its product, packages and domains; unlike each other, whatever a schema calls its tables."""

from __future__ import annotations

import re
from collections.abc import Collection

from ..errors import UsageError
from .code import identifier

__all__ = ["free", "package_of", "product_name", "words"]


def product_name(wish: str | None, database: str) -> str:
    """What the product is called: as wished, else like the database. Raises UsageError."""
    if wish is None:
        return "-".join(re.findall(r"[a-z0-9]+", database.lower())) or "shop"
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", wish):
        hint = "Small letters, digits, - and _, a letter first: it begins the names of stories, shop/first"
        raise UsageError(f"{wish!r} is no name for a product", got=wish, hint=hint)
    return wish


def package_of(product: str) -> str:
    """The Python package of a product: ``shop_seeds``."""
    return f"{identifier(product.replace('-', '_'), otherwise='shop').lower()}_seeds"


def free(name: str, taken: Collection[str]) -> str:
    """The name, with a number where it is taken."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name}{number}", number + 1
    return found


def words(name: str) -> list[str]:
    """``OrderLine``, ``order_lines``, ``order lines`` as words in lower case."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return [word for word in re.split(r"[\W_]+", spaced.lower()) if word]
