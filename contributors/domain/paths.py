"""Which kind of work a change is, by the paths it touches.

Conservative: a change is `doc`, `translation`, `test` or `infra` only where every path is; anything mixed or
unknown is `code`. The first rule that fits a path wins, in the order below, so that a translated manual is
translation and a test of the documentation build is a test. Matching ignores case.
"""

from collections.abc import Iterable
from pathlib import PurePosixPath

TRANSLATION_FOLDERS = frozenset({"locale", "locales", "translations", "i18n", "l10n", "lang"})
TRANSLATION_SUFFIXES = frozenset({".po", ".pot", ".xlf", ".xliff", ".arb", ".resx", ".ftl"})
TRANSLATION_DATA = frozenset({".json", ".yml", ".yaml", ".properties", ".toml"})
TEST_FOLDERS = frozenset({"test", "tests", "spec", "specs", "__tests__", "testing", "e2e", "cypress"})
TEST_MARKS = ("_test.", "_spec.", ".test.", ".spec.", "_tests.")
INFRA_FOLDERS = frozenset({".github", ".circleci", ".gitlab", "docker", "terraform", "ansible", "helm", "k8s", "ci"})
INFRA_NAMES = frozenset(
    {
        "dockerfile", "makefile", "jenkinsfile", "procfile", ".travis.yml", ".gitlab-ci.yml", ".dockerignore",
        ".pre-commit-config.yaml", "tox.ini", "vagrantfile", "codecov.yml", ".coveralls.yml", "app.json",
    }
)  # fmt: skip
DOC_FOLDERS = frozenset({"doc", "docs", "documentation", "manual", "handbook", "wiki"})
DOC_SUFFIXES = frozenset({".md", ".rst", ".adoc", ".mdx"})
DOC_NAMES = frozenset(
    {"readme", "changelog", "contributing", "authors", "code_of_conduct", "license", "security", "mkdocs.yml"}
)
CODE_SUFFIXES = frozenset(
    {".py", ".js", ".ts", ".tsx", ".jsx", ".ex", ".exs", ".rb", ".php", ".go", ".rs", ".java", ".kt"}
)


def kind_of_path(path: str) -> str:
    """`translation`, `test`, `infra`, `doc` or `code`."""
    file = PurePosixPath(path.lower())
    folders = set(file.parts[:-1])
    if _is_translation(file, folders):
        return "translation"
    if folders & TEST_FOLDERS or file.name.startswith("test_") or any(mark in file.name for mark in TEST_MARKS):
        return "test"
    if file.suffix in DOC_SUFFIXES:  # before infra: a text for people may live in an infrastructure folder
        return "doc"
    if file.name in INFRA_NAMES or file.name.startswith("docker-compose") or folders & INFRA_FOLDERS:
        return "infra"
    return "doc" if _is_documentation(file, folders) else "code"


def kind_of_change(paths: Iterable[str] | None) -> str:
    """The one kind that all `paths` share, else `code`; so is what is not known or empty."""
    kinds = {kind_of_path(path) for path in paths or ()}
    return kinds.pop() if len(kinds) == 1 else "code"


def _is_translation(file: PurePosixPath, folders: set[str]) -> bool:
    return file.suffix in TRANSLATION_SUFFIXES or (
        file.suffix in TRANSLATION_DATA and bool(folders & TRANSLATION_FOLDERS)
    )


def _is_documentation(file: PurePosixPath, folders: set[str]) -> bool:
    if file.suffix in CODE_SUFFIXES:
        return False
    return file.stem in DOC_NAMES or file.name in DOC_NAMES or bool(folders & DOC_FOLDERS)
