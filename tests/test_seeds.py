"""The briefs that the demo reads: each is read whole, with its title, date and source, and nothing beside."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.documents import read_documents
from kg.records import Document

CAPTIONS = {
    "2014-06-16-washington-tehran-talks.html",
    "2014-06-21-rivals-clash-in-kirkuk.txt",
    "2014-06-22-old-enemies.html",
}
LOST = (
    "Log in",
    "river_reader",
    "attack Washington",
    "Popular Posts",
    "Anonymous",
    "Business",
    "Share this",
    "Page 2",
)


@pytest.fixture(scope="module")
def seeds(root: Path) -> list[Document]:
    found = list(read_documents([str(root / "seeds")]))
    assert all(isinstance(item, Document) for item in found), found
    return [item for item in found if isinstance(item, Document)]


def told(document: Document, *kinds: str) -> str:
    return "\n".join(
        document.text[block.begin : block.end] for block in document.blocks if block.kind in kinds
    )


def test_every_format_is_there(seeds: list[Document]) -> None:
    assert {Path(seed.name).suffix for seed in seeds} == {".txt", ".md", ".html", ".pdf"}
    assert len(seeds) == 7


def test_title_date_and_source(seeds: list[Document]) -> None:
    for seed in seeds:
        assert (
            seed.title
            and seed.title.split() == told(seed, "title").split("\n\n")[0].split()[: len(seed.title.split())]
        )
        assert seed.published == date.fromisoformat(Path(seed.name).name[:10])
        assert seed.source == "Desk brief"


def test_length(seeds: list[Document]) -> None:
    assert all(300 <= len(told(seed, "body", "title").split()) <= 900 for seed in seeds)


def test_only_furniture_is_skipped(seeds: list[Document]) -> None:
    for seed in seeds:
        assert all(len(line) < 40 for line in told(seed, "skipped").split("\n")), seed.name


def test_no_navigation_or_comments_are_read(seeds: list[Document]) -> None:
    for seed in seeds:
        assert not [words for words in LOST if words in told(seed, "title", "body", "caption")], seed.name


def test_captions(seeds: list[Document]) -> None:
    assert {Path(seed.name).name for seed in seeds if told(seed, "caption")} == CAPTIONS


@pytest.mark.parametrize(
    "name",
    [
        "ISIL",
        "JRTN",
        "Nouri al-Maliki",
        "IRGC",
        "United States",
        "Moqtada al-Sadr",
        "Peace Brigades",
        "Barack Obama",
    ]
    + ["Iraqi security forces", "John Kerry", "Hassan Rouhani", "Revolutionary Guard", "Naqshbandi"],
)
def test_actors_are_named(seeds: list[Document], name: str) -> None:
    assert any(name in told(seed, "body") for seed in seeds)
