"""The access proof finds every planted fault, names person, table and rows, and finds none in the control."""

from __future__ import annotations

import households
import pytest

from seedkit.errors import TargetError
from seedkit.schema.access import own
from seedkit.supabase.claims import Person
from seedkit.verify.access import Expectation, Subject, prove_access

pytestmark = pytest.mark.db


@pytest.fixture
def product(supabase_connection):
    households.build(supabase_connection)
    return supabase_connection


def prove(connection, *statements, tables=None, **options):
    for statement in statements:
        connection.execute(households.named(statement))
    return prove_access(
        connection, tables=tables or households.TABLES, people=households.PEOPLE, keys=households.KEYS, **options
    )


def test_the_correct_control_has_no_findings(product):
    proof = prove(product)
    assert [f.as_dict() for f in proof.findings if f.severity != "note"] == []
    assert proof.ok
