"""``seedkit init``: a project for a database: models, factories, a first story, a test."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Db, Exclude, Json, Tables, data, talk
from .target import reading


def init(
    db: Db = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--name", metavar="NAME", help="What the product is called; default: like the database."
        ),
    ] = None,
    into: Annotated[
        Path, typer.Option("--into", metavar="DIR", help="The project's folder; default: this one.")
    ] = Path(),
    schema: Annotated[
        list[str] | None,
        typer.Option("--schema", metavar="NAME", help="Only tables of this schema; may repeat."),
    ] = None,
    tables: Tables = None,
    exclude: Exclude = None,
    force: Annotated[bool, typer.Option("--force", help="Write over what an earlier call wrote.")] = False,
    json: Json = False,
) -> None:
    """Write a project for a database that nobody has seen, to load at once and to edit.

    Models, factories, a first story, a test and the configuration that finds them. The database is only read.
    """
    from ..init import Wishes
    from ..init import init as write_project

    wishes = Wishes(
        into=into.resolve(),
        name=name,
        schemas=tuple(schema or ()),
        tables=tuple(tables or ()),
        exclude=tuple(exclude or ()),
        force=force,
    )
    with reading(db) as (connection, _):
        project = write_project(connection, wishes)
    for note in project.notes:
        talk(f"left out: {note.replace('`', '')}")
    if json:
        data(project.as_dict(), as_json=True)
        return
    for path in project.files:
        print(path)
    talk(f"{project.tables} tables, {project.told} of them in the story {project.product}/first.")
    talk(f"Next: seedkit load {project.product}/first --copies 3 --verify")
