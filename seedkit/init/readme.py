"""What a project says of itself: how to use it, where things are, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping

from ..schema.reflected import Name
from .factory_files import FactoryFiles
from .story import Story

__all__ = ["left_out", "readme"]


def readme(
    product: str,
    package: str,
    files: FactoryFiles,
    story: Story,
    without: Mapping[Name, str],
    *,
    schema: str,
) -> str:
    """The README of the package."""
    where = f"{product}/first"
    lines = [
        f"# Seeds of {product}",
        "",
        "Factories and a first story, written by `seedkit init` from the schema of a database. They are yours: change",
        "what they say until the rows look like the product's.",
        "",
        "```console",
        "$ seedkit scenarios",
        f"$ seedkit show {where} --sample 2",
        f"$ seedkit load {where} --copies 3 --verify                # the embedded Postgres; --db URL for another",
        f"$ seedkit lint {product}",
        f"$ seedkit unload {where}",
        "$ pytest",
        "```",
        "",
        "| | |",
        "|---|---|",
        f"| `{package}/models/` | what each table is made of, and who may do what with its rows |",
        f"| `{package}/factories/` | what the columns hold, a file for each part of the schema |",
        f"| `{package}/scenarios/first.py` | the story: which rows there are, and whose they are |",
    ]
    if schema:
        lines.append(f"| `{package}/schema.sql` | the schema, for tests and the embedded Postgres |")
    lines += [
        f"| `{package}/snapshot.json` | the schema as `seedkit drift --product {product}` compares it |",
        "",
    ]
    lines += ["## Tables", "", "| file | tables |", "|---|---|"]
    for domain, names in files.domains.items():
        lines.append(
            f"| `{domain}.py` | {', '.join(f'`{name.name}`' for name in names)} |".replace("\n", " ")
        )
    told = {step.taken.name for step in story.steps} | {*story.companions, *story.catalogue}
    rest = [n for n in files.survey.tables if n not in told and n not in without]
    if rest:
        lines += ["", "The first story tells of a part of them. Factories for the others are there too."]
    notes = left_out(files, without)
    if notes:
        lines += ["", "## Left out", "", *(f"- {note}" for note in notes)]
    return "\n".join(lines) + "\n"


def left_out(files: FactoryFiles, without: Mapping[Name, str]) -> list[str]:
    """What the project cannot do, a sentence each."""
    unmade: dict[str, list[str]] = {}
    for name, why in sorted(files.survey.left.items()):
        unmade.setdefault(why, []).append(f"`{name}`")
    notes = [
        f"{', '.join(names)} {'has' if len(names) == 1 else 'have'} no model: {why}."
        for why, names in unmade.items()
    ]
    reasons: dict[str, list[str]] = {}
    for name, why in without.items():
        reasons.setdefault(why, []).append(f"`{name.name}`")
    for why, names in reasons.items():
        verb = "is" if len(names) == 1 else "are"
        notes.append(f"{', '.join(names)} {verb} in no story: {why}.")
    opened = [f"`{n.name}`" for n, model in files.models.by_table.items() if model.rule.open]
    if opened:
        notes.append(
            f"Row security is off for {', '.join(opened)}: the API lets everybody read and write all of it."
        )
    unread = [f"`{n.name}`" for n, model in files.models.by_table.items() if model.rule.unread]
    if unread:
        notes.append(
            f"The access proof leaves {', '.join(unread)} alone: their policies call functions. Write the rule "
            "in words of `seedkit.schema.access` to have it proven."
        )
    for name, columns in files.none.items():
        if columns:
            notes.append(
                f"`{name.name}`: {', '.join(sorted(columns))} stay empty, since no value could be made."
            )
    return [note.replace("\n", " ") for note in notes]
