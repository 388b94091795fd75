"""The page as text: it holds everything, asks for nothing, and keeps texts of documents in their place."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from networks import HEADLINE, HOSTILE, demo_network, filled_store, hostile_network

from kg.errors import KgError
from kg.network import load_network
from kg.page_data import page_data, short_label
from kg.palette import FAMILY_COLOURS
from kg.placement import place_actors
from kg.view import page_html, write_page


def blob(page: str, name: str) -> Any:
    return json.loads(re.search(f'id="{name}">(.*?)</script>', page, re.DOTALL)[1])


def test_the_page_loads_nothing_from_anywhere() -> None:
    page = page_html(demo_network())
    assert not re.findall(r"""<(?:script|link|img|iframe|object|embed)\b[^>]*\b(?:src|href)=""", page)
    assert "default-src &#39;none&#39;" in page


def test_the_policy_names_every_script_and_style_by_its_hash() -> None:
    page = page_html(demo_network())
    bodies = re.findall(r"<script>(.*?)</script>|<style>(.*?)</style>", page, re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256("".join(body).encode()).digest()).decode() for body in bodies}
    assert hashes == set(re.findall(r"sha256-([^&]+)&", page))


def test_no_text_of_a_document_is_markup() -> None:
    page = page_html(hostile_network(), title=HEADLINE)
    assert HOSTILE not in page
    assert HEADLINE not in page
    assert page.count("</script>") == 4
    assert blob(page, "graph-data")["actors"][0]["name"].startswith("<")


def test_the_same_network_gives_the_same_page() -> None:
    assert page_html(demo_network()) == page_html(demo_network())


def test_drawn_links_hold_every_statement_once() -> None:
    network = demo_network()
    data = page_data(network)
    assert sum(edge["count"] for edge in data.edges) == network.number_of_edges()
    assert [edge["first"] for edge in data.edges[1:]] == [
        edge["first"] + edge["count"] for edge in data.edges[:-1]
    ]
    assert len(data.texts["sentence"]) == network.number_of_edges()


def test_both_ways_round_of_a_symmetric_relation_are_one_link() -> None:
    page = page_data(demo_network())
    talks = [edge for edge in page.edges if edge["family"] == "talksWith" and edge["status"] == "actual"]
    assert len(talks) == 1


def test_mentions_are_marked_where_they_stand() -> None:
    data = page_data(demo_network())
    texts = data.texts
    for sentence, first, begin, end in zip(
        *(texts[name] for name in ("sentence", "begin", "subject_begin", "subject_end")), strict=True
    ):
        name = texts["sentences"][sentence][begin - first : end - first]
        assert name in {actor["name"] for actor in data.facts["actors"]}


def test_equal_sentences_are_carried_once() -> None:
    sentences = page_data(demo_network()).texts["sentences"]
    assert len(sentences) == len(set(sentences)) < demo_network().number_of_edges()


@pytest.mark.parametrize(
    ("label", "aliases", "short"),
    [
        ("Iran", ["IRI"], "Iran"),
        ("Islamic State of Iraq and the Levant", ["IS", "ISIL", "the group"], "ISIL"),
        ("Syrian Observatory for Human Rights", [], "Syrian Observatory\nfor Human Rights"),
        ("a" * 50, [], f"{'a' * 20}\n…"),
    ],
)
def test_long_names_get_short_labels(label: str, aliases: list[str], short: str) -> None:
    assert short_label({"label": label, "aliases": aliases}) == short


def random_links(actors: int, links: int) -> list[tuple[int, int]]:
    dice = np.random.default_rng(3)
    return [(int(a), int(b)) for a, b in dice.integers(0, actors, (links, 2)) if a != b]


@pytest.mark.parametrize(("actors", "links"), [(2, 1), (60, 90), (60, 20), (120, 300)])
def test_no_actor_lies_on_another(actors: int, links: int) -> None:
    boxes = [(90.0 + 10 * (number % 5), 40.0) for number in range(actors)]
    places = place_actors(random_links(actors, links), boxes)
    apart = np.abs(places[:, None] - places[None])
    sizes = np.array(boxes)
    room = (sizes[:, None] + sizes[None]) / 2
    overlapping = (apart < room - 1).all(axis=2) & ~np.eye(actors, dtype=bool)
    assert not overlapping.any()


@pytest.mark.parametrize("actors", [60, 900])
def test_places_are_the_same_on_every_run(actors: int) -> None:
    boxes = [(80.0, 40.0)] * actors
    assert (
        place_actors(random_links(actors, 2 * actors), boxes)
        == place_actors(random_links(actors, 2 * actors), boxes)
    ).all()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KgError, match=re.escape(str(tmp_path / "file" / "page.html"))):
        write_page(demo_network(), tmp_path / "file" / "page.html")


def test_an_empty_network_is_a_page() -> None:
    assert blob(page_html(load_network(filled_store([]))), "graph-data")["nodes"] == []


def linear(colour: str) -> Any:
    part = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


# Machado, Oliveira and Fernandes 2009, full severity; the identity is for everybody else.
SIGHTS = {
    "all": np.eye(3),
    "no red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
}


def oklab(colours: Any) -> Any:
    to_cone = np.array(
        [
            [0.41222147, 0.53633254, 0.05144599],
            [0.2119035, 0.68069955, 0.10739696],
            [0.08830246, 0.28171884, 0.6299787],
        ]
    )
    to_lab = np.array(
        [
            [0.21045426, 0.79361779, -0.00407205],
            [1.9779985, -2.42859221, 0.45059371],
            [0.02590404, 0.78277177, -0.80867577],
        ]
    )
    return np.cbrt(np.clip(colours, 0, 1) @ to_cone.T) @ to_lab.T


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize(("theme", "ground"), [(0, "#fcfbf8"), (1, "#10151b")])
def test_family_colours_keep_apart_and_stand_out(sight: str, theme: int, ground: str) -> None:
    colours = np.array([linear(pair[theme]) for pair in FAMILY_COLOURS.values()])
    seen = oklab(colours @ SIGHTS[sight].T)
    apart = np.linalg.norm(seen[:, None] - seen[None], axis=2) + np.eye(len(seen))
    luminance = colours @ [0.2126, 0.7152, 0.0722]
    back = float(linear(ground) @ [0.2126, 0.7152, 0.0722])
    contrast = (np.maximum(luminance, back) + 0.05) / (np.minimum(luminance, back) + 0.05)
    assert apart.min() > 0.055
    assert contrast.min() >= 3


PAIRS = [
    ("ink", "panel"),
    ("ink", "ground"),
    ("soft", "panel"),
    ("soft", "ground"),
    ("soft", "hair"),
    ("accent", "panel"),
    ("warn", "warn-ground"),
    ("ink", "mark-a"),
    ("ink", "mark-b"),
]


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_texts_have_the_contrast_of_level_aa(root: Path, theme: int, text: str, ground: str) -> None:
    block = re.findall(r":root[^{]*\{([^}]*--ink[^}]*)\}", (root / "kg/pages/page.css").read_text("utf-8"))[
        theme
    ]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    first, second = sorted(float(linear(colours[name]) @ [0.2126, 0.7152, 0.0722]) for name in (text, ground))
    assert (second + 0.05) / (first + 0.05) >= 4.5
