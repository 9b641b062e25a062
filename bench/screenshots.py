"""Photographs the main pages of the running demo for the README (`make demo` first, then `make screenshots`)."""

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

PAGES = {
    "home": "/",
    "board": "/tasks/",
    "task": "a[href^='/tasks/ferrywell/']",
    "people": "/people/",
    "documentation": "/docs/handbook/",
    "sustainability": "/sustainability/",
}
TARGET = Path(__file__).resolve().parents[1] / "docs" / "images"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", default="http://127.0.0.1:8000")
    url = options.parse_args().url
    TARGET.mkdir(exist_ok=True)
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme="light")
        for name, place in PAGES.items():
            if place.startswith("/"):
                page.goto(url + place, wait_until="networkidle")
            else:
                page.goto(url + "/tasks/", wait_until="networkidle")
                page.locator(place).first.click()
                page.wait_for_load_state("networkidle")
            page.screenshot(path=TARGET / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
