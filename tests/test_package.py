"""What is installed: a wheel with all that the program reads at run time, and no undeclared dependency."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# The name on the package index -> the name that is imported, where they differ.
IMPORTED_AS = {
    "charset-normalizer": "charset_normalizer",
    "lxml-html-clean": "lxml",
    "markdown-it-py": "markdown_it",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names of the files in the project's wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl"))).namelist()


@pytest.mark.parametrize(
    ("folder", "inside"),
    [("ontology", "kg/data"), ("kg/sparql", "kg/sparql"), ("kg/pages", "kg/pages"), ("kg/model", "kg/model")],
)
def test_the_wheel_holds_what_is_read_at_run_time(folder: str, inside: str, wheel: list[str]) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", folder], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    names = [inside + name.removeprefix(folder) for name in tracked.splitlines()]
    assert names
    assert set(names) <= set(wheel)


def test_the_wheel_holds_the_licences_and_nothing_else_of_the_project(wheel: list[str]) -> None:
    assert {name.rpartition("/")[2] for name in wheel if "/licenses/" in name} == {"LICENSE", "LICENSE-MODEL"}
    assert {name.split("/")[0] for name in wheel if ".dist-info/" not in name} == {"kg"}
    assert [name for name in wheel if name.endswith(".pyc")] == []


def names_of(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~ \[;]", requirement)[0].lower() for requirement in requirements}


def test_every_import_is_a_declared_dependency() -> None:
    declared = {IMPORTED_AS.get(name, name) for name in names_of(PROJECT["dependencies"])}
    used: dict[str, str] = {}
    for path in (ROOT / "kg").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                used |= {alias.name.split(".")[0]: path.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                used[node.module.split(".")[0]] = path.name
    others = {name: path for name, path in used.items() if name not in sys.stdlib_module_names | {"kg"}}
    assert {name: path for name, path in others.items() if name not in declared} == {}
    assert declared - others.keys() <= {"lxml"}, "declared, but nothing imports it"


def test_constraints_hold_names_and_versions_for_every_requirement() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9a-z.]*", line)] == []
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines}
    assert names_of(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]) <= pinned
