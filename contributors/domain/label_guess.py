"""What labels most likely mean, by the words that open-source projects use; only ever a suggestion."""

import re

from contributors.domain.label_choice import BOARD, EFFORT, KIND, NOTHING, SKILL, may_have_value

NEWCOMERS = frozenset(
    {
        "good first issue", "good first bug", "good first contribution", "good first pr", "good first task",
        "good for newcomers", "first timers only", "first timer", "first issue", "beginner", "beginners",
        "beginner friendly", "newcomer", "newcomers", "starter", "starter issue", "help wanted", "up for grabs",
        "low hanging fruit", "easy", "e easy", "difficulty easy", "easy fix", "hacktoberfest", "contributions welcome",
        "jump in", "junior job", "entry level",
    }
)  # fmt: skip
KINDS = {
    "documentation": "doc", "docs": "doc", "doc": "doc",
    "translation": "translation", "translations": "translation", "i18n": "translation", "l10n": "translation",
    "localization": "translation", "localisation": "translation", "internationalization": "translation",
    "design": "design", "ux": "design", "ui": "design", "ui/ux": "design", "accessibility": "design", "a11y": "design",
    "test": "test", "tests": "test", "testing": "test", "qa": "test",
    "ci": "infra", "infra": "infra", "infrastructure": "infra", "build": "infra", "devops": "infra",
    "security": "security", "tutorial": "tutorial", "event": "eventOrganizing", "events": "eventOrganizing",
}  # fmt: skip
SKILLS = frozenset(
    {
        "javascript", "typescript", "python", "css", "html", "sql", "elixir", "rust", "go", "java", "kotlin", "swift",
        "ruby", "php", "c", "c++", "react", "vue", "angular", "django", "rails", "docker", "kubernetes", "graphql",
        "android", "ios", "frontend", "backend", "front end", "back end", "mobile",
    }
)  # fmt: skip
SHORT_CODE = re.compile(r"(?<![^\s:]):[a-z0-9_+-]{1,50}:(?![^\s:])")
"""`:seedling:`, which stands for an emoji."""
ABOUT_SKILL = re.compile(r"^(?:skill|skills|language|lang|tech|area|technology)\s*[:/]\s*(.+)$")
ABOUT_EFFORT = re.compile(r"^(?:effort|size|time|estimate|difficulty|complexity)\s*[:/ ]\s*(.+)$")


def guess(name: str) -> str:
    """A choice as in `label_choice`, empty where the name says nothing."""
    folded = SHORT_CODE.sub(" ", name.strip().lower()).strip()
    words = _words(folded)
    bare = _words(folded.rsplit(":", 1)[-1].rsplit("/", 1)[-1]) if ":" in folded else words
    if words in NEWCOMERS or bare in NEWCOMERS:
        return BOARD
    if not may_have_value(name):
        return NOTHING
    if kind := KINDS.get(folded) or KINDS.get(bare):
        return f"{KIND}{kind}"
    if ABOUT_EFFORT.match(folded):
        return EFFORT
    about = ABOUT_SKILL.match(folded)
    return SKILL if bare in SKILLS or (about and _words(about[1]) in SKILLS) else NOTHING


def _words(text: str) -> str:
    """Without emoji and signs: `good-first-issue!` and `Good First Issue` are the same."""
    return " ".join(re.sub(r"[^\w+/#.]+|_", " ", text).split())
