"""Two changed texts and the one they began from."""

from docs_hub.domain.merging import merge


def merged_text(base: str | None, ours: str, theirs: str) -> str | None:
    """None where a person has to decide, as where nobody knows what both began from."""
    if ours == theirs:
        return ours
    if base is None:
        return None
    merged = merge(base, ours, theirs)
    return merged.text if merged.is_clean else None
