"""``seedkit load``: a story into a database, all or nothing."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from .options import Db, Engine, Json, PartRows, Scheduler, Schema, check_engine, data, talk
from .story import homes_of, parse_now, plans_of, takes_story
from .target import AcceptUsers, writing


@takes_story
def load(
    scenarios: Annotated[
        list[str],
        typer.Argument(metavar="SCENARIO…", help="One or more, for instance vibrationfit/household."),
    ],
    copies: Annotated[int, typer.Option(metavar="N", help="How many copies of the story.")] = 1,
    seed: Annotated[int, typer.Option(metavar="N", help="Another seed makes other rows.")] = 0,
    now: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="The story's now: today, a date or a moment; default: kept."),
    ] = None,
    as_: Annotated[
        str, typer.Option("--as", metavar="NAME", help="A second load of the same story beside it.")
    ] = "",
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="TABLE", help="Only this table and what it points to; may repeat."),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="TABLE", help="Leave this table out; may repeat.")
    ] = None,
    schema: Schema = None,
    db: Db = None,
    verify: Annotated[bool, typer.Option("--verify", help="Verify and prove access after the load.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the plan and the difference; write nothing.")
    ] = False,
    strict: Annotated[bool, typer.Option(help="Missing tables and columns are an error.")] = False,
    force_edited: Annotated[bool, typer.Option(help="Overwrite rows that somebody edited.")] = False,
    bulk: Annotated[
        bool | None,
        typer.Option(
            help="Write without indexes and keys, and build them afterwards; default: if it is faster."
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=0,
            help="Processes that make the rows, in any number the same; 0: none beside this. Default: if many rows, a processor less than there are.",
        ),
    ] = None,
    engine: Engine = "local",
    scheduler: Scheduler = None,
    part_rows: PartRows = None,
    accept_users: AcceptUsers = None,
    json: Json = False,
    parameters: dict[str, str] | None = None,
) -> None:
    """Load stories, all or nothing. Loading again writes nothing; more copies or other parameters make it converge."""
    from ..load.connect import describe

    check_engine(engine, scheduler, part_rows)
    when = parse_now(now)
    plans = plans_of(
        scenarios,
        seed=seed,
        now=when,
        copies=copies,
        name=as_,
        parameters=parameters,
        only=only or (),
        without=without or (),
    )
    homes = homes_of(schema or (), plans)
    with writing(db, plans[0].scenario, accept_users) as (connection, target):
        if engine == "dask":
            refused = {
                "--dry-run": dry_run,
                "--bulk": bulk,
                "--workers": workers,
                "--force-edited": force_edited,
            }
            receipts = _load_parts(connection, target, plans, homes, refused, scheduler, part_rows)
        else:
            receipts = _load(
                connection,
                target,
                plans,
                homes,
                keep_now=when is None,
                dry_run=dry_run,
                strict=strict,
                force_edited=force_edited,
                bulk=bulk,
                workers=workers,
            )
        proofs = _verify(connection) if verify and not dry_run else None
    _print(receipts, proofs, describe(target), target, as_json=json)
    if proofs is not None and not all(report.ok for report in proofs.values()):
        raise typer.Exit(1)


def _load(
    connection: Any,
    target: Any,
    plans: list[Any],
    homes: dict[str, str],
    *,
    keep_now: bool,
    dry_run: bool,
    strict: bool,
    force_edited: bool,
    bulk: bool | None,
    workers: int | None,
) -> list[Any]:
    """The receipts of all plans; several share one transaction."""
    import contextlib
    import datetime as dt
    import functools

    from .. import generate
    from ..load.ledger import find_load, refuse_moved
    from ..load.load import load as load_plan
    from ..placement import HOME
    from ..product import find_product
    from ..schema.install import install_schema
    from ..subjects import suited
    from ..supabase.standin import install_standin
    from .progress import Progress

    entries = [find_load(connection, plan.scenario, plan.seed, plan.name) for plan in plans]
    stored = {entry.product: entry.schema for entry in entries if entry}
    plans = [plan.placed({**stored, **homes}.get(plan.product, HOME)) for plan in plans]
    for plan, entry in zip(plans, entries, strict=True):
        refuse_moved(entry, plan.schema)

    if target.is_embedded and not dry_run:
        # Ahead of the load: it makes roles, which nobody else on the server can do meanwhile.
        install_standin(connection)

    def build(connection: Any, product: str, home: str) -> bool:
        if not install_schema(connection, find_product(product), home):
            return False
        talk(f"built the schema of {product}" + (f" in {home}" if home != HOME else ""))
        return True

    receipts = []
    with connection.transaction() if len(plans) > 1 else contextlib.nullcontext():
        for plan, entry in zip(plans, entries, strict=True):
            if keep_now and entry:
                plan = plan.replace(now=entry.now.astimezone(dt.UTC))
            plan = suited(connection, plan, entry)
            with Progress("load", max(1, int(plan.rows_per_copy * plan.copies))) as progress:
                receipts.append(
                    load_plan(
                        connection,
                        plan,
                        generate,
                        dry_run=dry_run,
                        strict=strict,
                        force_edited=force_edited,
                        bulk=bulk,
                        workers=workers,
                        build=functools.partial(build, product=plan.product, home=plan.schema)
                        if target.is_embedded
                        else None,
                        progress=progress.told,
                    )
                )
    return receipts


def _load_parts(
    connection: Any,
    target: Any,
    plans: list[Any],
    homes: dict[str, str],
    refused: dict[str, Any],
    scheduler: str | None,
    part_rows: int | None,
) -> list[Any]:
    """The receipt of one plan, written by dask's workers."""
    from ..errors import UsageError
    from ..placement import HOME
    from ..scale.database import PART_ROWS, load_parts
    from ..scale.engine import dask_engine
    from ..subjects import suited
    from .progress import Progress

    given = [name for name, value in refused.items() if value]
    if len(plans) > 1 or given:
        raise UsageError(
            "--engine dask takes one story, and none of " + ", ".join(refused), got=given or len(plans)
        )
    plan = plans[0].placed(homes.get(plans[0].product, HOME))
    plan = suited(connection, plan, None)
    with (
        dask_engine(scheduler) as dask,
        Progress("load", max(1, int(plan.rows_per_copy * plan.copies))) as progress,
    ):
        talk(f"dask: {dask.where}")
        return [
            load_parts(
                connection,
                target.conninfo,
                plan,
                dask,
                part_rows=part_rows or PART_ROWS,
                progress=progress.told,
            )
        ]


def _verify(connection: Any) -> dict[str, Any]:
    from ..product import find_product, products
    from ..proof import account_for, loads_of, prove

    loads = loads_of(connection)
    proofs: dict[str, Any] = {"integrity and invariants": account_for(connection, loads)}
    stories = [e for e in loads if not e.is_fill]
    guarded = [e for e in stories if e.product not in products() or find_product(e.product).guarded]
    if guarded:
        proofs["access"] = prove(connection, guarded)
    return proofs


def _print(
    receipts: list[Any], proofs: dict[str, Any] | None, place: str, target: Any, *, as_json: bool
) -> None:
    if as_json:
        facts = [receipt.as_dict() for receipt in receipts]
        verified = {n: r.as_dict() for n, r in (proofs or {}).items()}
        data({**(facts[0] if len(facts) == 1 else {"loads": facts}), "verified": verified}, as_json=True)
        return
    from ..bind.told import told
    from .tables import people_table, proofs_table, receipt_table, show

    for receipt in receipts:
        show(receipt_table(receipt))
        drift = set(map(str, receipt.differences))
        for line in (*told(receipt.differences), *(n for n in receipt.notes if n not in drift)):
            talk(f"note: {line}")
        for edits in receipt.edits:
            talk(
                f"left alone in {edits.table}: {edits.edited} edited, {edits.deleted} deleted by somebody else"
            )
    if proofs is not None:
        show(proofs_table(proofs))
        for report in proofs.values():
            for finding in report.findings:
                if finding.failing:
                    print(
                        f"{finding.severity}: {finding.table}: {finding.message} ({finding.count})",
                        file=sys.stderr,
                    )
    if target.is_loopback and not receipts[0].dry_run and any(receipt.people for receipt in receipts):
        show(people_table(receipts))
    for receipt in receipts:
        seconds = receipt.seconds.get("total", 0)
        talk(
            f"{place}: {receipt.scenario}: {receipt.mode}, {receipt.written:,} rows written in {seconds:.1f} s"
        )
