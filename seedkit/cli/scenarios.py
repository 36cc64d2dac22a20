"""``seedkit scenarios``: all stories, a line each."""

from __future__ import annotations

from .options import Json, data


def scenarios(json: Json = False) -> None:
    """List every story of every product."""
    from ..product import find_product, products
    from .tables import show, table

    found = [story for name in products() for story in find_product(name).all_scenarios().values()]
    if json:
        data(
            {
                s.name: {
                    "title": s.title,
                    "parameters": {
                        p.name: {"type": p.type_name, "default": p.default} for p in s.parameters.values()
                    },
                }
                for s in found
            },
            as_json=True,
        )
        return
    rows = [
        (s.name, s.title, " ".join(f"{p.name}={p.default}" for p in s.parameters.values())) for s in found
    ]
    show(table("Scenarios", ["name", "story", "parameters"], rows))
