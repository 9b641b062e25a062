"""Which of the files that came are files that went, under another name: as Git tells renames from two trees alone."""

import posixpath
from collections import Counter, defaultdict
from collections.abc import Mapping

LIKE = 0.5
"""Git's own limit: half of the bytes of the larger file lie in lines that both have."""
COMMON = 60
"""A line that more of the files have than this tells none of them apart."""


def match_moved(gone: Mapping[str, tuple[str, str]], came: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """New path -> old path, each used once; `gone` and `came` are (blob, text) by path.

    The same content comes first, and of several with the same content those with the same name; then what is most
    alike, in the order of the paths where that is the same.
    """
    found = _same(gone, came)
    old_left = {path: text for path, (_, text) in gone.items() if path not in set(found.values())}
    new_left = {path: text for path, (_, text) in came.items() if path not in found}
    return found | _alike(old_left, new_left)


def _same(gone: Mapping[str, tuple[str, str]], came: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    old, new = _by_blob(gone), _by_blob(came)
    found: dict[str, str] = {}
    for sha in old.keys() & new.keys():
        found |= _by_name(old[sha], new[sha])
    return found


def _by_blob(files: Mapping[str, tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path, (sha, _) in sorted(files.items()):
        found[sha].append(path)
    return found


def _by_name(old: list[str], new: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in new:
        named = [one for one in old if posixpath.basename(one) == posixpath.basename(path)]
        if len(named) == 1 and named[0] not in found.values():
            found[path] = named[0]
    old_left = [path for path in old if path not in found.values()]
    new_left = [path for path in new if path not in found]
    if len(old_left) == len(new_left) == 1:
        found[new_left[0]] = old_left[0]
    return found


def _alike(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """Few pairs are compared: only those that share a line which is rare among them."""
    if not old or not new:
        return {}
    bags = {path: _bag(text) for path, text in old.items()}
    where: dict[str, list[str]] = defaultdict(list)
    for path, bag in bags.items():
        for line in bag:
            where[line].append(path)
    scored = []
    for path, text in new.items():
        bag = _bag(text)
        near = {one for line in bag if line.strip() and len(where.get(line, ())) <= COMMON for one in where[line]}
        for one in near:
            if (score := _likeness(bags[one], bag)) >= LIKE:
                same_name = posixpath.basename(one) == posixpath.basename(path)
                scored.append((-score, not same_name, path, one))
    found: dict[str, str] = {}
    for _, _, path, one in sorted(scored):
        if path not in found and one not in found.values():
            found[path] = one
    return found


def _bag(text: str) -> Counter[str]:
    return Counter(text.splitlines(keepends=True))


def _likeness(old: Counter[str], new: Counter[str]) -> float:
    shared = sum(len(line) * count for line, count in (old & new).items())
    size = max(_size(old), _size(new))
    return shared / size if size else 0.0


def _size(bag: Counter[str]) -> int:
    return sum(len(line) * count for line, count in bag.items())
