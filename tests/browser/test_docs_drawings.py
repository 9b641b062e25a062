"""Formulas and diagrams of the documentation are drawn where scripts run and read as text where they do not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DIAGRAM = "```mermaid\nflowchart LR\n  Quay[The quay] --> Ship\n```\n"
OTHER_KINDS = [
    "sequenceDiagram\n  Crew->>Quay: Cast off",
    "stateDiagram-v2\n  [*] --> Sailing",
    "classDiagram\n  Ship <|-- Ferry",
    "erDiagram\n  SHIP ||--o{ TICKET : sells",
    "gantt\n  title Voyage\n  section Sea\n  Sail :a1, 2026-01-01, 3d",
    'pie\n  "Fish" : 3\n  "Chips" : 4',
    "gitGraph\n  commit\n  commit",
    "mindmap\n  root\n    branch",
]
PAGES = {
    "index.md": "# Ferry\n\nNothing to draw.\n",
    "drawn.md": f"# Drawn\n\nSpeed is $v = \\frac{{s}}{{t}}$.\n\n$$\na^2 + b^2 = c^2\n$$\n\n{DIAGRAM}\n## Diagram 1\n",
    "kinds.md": "# Kinds\n\n" + "".join(f"```mermaid\n{text}\n```\n\n" for text in OTHER_KINDS),
    "broken.md": "# Broken\n\n```mermaid\nflowchart LR\n  ((\n```\n\n$\\frac{$\n\n" + DIAGRAM,
    "hostile.md": """# Hostile

$\\href{javascript:hit()}{x} \\includegraphics{https://evil.example/x.png}$

```math
\\htmlData{x=<img src=x onerror=hit()>}{y} <script>hit()</script>
```

```mermaid
%%{init: {"securityLevel": "loose", "htmlLabels": true, "flowchart": {"htmlLabels": true}, "themeCSS": "* {background: url(https://evil.example/y)}"}}%%
flowchart LR
  A["<img src=x onerror=hit()>"] --> B["<script>hit()</script><iframe srcdoc='<script>parent.hit()</script>'></iframe>"]
  click A "javascript:hit()"
  click B call hit()
```

```mermaid
sequenceDiagram
  A->>B: <img src=x onerror=hit()>
  link A: x @ javascript:hit()
```
""",
}


@pytest.fixture
def ferry(empty_site: None, tmp_path: Path) -> None:
    for name, text in PAGES.items():
        (tmp_path / name).write_text(text)
    call_command("import_docs", folder=str(tmp_path), slug="ferry", verbosity=0)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_drawn_is_sound(ferry: None, open_window: Callable[..., Page], width: int, scheme: Any) -> None:
    page = open_window(width=width)
    page.emulate_media(color_scheme=scheme)
    errors = errors_of(page)
    page.goto("/docs/ferry/drawn/")
    expect(page.locator("#doc-body math")).to_have_count(2)
    expect(page.get_by_role("img", name="Diagram 1; its text follows").locator("svg")).to_be_visible()
    assert "The quay" in page.locator(".diagram svg").text_content()
    page.get_by_text("Text of this diagram").click()
    expect(page.locator(".diagram pre")).to_contain_text("flowchart LR")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert not found, found
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not errors


def test_the_scripts_come_only_where_something_is_drawn(ferry: None, window: Page) -> None:
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    window.goto("/docs/ferry/", wait_until="networkidle")
    assert not [url for url in asked if "/drawing/" in url]


def test_every_kind_of_diagram_is_drawn(ferry: None, window: Page) -> None:
    errors = errors_of(window)
    window.goto("/docs/ferry/kinds/")
    expect(window.locator(".diagram svg")).to_have_count(len(OTHER_KINDS))
    assert not errors


def test_colors_follow_the_theme(ferry: None, window: Page) -> None:
    window.goto("/docs/ferry/drawn/")
    label = window.locator(".diagram .node text, .diagram .nodeLabel").first
    expect(label).to_be_visible()
    color = "element => getComputedStyle(element).fill"
    by_day = label.evaluate(color)
    drawn = window.locator(".diagram svg").get_attribute("id")
    window.evaluate("document.documentElement.dataset.theme = 'dark'")
    expect(window.locator(".diagram svg")).not_to_have_id(drawn or "")
    assert label.evaluate(color) != by_day


def test_what_cannot_be_drawn_stays_text_and_the_rest_is_drawn(ferry: None, window: Page) -> None:
    window.goto("/docs/ferry/broken/")
    expect(window.locator(".diagram svg")).to_have_count(1)
    expect(window.locator("#doc-body > pre.mermaid")).to_contain_text("((")
    expect(window.locator("code.math")).to_have_text("\\frac{")
    assert window.locator("body > [id^=dd], body > [id^=drawing]").count() == 0


def test_without_scripts_the_text_is_there(ferry: None, browser: Browser, live_server: Any) -> None:
    with browser.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/docs/ferry/drawn/")
        expect(page.locator("pre.mermaid")).to_contain_text("Quay[The quay] --> Ship")
        expect(page.locator("code.math")).to_have_text("v = \\frac{s}{t}")
        expect(page.locator("pre.math")).to_have_text("a^2 + b^2 = c^2")


def test_no_text_runs_a_script_or_asks_another_host(ferry: None, window: Page, live_server: Any) -> None:
    hits: list[str] = []
    asked: list[str] = []
    window.expose_function("hit", lambda: hits.append("hit"))
    window.on("request", lambda request: asked.append(request.url))
    window.goto("/docs/ferry/hostile/", wait_until="networkidle")
    expect(window.locator(".diagram svg").first).to_be_visible()
    for link in window.locator("#doc-body :is(a, .clickable, [onclick])").all():
        link.dispatch_event("click")
    assert window.locator("#doc-body :is(script, iframe, img, [onerror], [href^='javascript'])").count() == 0
    assert not hits
    assert not [url for url in asked if not url.startswith((live_server.url, "data:", "blob:"))]


def errors_of(page: Page) -> list[str]:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def note(entry: ConsoleMessage) -> None:
        if entry.type == "error":
            errors.append(entry.text)

    page.on("console", note)
    return errors
