"""Read a preset's YAML, whoever wrote it: no key twice, nothing that refers to something else."""

from typing import Any

import yaml
from yaml.nodes import MappingNode, Node

from bot.errors import SourceConfigError
from rules.wording import say

LONGEST_PRESET = 20_000
PLAIN = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("bool", "float", "int", "map", "null", "seq", "str")
)


def parse_preset_text(text: str, field: str) -> dict[str, Any]:
    """Return what a preset's text holds, not yet judged.

    Args:
        text: YAML, as an admin gave it or as we ship it.
        field: What an error is shown beside.

    Raises:
        SourceConfigError: If it is no YAML, or more than a preset needs of it.
    """
    if len(text) > LONGEST_PRESET:
        raise SourceConfigError(
            field, say("A preset has at most {limit} characters.", limit=LONGEST_PRESET)
        )
    try:
        tree = yaml.load(text, StrictLoader)  # noqa: S506 - a SafeLoader that is stricter still
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        phrase = say("A preset is written in YAML; line {line} is none that I read.", line=line)
        raise SourceConfigError(field, phrase) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        tree = None
    if not isinstance(tree, dict) or not all(isinstance(key, str) for key in tree):
        raise SourceConfigError(field, say("A preset is written in YAML, a name on each line."))
    return tree


class StrictLoader(yaml.SafeLoader):
    """Plain values only; what looks like a date stays a text."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.yaml_implicit_resolvers = {
            first: [(tag, pattern) for tag, pattern in resolvers if tag in PLAIN]
            for first, resolvers in self.yaml_implicit_resolvers.items()
        }

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        """Refuse a reference: a few of them can stand for any amount of text."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(problem="a reference", problem_mark=self.get_mark())
        return super().compose_node(parent, index)

    def construct_object(self, node: Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - SafeLoader's signature
        """Refuse a type of its own."""
        if node.tag not in PLAIN:
            raise yaml.constructor.ConstructorError(problem="a type", problem_mark=node.start_mark)
        return super().construct_object(node, deep)

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - SafeLoader's signature
        """Refuse a key that is there already: the first would be lost without a word."""
        found = super().construct_mapping(node, deep)
        if len(found) < len(node.value):
            raise yaml.constructor.ConstructorError(
                problem="a key twice", problem_mark=node.start_mark
            )
        return found
