"""The fingerprint of what documents are read with changes when that does, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.fingerprint import reading_fingerprint


def test_it_stays_while_nothing_changes() -> None:
    assert reading_fingerprint() == reading_fingerprint()


def test_it_changes_with_the_words_of_an_ontology(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    found = {reading_fingerprint()}
    for text in ("# one", "# two"):
        mine.write_text(text, encoding="utf-8")
        found.add(reading_fingerprint(extra=[mine]))
    assert len(found) == 3


def test_it_changes_with_the_pipeline_and_its_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {reading_fingerprint(), reading_fingerprint("en_core_web_sm")}
    for weights in (b"1", b"2"):
        (tmp_path / "weights").write_bytes(weights)
        found.add(reading_fingerprint(str(tmp_path)))
    assert len(found) == 4
    monkeypatch.setenv("KG_MODEL", str(tmp_path))
    assert reading_fingerprint() in found


def test_a_missing_ontology_is_said(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="none.ttl: cannot be read"):
        reading_fingerprint(extra=[tmp_path / "none.ttl"])
