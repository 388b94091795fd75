"""A real browser for tests: Debian's Chromium, driven by Playwright, that may ask no host for anything."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The browser's path; without one the test is skipped, but not in CI."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no chromium on this machine, and CI is to have one")
        pytest.skip("no chromium on this machine")
    return path


@contextmanager
def running_browser() -> Iterator[Any]:
    """Chromium without a window."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened_page(browser: Any, file: Path, *, fragment: str = "", **context: Any) -> Iterator[Any]:
    """The page of a file, once it is drawn. Script errors, refused parts and requests fail the test."""
    troubles: list[str] = []
    made = browser.new_context(
        **{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **context}
    )
    page = made.new_page()
    page.on(
        "request", lambda one: one.url.startswith(("file:", "blob:", "data:")) or troubles.append(one.url)
    )
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda one: one.type in ("error", "warning") and troubles.append(one.text))
    page.goto(file.as_uri() + fragment)
    page.wait_for_selector("html[data-ready=true]", state="attached", timeout=10_000)
    try:
        yield page
    finally:
        made.close()
    assert troubles == []
