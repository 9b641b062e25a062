"""YAML of strangers read as data: no tag is constructed beyond plain values, and its size is bounded."""

from typing import Any

import yaml

MAX_CHARACTERS = 300_000
MAX_NODES = 50_000
MAX_DIGITS = 100


class YamlRefusedError(yaml.YAMLError):
    """Valid or not, it is too much to read."""

    problem = "it is too large"


class DataLoader(yaml.SafeLoader):
    """Safe YAML whose aliases cannot grow: every use of an anchor counts as much as what it stands for."""

    def get_single_data(self) -> Any:
        node = self.get_single_node()
        if node is None:
            return None
        if _weight(node, {}, set()) > MAX_NODES:
            raise YamlRefusedError
        return self.construct_document(node)

    def short_int(self, node: Any) -> Any:
        """Python refuses to write very long numbers; as text they are harmless."""
        return self.construct_yaml_int(node) if len(node.value) <= MAX_DIGITS else node.value


DataLoader.add_constructor("tag:yaml.org,2002:int", DataLoader.short_int)


def load(text: str, loader: type[DataLoader] = DataLoader, *, longest: int = MAX_CHARACTERS) -> Any:
    """Raises yaml.YAMLError and nothing else, whatever the text is."""
    if len(text) > longest:
        raise YamlRefusedError
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 (a subclass of SafeLoader)
    except yaml.YAMLError:
        raise
    except Exception as error:  # `!!bool maybe` is a KeyError, `!!timestamp x` an AttributeError, and more
        raise yaml.YAMLError(f"a value is not understood ({type(error).__name__})") from error


def _weight(node: Any, known: dict[int, int], above: set[int]) -> int:
    """Nodes there would be if every alias were written out; raises where one holds itself."""
    if not isinstance(node, yaml.CollectionNode):
        return 1
    if id(node) in above:
        raise YamlRefusedError
    if id(node) not in known:
        above.add(id(node))
        parts = (part for pair in node.value for part in (pair if isinstance(pair, tuple) else (pair,)))
        known[id(node)] = 1 + sum(_weight(part, known, above) for part in parts)
        above.discard(id(node))
    return known[id(node)]
