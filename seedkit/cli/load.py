"""``seedkit load``: a story into a database, all or nothing."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from .options import Db, Json, data, talk
from .story import parse_now, takes_story
from .target import AcceptUsers, writing


@takes_story
def load(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="For instance vibrationfit/household.")],
    copies: Annotated[int, typer.Option(metavar="N", help="How many copies of the story.")] = 1,
    seed: Annotated[int, typer.Option(metavar="N", help="Another seed makes other rows.")] = 0,
    now: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="The story's now: today, a date or a moment; default: kept."),
    ] = None,
    as_: Annotated[
        str, typer.Option("--as", metavar="NAME", help="A second load of the same story beside it.")
    ] = "",
    db: Db = None,
    verify: Annotated[bool, typer.Option("--verify", help="Verify and prove access after the load.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the plan and the difference; write nothing.")
    ] = False,
    strict: Annotated[bool, typer.Option(help="Missing tables and columns are an error.")] = False,
    force_edited: Annotated[bool, typer.Option(help="Overwrite rows that somebody edited.")] = False,
    accept_users: AcceptUsers = None,
    json: Json = False,
    parameters: dict[str, str] | None = None,
) -> None:
    """Load a story. Loading it again writes nothing; more copies or other parameters make it converge."""
    from .. import generate
    from ..load.connect import describe
    from ..load.ledger import stored_now
    from ..load.load import load as load_plan
    from ..plan import compile_plan
    from ..product import find_product, find_scenario
    from ..schema.install import install_schema
    from .progress import Progress

    story = find_scenario(scenario)
    when = parse_now(now)
    plan = compile_plan(story, seed=seed, now=when, copies=copies, name=as_, parameters=parameters)
    with writing(db, accept_users) as (connection, target):
        if target.is_embedded and not dry_run and install_schema(connection, find_product(story.product)):
            talk(f"built the schema of {story.product}")
        if when is None and (kept := stored_now(connection, scenario, seed, as_)):
            plan = plan.replace(now=kept)
        with Progress(plan) as progress:
            receipt = load_plan(
                connection, plan, generate, dry_run=dry_run, strict=strict, force_edited=force_edited,
                progress=progress.told,
            )  # fmt: skip
        proofs = _verify(connection) if verify and not dry_run else None
    _print(receipt, proofs, describe(target), target, as_json=json)
    if proofs is not None and not all(report.ok for report in proofs.values()):
        raise typer.Exit(1)


def _verify(connection: Any) -> dict[str, Any]:
    from ..proof import account_for, loads_of, prove

    loads = loads_of(connection)
    return {"integrity and invariants": account_for(connection, loads), "access": prove(connection, loads)}


def _print(receipt: Any, proofs: dict[str, Any] | None, place: str, target: Any, *, as_json: bool) -> None:
    if as_json:
        data(
            {**receipt.as_dict(), "verified": {n: r.as_dict() for n, r in (proofs or {}).items()}},
            as_json=True,
        )
        return
    from .tables import people_table, proofs_table, receipt_table, show

    show(receipt_table(receipt))
    for note in receipt.notes:
        talk(f"note: {note}")
    for edits in receipt.edits:
        talk(f"left alone in {edits.table}: {edits.edited} edited, {edits.deleted} deleted by somebody else")
    if proofs is not None:
        show(proofs_table(proofs))
        for report in proofs.values():
            for finding in report.findings:
                if finding.failing:
                    print(
                        f"{finding.severity}: {finding.table}: {finding.message} ({finding.count})",
                        file=sys.stderr,
                    )
    if target.is_loopback and not receipt.dry_run:
        show(people_table(receipt, target))
    talk(
        f"{place}: {receipt.mode}, {receipt.written:,} rows written in {receipt.seconds.get('total', 0):.1f} s"
    )
