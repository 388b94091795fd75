"""What documents are read with comes in; a short text that changes whenever readings might, goes out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from kg.errors import OntologyError
from kg.ontology import ontology_file

__all__ = ["reading_fingerprint"]


def reading_fingerprint(model: str | None = None, extra: Sequence[Path] = ()) -> str:
    """24 hexadecimal digits over the program's code, the ontologies and the pipeline.

    Cheap beside reading: a store that keeps it with each document tells which need not be read again.
    Raises OntologyError for a file of the user's that cannot be read.
    """
    package = Path(str(files("kg")))
    model = model or os.environ.get("KG_MODEL")
    parts = [*sorted(package.rglob("*.py")), ontology_file(), *extra, *_files_of(model, package)]
    digest = hashlib.sha256(repr(model).encode())
    for part in parts:
        try:
            digest.update(hashlib.sha256(part.read_bytes()).digest())
        except OSError as error:
            raise OntologyError(f"{part}: cannot be read ({error.strerror}); check the path.") from error
    return digest.hexdigest()[:24]


def _files_of(model: str | None, package: Path) -> list[Path]:
    """The files of a pipeline in a folder; one that is installed by name is known by its name."""
    folder = Path(model) if model else package / "model"
    return sorted(path for path in folder.rglob("*") if path.is_file())
