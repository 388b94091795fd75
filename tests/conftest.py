"""What most tests stand on, each made once a session: the real pipeline, ontology and reader, and the demo's store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.records import Block, Document

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.ontology import Ontology
    from kg.pipeline import Reader

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of texts and gold sets that may lie beside the project; the test is skipped where it does not."""
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
def document() -> Callable[..., Document]:
    """`document("Text of one paragraph.")` is a document of that text; keywords give its other fields."""

    def make(text: str, name: str = "test.txt", **fields: object) -> Document:
        return Document(name, text, (Block("body", 0, len(text)),), **fields)

    return make
