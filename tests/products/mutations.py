"""Breaking what follows from what a product declares: words, documents, references, owners, moments.

Pairs of a promise's code and SQL that breaks it, for the witness of a product: everything there happened
in 2025, before 20 November.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Date, Uuid

from seedkit.rules import Documents, References, Times, Words

Mutations = Iterator[tuple[str, str]]


def words_broken(words: Words) -> Mutations:
    for table, columns in words.columns.items():
        for column in columns:
            yield f"words.{table}", f"update public.{table} set {column} = 'nonsense'"
    for table, columns in words.arrays.items():
        for column in columns:
            yield f"words.{table}", f"update public.{table} set {column} = {column} || array['nonsense']"


def documents_broken(documents: Documents, bad: Mapping[str, Sequence[str]]) -> Mutations:
    """``bad`` are documents of the right kind that are wrong inside, by ``table.column``."""
    for table, column, *_ in documents.shapes:
        place = f"{table}.{column}"
        for document in ['"neither array nor object"', *bad.get(place, ())]:
            yield f"documents.{place}", f"update public.{place.replace('.', ' set ')} = '{document}'"


def references_broken(references: References) -> Mutations:
    types = {table.name: table.c for model in references.models for table in [model.__table__]}
    for table, column, *_ in references.plain:
        stranger = "gen_random_uuid()" if isinstance(types[table][column].type, Uuid) else "'nothing'"
        yield f"references.{table}.{column}", f"update public.{table} set {column} = {stranger}"
    for table, column, _ in references.arrays:
        changed = f"{column} = {column} || gen_random_uuid()"
        yield f"references.{table}.{column}", f"update public.{table} set {changed}"
    for table, column, kind, parents in references.kinds:
        changed = f"{kind} = '{next(iter(parents))}', {column} = gen_random_uuid()"
        yield f"references.{table}.{column}", f"update public.{table} set {changed}"


def owners_broken(references: References, somebody: str) -> Mutations:
    """``somebody`` is the key, as SQL, of a person who owns none of the rows that others link to."""
    for table, column, _, _, owner in references.owned_links():
        first = f"(select id from public.{table.name} where {column} is not null limit 1)"
        statement = f"update public.{table.name} set {owner} = {somebody} where id = {first}"
        yield f"owner.{table.name}.{column}", statement


def times_broken(times: Times) -> Mutations:
    for invariant in times.invariants():
        _, family, name = invariant.code.split(".")
        table = next(table for table in times.tables() if table.name == name)
        if family == "past":
            for column in times.past_columns(table):
                yield invariant.code, f"update public.{name} set {column.name} = '2025-11-21 00:00:01'"
        elif family == "order":
            for earlier, later in times.ordered_columns(table):
                changed = f"{earlier} = '2025-11-11', {later} = '2025-11-10'"
                yield invariant.code, f"update public.{name} set {changed}"
        else:
            born = times.born_column(table)
            assert born is not None
            assert not isinstance(born.type, Date)
            yield invariant.code, f"update public.{name} set {born.name} = '2020-01-01'"
