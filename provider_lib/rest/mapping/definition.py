"""An object's own definition, a YAML document of whatever shape: the configuration in it, found and changed. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import yaml

LONGEST: Final = 2**18
"""Characters of a definition; the usual one has some thousand."""


def has_place_for(text: str, keys: Collection[str]) -> bool:
    """Whether a definition has exactly one place that holds all these keys of a configuration."""
    return _found(text, keys) is not None


def redefined(text: str, keys: Collection[str], entries: Mapping[str, str], gone: Sequence[str]) -> str | None:
    """A definition with other entries in its configuration, and all else as it is; None when that is not found.

    Args:
        text: the definition.
        keys: of the configuration, as far as they are known: the only mapping that has them all is it.
        entries: that it is to have, beside those that it has.
        gone: keys that it is to have no longer.
    """
    import yaml

    found = _found(text, keys)
    if found is None:
        return None
    whole, configuration = found
    pairs = [pair for pair in configuration.value if pair[0].value not in gone]
    there = {key for key, _ in _entries(configuration)}
    configuration.value = [
        *((key, _changed(key, value, entries)) for key, value in pairs),
        *((_quoted(key), _quoted(value)) for key, value in entries.items() if key not in there),
    ]
    return str(yaml.serialize(whole, allow_unicode=True, width=float("inf")))


def _changed(key: yaml.Node, value: yaml.Node, entries: Mapping[str, str]) -> yaml.Node:
    """The value of an entry, or another one that it is to have."""
    text = entries.get(key.value) if isinstance(key.value, str) else None
    return value if text is None or value.value == text else _quoted(text)


def _quoted(text: str) -> yaml.ScalarNode:
    """A text in quotes: without them, what reads it may take it for a number where what writes it does not."""
    import yaml

    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style='"')


def _found(text: str, keys: Collection[str]) -> tuple[yaml.Node, yaml.MappingNode] | None:
    """A definition, and the configuration in it."""
    import yaml  # takes time to import, and only a change of such an object needs it

    if len(text) > LONGEST or not keys:
        return None
    try:
        whole = yaml.compose(text)  # makes nodes, and nothing of what a tag names
    except (yaml.YAMLError, RecursionError):
        return None
    if whole is None:
        return None
    found = [node for node in _mappings(whole) if {key for key, _ in _entries(node)} >= set(keys)]
    return (whole, found[0]) if len(found) == 1 else None


def _mappings(whole: yaml.Node) -> Iterator[yaml.MappingNode]:
    """Every mapping in a document, each once."""
    import yaml

    waiting, seen = [whole], set[int]()  # one that is referred to stands at several places
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            yield node
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _entries(node: yaml.MappingNode) -> Iterator[tuple[str, str]]:
    """The entries of a mapping that are a value each."""
    import yaml

    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode):
            yield key.value, value.value
