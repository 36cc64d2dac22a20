"""``seedkit doctor``: what is wrong with the users of a database, seeded or not."""

from __future__ import annotations

import typer

from .options import Db, Json, data, talk


def doctor(db: Db = None, json: Json = False) -> None:
    """Check every user and identity against what Supabase's auth server needs to read it."""
    from ..load.connect import connect, describe, resolve
    from ..supabase.doctor import doctor_auth
    from ..supabase.standin import detect
    from ..verify.findings import Report

    target = resolve(db)
    with connect(target, writable=False) as connection:
        kind = detect(connection)
        report = Report.of(doctor_auth(connection))
    talk(f"{describe(target)}: {kind or 'neither Supabase nor its stand-in'}")
    lines = [f"{f.severity}: {f.table}: {f.message}: {f.count}, e.g. {f.samples[0]}" for f in report.findings]
    rules = len(report.checks) - len(report.vacuous) - len(report.skipped)
    lines.append(
        f"{rules} of {len(report.checks)} rules had something to look at: {report.facts} facts, "
        f"{len(report.findings)} findings"
    )
    data({"supabase": kind, **report.as_dict()}, as_json=json, text="\n".join(lines))
    raise typer.Exit(report.exit_code)
