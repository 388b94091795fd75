"""What the documents tell a user to type, against the code."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from kg.cli import kg
from kg.queries import named_questions

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "exports/README.md")
COMMAND = re.compile(r"^ {2,}(?:\$ )?(?:.*\| )?kg (.+)$", re.MULTILINE)


def typed() -> list[str]:
    """Every indented line of the documents, and of every command's help, that begins with kg."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS]
    texts += [kg.help or "", *(command.epilog or "" for command in kg.commands.values())]
    return sorted({line for text in texts for line in COMMAND.findall(text)})


@pytest.mark.parametrize("line", typed())
def test_what_documents_tell_to_type_is_right_usage(line: str) -> None:
    # What follows a pipe, or two blanks, is no part of the command.
    name, *arguments = shlex.split(re.split(r"\s[|<>]\s|\s{2,}", line)[0], comments=True)
    if name == "COMMAND":
        return
    with kg.commands[name].make_context(name, arguments) as context:
        question = context.params.get("question")
    assert name != "query" or question is None or " " in question or question in {*named_questions(), "-"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_linked_files_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert [link for link in links if not (ROOT / name).parent.joinpath(link).exists()] == []


def test_every_make_target_that_is_told_exists() -> None:
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    told = {
        t for n in DOCUMENTS for t in re.findall(r"make ([a-z]+)\b", (ROOT / n).read_text(encoding="utf-8"))
    }
    assert told - {"it"} <= made
