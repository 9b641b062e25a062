"""How much work something is, counted and not timed: what Python does one by one, wherever it runs."""

import sys
from collections.abc import Callable
from types import CodeType
from typing import Any

_OURS = 4  # a number that neither coverage nor a profiler takes


def effort(act: Callable[[], Any]) -> int:
    """The instructions that our own code and the libraries written in Python run; those of C are not seen."""
    count, watch = 0, sys.monitoring

    def count_one(code: CodeType, offset: int) -> None:
        nonlocal count
        count += 1

    watch.use_tool_id(_OURS, "effort")
    try:
        watch.register_callback(_OURS, watch.events.INSTRUCTION, count_one)
        watch.set_events(_OURS, watch.events.INSTRUCTION)
        act()
    finally:
        watch.set_events(_OURS, 0)
        watch.register_callback(_OURS, watch.events.INSTRUCTION, None)
        watch.free_tool_id(_OURS)
    return count


def grows_evenly(act: Callable[[str], Any], text: str, *, size: int = 2000) -> bool:
    """Whether twice the text is about twice the work, and not four times; what is always done counts little."""
    act(text[:size])  # what is compiled and kept once
    small, large = (effort(lambda cut=cut: act(text[:cut])) for cut in (size, 2 * size))  # type: ignore[misc]
    return large <= 2.6 * small + 2000
