"""`make bench-hostile` finds what takes time like the square of a text, and finds every pattern by itself."""

import re

from bench.hostile.measuring import Job, faults_of, job_of
from bench.hostile.patterns import CALLS, Found, all_patterns
from bench.hostile.texts import all_texts


def faults(*jobs: Job) -> dict[str, list[str]]:
    return dict(faults_of(list(jobs), 1))


def of_pattern(pattern: str, *uses: str) -> list[str]:
    [told] = faults(job_of(Found("planted", re.compile(pattern, re.MULTILINE), set(uses or CALLS)))).values()
    return told


def test_a_planted_pattern_is_found_by_what_it_is_made_of() -> None:
    assert "'by:', then ' ' again and again" in of_pattern(r"^by:[ \t]*([^<\n]*)<")[0]
    assert of_pattern(r"^by:([^<\n]*+)<") == []


def test_a_pattern_that_never_ends_is_told_and_the_next_is_measured() -> None:
    assert "takes more than" in of_pattern(r"(?:a+)+$")[-1]


def test_where_a_pattern_is_used_at_one_place_only_that_is_measured() -> None:
    assert of_pattern(r"\s*-") != []
    assert of_pattern(r"\s*-", "match") == []


def test_a_function_of_ours_is_measured() -> None:
    def square(text: str) -> int:
        return sum(text.count("[a][b]", at) for at in range(len(text)))

    assert faults(Job("square", square, all_texts))["square"]
    assert faults(Job("even", str.split, all_texts)) == {"even": []}


def test_patterns_are_found_wherever_they_stand() -> None:
    found = {one.where: one for one in all_patterns()}
    assert found["github_sync.domain.coauthors.TRAILER"].is_looked_for_anywhere
    assert found["docs_hub.domain.render.code_parts._FENCE"].uses == {"match"}
    assert any(where.startswith("docs_hub.domain.render.mdx:") for where in found)  # in the code, without a name
    assert len(found) > 150
