"""What the tests share: a session for factories, a bench for Hypothesis, the mistake that some of them plant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session
from stories import coming_and_going
from today import NOW

from seedkit import settings
from seedkit.testing import Bench, DatabaseServer


@pytest.fixture
def session(seedkit_server: DatabaseServer) -> Iterator[Session]:
    """A session in VibrationFit's schema in which the factories save; whatever it commits is undone."""
    with (
        seedkit_server.world("vibrationfit", rollback=True, now=NOW) as world,
        settings(session=world.session, now=NOW),
    ):
        yield world.session


@pytest.fixture(scope="module")
def bench(seedkit_server: DatabaseServer) -> Iterator[Bench]:
    """Where Hypothesis loads its examples: one database for all of them, each undone."""
    with seedkit_server.bench(coming_and_going) as bench:
        yield bench


@pytest.fixture
def removed_hold_seats(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted mistake: whoever left still counts."""
    monkeypatch.setattr("seats.seating.HOLDING", ("active", "pending", "removed"))
