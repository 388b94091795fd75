"""The main states of the page, each with the clicks that lead to it and what is then to be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 430, "height": 860}


@dataclass(frozen=True, slots=True)
class State:
    """`act` leads there from the page as it opens; `sign` is a selector of what is visible only then."""

    act: Callable[[Any], Any]
    sign: str
    size: dict[str, int] | None = None


def find(page: Any, name: str) -> None:
    page.fill("#search", name)
    page.press("#search", "Enter")


def busiest(page: Any) -> list[str]:
    """Names of the actors most written about, as the overview lists them."""
    return [str(name) for name in page.locator("#panel .rows").first.locator(".name").all_inner_texts()]


def nothing(page: Any) -> None:
    """The page as it opens."""


def filtered(page: Any) -> None:
    page.get_by_role("button", name="Only fights").dispatch_event("click")
    more = page.get_by_role("button", name="Kinds of fights")
    if more.count():
        more.click()


def searched(page: Any) -> None:
    page.fill("#search", busiest(page)[1][:2])


def dossier(page: Any) -> None:
    find(page, busiest(page)[0])


def evidence(page: Any) -> None:
    page.locator("#panel .rows").nth(1).locator("button").first.click()


def contested(page: Any) -> None:
    page.locator("#panel .rows").last.locator("button").first.click()


def neighbours(page: Any) -> None:
    find(page, busiest(page)[3])
    page.click("#focus")


def path(page: Any) -> None:
    names = busiest(page)
    find(page, names[-1])
    page.click("#path")
    find(page, names[3])


def slide(box: Any, value: str, event: str) -> None:
    """Move a slider as a hand would; `value` is script in which `box` is the slider."""
    box.evaluate(f"box => {{ box.value = {value}; box.dispatchEvent(new Event('{event}')); }}")


def some_days(page: Any) -> None:
    slide(page.locator("#time-to"), "(Number(box.min) + Number(box.max)) / 2", "input")


def everybody(page: Any) -> None:
    slide(page.locator("#top"), "box.max", "change")


STATES = {
    "overview": State(nothing, "#panel h2:text('What the reports say')"),
    "filtered": State(filtered, "#filters [data-all=family]"),
    "search": State(searched, "#matches li"),
    "dossier": State(dossier, "#panel #focus"),
    "evidence": State(evidence, "#panel blockquote mark"),
    "contested": State(contested, "#panel .badge.contested"),
    "neighbours": State(neighbours, "#notice:has-text('and its neighbours')"),
    "path": State(path, "#panel .kicker:has-text('Path between')"),
    "time": State(some_days, "#time-range"),
    "blocs": State(lambda page: page.click("#toggle-blocs"), "#panel h2:text-matches('bloc')"),
    "lines": State(lambda page: page.click("#toggle-merged"), "#summary"),
    "table": State(lambda page: page.click("#toggle-table"), "#table tbody tr"),
    "narrow": State(nothing, "#show-filters", NARROW),
}
"""Of any graph with contested links and several dates."""

BIG_STATES = {name: state for name, state in STATES.items() if name != "contested"} | {
    "everybody": State(everybody, "#summary:text-matches('^[45],[0-9]+ actors')")
}
"""Of a graph that is too big to be shown whole at first; 5,000 actors."""


def reset(page: Any, fragment: str = "") -> None:
    """Back to the page as its address says, whatever was done on it."""
    page.evaluate("fragment => { location.hash = '#none'; location.hash = fragment; }", fragment or "#")
    page.fill("#search", "")
    page.locator("#search").blur()
    page.mouse.move(2, 2)
    page.click("#zoom-fit")
    page.locator("#zoom-fit").blur()


def reach(page: Any, state: State, *, fragment: str = "") -> None:
    """From whatever is seen to `state`, and wait until it is there."""
    page.set_viewport_size(state.size or WIDE)
    reset(page, fragment)
    state.act(page)
    page.mouse.move(2, 2)
    page.locator(state.sign).first.wait_for(state="visible", timeout=10_000)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
