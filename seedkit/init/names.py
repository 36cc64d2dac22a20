"""Names of a project: of its product, packages and domains; unlike each other, whatever a schema calls its tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from ..errors import UsageError
from .code import identifier

__all__ = ["free", "named_after", "package_of", "product_name", "shared_word", "words"]

#: A word with which so many tables begin, and such a share of all, tells nothing.
_MANY, _MOST = 4, 0.6


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
    gap = "_" if name[-1:].isdigit() else ""
    while found in taken:
        found, number = f"{name}{gap}{number}", number + 1
    return found


def words(name: str, without: str = "") -> list[str]:
    """``OrderLine``, ``order_lines``, ``order lines`` as words in lower case; not ``without`` at the beginning."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    found = [word for word in re.split(r"[\W_]+", spaced.lower()) if word]
    return found[1:] if without and found[:1] == [without] and len(found) > 1 else found


def shared_word(names: Collection[str]) -> str:
    """The word with which most tables begin, as if it were their schema: ``app`` of ``app_users``; or none."""
    firsts = Counter(found[0] for found in map(words, names) if len(found) > 1)
    [(most, count)] = firsts.most_common(1) or [("", 0)]
    return most if count >= max(_MANY, _MOST * len(names)) else ""


def named_after(table: str, column: str) -> bool:
    """Whether a column has a table's name, as a link has that nobody declared: ``jobid`` or ``client_job`` of ``jobs``."""
    said, wish = words(column), words(table)
    bare = re.sub(r"s$", "", "_".join(wish))
    return re.fullmatch(rf"(.*_)?{re.escape(bare)}s?(_?id)?", "_".join(said)) is not None
