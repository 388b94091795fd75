"""Take the pictures of docs/gallery.md from a page, in Chromium.

`make gallery` runs it on the demo's page: all states in the light theme, two in the dark one as well.

    python scripts/screenshots.py exports/graph.html docs/images [--png]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from browser import opened_page, running_browser
from page_states import BIG_STATES, STATES, reach


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("page", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--big", action="store_true", help="the states of a graph of 5,000 actors")
    parser.add_argument("--png", action="store_true", help="PNG files instead of JPEG")
    parser.add_argument("--theme", choices=["light", "dark"], nargs="+", default=["light"])
    parser.add_argument("--states", nargs="+")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    ending = "png" if args.png else "jpg"
    with running_browser() as browser:
        for theme in args.theme:
            with opened_page(browser, args.page.resolve(), color_scheme=theme) as page:
                for name, state in (BIG_STATES if args.big else STATES).items():
                    if args.states and name not in args.states:
                        continue
                    reach(page, state)
                    file = args.folder / f"{name}{'' if theme == 'light' else '-dark'}.{ending}"
                    looks = {} if args.png else {"type": "jpeg", "quality": 84}
                    page.screenshot(path=file, **looks)
                    print(file)


if __name__ == "__main__":
    main()
