"""Take the pictures of docs/gallery.md from a page, in Chromium.

python scripts/screenshots.py exports/graph.html docs/images
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from browser import opened_page, running_browser

Act = Callable[[Any], Any]


def find(page: Any, name: str) -> None:
    page.fill("#search", name)
    page.press("#search", "Enter")


def busiest(page: Any) -> str:
    return str(page.locator("#panel .rows").first.locator(".name").first.inner_text())


def dossier(page: Any) -> None:
    find(page, busiest(page))


def evidence(page: Any) -> None:
    page.locator("#panel .rows").nth(1).locator("button").first.click()


def contested(page: Any) -> None:
    if page.locator("#panel .rows").count() > 2:
        page.locator("#panel .rows").nth(2).locator("button").first.click()


def neighbours(page: Any) -> None:
    page.locator("#panel .rows").first.locator("button").nth(3).click()
    page.click("#focus")


def path(page: Any) -> None:
    names = page.locator("#panel .rows").first.locator(".name").all_inner_texts()
    find(page, names[-1])
    page.click("#path")
    find(page, names[3])


STATES: dict[str, tuple[tuple[int, int], str, Act | None]] = {
    "overview": ((1280, 800), "light", None),
    "overview-dark": ((1280, 800), "dark", None),
    "dossier": ((1280, 800), "light", dossier),
    "evidence": ((1280, 800), "light", evidence),
    "contested": ((1280, 800), "dark", contested),
    "neighbours": ((1280, 800), "light", neighbours),
    "path": ((1280, 800), "light", path),
    "blocs": ((1280, 800), "light", lambda page: page.click("#toggle-blocs")),
    "merged": ((1280, 800), "light", lambda page: page.click("#toggle-merged")),
    "table": ((1280, 800), "light", lambda page: page.click("#toggle-table")),
    "narrow": ((430, 860), "light", None),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("page", type=Path)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    with running_browser() as browser:
        for name, ((width, height), scheme, act) in STATES.items():
            size = {"width": width, "height": height}
            with opened_page(browser, args.page.resolve(), viewport=size, color_scheme=scheme) as page:
                if act is not None:
                    act(page)
                page.mouse.move(2, 2)
                page.wait_for_timeout(400)
                page.screenshot(path=args.folder / f"{name}.jpg", type="jpeg", quality=84)
                print(args.folder / f"{name}.jpg")


if __name__ == "__main__":
    main()
