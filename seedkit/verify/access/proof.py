"""The access proof: become each person, try everything, compare with what the rules promise.

Lints read policies; this reads effects. Everything happens in one transaction that is rolled
back. Cost: about half a millisecond a probe and one call a person, whatever the number of
rows: large tables are read in full only within a budget, and by sample beyond it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ...schema.access import Access
from ..findings import Report
from ..query import Connection
from .control import check_controls
from .coverage import Coverage, coverage_check, policy_coverage
from .expectation import Expectation, check_story, told
from .explain import findings_of
from .functions import check_functions
from .matrix import check_people, check_undeclared, table_checks
from .personas import KINDS, Subject
from .probes import aloud
from .stage import Stage, rolled_back, set_stage
from .verdicts import Cell


@dataclass(frozen=True)
class Proof(Report):
    """The report of an access proof, with its whole matrix and the policies it exercised."""

    cells: tuple[Cell, ...] = ()
    people: tuple[Subject, ...] = ()
    coverage: Coverage | None = None

    @classmethod
    def joined(cls, proofs: Iterable[Proof]) -> Proof:
        """The proofs of several products as one."""
        found = tuple(proofs)
        return cls(
            tuple(check for proof in found for check in proof.checks),
            tuple(cell for proof in found for cell in proof.cells),
            tuple(subject for proof in found for subject in proof.people),
            Coverage.joined(proof.coverage for proof in found if proof.coverage),
        )

    @property
    def absent(self) -> tuple[str, ...]:
        """Kinds of people that nobody here is."""
        present = {subject.kind for subject in self.people}
        return tuple(kind for kind in KINDS if kind not in present)


def prove_access(
    connection: Connection,
    *,
    tables: Mapping[str, Access],
    people: Sequence[Subject],
    keys: Mapping[str, Sequence[str]] | None = None,
    sees: Sequence[Expectation] = (),
    extra: Callable[[Connection], Sequence[Subject]] | None = None,
    functions: Collection[str] | None = None,
    loud: bool = False,
    budget: float = 4_000,
    timeout: str = "60s",
) -> Proof:
    """Prove that every person reaches exactly the rows that the rules of ``tables`` say.

    ``keys`` names the key columns of relations without a primary key (views, backups).
    ``extra`` runs inside the transaction before anybody is asked, loads one more copy and returns
    its people. ``functions``, if given, has SECURITY DEFINER functions called with another
    person's id; those named in it are meant to answer. ``loud`` tries leaking inserts, gifts and
    guarded columns again with triggers on. ``budget`` is the milliseconds spent on
    reading large tables in full. Raises ``TargetError`` if the negative control fails or a role cannot be
    acted as.
    """
    with rolled_back(connection, timeout=timeout):
        everybody = [*people, *(extra(connection) if extra else ())]
        stage = set_stage(
            connection, tables=tables, people=everybody, keys=keys or {}, budget=budget, timeout=timeout
        )
        cells = [cell for n in stage.order for cell in _asked(stage, n, sees)]
        control = check_controls(c for c in cells if stage.facts[c.probe.table].target.control)
        cells = [c for c in cells if not stage.facts[c.probe.table].target.control]
        if loud and stage.quiet:
            cells = [_aloud(stage, cell) for cell in cells]
        ruled = [c for c in cells if stage.facts[c.probe.table].target.rule is not None]
        findings = findings_of(connection, stage, ruled)
        coverage = policy_coverage(stage)
        checks = [control, check_people(stage), *table_checks(stage, tables, ruled, findings)]
        checks += [
            *check_story(stage, sees, findings),
            check_undeclared(stage, cells),
            coverage_check(coverage),
        ]
        if functions is not None:
            checks.append(check_functions(connection, stage, functions))
    return Proof(tuple(checks), tuple(cells), stage.people, coverage)


def _asked(stage: Stage, n: int, sees: Sequence[Expectation]) -> list[Cell]:
    """Everything one person tries, in one call."""
    probes = [probe for table in stage.facts for probe in stage.probes(n, table)]
    return stage.prover.ask(stage.people[n], [*probes, *told(stage, n, sees)], frugal=n not in stage.acting)


def _aloud(stage: Stage, cell: Cell) -> Cell:
    """The same attempt with triggers on, where one runs before the row is written."""
    facts = stage.facts[cell.probe.table]
    if not (cell.verdict == "over" and cell.probe.letter in ("I", "Ue", "Uf", "Ug")):
        return cell
    if cell.probe.command not in facts.target.loud_commands:
        return cell
    (again,) = stage.prover.ask(cell.subject, [aloud(facts, cell.probe)], loud=True)
    if again.verdict in ("over", "raises") and again.answer.state != "P0001":
        return cell
    return replace(again, probe=cell.probe, verdict="stopped by trigger", severity=None)
