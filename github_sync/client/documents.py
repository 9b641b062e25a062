"""The GraphQL documents of the sync: threads with everything said in them, fifty at a time, and the history."""

ACTOR = """
fragment actor on Actor {
  __typename login
  ... on User { databaseId name company }
  ... on Bot { databaseId }
  ... on Organization { databaseId name }
  ... on Mannequin { databaseId }
}
"""
LABEL = "id name color description"
PAGE = "pageInfo { hasNextPage endCursor }"
COMMENT = "fullDatabaseId body url createdAt updatedAt author { ...actor }"
REVIEW_COMMENT = f"{COMMENT} path line startLine originalLine diffHunk"
REVIEW = f"""
fullDatabaseId body url state submittedAt author {{ ...actor }}
comments(first: 10) {{ {PAGE} nodes {{ {REVIEW_COMMENT} }} }}
"""
CLOSED = "nodes { ... on ClosedEvent { actor { ...actor } } }"
READY = "nodes { __typename ... on ReadyForReviewEvent { createdAt } ... on ConvertToDraftEvent { createdAt } }"
CLOSES = "number repository { nameWithOwner }"
THREAD = f"""
fullDatabaseId number title body url state locked createdAt updatedAt closedAt
author {{ ...actor }}
milestone {{ number }}
labels(first: 30) {{ {PAGE} nodes {{ {LABEL} }} }}
assignees(first: 10) {{ {PAGE} nodes {{ ...actor }} }}
comments(first: 50) {{ {PAGE} nodes {{ {COMMENT} }} }}
closings: timelineItems(last: 1, itemTypes: [CLOSED_EVENT]) {{ {CLOSED} }}
"""
PULL = f"""
isDraft merged mergedAt mergedBy {{ ...actor }} mergeCommit {{ oid }}
headRefName baseRefName additions deletions changedFiles
readiness: timelineItems(first: 1, itemTypes: [READY_FOR_REVIEW_EVENT, CONVERT_TO_DRAFT_EVENT]) {{ {READY} }}
files(first: 100) {{ {PAGE} nodes {{ path }} }}
reviews(first: 10) {{ {PAGE} nodes {{ {REVIEW} }} }}
closingIssuesReferences(first: 10) {{ {PAGE} nodes {{ {CLOSES} }} }}
"""

ISSUES = f"""
query issues($owner: String!, $name: String!, $first: Int!, $after: String, $since: DateTime) {{
  rateLimit {{ cost }}
  repository(owner: $owner, name: $name) {{
    issues(first: $first, after: $after, filterBy: {{since: $since}}, orderBy: {{field: UPDATED_AT, direction: ASC}}) {{
      totalCount {PAGE} nodes {{ {THREAD} stateReason }}
    }}
  }}
}}
{ACTOR}
"""

PULLS = f"""
query pulls($owner: String!, $name: String!, $first: Int!, $after: String, $direction: OrderDirection!) {{
  rateLimit {{ cost }}
  repository(owner: $owner, name: $name) {{
    pullRequests(first: $first, after: $after, orderBy: {{field: UPDATED_AT, direction: $direction}}) {{
      totalCount {PAGE} nodes {{ {THREAD} {PULL} }}
    }}
  }}
}}
{ACTOR}
"""

HISTORY = f"""
query history($owner: String!, $name: String!, $first: Int!, $after: String, $oid: GitObjectID) {{
  rateLimit {{ cost }}
  repository(owner: $owner, name: $name) {{
    defaultBranchRef {{ name target {{ oid }} }}
    object(oid: $oid) {{
      ... on Commit {{
        history(first: $first, after: $after) {{
          totalCount {PAGE}
          nodes {{
            oid message authoredDate committedDate additions deletions
            author {{ name email user {{ ...actor }} }}
            authors(first: 10) {{ nodes {{ name email user {{ ...actor }} }} }}
            parents(first: 1) {{ totalCount }}
            associatedPullRequests(first: 5) {{ nodes {{ number merged repository {{ nameWithOwner }} }} }}
          }}
        }}
      }}
    }}
  }}
}}
{ACTOR}
"""

TREE = "... on Tree { entries { name type oid mode } }"
BLOB = "... on Blob { text }"
TREES_OF_COMMIT = f"... on Commit {{ tree {{ {TREE} }} parents(first: 1) {{ nodes {{ tree {{ {TREE} }} }} }} }}"

SURVEYED = f"""
fragment surveyed on Repository {{
  databaseId name nameWithOwner url homepageUrl description isPrivate isArchived isFork
  stargazerCount forkCount createdAt pushedAt updatedAt
  watchers {{ totalCount }}
  owner {{ ...actor }}
  primaryLanguage {{ name }}
  repositoryTopics(first: 20) {{ nodes {{ topic {{ name }} }} }}
  defaultBranchRef {{ name target {{ oid }} }}
  labels(first: 100) {{ totalCount nodes {{ {LABEL} }} }}
  milestones(first: 100) {{ totalCount nodes {{ number title description state dueOn }} }}
  issues(first: 1, orderBy: {{field: UPDATED_AT, direction: DESC}}) {{ totalCount nodes {{ updatedAt }} }}
  pullRequests(first: 1, orderBy: {{field: UPDATED_AT, direction: DESC}}) {{ totalCount nodes {{ updatedAt }} }}
  releases(first: 1, orderBy: {{field: CREATED_AT, direction: DESC}}) {{ totalCount nodes {{ databaseId updatedAt }} }}
}}
"""


def survey(count: int) -> str:
    """The query for what `count` repositories hold and when it last changed; their names are `$owner0`, `$name0`, …"""
    names = ", ".join(f"$owner{n}: String!, $name{n}: String!" for n in range(count))
    parts = "\n".join(f"r{n}: repository(owner: $owner{n}, name: $name{n}) {{ ...surveyed }}" for n in range(count))
    return f"query survey({names}) {{ rateLimit {{ cost }} {parts} }} {SURVEYED} {ACTOR}"


def objects(count: int, fields: str) -> str:
    """The query for `count` Git objects of one repository; their names are `$o0`, `$o1`, …"""
    names = ", ".join(f"$o{n}: GitObjectID!" for n in range(count))
    parts = "\n".join(f"o{n}: object(oid: $o{n}) {{ {fields} }}" for n in range(count))
    return f"""
query objects($owner: String!, $name: String!, {names}) {{
  rateLimit {{ cost }}
  repository(owner: $owner, name: $name) {{ {parts} }}
}}
"""


def numbers(field: str) -> str:
    """The query for the number of every thread of one kind (`issues` or `pullRequests`)."""
    return f"""
query numbers($owner: String!, $name: String!, $after: String) {{
  rateLimit {{ cost }}
  repository(owner: $owner, name: $name) {{
    {field}(first: 100, after: $after, orderBy: {{field: CREATED_AT, direction: ASC}}) {{
      totalCount {PAGE} nodes {{ number }}
    }}
  }}
}}
"""


_REST_OF = {
    ("issue", "labels"): LABEL,
    ("issue", "assignees"): "...actor",
    ("issue", "comments"): COMMENT,
    ("pullRequest", "labels"): LABEL,
    ("pullRequest", "assignees"): "...actor",
    ("pullRequest", "comments"): COMMENT,
    ("pullRequest", "files"): "path",
    ("pullRequest", "reviews"): REVIEW,
    ("pullRequest", "closingIssuesReferences"): CLOSES,
}


def rest_of(thread: str, field: str) -> str:
    """The query for the further pages of one list (`field`) of one thread (`issue` or `pullRequest`)."""
    fields = _REST_OF[thread, field]
    fragment = ACTOR if "...actor" in fields else ""
    return f"""
query rest($owner: String!, $name: String!, $number: Int!, $after: String) {{
  rateLimit {{ cost }}
  repository(owner: $owner, name: $name) {{
    thread: {thread}(number: $number) {{ list: {field}(first: 100, after: $after) {{ {PAGE} nodes {{ {fields} }} }} }}
  }}
}}
{fragment}
"""
