"""What tests of exports share: a database as canonical text, and exports brought into one by other means than ours."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from psycopg import sql

from seedkit import generate
from seedkit.load.load import load
from seedkit.plan import Plan

#: A character that no JSON text holds unescaped: COPY's CSV then takes a line for one value.
_NEVER = "e'\\x01'"


def content(url: str, *schemas: str) -> dict[str, list[str]]:
    """Every row of every table as the server writes it, sorted."""
    tables = """select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'p') and n.nspname = any(%s) order by 1, 2"""
    rows = "select t::text from {} t order by 1"
    with psycopg.connect(url) as connection:
        connection.execute("set timezone = 'UTC'")
        return {
            f"{schema}.{name}": [
                row
                for (row,) in connection.execute(
                    sql.SQL(rows).format(sql.Identifier(schema, name))
                ).fetchall()
            ]
            for schema, name in connection.execute(tables, [list(schemas or ("auth", "public"))]).fetchall()
        }


def ledger(url: str) -> list[dict[str, Any]]:
    """The loads on record but for what depends on where and when they were made, with their rows and people."""
    query = """
        select l.product, l.scenario, l.seed, l.name, l.tag, l.copies, l.now, l.parameters, l.fingerprint, l.row_counts,
               l.versions, l.receipt - array['seconds', 'target'] as receipt,
               (select jsonb_agg(jsonb_build_array(table_name, key) order by table_name, key)
                from seedkit.rows r where r.load_id = l.id) as rows,
               (select jsonb_agg(to_jsonb(p) - 'load_id' order by handle, copy)
                from seedkit.people p where p.load_id = l.id) as people
        from seedkit.loads l order by l.id"""
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as connection:
        return connection.execute(query).fetchall()


def loaded(url: str, *plans: Plan) -> str:
    """The database after a real load of these plans."""
    with psycopg.connect(url, autocommit=True) as connection:
        for plan in plans:
            load(connection, plan, generate)
    return url


def run_psql(
    psql: str, url: str, *arguments: str, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """psql without the user's own settings; stops at the first error."""
    command = [psql, "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", *arguments, url]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=120)


def brought(psql: str, url: str, folder: Path) -> None:
    """The files of an exported folder into the database, in the manifest's order, as the documentation says."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    name = manifest["format"].split(".")[0]
    tables = [
        (table["name"], _plain(folder / table["file"]), table["columns"]) for table in manifest["tables"]
    ]
    _switch(psql, url, [name for name, *_ in tables], "disable")
    for table, file, columns in tables:
        _BRINGERS[name](psql, url, table, file, columns)
    _switch(psql, url, [name for name, *_ in tables], "enable")


def _switch(psql: str, url: str, tables: list[str], how: str) -> None:
    _done(
        run_psql(
            psql,
            url,
            stdin="".join(f"alter table {_quoted(table)} {how} trigger user;\n" for table in tables),
        )
    )


def _csv(psql: str, url: str, table: str, file: Path, columns: Mapping[str, str]) -> None:
    named, table = _named(columns), _quoted(table)
    _done(
        run_psql(psql, url, stdin=f"\\copy {table} ({named}) from '{file}' with (format csv, header match)\n")
    )


def _json_lines(psql: str, url: str, table: str, file: Path, columns: Mapping[str, str]) -> None:
    named, table = _named(columns), _quoted(table)
    script = (
        "create temporary table lines (line jsonb);\n"
        f"\\copy lines from '{file}' with (format csv, quote {_NEVER}, delimiter e'\\x02')\n"
        f"insert into {table} ({named}) overriding system value select {named} from lines, jsonb_populate_record(null::{table}, line);\n"
    )
    _done(run_psql(psql, url, stdin=script))


def _quoted(table: str) -> str:
    return sql.Identifier(*table.split(".", 1)).as_string(None)


def _named(columns: Mapping[str, str]) -> str:
    return sql.SQL(", ").join(map(sql.Identifier, columns)).as_string(None)


def _columnar(read: Callable[[Path], pa.Table]) -> Callable[..., None]:
    def bring(_: str, url: str, table: str, file: Path, columns: Mapping[str, str]) -> None:
        rows = read(file)
        assert rows.schema.metadata[b"table"].decode() == table
        statement = sql.SQL("copy {} ({}) from stdin").format(
            sql.SQL(_quoted(table)), sql.SQL(_named(columns))
        )
        with psycopg.connect(url) as connection, connection.cursor().copy(statement) as copy:
            for row in _values(rows, columns):
                copy.write_row(row)

    return bring


def _values(rows: pa.Table, columns: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    """Python values as any reader of the file would have them."""
    assert rows.column_names == list(columns)
    yield from zip(*(column.to_pylist() for column in rows.columns), strict=True)


def _read_arrow(file: Path) -> pa.Table:
    with pa.OSFile(str(file)) as source:
        return pa.ipc.open_file(source).read_all()


def _plain(file: Path) -> Path:
    """The file without its compression, beside it."""
    codec = {".gz": "gzip", ".zst": "zstd"}.get(file.suffix)
    if codec is None:
        return file
    data = (
        gzip.decompress(file.read_bytes())
        if codec == "gzip"
        else pa.CompressedInputStream(str(file), codec).read()
    )
    file.with_suffix("").write_bytes(data)
    return file.with_suffix("")


def _done(finished: subprocess.CompletedProcess[str]) -> None:
    assert finished.returncode == 0, finished.stderr


_BRINGERS: dict[str, Callable[..., None]] = {
    "csv": _csv,
    "jsonl": _json_lines,
    "parquet": _columnar(pq.read_table),
    "arrow": _columnar(_read_arrow),
}
