"""What most tests stand on, each made once a session: the real pipeline, ontology, reader and demo."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from servers import running_virtuoso, virtuoso

from kg.records import Block, Document

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.network import Network
    from kg.ontology import Ontology
    from kg.pipeline import Reader

__all__ = ["running_virtuoso", "virtuoso"]

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Demo:
    """What `kg build seeds` made: a store, a folder of exports, and what it said meanwhile."""

    store: Path
    exports: Path
    said: str


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of texts and gold sets beside the project; the test is skipped where it is missing."""
    folder = ROOT.parent / "shared"
    if not (folder / "eval").is_dir():
        pytest.skip("no ../shared beside the project")
    return folder


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    from kg.ontology import load_ontology

    return load_ontology()


@pytest.fixture(scope="session")
def nlp() -> Language:
    from kg.language import load_language

    return load_language()


@pytest.fixture(scope="session")
def reader(nlp: Language, ontology: Ontology) -> Reader:
    from kg.pipeline import Reader

    return Reader(nlp, ontology)


@pytest.fixture(scope="session")
def rules(nlp: Language, ontology: Ontology) -> Reader:
    """A reader without the trained relation model: what it finds, the grammar and the phrases found."""
    from kg.pipeline import Reader

    return Reader(nlp, ontology, model=None)


@pytest.fixture(scope="session")
def document() -> Callable[..., Document]:
    """`document("Text of one paragraph.")` is a document of that text; keywords give its other fields."""

    def make(text: str, name: str = "test.txt", **fields: object) -> Document:
        return Document(name, text, (Block("body", 0, len(text)),), **fields)

    return make


@pytest.fixture
def empty_store(tmp_path: Path) -> Path:
    """The folder of a store without documents."""
    from kg.store import open_store

    folder = tmp_path / "store"
    open_store(folder).close()
    return folder


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Network]:
    """A generated network of 5,000 actors, and its page."""
    from page_graphs import generated_network

    from kg.view import write_page

    network = generated_network(5000)
    path = tmp_path_factory.mktemp("pages") / "many.html"
    write_page(network, path)
    return path, network


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo of `make demo`, built by the real command in a folder of its own."""
    folder = tmp_path_factory.mktemp("demo")
    made = Demo(folder / "store", folder / "exports", "")
    command = [
        sys.executable,
        "-m",
        "kg",
        "build",
        "seeds",
        "--store",
        str(made.store),
        "--out",
        str(made.exports),
    ]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    return Demo(made.store, made.exports, run.stderr)
