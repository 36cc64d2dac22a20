"""What a report says of itself: verdicts, exit code, and how it prints."""

from __future__ import annotations

import io
import json

from rich.console import Console

from seedkit.verify.findings import Check, Finding, Report
from seedkit.verify.render import print_report

LEAK = Finding(
    "access.read.over",
    "live",
    "public.entries",
    "sees 3 rows, 0 expected",
    3,
    ("a", "b"),
    "select 1;",
    "anon",
)
SAME = Finding("access.read.over", "live", "public.entries", "sees 3 rows, 0 expected", 3, person="stranger")
NOTE = Finding("access.policy_unexercised", "note", "public.tiers", "policy p was never false")


def test_nothing_to_check_is_not_a_pass():
    empty = Check("unique", "public.t t_pkey", 0)
    assert empty.verdict == "vacuous"
    assert not Report((empty,)).ok
    assert not Report().ok
    assert Report((empty, Check("unique", "public.u u_pkey", 4))).ok


def test_only_failing_findings_fail():
    noted = Report((Check("access.policies", "policies", 3, (NOTE,)),))
    assert (noted.ok, noted.exit_code) == (True, 0)
    leaking = Report.of(noted.checks, [Check("access.select", "public.entries", 9, (LEAK,))])
    assert (leaking.ok, leaking.exit_code, leaking.facts) == (False, 1, 12)
    assert [c.verdict for c in leaking.checks] == ["ok", "failed"]


def test_a_skipped_check_with_nothing_found_is_no_fault():
    skipped = Check("x", "public.gone", 0, note="not in this database", skipped=True)
    report = Report((skipped, Check("y", "public.t", 1)))
    assert report.skipped == (skipped,)
    assert report.vacuous == ()
    assert report.ok


def test_a_report_is_data():
    report = Report((Check("access.select", "public.entries", 9, (LEAK,), "1 over"), Check("z", "t", 0)))
    found = json.loads(json.dumps(report.as_dict()))
    assert found["checks"][0]["findings"][0]["person"] == "anon"
    assert found["vacuous"] == ["z t"]
    assert found["ok"] is False


def printed(report: Report, **options: bool) -> str:
    out = io.StringIO()
    print_report(report, console=Console(file=out, width=200), **options)
    return out.getvalue()


def test_findings_alike_are_said_once_with_everybody_they_concern():
    text = printed(Report((Check("access.select", "public.entries", 9, (SAME, LEAK)), Check("fine", "t", 5))))
    assert text.count("sees 3 rows") == 1
    assert "as anon" in text
    assert "also: stranger" in text
    assert "rows: a, b" in text
    assert "fine" not in text
    assert "not ok: 2 checks looked at 14 facts and found 2; 0 had nothing to look at" in text


def test_every_check_is_printed_on_request():
    assert "ok       fine t  facts=5" in printed(Report((Check("fine", "t", 5),)), every=True)


def test_what_the_database_holds_is_shown_and_not_obeyed():
    hostile = Finding("check", "error", "public.t", "breaks [red]x[/red]", 1, ("\x1b[2J[bold]",))
    text = printed(Report((Check("check", "public.t [/]", 1, (hostile,)),)))
    assert "breaks [red]x[/red]" in text
    assert "\\x1b[2J[bold]" in text
    assert "\x1b" not in text
