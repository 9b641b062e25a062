"""What reStructuredText and MyST become: all text is shown, no file is read and nothing is run."""

import re
import time

import lxml.html
import pytest

from docs_hub.domain.links import LinkResolver
from docs_hub.domain.mkdocs_config import Extension
from docs_hub.domain.render.document import Document
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.renderer import Renderer
from docs_hub.domain.sphinx_scan import scan

FACTS = {
    "labels": {"the save": ["guide/save.rst", "the-save", "Saving"]},
    "titles": {"guide/save.rst": "Saving", "guide/page.rst": "Page", "more.md": "More"},
    "extlinks": {"issue": ["https://example.org/%s", "issue %s"]},
    "rst_epilog": ".. |product| replace:: Harbor",
    "myst_enable_extensions": ["colon_fence", "deflist"],
}
AROUND = Surroundings(LinkResolver(["guide/save.rst", "more.md"], ["guide/a.png"]), lambda target: f"/x/{target.path}")


def render(text: str, path: str = "guide/page.rst") -> Document:
    return Renderer("sphinx", (Extension("sphinx", FACTS, 0),)).render(text, path=path, around=AROUND).document


def words(document: Document) -> str:
    return re.sub(r"\s+", " ", lxml.html.fromstring(f"<div>{document.html}</div>").text_content()).strip()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See :ref:`the save` or :ref:`this <the save>`.", "See Saving or this."),
        ("See :doc:`save`, :doc:`/more` or :doc:`that </more>`.", "See Saving, More or that."),
        (":class:`~harbor.core.Ship`, :py:func:`go`, :php:meth:`a.b`", "Ship, go(), a.b()"),
        ("Fixed in :issue:`12` for |product|.", "Fixed in issue 12 for Harbor."),
        (":menuselection:`File --> Save &as`", "File ‣ Save as"),
        (":rfc:`2324` and :pep:`the style <8>`", "RFC 2324 and the style"),
        (":abbr:`CSP (content security policy)`", "CSP"),
        (":no-such-role:`its text` stays", "its text stays"),
        (".. no-such-thing:: An argument\n   :option: 1\n\n   What it *holds*.", "An argument What it holds."),
        (".. versionadded:: 1.2 The thing.", "Added in version 1.2: The thing."),
        (".. versionchanged:: 1.5\n   For two *lines*.", "Changed in version 1.5: For two lines."),
        (".. tab:: One\n\n   First", "One First"),
        (".. toctree::\n\n   save\n\nText", "Text"),
        (".. include:: /etc/passwd", "include /etc/passwd"),
        (".. literalinclude:: ../secret.py", "literalinclude ../secret.py"),
        (".. automodule:: os", "automodule os"),
        (".. raw:: html\n\n   <script>alert(1)</script>\n\nText", "Text"),
        (".. csv-table:: Data\n   :file: /etc/passwd", ""),
        (":orphan:\n\nText", "Text"),
        ("Broken `link <", "Broken `link <"),
    ],
)
def test_restructuredtext(text: str, shown: str) -> None:
    assert words(render(text)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{ref}`the save`, {doc}`more`, [words](more.md), {nothing}`left`", "Saving, More, words, left"),
        ("```{note}\nMind *this*.\n```", "Note Mind this."),
        (":::{no-such}\nInside\n:::", "Inside"),
        ("Term\n: Meaning", "Term Meaning"),
        ("<b onclick='x()'>Bold</b><script>alert(1)</script>", "Bold"),
        ("```{include} /etc/passwd\n```", "include /etc/passwd"),
        ("```{eval-rst}\n.. function:: go(far)\n\n   Goes.\n```", "go(far) Goes."),
        ("<drupal_root>/sites", "<drupal_root>/sites"),
    ],
)
def test_myst(text: str, shown: str) -> None:
    assert words(render(text, "page.md")) == shown


def test_headings_keep_the_ids_of_the_generator_and_of_labels() -> None:
    document = render(".. _the-save:\n\nHow to *save*\n=============\n\nText\n\nAgain & more\n------------\n")

    assert [(heading.level, heading.anchor) for heading in document.toc] == [(1, "how-to-save"), (2, "again-more")]
    assert "the-save" in document.ids
    assert document.title == "How to save"


def test_a_label_leads_to_its_page_and_one_that_is_nowhere_is_listed_with_its_line() -> None:
    document = render("Text\n\nSee :ref:`the save` and :ref:`lost-label`.\n\n.. image:: a.png\n   :alt: A boat\n")

    found = [(link.state, link.line, link.path, link.anchor) for link in document.links]
    assert found[0][0] == "page"
    assert found[0][2:] == ("guide/save.rst", "the-save")
    assert found[1][:2] == ("missing", 3)
    assert found[2][0] == "file"
    assert 'alt="A boat"' in document.html


def test_code_is_colored_and_its_caption_shown() -> None:
    html = render(".. code-block:: python\n   :caption: save.py\n   :linenos:\n\n   def save(): ...\n").html

    assert '<p class="filename">save.py</p>' in html
    assert '<span class="k">def</span>' in html


def test_what_is_not_understood_is_listed_with_its_line_and_what_is_not() -> None:
    text = "Text :role-x:`a` and :ref:`the save`\n\n.. thing::\n\n   a\n\n.. note:: b\n\n.. include:: c\n"
    assert render(text).unknown == [
        (1, "role role-x is unknown, its text is shown"),
        (3, "directive thing is unknown, its content is shown"),
        (9, "c is no file of the tree that can be included"),
    ]


TEMPLATE = "{{ cycler.__init__.__globals__.os.popen('echo ran-$((6*7))').read() }}"
SETTINGS = "---\nt: x\n---\n---\nmyst:\n  enable_extensions: [substitution]\n---\n"


@pytest.mark.parametrize("text", [TEMPLATE, SETTINGS + TEMPLATE, SETTINGS.split("---\n---")[0] + "---\n" + TEMPLATE])
@pytest.mark.parametrize("chosen", [[], ["substitution"]])
def test_no_template_of_a_page_is_run(text: str, chosen: list[str]) -> None:
    facts = {**FACTS, "myst_enable_extensions": chosen, "myst_substitutions": {"name": "Harbor"}}
    renderer = Renderer("sphinx", (Extension("sphinx", facts, 0),))
    html = renderer.render(text + "\n\n{{ name }}", path="page.md", around=AROUND).document.html
    assert "ran-42" not in html
    assert ("Harbor" in html) is bool(chosen)


def test_a_page_leaves_no_names_behind() -> None:
    hostile = {"extlinks": {"strong": ["https://evil.example/%s", None], "mine": ["https://evil.example/%s", None]}}
    first = Renderer("sphinx", (Extension("sphinx", hostile, 0),))
    first.render(".. role:: sub(strong)\n\n:strong:`a` :mine:`b`", path="a.rst", around=AROUND)
    html = render(":strong:`a` :mine:`b` H\\ :sub:`2`\\ O").html
    assert "evil.example" not in html
    assert "<strong>a</strong>" in html
    assert "<sub>2</sub>" in html


@pytest.mark.parametrize("path", ["page.rst", "page.md"])
@pytest.mark.parametrize("text", ["\n" * 100_000, "```{toctree}\n" * 20_000, ".. toctree::\n" * 20_000])
def test_a_page_of_nothing_much_is_read_in_bounded_time(path: str, text: str) -> None:
    started = time.process_time()
    scan(text, is_markdown=path.endswith(".md"))
    if not text.strip():
        render(text, path)
    assert time.process_time() - started < 5
