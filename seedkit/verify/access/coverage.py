"""Which policies were true for some row and false for another, and so were really put to the test."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..catalogue import Policy
from ..findings import Check, Finding
from .stage import Stage

_ROWLESS = "had no row to decide on"


@dataclass(frozen=True)
class Coverage:
    """Policies by name, ``schema.table policy``. Constant ones (``true``) have no second side."""

    both: tuple[str, ...]
    one_sided: Mapping[str, str]
    constant: tuple[str, ...]

    @classmethod
    def joined(cls, coverages: Iterable[Coverage]) -> Coverage:
        """Those of several products as one."""
        found = tuple(coverages)
        return cls(
            tuple(name for coverage in found for name in coverage.both),
            {name: why for coverage in found for name, why in coverage.one_sided.items()},
            tuple(name for coverage in found for name in coverage.constant),
        )

    @property
    def percent(self) -> float:
        """Policies exercised both ways, of those that can be."""
        total = len(self.both) + len(self.one_sided)
        return 100.0 * len(self.both) / total if total else 100.0


def policy_coverage(stage: Stage) -> Coverage:
    """Evaluate every policy, as administrator with each person's claims, on the rows that writes were tried on."""
    sides: dict[str, set[bool]] = defaultdict(set)
    constant: dict[str, None] = {}
    raised: set[str] = set()
    ruled = [f for f in stage.facts.values() if f.target.rule is not None and not f.target.control]
    for n, subject in stage.acting.items():
        questions: list[tuple[str, str]] = []
        for fact in ruled:
            keys = sorted(fact.pool.get(n, {}))
            for policy in fact.target.policies:
                name = f"{policy.table} {policy.name}"
                if not {subject.person.role, "public"} & set(policy.roles):
                    continue
                for condition in _conditions(policy):
                    if condition in ("true", "false"):
                        constant[name] = None
                    elif len(sides[name]) < 2:
                        chosen = fact.target.among(fact.target.relation.alias, keys)
                        counted = f"count(*) filter (where {condition}), count(*) filter (where ({condition}) is not true)"
                        questions.append((name, f"select {counted} from {fact.target.sql} where {chosen}"))
        answers = stage.prover.count(subject, [query for _, query in questions], as_administrator=True)
        for (name, _), answer in zip(questions, answers, strict=True):
            if answer is None:
                raised.add(name)
            else:
                sides[name] |= {side for side, count in zip((True, False), answer, strict=True) if count}
    return Coverage(
        tuple(sorted(name for name, seen in sides.items() if len(seen) == 2)),
        {name: _missing(seen, name in raised) for name, seen in sorted(sides.items()) if len(seen) < 2},
        tuple(sorted(set(constant) - set(sides))),
    )


def _conditions(policy: Policy) -> list[str]:
    return list(dict.fromkeys(text for text in (policy.using, policy.check) if text is not None))


def _missing(seen: set[bool], raised: bool) -> str:
    if raised:
        return "raises"
    if not seen:
        return _ROWLESS
    return "was never false" if True in seen else "was never true"


def coverage_check(coverage: Coverage) -> Check:
    """The coverage as a check; a one-sided policy is a note, not a fault."""
    total = len(coverage.both) + len(coverage.one_sided)
    findings = tuple(
        Finding("access.policy_unexercised", "note", table, f"policy {policy} {why}")
        for (table, _, policy), why in ((n.partition(" "), w) for n, w in coverage.one_sided.items())
        if why != _ROWLESS
    )
    note = f"{len(coverage.both)} of {total} policies were true for some row and false for another"
    rowless = total - len(coverage.both) - len(findings)
    if rowless:
        note += f"; {rowless} {_ROWLESS}"
    if coverage.constant:
        note += f"; {len(coverage.constant)} more are constant"
    return Check("access.policies", "policies", total + len(coverage.constant), findings, note)
