"""``seedkit doctor``: what a target is, and what is wrong with its users."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from .options import Db, Json, data, talk


def doctor(
    auth: Annotated[
        bool, typer.Option("--auth", help="Check every user and identity against what the auth server needs.")
    ] = False,
    db: Db = None,
    json: Json = False,
) -> None:
    """Say what the target is and what is loaded; with --auth whether every user could sign in. Writes nothing."""
    from ..load.connect import connect, describe, resolve
    from ..load.ledger import read_loads
    from ..supabase.standin import detect

    target = resolve(db)
    with connect(target, writable=False) as connection:
        kind = detect(connection)
        loads = read_loads(connection)
        report = _auth(connection) if auth else None
        version = connection.info.server_version // 10_000
    talk(f"{describe(target)}: PostgreSQL {version}, {kind or 'neither Supabase nor its stand-in'}")
    facts: dict[str, Any] = {
        "server": version,
        "supabase": kind,
        "loads": [
            {"load": e.label, "copies": e.copies, "now": e.now, "rows": sum(e.row_counts.values())}
            for e in loads
        ],
    }
    lines = [f"loaded: {e.label}, {e.copies:,} copies, {sum(e.row_counts.values()):,} rows" for e in loads]
    if report is None:
        data(facts, as_json=json, text="\n".join(lines or ["nothing loaded"]))
        return
    data({**facts, **report.as_dict()}, as_json=json, text="\n".join([*lines, *_told(report)]))
    raise typer.Exit(report.exit_code)


def _auth(connection: Any) -> Any:
    from ..supabase.doctor import doctor_auth
    from ..verify.findings import Report

    return Report.of(doctor_auth(connection))


def _told(report: Any) -> list[str]:
    lines = [f"{f.severity}: {f.table}: {f.message}: {f.count}, e.g. {f.samples[0]}" for f in report.findings]
    rules = len(report.checks) - len(report.vacuous) - len(report.skipped)
    return [
        *lines,
        f"{rules} of {len(report.checks)} rules had something to look at: {report.facts} facts, "
        f"{len(report.findings)} findings",
    ]
