"""The demo's page comes in; docs/page.png, a screenshot of it in a real Chromium, goes out.

`make picture` runs it after the demo, with the environment of the tests.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))


def main() -> None:
    from browser import opened_page, running_browser

    picture = ROOT / "docs" / "page.png"
    size = {"width": 1440, "height": 900}
    with (
        running_browser() as browser,
        opened_page(browser, ROOT / "exports" / "graph.html", viewport=size) as page,
    ):
        page.wait_for_timeout(1000)
        page.screenshot(path=picture)
    print(f"written: {picture.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
