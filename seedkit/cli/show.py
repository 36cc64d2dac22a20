"""``seedkit show``: the plan of a story, before anything is written."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from .options import Json, data
from .story import parse_now, takes_story


@takes_story
def show(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="For instance vibrationfit/household.")],
    copies: Annotated[int, typer.Option(metavar="N", help="How many copies of the story.")] = 1,
    seed: Annotated[int, typer.Option(metavar="N", help="Another seed makes other rows.")] = 0,
    now: Annotated[str | None, typer.Option(metavar="WHEN", help="today, a date or a moment.")] = None,
    sample: Annotated[int, typer.Option(metavar="N", help="Print so many rows of each table as well.")] = 0,
    json: Json = False,
    parameters: dict[str, str] | None = None,
) -> None:
    """Print tables, row counts, load order, people, expectations and the line of each step."""
    from ..plan import compile_plan
    from ..product import find_scenario
    from .tables import show as print_table
    from .tables import table

    story = find_scenario(scenario)
    plan = compile_plan(story, seed=seed, now=parse_now(now), copies=copies, parameters=parameters)
    if json:
        data(_facts(plan), as_json=True)
        return
    print(f"{plan.scenario}: {story.title}")
    print(
        f"seed {plan.seed}, now {plan.now:%Y-%m-%d %H:%M} UTC, {plan.copies:,} copies of about {plan.rows_per_copy:,.0f} "
        f"rows, keys 5eed{plan.tag:04x}-…"
    )
    print_table(
        table(
            "Tables, in load order",
            ["table", "rows", "row sets"],
            [(t.name, round(t.rows * plan.copies), ", ".join(t.labels)) for t in plan.tables],
            right=["rows"],
        )
    )
    steps = [
        (r.label, _count(r), r.where) for r in plan.rowsets.values() if r.axis in ("copy", "each", "shared")
    ]
    print_table(table("Steps", ["row set", "count", "where"], steps))
    people = [(p.handle, "always" if p.sure else "in some copies", p.where) for p in plan.people]
    print_table(table("People", ["person", "there", "where"], people))
    if plan.sights:
        print_table(
            table(
                "Expectations",
                ["person", "sees", "where"],
                [(s.handle, s.label, s.where) for s in plan.sights],
            )
        )
    if plan.parameters:
        values = [(p.name, p.type_name, plan.parameters[p.name]) for p in story.parameters.values()]
        print_table(table("Parameters", ["name", "type", "value"], values))
    if sample:
        _print_sample(plan, sample)


def _count(rowset: Any) -> str:
    each = f" each {rowset.parent.label}" if rowset.axis == "each" and rowset.parent else ""
    shared = " in the whole load" if rowset.axis == "shared" else ""
    return f"{1 if rowset.count is None else rowset.count}{each}{shared}"


def _facts(plan: Any) -> dict[str, Any]:
    return {
        "scenario": plan.scenario,
        "seed": plan.seed,
        "now": plan.now.isoformat(),
        "copies": plan.copies,
        "tag": f"{plan.tag:04x}",
        "fingerprint": plan.fingerprint,
        "parameters": dict(plan.parameters),
        "tables": [
            {"name": t.name, "rows_per_copy": t.rows, "row_sets": list(t.labels)} for t in plan.tables
        ],
        "people": [{"handle": p.handle, "sure": p.sure, "where": p.where} for p in plan.people],
        "expectations": [{"person": s.handle, "sees": s.label, "where": s.where} for s in plan.sights],
        "steps": [{"row_set": r.label, "count": _count(r), "where": r.where} for r in plan.rowsets.values()],
    }


def _print_sample(plan: Any, rows: int) -> None:
    import uuid

    from ..generate import generate

    for name, batch in generate(plan, range(min(plan.copies, rows))):
        print(f"\n{name}")
        for row in batch.slice(0, rows).to_pylist():
            for column, value in row.items():
                if value is not None and value not in ("", [], "{}", "[]"):
                    shown = uuid.UUID(bytes=value) if isinstance(value, bytes) and len(value) == 16 else value
                    print(f"  {column}: {shown}")
            print()
