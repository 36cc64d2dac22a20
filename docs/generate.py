"""Writes what follows from the code into ``docs/``: the command line, the invariants, the list of modules.

python docs/generate.py             write them
python docs/generate.py --check     exit 1 if one is out of date
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from seedkit.cli import VERBS, _command
from seedkit.product import find_product, products

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER))
import product_pages  # noqa: E402 - beside this script, wherever it is called from

ENGINE = FOLDER.parent / "seedkit"
MARK = "<!-- written by docs/generate.py: run `make docs` -->"


def cli_page() -> str:
    """Every verb with its arguments and options, from the declarations that `--help` prints."""
    lines = [
        "# Command line",
        MARK,
        "",
        "Data goes to stdout, talk to stderr; `--json` prints the facts of an answer or of an error.",
        "Exit codes: 0 ok, 1 findings or an error, 2 wrong usage, 4 refused by the guard, 5 drift, 130 interrupted.",
        "",
        *_table(
            ("verb", "does"), [(f"[`{verb}`](#seedkit-{verb})", summary) for verb, summary in VERBS.items()]
        ),
    ]
    for verb in VERBS:
        lines += ["", *_verb(verb)]
    return "\n".join(lines) + "\n"


def _verb(verb: str) -> Iterator[str]:
    command = _command(verb, [])
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    words = [
        "seedkit",
        verb,
        *(p.metavar or p.name.upper() for p in arguments),
        "[OPTIONS]" if options else "",
    ]
    yield f"## seedkit {verb}"
    yield ""
    yield command.help
    yield ""
    yield f"    {' '.join(filter(None, words))}"
    if getattr(_function(verb), "takes_story", False):
        yield ""
        yield "The parameters of the story are options as well: `seedkit show SCENARIO --help` lists them."
    rows = [(f"`{p.metavar or p.name.upper()}`", p.help or "") for p in arguments]
    rows += [(f"`{_spelling(p)}`", _said(p)) for p in options]
    if rows:
        yield ""
        yield from _table((" ", " "), rows)


def _function(verb: str) -> Callable[..., None]:
    import importlib

    function: Callable[..., None] = getattr(importlib.import_module(f"seedkit.cli.{verb}"), verb)
    return function


def _spelling(option: Any) -> str:
    metavar = "" if option.is_flag else f" {option.metavar or 'VALUE'}"
    return f"{option.opts[0]}{metavar}"


def _said(option: Any) -> str:
    said = option.help or ""
    if not option.is_flag and option.default not in (None, ""):
        said += f" Default: {option.default}."
    if option.envvar:
        said += f" Also from `{option.envvar}`."
    return said


def invariants_page() -> str:
    """Every invariant of every shipped product, and where the fact was found."""
    lines = [
        "# Invariants",
        MARK,
        "",
        "What `seedkit verify` re-checks in SQL beyond the constraints of the schema, on any database that has the",
        "tables. How they are declared and reported: [Verifying](verifying.md).",
    ]
    for name in products():
        rows = [
            (f"`{i.code}`", i.title, ", ".join(f"`{t.removeprefix('public.')}`" for t in i.tables), i.source)
            for i in find_product(name).invariants
        ]
        lines += ["", f"## {name}", "", *_table(("code", "promise", "tables", "source"), rows)]
    return "\n".join(lines) + "\n"


def architecture_page() -> str:
    """The page as it stands, with the modules and the first line of each between its marks."""
    begin, end = "<!-- house: begin -->", "<!-- house: end -->"
    before, _, rest = (FOLDER / "architecture.md").read_text("utf-8").partition(begin)
    _, _, after = rest.partition(end)
    tree = "\n".join(["```text", "seedkit/", *_modules(ENGINE, "  "), "```"])
    return f"{before}{begin}\n{tree}\n{end}{after}"


def _modules(folder: Path, indent: str) -> Iterator[str]:
    """A line for each module of a package, packages last; products are not the engine's."""
    for file in sorted(folder.glob("*.py")):
        if file.name != "__init__.py":
            yield f"{indent + file.name:24}{_first_line(file)}"
    for package in sorted(p.parent for p in folder.glob("*/__init__.py") if not p.parent.is_symlink()):
        yield f"{indent + package.name + '/':24}{_first_line(package / '__init__.py')}".rstrip()
        yield from _modules(package, indent + "  ")


def _first_line(file: Path) -> str:
    text = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return text.partition("\n")[0].replace("``", "").removesuffix(".")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in row)} |"


PAGES: Mapping[str, Callable[[], str]] = {
    "architecture.md": architecture_page,
    "cli.md": cli_page,
    "invariants.md": invariants_page,
    **product_pages.pages(),
}


def main() -> int:
    """Write the pages, or only compare them with ``--check``; the number of pages out of date."""
    stale = 0
    for name, page in PAGES.items():
        path, text = FOLDER / name, page()
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale += 1
        if "--check" not in sys.argv:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        print(f"{name}: {'out of date' if '--check' in sys.argv else 'written'}")
    return stale if "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
