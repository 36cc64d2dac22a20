"""Pages about the shipped products: domains, tables, how they hang together, stories and their people."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from seedkit.plan import Plan, compile_plan
from seedkit.product import Product, find_product, products
from seedkit.scenario import Scenario
from seedkit.schema.ddl import is_optional, is_view


def pages() -> dict[str, Any]:
    """``{path below docs/: function that writes the page}``."""
    found: dict[str, Any] = {}
    for name in sorted(products()):
        product = find_product(name)
        found[f"products/{name}.md"] = lambda p=product: product_page(p)
        for story in product.all_scenarios().values():
            found[scenario_path(story)] = lambda s=story: scenario_page(s)
    return found


def scenario_path(story: Scenario) -> str:
    """``scenarios/vibrationfit-household.md``."""
    return f"scenarios/{story.name.replace('/', '-')}.md"


def product_page(product: Product) -> str:
    """Domains, tables, an ER diagram for each, factories with their traits, stories."""
    lines = [f"# {product.name}", _MARK, "", *_stories(product)]
    models = sorted(product.models, key=lambda m: (_domain(m), m.__table__.name))
    factories = {f._meta.model: f for f in reversed(product.all_factories().values())}
    lines += [
        "",
        f"{len(models)} tables and views, {len(product.invariants)} invariants ([all](../invariants.md)).",
    ]
    for domain, members in groupby(models, key=_domain):
        found = list(members)
        rows = [(f"`{m.__table__.name}`", _kind(m), _first(m), *_factory(factories.get(m))) for m in found]
        lines += ["", f"## {domain.replace('_', ' ').capitalize()}", ""]
        lines += _table(("table", "", "one row is", "factory", "traits"), rows)
        lines += ["", "```mermaid", "erDiagram", *_diagram(found), "```"]
    return "\n".join(lines) + "\n"


def scenario_page(story: Scenario) -> str:
    """What a story tells, its parameters, people, rows and expectations."""
    plan = compile_plan(story)
    text = inspect.getdoc(story.function) or story.name
    lines = [f"# {story.name}", _MARK, "", text, "", f"    seedkit load {story.name}"]
    if story.parameters:
        rows = [
            (f"`--{p.name.replace('_', '-')}`", p.type_name, str(p.default))
            for p in story.parameters.values()
        ]
        lines += ["", "## Parameters", "", *_table(("option", "type", "default"), rows)]
    people = [(f"`{p.handle}`", p.kind, "always" if p.sure else "in some copies") for p in plan.people]
    lines += ["", "## People", "", *_table(("person", "kind", "there"), people)]
    if plan.sights:
        lines += ["", "## Expectations", "", *_sights(plan)]
    rows = [
        (f"`{t.name}`", f"{t.rows:,.0f}" if t.rows else "shared", ", ".join(t.factories)) for t in plan.tables
    ]
    lines += ["", f"## Rows of one copy (about {plan.rows_per_copy:,.0f})", ""]
    lines += _table(("table, in load order", "rows", "factories"), rows)
    return "\n".join(lines) + "\n"


def _stories(product: Product) -> Iterator[str]:
    stories = product.all_scenarios().values()
    rows = [(f"[`{s.name}`](../{scenario_path(s)})", s.title) for s in stories]
    yield from _table(("story", "tells"), rows) if rows else ["No story yet."]


def _sights(plan: Plan) -> Iterator[str]:
    seen: dict[str, list[str]] = {}
    for sight in plan.sights:
        seen.setdefault(sight.handle, []).append(f"`{sight.table.removeprefix('public.')}`")
    for handle, tables in seen.items():
        yield f"- `{handle}` sees {', '.join(dict.fromkeys(tables))}"


def _diagram(models: list[Any]) -> Iterator[str]:
    for model in models:
        table = model.__table__
        yield f"    {table.name}"
        for key in sorted(table.foreign_keys, key=lambda k: (k.parent.name, k.column.table.name)):
            target = key.column.table
            name = f"auth_{target.name}" if target.schema == "auth" else target.name
            many = "|o" if key.parent.nullable else "||"
            yield f"    {name} {many}--o{{ {table.name} : {key.parent.name}"


def _domain(model: Any) -> str:
    return str(model.__module__.rpartition(".")[2])


def _kind(model: Any) -> str:
    return "view" if is_view(model) else "optional" if is_optional(model) else ""


def _first(model: Any) -> str:
    return (inspect.getdoc(model) or "").partition("\n")[0].replace("``", "`")


def _factory(factory: Any) -> tuple[str, str]:
    if factory is None:
        return "", ""
    traits = [n for n, p in sorted(factory._meta.parameters.items()) if type(p).__name__ == "Trait"]
    return f"`{factory.__name__}`", ", ".join(f"`{t}`" for t in traits)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in row)} |"


_MARK = "<!-- written by docs/generate.py: run `make docs` -->"
