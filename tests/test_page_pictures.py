"""Every main state of the page is reached and drawn, light and dark; build/screenshots keeps the pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import opened_page, running_browser
from conftest import Demo
from page_states import BIG_STATES, STATES, reach

from kg.network import Network


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with running_browser() as browser:
        yield browser


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("graph", ["demo", "many"])
def test_each_state_is_drawn_and_looks_its_own_way(
    browser: Any, demo: Demo, many: tuple[Path, Network], root: Path, graph: str, theme: str
) -> None:
    file, states = (demo.exports / "graph.html", STATES) if graph == "demo" else (many[0], BIG_STATES)
    folder = root / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {}
    with opened_page(browser, file, color_scheme=theme) as page:
        for name, state in states.items():
            reach(page, state)
            pictures[name] = page.screenshot(path=folder / f"{graph}-{name}-{theme}.png")
    assert len(set(pictures.values())) == len(states)
