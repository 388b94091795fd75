"""Further ways to look at the graph in a real browser: time, paths, blocs, merged lines, addresses, PNG."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import opened_page, running_browser
from graphs import actor_id
from networks import RELATIONS, demo_network
from page_graphs import blocs_of

from kg.network import Network, add_actor, add_statement, finish_network, new_network
from kg.view import picture, write_page


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with running_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "demo.html"
    write_page(demo_network(), path)
    return path


@pytest.fixture
def page(browser: Any, demo: Path) -> Iterator[Any]:
    with opened_page(browser, demo) as page:
        yield page


def find(page: Any, name: str) -> None:
    page.fill("#search", name)
    page.press("#search", "Enter")


def summary(page: Any) -> str:
    return str(page.inner_text("#summary"))


def slide(page: Any, end: str, steps: int) -> None:
    page.focus(f"#time-{end}")
    for _ in range(abs(steps)):
        page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")


def test_the_time_slider_leaves_out_what_was_published_later(page: Any) -> None:
    slide(page, "to", -4)
    assert page.inner_text("#time-range") == "2014-06-13 to 2014-07-01"
    assert " · 9 links · 10 statements · " in summary(page)


def test_the_time_slider_leaves_out_what_was_published_before(page: Any) -> None:
    slide(page, "from", 20)
    assert page.inner_text("#time-range") == "2014-07-03 to 2014-07-05"
    assert " · 5 links · 5 statements · " in summary(page)


def test_play_lets_the_picture_grow_to_its_end(page: Any) -> None:
    page.click("#play")
    assert page.inner_text("#time-range") == "2014-06-13"
    page.get_by_role("button", name="Play").wait_for()
    assert page.inner_text("#time-range") == "2014-06-13 to 2014-07-05"
    assert " · 17 links · " in summary(page)


@pytest.mark.parametrize(("chosen", "links"), [("United States", 2), ("the report itself", 13), ("Iraq", 1)])
def test_links_by_speaker(page: Any, chosen: str, links: int) -> None:
    page.select_option("#speaker", label=chosen)
    assert f" · {links} link" in summary(page)


@pytest.mark.parametrize(("chosen", "links"), [("Copy Desk", 1), ("Another Agency", 9)])
def test_links_by_source(page: Any, chosen: str, links: int) -> None:
    page.select_option("#source", label=chosen)
    assert f" · {links} link" in summary(page)


def test_links_with_enough_sentences(page: Any) -> None:
    page.focus("#least")
    page.keyboard.press("ArrowRight")
    assert summary(page).startswith("2 actors · 1 link · 3 statements")


def test_only_what_is_contested(page: Any) -> None:
    page.check("#contested")
    assert summary(page).startswith("2 actors · 2 links · 2 statements")


def test_a_sub_type_is_taken_off_within_its_family(page: Any) -> None:
    page.get_by_role("button", name="Kinds of fights").click()
    page.locator(".sub", has_text="clashes").locator("input").uncheck()
    assert " · 16 links · " in summary(page)


def test_the_path_between_two_actors(page: Any) -> None:
    find(page, "Moqtada al-Sadr")
    page.get_by_role("button", name="Path to").click()
    find(page, "JRTN")
    steps = page.locator("#panel .rows .name").all_inner_texts()
    assert [step.replace(" possible", "") for step in steps[:2]] == [
        "Moqtada al-Sadr leads Peace Brigades",
        "Peace Brigades fights ISIL",
    ]
    assert len(steps) == 3
    assert "JRTN" in steps[2]
    assert page.locator("#panel blockquote").count() == 3


def test_no_path_over_what_is_filtered_out(page: Any) -> None:
    page.get_by_label("member of", exact=True).uncheck()
    find(page, "Peace Brigades")
    page.get_by_role("button", name="Path to").click()
    find(page, "IRGC")
    assert "No link in the picture leads from one to the other" in page.inner_text("#panel")


def test_one_line_a_pair_opens_into_its_links(page: Any) -> None:
    page.click("#toggle-merged")
    box = page.locator("#graph canvas").bounding_box()
    for across in range(0, int(box["width"]), 12):
        page.mouse.click(box["x"] + across, box["y"] + box["height"] / 2)
        if " and " in page.inner_text("#panel h2"):
            break
    assert page.locator("#panel .rows li").count() >= 2
    assert page.locator("#panel blockquote").count() >= 2


def test_a_view_is_in_the_address_and_comes_back(browser: Any, demo: Path, page: Any) -> None:
    page.get_by_label("fights", exact=True).uncheck()
    page.select_option("#source", label="Another Agency")
    slide(page, "from", 1)
    page.click("#toggle-table")
    find(page, "Peace Brigades")
    fragment = page.evaluate("location.hash")
    with opened_page(browser, demo, fragment=fragment) as other:
        assert summary(other) == summary(page)
        assert other.inner_text("#panel h2") == "Peace Brigades"
        assert not other.get_by_label("fights", exact=True).is_checked()
        assert other.is_visible("#table table")
        assert other.evaluate("location.hash") == fragment


def test_a_link_s_evidence_is_in_the_address(browser: Any, demo: Path, page: Any) -> None:
    page.locator("#panel .rows").nth(1).locator("button").first.click()
    heading = page.inner_text("#panel h2")
    with opened_page(browser, demo, fragment=page.evaluate("location.hash")) as other:
        assert other.inner_text("#panel h2") == heading


def test_a_broken_address_is_the_whole_view(browser: Any, demo: Path) -> None:
    with opened_page(browser, demo, fragment="#actor=nobody&days=x/y&no-family=%3Cimg%3E&link=a+b") as page:
        assert summary(page).startswith("12 actors · 17 links")


def test_the_picture_is_saved_as_png(page: Any, tmp_path: Path) -> None:
    with page.expect_download() as download:
        page.click("#save-picture")
    download.value.save_as(tmp_path / "picture.png")
    content = (tmp_path / "picture.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) > 5000


def two_sides() -> Network:
    network = new_network(relations=RELATIONS)
    for name in ("a1", "a2", "a3", "b1", "b2", "b3", "c"):
        add_actor(network, actor_id(name), label=name, type="State")
    links = [
        ("a1", "a2", 1),
        ("a2", "a3", 1),
        ("b1", "b2", 1),
        ("b2", "b3", 1),
        ("a1", "b1", -1),
        ("a3", "b2", -1),
    ]
    for number, (first, second, sign) in enumerate([*links, ("a1", "a3", -1), ("a1", "a2", 1)]):
        family = "alliedWith" if sign > 0 else "fights"
        add_statement(
            network, f"x:{number}", actor_id(first), actor_id(second), relation=family, family=family
        )
    return finish_network(network)


def test_blocs_are_who_supports_one_another() -> None:
    blocs = blocs_of(two_sides())
    sides = [
        {name for name in ("a1", "a2", "a3", "b1", "b2", "b3", "c") if blocs.get(actor_id(name)) == number}
        for number in (0, 1, None)
    ]
    assert sides == [{"a1", "a2", "a3"}, {"b1", "b2", "b3"}, {"c"}]


def test_blocs_are_listed_with_their_quarrels(browser: Any, tmp_path: Path) -> None:
    write_page(two_sides(), tmp_path / "sides.html")
    with opened_page(browser, tmp_path / "sides.html") as page:
        page.click("#toggle-blocs")
        assert page.inner_text("#panel h2") == "2 blocs"
        panel = page.inner_text("#panel")
        assert "Quarrels inside:" in panel
        assert "a1 fights a3" in panel
        assert "Against the bloc round" in panel


@pytest.fixture
def crowd(browser: Any, many: tuple[Path, Network]) -> Iterator[Any]:
    with opened_page(browser, many[0]) as page:
        yield page


def test_of_a_big_graph_the_strongest_part_comes_first(crowd: Any) -> None:
    assert summary(crowd).startswith("299 of 5,000 actors · ")
    crowd.locator("#top").evaluate("box => { box.value = box.max; box.dispatchEvent(new Event('change')); }")
    assert summary(crowd).split(" · ")[2] == "15,000 statements"


def test_an_actor_beyond_the_strongest_is_found_and_brought_in(crowd: Any) -> None:
    name = crowd.evaluate("JSON.parse(document.getElementById('graph-data').textContent).actors[2500].name")
    find(crowd, name)
    assert crowd.inner_text("#panel h2") == name
    assert not summary(crowd).startswith("299 of")
    crowd.locator("#panel .rows button").first.click()
    assert crowd.locator("#panel blockquote mark").count() >= 2


def test_both_ends_of_a_link_are_drawn_where_many_lines_are(crowd: Any) -> None:
    """The library draws no actor whose place it has not looked at since the picture moved."""
    crowd.locator("#panel .rows").nth(1).locator("button").first.click()
    drawn = crowd.evaluate(
        """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
          const canvas = document.querySelector('#graph canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const facts = JSON.parse(document.getElementById('graph-data').textContent);
          const names = [...document.querySelectorAll('#panel h2 .actor')].map(one => one.textContent);
          const types = names.map(name => facts.nodes[facts.actors.findIndex(one => one.name === name)].type);
          const fillOf = type => facts.types.find(one => one.id === type).fill;
          const fills = types.map(type => parseInt(fillOf(type).slice(1), 16));
          const found = fills.map(() => 0);
          for (let at = 0; at < data.length; at += 4) {
            const place = fills.indexOf(data[at] * 65536 + data[at + 1] * 256 + data[at + 2]);
            if (place >= 0) found[place] += 1;
          }
          done(found);
        })))"""
    )
    assert len(drawn) == 2
    assert min(drawn) > 300


def test_a_notebook_shows_the_page_in_place(browser: Any, tmp_path: Path) -> None:
    cell = picture(demo_network())._repr_html_()
    (tmp_path / "cell.html").write_text(
        f"<!doctype html><html data-ready=true><body>{cell}</body></html>", "utf-8"
    )
    with opened_page(browser, tmp_path / "cell.html") as page:
        inside = page.frame_locator("iframe")
        inside.locator("html[data-ready=true]").wait_for(state="attached", timeout=10_000)
        inside.locator("#search").fill("IRGC")
        inside.locator("#search").press("Enter")
        assert inside.locator("#panel h2").inner_text() == "IRGC"
