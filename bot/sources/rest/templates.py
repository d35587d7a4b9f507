"""Fill the places of a preset, such as `{department}`, so that no value can break out of its own."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

_PLACE = re.compile(r"\{([a-z_]+)\}")


class Quoting(StrEnum):
    """How a filter language writes a text inside the quotes that the preset puts around it."""

    NONE = "none"
    SCIM = "scim"
    ODATA = "odata"
    SOQL = "soql"


ESCAPES: Mapping[Quoting, Callable[[str], str]] = MappingProxyType(
    {
        Quoting.NONE: str,
        Quoting.SCIM: lambda text: text.replace("\\", "\\\\").replace('"', '\\"'),
        Quoting.ODATA: lambda text: text.replace("'", "''"),
        Quoting.SOQL: lambda text: text.replace("\\", "\\\\").replace("'", "\\'"),
    }
)


def list_places(tree: Any) -> list[str]:
    """Return the names of the places in all texts of a preset or a part of it, in order."""
    if isinstance(tree, str):
        return _PLACE.findall(tree)
    if isinstance(tree, Mapping):
        tree = [*tree.keys(), *tree.values()]
    if not isinstance(tree, list | tuple):
        return []
    return list(dict.fromkeys(name for part in tree for name in list_places(part)))


def fill(tree: Any, values: Mapping[str, str], escape: Callable[[str], str] = str) -> Any:
    r"""Return a copy with the places filled that have a value; all others stay.

    >>> fill({"filter": 'name eq "{group}"'}, {"group": '"'}, ESCAPES[Quoting.SCIM])
    {'filter': 'name eq "\\""'}
    """
    if isinstance(tree, str):
        return _PLACE.sub(
            lambda place: escape(values[place[1]]) if place[1] in values else place[0], tree
        )
    if isinstance(tree, Mapping):
        return {key: fill(part, values, escape) for key, part in tree.items()}
    if isinstance(tree, list | tuple):
        return [fill(part, values, escape) for part in tree]
    return tree


def fill_path(path: str, values: Mapping[str, str]) -> str:
    """Return a path of a URL; a value stays one part of it, whatever it holds."""
    return str(fill(path, values, lambda text: quote(text, safe="")))
