"""Opening the target of a verb: resolved, guarded, connected."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer

AcceptUsers = Annotated[
    int | None,
    typer.Option(
        "--accept-users",
        metavar="N",
        help="Go on although the target holds N users that seedkit did not make.",
    ),
]


@contextlib.contextmanager
def reading(db: str | None, story: str | None = None) -> Iterator[tuple[Any, Any]]:
    """``(connection, target)`` of a verb that keeps nothing it writes; this machine only."""
    from ..load.connect import connect, resolve
    from ..load.guard import refuse_remote

    target = resolve(db, product=product_of(story), story=story)
    refuse_remote(target)
    with connect(target, writable=False) as connection:
        yield connection, target


@contextlib.contextmanager
def writing(db: str | None, story: str, accept: int | None = None) -> Iterator[tuple[Any, Any]]:
    """``(connection, target)`` of a verb that writes for a story (or a product), once the guard has let it."""
    from ..load.connect import connect, resolve
    from ..load.guard import refuse_remote

    target = resolve(db, product=product_of(story), story=story)
    refuse_remote(target)
    with connect(target) as connection:
        _guard(connection, target, accept)
        yield connection, target


def product_of(story: str | None) -> str | None:
    """``vibrationfit`` of ``vibrationfit/household``; nothing of a name that tells no product."""
    from ..product import products

    name = (story or "").partition("/")[0]
    return name if name in products() else None


def _guard(connection: Any, target: Any, accept: int | None) -> None:
    from ..errors import GuardRefused
    from ..load.guard import FOREIGN_USERS, check

    try:
        check(connection, target, accept=accept)
    except GuardRefused as refusal:
        # Whoever sits at a terminal may type the number instead of calling again.
        if refusal.where != FOREIGN_USERS or not sys.stdin.isatty():
            raise
        print(refusal, file=sys.stderr)
        typed = typer.prompt("Their number, to go on", default="", show_default=False, err=True)
        if not typed.strip().isdigit():
            raise
        check(connection, target, accept=int(typed))
