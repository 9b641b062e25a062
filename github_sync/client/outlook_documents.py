"""The GraphQL documents that look at repositories before anything of them is mirrored."""

from github_sync.client.documents import PAGE

LABELS = f"""
fragment labelled on LabelConnection {{
  {PAGE} nodes {{ name description issues(states: [OPEN], first: 3) {{ totalCount nodes {{ title }} }} }}
}}
"""
MORE_LABELS = f"""
query labels($owner: String!, $name: String!, $after: String) {{
  rateLimit {{ cost }}
  repository(owner: $owner, name: $name) {{ labels(first: 100, after: $after) {{ ...labelled }} }}
}}
{LABELS}
"""
ISSUE = """
number title locked createdAt updatedAt
labels(first: 30) { nodes { name } }
assignees(first: 3) { nodes { login } }
"""


def labels(count: int) -> str:
    """For `count` repositories, whose names are `$owner0`, `$name0`, …"""
    return _each(count, "", "isPrivate labels(first: 100) { ...labelled }") + LABELS


def issues(count: int) -> str:
    """Open issues with one of `$labels`, the latest changed first."""
    order = "orderBy: {field: UPDATED_AT, direction: DESC}"
    listed = f"issues(first: $most, labels: $labels, states: [OPEN], {order}) {{ totalCount nodes {{ {ISSUE} }} }}"
    return _each(
        count, ", $labels: [String!], $most: Int!", f"isPrivate isArchived primaryLanguage {{ name }} {listed}"
    )


def _each(count: int, more: str, fields: str) -> str:
    names = ", ".join(f"$owner{n}: String!, $name{n}: String!" for n in range(count))
    parts = "\n".join(f"r{n}: repository(owner: $owner{n}, name: $name{n}) {{ {fields} }}" for n in range(count))
    return f"query outlook({names}{more}) {{ rateLimit {{ cost }} {parts} }}"
