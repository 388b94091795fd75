"""The page in a real browser: what is clicked, typed and ticked has its effect, and no text ever runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import opened_page, running_browser
from networks import HOSTILE, demo_network, hostile_network

from kg.view import write_page


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with running_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "demo.html"
    write_page(demo_network(), path, title="The known graph")
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


def colours_drawn(page: Any) -> int:
    """How many different colours the picture has: one if nothing is drawn."""
    return int(
        page.evaluate(
            """() => {
              const canvas = document.querySelector('#graph canvas');
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              const seen = new Set();
              for (let at = 0; at < data.length; at += 4) seen.add(data.slice(at, at + 4).join());
              return seen.size;
            }"""
        )
    )


def test_the_picture_is_drawn(page: Any) -> None:
    assert colours_drawn(page) > 20
    assert summary(page) == "12 actors · 17 links · 19 statements · 5 documents"


def test_a_family_taken_off_leaves_the_picture(page: Any) -> None:
    page.get_by_label("fights", exact=True).uncheck()
    assert summary(page).startswith("12 actors · 14 links")
    page.get_by_role("button", name="Show all").click()
    assert summary(page).startswith("12 actors · 17 links")


def test_only_one_family_may_be_shown(page: Any) -> None:
    page.get_by_role("button", name="Only talks with").focus()
    page.keyboard.press("Enter")
    assert summary(page).startswith("2 actors · 2 links · 2 statements")


@pytest.mark.parametrize(("status", "links"), [("possible", 14), ("negated", 16), ("stated as fact", 4)])
def test_a_status_taken_off_leaves_the_picture(page: Any, status: str, links: int) -> None:
    page.get_by_label(status, exact=True).uncheck()
    assert f" · {links} links · " in summary(page)


def test_an_actor_type_taken_off_takes_its_links_along(page: Any) -> None:
    page.get_by_label("Person", exact=True).uncheck()
    assert summary(page).startswith("10 actors · 14 links")


def test_search_completes_by_alias_and_opens_the_dossier(page: Any) -> None:
    page.fill("#search", "washing")
    assert page.inner_text("#matches li") == "United States\nWashington"
    page.press("#search", "Enter")
    assert page.inner_text("#panel h2") == "United States"
    assert page.locator("#panel .chips li").all_inner_texts() == ["America", "Washington"]


def test_search_says_when_nobody_has_that_name(page: Any) -> None:
    page.fill("#search", "nobody of this name")
    assert page.inner_text("#matches") == "No actor has that name"


def test_a_link_opens_its_sentences_with_both_mentions_marked(page: Any) -> None:
    find(page, "JRTN")
    page.get_by_role("button", name="ISIL allied with JRTN").click()
    assert page.locator("#panel mark:not(.object)").all_inner_texts()[1:] == ["ISIL"]
    assert page.locator("#panel blockquote mark.object").all_inner_texts() == ["JRTN"]
    card = page.inner_text("#panel .quote")
    assert "Said by United States" in card
    assert "A brief · Example Agency · 2014-06-13" in card


def test_a_contested_link_says_so_and_shows_the_other_side(page: Any) -> None:
    find(page, "Peace Brigades")
    page.get_by_role("button", name="Iran supports Peace Brigades, stated as fact").click()
    assert "contested" in page.inner_text("#panel .kicker")
    page.get_by_role("button", name="Iran supports Peace Brigades, negated").click()
    assert "Iran negated arms" in page.inner_text("#panel blockquote")


def test_a_denial_leads_to_what_it_denies(page: Any) -> None:
    find(page, "Iran")
    page.get_by_role("button", name="Iran denies United States").click()
    page.get_by_role("button", name="Iran supports Peace Brigades").click()
    assert page.inner_text("#panel h2 .verb") == "supports"


def test_a_click_on_the_canvas_opens_what_lies_there(page: Any) -> None:
    find(page, "ISIL")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Show the whole picture").click()
    box = page.locator("#graph canvas").bounding_box()
    found = set()
    for across in range(12, int(box["width"]), 24):
        page.mouse.click(box["x"] + across, box["y"] + box["height"] / 2)
        found.add(page.inner_text("#panel h2"))
    assert len(found) > 2


def test_neighbours_alone_and_back(page: Any) -> None:
    find(page, "IRGC")
    page.get_by_role("button", name="Only its neighbours").click()
    assert summary(page).startswith("2 actors · 1 link ·")
    page.locator("#notice").get_by_role("button").click()
    assert summary(page).startswith("12 actors")


def test_the_table_holds_the_same_links(page: Any) -> None:
    page.get_by_role("button", name="Table").click()
    assert page.locator("#table tbody tr").count() == 17
    assert page.locator("#table tbody tr").first.inner_text().split("\t")[:3] == [
        "ISIL",
        "fights",
        "Iraqi Army",
    ]
    page.get_by_label("fights", exact=True).uncheck()
    assert page.locator("#table tbody tr").count() == 14


def test_a_reprint_counts_as_no_second_source(page: Any) -> None:
    page.get_by_role("button", name="Table").click()
    first = page.locator("#table tbody tr").first.inner_text().split("\t")
    assert first[4:] == ["3", "2"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_follows_the_system_and_the_button(browser: Any, demo: Path, scheme: str) -> None:
    with opened_page(browser, demo, color_scheme=scheme) as page:
        assert page.evaluate("document.documentElement.dataset.theme") == scheme
        page.click("#toggle-theme")
        assert page.evaluate("document.documentElement.dataset.theme") != scheme
        assert colours_drawn(page) > 20


def test_everything_is_reached_by_keyboard(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("irgc")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "IRGC"
    page.locator("#panel .rows button").first.focus()
    page.keyboard.press("Enter")
    assert "Iran" in page.inner_text("#panel h2")
    page.keyboard.press("Escape")
    assert page.inner_text("#panel h2") == "What the reports say"


def test_a_narrow_window_keeps_filters_behind_a_button(browser: Any, demo: Path) -> None:
    with opened_page(browser, demo, viewport={"width": 420, "height": 800}) as page:
        assert not page.is_visible("#filters")
        page.click("#show-filters")
        page.get_by_label("fights", exact=True).uncheck()
        assert "14 links" in summary(page)


def test_hostile_texts_are_shown_and_never_run(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    write_page(hostile_network(), path, title="<script>document.title='ran'</script>")
    with opened_page(browser, path) as page:
        find(page, "img src")
        assert page.inner_text("#panel h2") == HOSTILE
        page.locator("#panel .rows button").first.click()
        page.get_by_role("button", name="Table").click()
        assert HOSTILE in page.inner_text("#panel blockquote")
        page.mouse.move(640, 300)
        assert page.title() == "<script>document.title='ran'</script>"
        assert page.locator("#panel img, #table img, #panel a, #filters img, #matches img").count() == 0
