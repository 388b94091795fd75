"""The floors of the program: imports go downwards only, and what only one module may know only it knows."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "kg"
# From the bottom up. A module imports from floors below its own, and from modules of its own floor.
FLOORS = (
    "errors records terms files garbage words",
    "turtle ontology_records ontology_faults ontology",
    "layout formats documents clearnlp language",
    "mending grammar gazetteer spans name_shapes names person_names titles metonyms nominals mentions",
    "enumerations",
    "labels genders discourse pleonasm setting identities office_holders descriptions pronouns coreference",
    "aliases actors",
    "phrases phrase_index fillers",
    "verb_frames event_frames role_frames attribute_frames relations",
    "offices attribution times status denials",
    "parse_paths pair_features relation_context relation_model pairs",
    "copies statements",
    "pipeline",
    "tables results bindings stores tally link_triples touched links corrections prepared",
    "stored marks network store",
    "brokers paths queries editing checking",
    "palette placement blocs page_columns page_data exporters export view",
    "fingerprint examples parallel",
    "workers server",
    "commands cli __main__",
)
FLOOR_OF = {name: number for number, names in enumerate(FLOORS) for name in names.split()}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, inside functions and for type checking too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the floor"
            yield from (
                [f"kg.{alias.name}" for alias in node.names] if node.module == "kg" else [node.module or ""]
            )


def part_of(path: Path) -> str:
    """The module right below kg that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_downwards(path: Path) -> None:
    assert part_of(path) in FLOOR_OF, f"give kg/{part_of(path)} a floor in FLOORS"
    own = FLOOR_OF[part_of(path)]
    used = {name.split(".")[1] for name in imported(path) if name.startswith("kg.")}
    assert {name for name in used if FLOOR_OF.get(name, 0) > own} == set()


def test_modules_of_one_floor_do_not_import_in_circles() -> None:
    graph = {part_of(path): set() for path in MODULES}
    for path in MODULES:
        graph[part_of(path)] |= {n.split(".")[1] for n in imported(path) if n.startswith("kg.")} - {
            part_of(path)
        }
    while leaves := [name for name, used in graph.items() if not used]:
        for leaf in leaves:
            del graph[leaf]
        for used in graph.values():
            used.difference_update(leaves)
    assert graph == {}


# For type checking any module may name a library's class; at run time only these may import it.
ALONE = {
    r"spacy\.load\(": {"language.py"},
    r"\bpyvis\b.*import|import pyvis": {"view.py"},
    r"\b(ox|pyoxigraph)\.Store\(|\boxrdflib\b.*import|Graph\(store=": {"store.py", "stores/local.py"},
    r"\bprint\(|click\.echo\(|sys\.std(out|err)\.write": {"cli.py", "commands"},
}


@pytest.mark.parametrize(("pattern", "allowed"), ALONE.items(), ids=list(ALONE))
def test_only_one_module_knows(pattern: str, allowed: set[str]) -> None:
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(re.search(pattern, line) for line in path.read_text(encoding="utf-8").splitlines())
    }
    assert users, "nobody does: the pattern is out of date"
    assert {user for user in users if user not in allowed and user.split("/")[0] not in allowed} == set()


def loaded_by(*arguments: str) -> set[str]:
    """The names of all modules that a `kg` command has imported when it ends."""
    code = "import sys, kg.cli; kg.cli.run(sys.argv[1:]); print('\\n'.join(sys.modules), file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60)
    return set(run.stderr.splitlines())


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("build", "--help"),
        ("query", "--list"),
        ("query", "actors"),
        ("documents",),
        ("export", "nquads"),
    ],
    ids=" ".join,
)
def test_commands_that_read_no_text_do_not_load_spacy(arguments: tuple[str, ...], empty_store: Path) -> None:
    stored = (
        () if "--help" in arguments or "--list" in arguments else ("--store", str(empty_store), "--out", "-")
    )
    loaded = loaded_by(*arguments, *stored[: 4 if arguments[0] == "export" else 2])
    assert "kg.commands" in loaded
    assert loaded & {"spacy", "thinc", "trafilatura", "pypdf", "dateparser"} == set()


def test_help_loads_neither_store_nor_pictures() -> None:
    assert (
        loaded_by("--help") & {"pyoxigraph", "rdflib", "networkx", "igraph", "pyvis", "IPython", "rich"}
        == set()
    )
