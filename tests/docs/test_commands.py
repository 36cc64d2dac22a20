"""Every ``seedkit`` command of a console block is one that the command line takes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from doc_pages import PAGES, blocks, name_of
from typer._click.exceptions import ClickException

from seedkit.cli import VERBS, _command

_ASSIGNMENT = re.compile(r"\w+=\S*")


def commands() -> Iterator[tuple[str, str]]:
    """``(where, command)`` of each line after a prompt that calls seedkit, inside ``$(…)`` too."""
    for page in PAGES:
        for block in blocks(page, "console"):
            for number, line in enumerate(block.text.splitlines()):
                if not line.startswith("$ "):
                    continue
                inner = re.findall(r"\$\((seedkit [^)]*)\)", line)
                for command in [*inner, re.sub(r"\$\([^)]*\)", "x", line[2:])]:
                    if "seedkit" in command.split()[:2]:
                        yield f"{name_of(page)}:{block.line + number}", command


@pytest.mark.parametrize(("where", "command"), list(commands()), ids=lambda value: value)
def test_console_blocks_call_what_exists(where: str, command: str, in_shop: Path) -> None:
    words = shlex.split(command, comments=True)
    while _ASSIGNMENT.fullmatch(words[0]):
        words = words[1:]
    for stop in ("|", ">", "&&"):
        words = words[: words.index(stop)] if stop in words else words
    program, *arguments = words
    assert program == "seedkit"
    if arguments[0].startswith("--"):
        assert arguments[0] in ("--help", "--version")
        return
    verb, *rest = arguments
    assert verb in VERBS, where
    try:
        _command(verb, rest).make_context(verb, list(rest))
    except ClickException as error:
        pytest.fail(f"{where}: {error.format_message()}")


def test_every_verb_is_explained() -> None:
    """In prose or in a command of some page beside the generated reference."""
    pages = [page for page in PAGES if page.name not in ("cli.md", "CHANGELOG.md")]
    told = " ".join(page.read_text("utf-8") for page in pages)
    assert [verb for verb in VERBS if not re.search(rf"seedkit {verb}\b", told)] == []
