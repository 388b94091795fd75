"""Every control of the page, used in a real browser on the demo's graph and on one of 5,000 actors.

What must be seen then is worked out in Python from the network that the page was made of. Of 5,000 actors the
page shows the 300 most written about at first, and so do these tests.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import networkx
import pytest
from browser import opened_page, running_browser
from conftest import Demo
from page_graphs import blocs_of
from page_states import find, reset, slide

from kg import open_store
from kg.network import Network
from kg.page_data import page_data

Facts = dict[str, Any]
STATUS_WORDS = {"actual": "stated as fact", "possible": "possible", "negated": "negated"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A page in the browser, the network and the facts behind it, and the actors that it begins with."""

    page: Any
    network: Network
    facts: Facts
    first: frozenset[str]

    def edges(
        self, keep: Callable[..., bool] = lambda *_: True, *, everybody: bool = False
    ) -> dict[tuple[str, ...], list[Facts]]:
        """The links that are drawn of the statements that `keep(subject, target, facts)` lets through."""
        found: dict[tuple[str, ...], list[Facts]] = {}
        for a, b, facts in self.network.edges(data=True):
            if (everybody or self.first >= {a, b}) and keep(a, b, facts):
                ends = sorted((a, b)) if facts["symmetric"] else (a, b)
                found.setdefault((*ends, facts["family"], facts["status"]), []).append(facts)
        return found

    def summary(
        self, keep: Callable[..., bool] = lambda *_: True, *, least: int = 1, everybody: bool = False
    ) -> str:
        """What the page is to say when it shows these."""
        links = self.edges(keep, everybody=everybody)
        found = {link: said for link, said in links.items() if len(said) >= least}
        counts = len({end for link in found for end in link[:2]}), len(found), sum(map(len, found.values()))
        words = zip(counts, ("actor", "link", "statement"), strict=True)
        return " · ".join(f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in words)

    def said(self) -> str:
        return re.sub(" of [0-9,]+", "", self.page.inner_text("#summary")).rpartition(" · ")[0]

    def picture(self) -> str:
        """What is on the canvas, once it is drawn."""
        return str(
            self.page.evaluate(
                """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>
                setTimeout(() => done(document.querySelector('#graph canvas').toDataURL())))))"""
            )
        )

    def label(self, node: str) -> str:
        return str(self.network.nodes[node]["label"])

    def family(self, label: str) -> str:
        """The family that the page calls so."""
        return str({one["label"]: one["id"] for one in self.facts["families"]}[label])

    def busiest(self, place: int = 0) -> str:
        """The IRI of the actor with most statements, or of the next ones."""
        known = [node for node, facts in self.network.nodes(data=True) if facts["aliases"]]
        return sorted(known, key=lambda node: (-self.network.nodes[node]["weight"], self.label(node)))[place]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with running_browser() as browser:
        yield browser


@pytest.fixture(scope="module", params=["demo", "many"])
def opened(
    request: pytest.FixtureRequest, browser: Any, many: tuple[Path, Network], demo: Demo
) -> Iterator[Shown]:
    if request.param == "demo":
        file = demo.exports / "graph.html"
        with open_store(demo.store, read_only=True) as store:
            network = store.network()
    else:
        file, network = many
    facts = page_data(network).facts
    order = [actor["iri"] for actor in facts["actors"]]
    with opened_page(browser, file, accept_downloads=True) as page:
        yield Shown(page, network, facts, frozenset(order[:300] if len(order) > 400 else order))


@pytest.fixture
def shown(opened: Shown) -> Shown:
    reset(opened.page)
    return opened


def test_the_picture_holds_every_statement(shown: Shown) -> None:
    assert shown.said() == shown.summary()


def test_everybody_may_be_shown(shown: Shown) -> None:
    if shown.page.locator("#top").count():
        slide(shown.page.locator("#top"), "box.max", "change")
    assert shown.said() == shown.summary(everybody=True)


@pytest.mark.parametrize("place", [0, -1])
def test_a_family_comes_off_and_back(shown: Shown, place: int) -> None:
    box = shown.page.locator("input[data-kind=family]").nth(place)
    family = shown.facts["families"][place]["id"]
    box.dispatch_event("click")
    assert shown.said() == shown.summary(lambda _, __, facts: facts["family"] != family)
    shown.page.click("[data-all=family]")
    assert shown.said() == shown.summary()


def test_only_one_family(shown: Shown) -> None:
    shown.page.get_by_role("button", name="Only fights").dispatch_event("click")
    assert shown.said() == shown.summary(lambda _, __, facts: facts["family"] == "fights")


def test_the_legend_counts_what_is_in_the_picture(shown: Shown) -> None:
    def counted(kind: str) -> list[str]:
        return shown.page.locator(f".choice > .count[data-kind={kind}]").all_inner_texts()

    families = [one["id"] for one in shown.facts["families"]]
    fights = shown.edges(lambda _, __, facts: facts["family"] == "fights")
    statuses = Counter(link[3] for link in fights)
    types = Counter(
        shown.network.nodes[node]["type"] for node in {end for link in fights for end in link[:2]}
    )
    all_of = Counter(link[2] for link in shown.edges(everybody=True))
    shown.page.get_by_role("button", name="Only fights").dispatch_event("click")
    assert counted("status") == [f"{statuses[name]:,}" for name in shown.facts["statuses"]]
    assert counted("type") == [f"{types[one['id']]:,}" for one in shown.facts["types"]]
    assert counted("family") == [f"{len(fights) if f == 'fights' else all_of[f]:,}" for f in families]


def test_a_sub_type_comes_off(shown: Shown) -> None:
    kinds = Counter(
        facts["relation"] for *_, facts in shown.network.edges(data=True) if facts["family"] == "fights"
    )
    [(kind, total)] = [pair for pair in kinds.most_common() if pair[0] != "fights"][:1]
    shown.page.get_by_role("button", name="Kinds of fights").click()
    rows = shown.page.locator(".sub:visible")
    drawn = Counter(
        facts["relation"] for link, said in shown.edges().items() if link[2] == "fights" for facts in said
    )
    assert sorted(rows.locator(".count").all_inner_texts()) == sorted(f"{drawn[kind]:,}" for kind in kinds)
    rows.nth(kinds.most_common().index((kind, total))).locator("input").dispatch_event("click")
    assert shown.said() == shown.summary(lambda _, __, facts: facts["relation"] != kind)


@pytest.mark.parametrize("status", STATUS_WORDS)
def test_a_status_comes_off(shown: Shown, status: str) -> None:
    shown.page.get_by_label(STATUS_WORDS[status], exact=True).dispatch_event("click")
    assert shown.said() == shown.summary(lambda _, __, facts: facts["status"] != status)


def test_an_actor_type_comes_off(shown: Shown) -> None:
    shown.page.get_by_label("Person", exact=True).dispatch_event("click")
    types = dict(shown.network.nodes(data="type"))
    assert shown.said() == shown.summary(lambda a, b, _: "Person" not in (types[a], types[b]))


def test_one_speaker(shown: Shown) -> None:
    speakers = Counter(facts["speaker_label"] for *_, facts in shown.network.edges(data=True))
    del speakers[None]
    [(speaker, _)] = speakers.most_common(1)
    shown.page.select_option("#speaker", label=speaker)
    assert shown.said() == shown.summary(lambda _, __, facts: facts["speaker_label"] == speaker)
    shown.page.select_option("#speaker", label="the report itself")
    assert shown.said() == shown.summary(lambda _, __, facts: not facts["speaker"])


def test_one_source(shown: Shown) -> None:
    source = max(facts["source"] or "" for *_, facts in shown.network.edges(data=True))
    shown.page.select_option("#source", label=source)
    assert shown.said() == shown.summary(lambda _, __, facts: facts["source"] == source)


def test_links_with_enough_sentences(shown: Shown) -> None:
    slide(shown.page.locator("#least"), "2", "input")
    assert shown.said() == shown.summary(least=2)


def test_only_what_is_contested(shown: Shown) -> None:
    shown.page.check("#contested")
    assert shown.said() == shown.summary(lambda _, __, facts: facts["contested"])


def test_the_days_up_to_one(shown: Shown) -> None:
    slide(shown.page.locator("#time-to"), "Number(box.min) + 2", "input")
    first, last = shown.page.inner_text("#time-range").split(" to ")
    assert shown.said() == shown.summary(lambda _, __, facts: first <= (facts["published"] or "") <= last)


def test_play_goes_through_the_days_and_stops(shown: Shown) -> None:
    first = min(facts["published"] for *_, facts in shown.network.edges(data=True))
    seen = (
        "[document.getElementById('time-range').textContent, document.getElementById('summary').textContent]"
    )
    begun = shown.page.evaluate(f"() => {{ document.getElementById('play').click(); return {seen}; }}")
    assert begun[0] == first
    assert re.sub(" of [0-9,]+", "", begun[1]).startswith(
        shown.summary(lambda _, __, facts: facts["published"] == first)
    )
    shown.page.wait_for_function(
        "first => document.getElementById('time-range').textContent !== first", arg=first
    )
    shown.page.click("#play")
    assert shown.page.inner_text("#play") == "Play"


def test_search_completes_an_alias_and_opens_the_dossier(shown: Shown) -> None:
    actor = shown.busiest()
    facts = shown.network.nodes[actor]
    shown.page.fill("#search", facts["aliases"][0].upper())
    assert facts["label"] in shown.page.inner_text("#matches li >> nth=0")
    shown.page.press("#search", "Enter")
    assert shown.page.inner_text("#panel h2") == facts["label"]
    assert shown.page.locator("#panel .chips li").all_inner_texts() == facts["aliases"][:24]
    touching = shown.edges(lambda a, b, _: actor in (a, b), everybody=True)
    families = Counter(link[2] for link in touching)
    heads = shown.page.locator("#panel h3:has(.count) .count").all_inner_texts()
    assert sorted(map(int, heads)) == sorted(families.values())
    days = {one["published"] for said in touching.values() for one in said}
    assert shown.page.locator("#panel .spark rect").count() == len(days)


def test_a_link_shows_its_evidence(shown: Shown) -> None:
    shown.page.click("#toggle-table")
    row = shown.page.locator("#table tbody tr").first
    who, _, whom, status, count, sources = row.inner_text().split("\t")
    row.locator("button").nth(1).click()
    shown_family = shown.family(shown.page.inner_text("#panel h2 .verb"))
    (said,) = (
        said
        for (a, b, family, state), said in shown.edges().items()
        if (shown.label(a), shown.label(b)) in ((who, whom), (whom, who))
        and status.startswith(STATUS_WORDS[state])
        and family == shown_family
        and len(said) == int(count)
    )
    quotes = shown.page.locator("#panel blockquote").all_inner_texts()
    assert sorted(quotes) == sorted(" ".join(one["evidence"].split()) for one in said)
    one = next(one for one in said if " ".join(one["evidence"].split()) == quotes[0])
    card = shown.page.locator("#panel .quote").first
    assert one["subject_text"] in card.locator("mark.subject").first.inner_text()
    assert one["object_text"] in card.locator("mark.object").first.inner_text()
    text = card.inner_text()
    assert (f"Said by {one['speaker_label']}" if one["speaker"] else "In the report’s own words") in text
    assert all(str(fact) in text for fact in (one["title"], one["source"], one["published"], one["rule"]))
    assert f"confidence {one['confidence']:.2f}" in text
    assert int(sources) == len({one["source"] for one in said if one["independent"]})


def test_an_actor_s_neighbours_alone(shown: Shown) -> None:
    actor = shown.busiest(3)
    near = {actor, *networkx.all_neighbors(shown.network, actor)}
    find(shown.page, shown.label(actor))
    shown.page.click("#focus")
    assert shown.said() == shown.summary(lambda a, b, _: a in near and b in near, everybody=True)
    shown.page.locator("#notice button").click()
    assert shown.said() == shown.summary()


def test_the_path_is_the_shortest(shown: Shown) -> None:
    first, last = shown.busiest(5), shown.busiest(8)
    find(shown.page, shown.label(first))
    shown.page.click("#path")
    find(shown.page, shown.label(last))
    near = networkx.Graph(link[:2] for link in shown.edges())
    shortest = networkx.shortest_path_length(near, first, last)
    assert shown.page.locator("#panel .rows").count() == shortest
    assert shown.page.locator("#panel blockquote").count() == shortest


def test_blocs_are_counted_and_coloured(shown: Shown) -> None:
    before = shown.picture()
    shown.page.click("#toggle-blocs")
    seen = {end for link in shown.edges() for end in link[:2]}
    blocs = Counter(bloc for actor, bloc in blocs_of(shown.network).items() if actor in seen)
    assert shown.page.inner_text("#panel h2") == f"{len(blocs)} blocs"
    assert shown.page.locator("#panel h3 .count").all_inner_texts() == [str(blocs[b]) for b in sorted(blocs)]
    assert shown.picture() != before


def test_the_table_holds_the_links_and_is_sorted(shown: Shown) -> None:
    shown.page.click("#toggle-table")
    links = shown.edges()
    assert shown.page.locator("#table tbody tr").count() == min(200, len(links))
    counts = [int(text) for text in shown.page.locator("#table tbody td:nth-child(5)").all_inner_texts()]
    assert counts == sorted(map(len, links.values()), reverse=True)[:200]
    shown.page.get_by_role("button", name="Who", exact=True).click()
    names = shown.page.locator("#table tbody td:nth-child(1)").all_inner_texts()
    assert [name for name, _ in groupby(names)] == list(dict.fromkeys(names)) and len(set(names)) < len(names)
    assert shown.page.locator("#table th[aria-sort=ascending]").inner_text().startswith("Who")


def test_separate_lines_and_one_line_a_pair(shown: Shown) -> None:
    before = shown.picture()
    pressed = shown.page.get_attribute("#toggle-merged", "aria-pressed")
    shown.page.click("#toggle-merged")
    assert shown.page.get_attribute("#toggle-merged", "aria-pressed") != pressed
    assert shown.picture() != before
    assert shown.said() == shown.summary()


def tip_at(shown: Shown, x: float, y: float) -> list[str]:
    """The lines of the tip that stands there when the page has caught up with the mouse."""
    shown.page.mouse.move(x, y)
    if not shown.page.is_visible("#tip"):
        return []
    shown.page.wait_for_timeout(60)
    shown.page.mouse.move(x, y)
    shown.page.wait_for_timeout(60)
    return [str(line) for line in shown.page.locator("#tip:visible > *").all_inner_texts()]


def spot_of(shown: Shown, kind: str) -> tuple[float, float, str]:
    """Where on the canvas an actor (or a line) lies, found by the tip that comes up there."""
    types = {facts["label"] for facts in shown.facts["types"]}
    box = shown.page.locator("#graph canvas").bounding_box()
    for down in range(90, int(box["height"]) - 20, 37):
        for across in range(20, int(box["width"]) - 20, 9):
            x, y = round(box["x"] + across), round(box["y"] + down)
            lines = tip_at(shown, x, y)
            if lines and (lines[1] in types) == (kind == "actor"):
                return x, y, lines[0]
    raise AssertionError(f"no {kind} found")


def test_an_actor_tells_its_names_and_opens(shown: Shown) -> None:
    x, y, name = spot_of(shown, "actor")
    (facts,) = (facts for _, facts in shown.network.nodes(data=True) if facts["label"] == name)
    tip = shown.page.inner_text("#tip")
    assert all(alias in tip for alias in facts["aliases"][:6])
    shown.page.mouse.click(x, y)
    assert shown.page.inner_text("#panel h2") == name
    shown.page.mouse.dblclick(x, y)
    assert "and its neighbours" in shown.page.inner_text("#notice")


def test_a_line_tells_its_ends_and_opens(shown: Shown) -> None:
    x, y, name = spot_of(shown, "line")
    shown.page.mouse.click(x, y)
    assert shown.page.locator("#panel h2 .actor").count() >= 1
    assert all(end in name for end in shown.page.locator("#panel h2 .actor").all_inner_texts())
    assert shown.page.locator("#panel blockquote").count() >= 1


@pytest.mark.parametrize("key", ["#zoom-in", "#zoom-out", "+", "-", "ArrowLeft", "ArrowDown"])
def test_the_picture_moves_and_fits_again(shown: Shown, key: str) -> None:
    before = shown.picture()
    if key.startswith("#"):
        shown.page.click(key)
    else:
        shown.page.focus("#graph")
        shown.page.keyboard.press(key)
    assert shown.picture() != before
    shown.page.click("#zoom-fit")
    assert shown.picture() == before


def test_the_picture_is_dragged(shown: Shown) -> None:
    before = shown.picture()
    shown.page.mouse.move(300, 700)
    shown.page.mouse.down()
    shown.page.mouse.move(340, 660)
    shown.page.mouse.move(380, 640)
    shown.page.mouse.up()
    assert shown.picture() != before


def test_the_theme_turns_dark_and_light(shown: Shown) -> None:
    before = shown.picture()
    shown.page.click("#toggle-theme")
    assert shown.picture() != before
    shown.page.click("#toggle-theme")
    assert shown.picture() == before


def test_the_picture_is_saved_as_it_stands(shown: Shown, tmp_path: Path) -> None:
    with shown.page.expect_download() as download:
        shown.page.click("#save-picture")
    download.value.save_as(tmp_path / "picture.png")
    content = (tmp_path / "picture.png").read_bytes()
    size = shown.page.evaluate("(c => [c.width, c.height])(document.querySelector('#graph canvas'))")
    assert content.startswith(b"\x89PNG")
    assert [int.from_bytes(content[at : at + 4], "big") for at in (16, 20)] == size


def test_the_address_brings_a_view_back(shown: Shown) -> None:
    page = shown.page
    page.locator("input[data-kind=status]").nth(1).dispatch_event("click")
    slide(page.locator("#time-to"), "Number(box.max) - 1", "input")
    find(page, shown.label(shown.busiest(2)))
    page.click("#toggle-table")
    seen = shown.said(), page.inner_text("#panel h2"), page.inner_text("#time-range")
    address = page.evaluate("location.hash")
    reset(page)
    assert shown.said() == shown.summary()
    page.evaluate("hash => { location.hash = hash; }", address)
    page.wait_for_selector("#table table")
    assert (shown.said(), page.inner_text("#panel h2"), page.inner_text("#time-range")) == seen


def test_without_a_mouse(shown: Shown) -> None:
    page, name = shown.page, shown.label(shown.busiest(1))
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == name
    page.locator("#panel .rows button").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel blockquote").count() >= 1
    page.locator("#panel h2").click()
    page.keyboard.press("Escape")
    assert page.inner_text("#panel h2") == "What the reports say"
