"""Slugs that must differ, and the titles that they are of."""

from __future__ import annotations

from collections.abc import Mapping

from ...fields.base import Field
from .said import Said, condition, phrases_alike


def titled(fields: Mapping[str, Field]) -> dict[str, Field]:
    """The fields, with the title beside a slug that must differ saying the same as the slug."""
    made = dict(fields)
    for name, slug in fields.items():
        if not isinstance(slug, Said) or slug.form != "slug" or slug.nth is None:
            continue
        for other, title in fields.items():
            same = isinstance(title, Said) and (title.rule, title.form, title.where) == (slug.rule, "", None)
            if (
                not same
                or not isinstance(title, Said)
                or title.nth is not None
                or title.sentences is not None
            ):
                continue
            rooms = [room for room in (slug.longest, title.longest) if room is not None]
            longest = min(rooms, default=None)
            if (longest is None or longest >= 40) and _any_may_be(slug, longest):
                made[name] = Said(slug.rule, form="slug", longest=longest, nth=slug.nth, alike="slug")
                made[other] = Said(slug.rule, longest=longest, nth=slug.nth, alike="slug")
                break
    return made


def _any_may_be(slug: Said, longest: int | None) -> bool:
    """Whether what a check wants of a slug is true of every one, with and without a number behind it."""
    if slug.where is None:
        return True
    passes = condition(slug.where)
    known = phrases_alike(slug.rule, "slug", "slug", longest).to_pylist()
    return all(passes(text) and passes(f"{text}-2") for text in known)
