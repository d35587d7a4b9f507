"""Read a preset: strictly, because what is misspelt would be left out of a count."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from bot.sources.rest.auth_format import parse_auth, parse_headers
from bot.sources.rest.plans import parse_condition, parse_plan
from bot.sources.rest.reader import IS_MISSING, Reader
from bot.sources.rest.shapes import Call, Preset, SecretPart, Trait
from bot.sources.rest.templates import Quoting, list_places
from rules.wording import say

ON = "on"
"""The place for the day a headcount is asked about."""


OUR_PLACES = frozenset({ON, *Trait, *SecretPart})
A_PARAMETER = say("a text, a number, true, false or a list of them")
A_VALUE = say("a text or null, under a name that is not taken")


class Method(StrEnum):
    """How a source is asked; none of them changes anything there."""

    GET = "GET"
    POST = "POST"


def parse_preset(tree: Mapping[str, Any], field: str = "") -> Preset:
    """Return what a preset says, once its own values are filled in.

    Args:
        tree: As YAML was read.
        field: What an error is shown beside; empty to name the setting itself.

    Raises:
        SourceConfigError: Naming the setting that does not fit, or that nobody knows.
    """
    reader = Reader(tree, field)
    name, base_url = reader.text("preset"), reader.address("base_url")
    login_url = reader.optional("login_url", reader.address)
    parse_values(tree, field)
    reader.has("values")
    call = _parse_call(reader)
    preset = Preset(
        name,
        reader.optional("label", reader.text) or name,
        base_url,
        parse_auth(reader.level("auth"), login_url or base_url),
        call,
        parse_plan(reader, _list_traits(reader, call)),
        reader.optional("ok_when", lambda key: parse_condition(reader.level(key))),
        reader.optional("complete_when", lambda key: parse_condition(reader.level(key))),
    )
    reader.finish()
    return preset


def parse_values(tree: Mapping[str, Any], field: str) -> Mapping[str, str | None]:
    """Return what a preset leaves open, with its defaults; None where there is none.

    Raises:
        SourceConfigError: If they are no names and texts, or named like places of ours.
    """
    reader = Reader(tree, field)
    values = reader.mapping("values")
    for name, default in values.items():
        if not isinstance(default, str | None) or name in OUR_PLACES:
            reader.refuse_value(f"values.{name}", A_VALUE)
    return values


def _parse_call(reader: Reader) -> Call:
    return Call(
        reader.path("path"),
        reader.choice("method", Method, Method.GET),
        _parse_params(reader),
        reader.optional("body", reader.mapping),
        parse_headers(reader, "headers", refused={"authorization"}),
        reader.choice("quoting", Quoting, Quoting.NONE),
    )


def _parse_params(reader: Reader) -> Mapping[str, str | list[str]]:
    params: dict[str, str | list[str]] = {}
    for name, value in reader.mapping("params").items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str | int | float) for one in values):
            reader.refuse_value(f"params.{name}", A_PARAMETER)
        # In a URL truth is written as in JSON, not as in Python.
        texts = [str(one).lower() if isinstance(one, bool) else str(one) for one in values]
        params[name] = texts if isinstance(value, list) else texts[0]
    return params


def _list_traits(reader: Reader, call: Call) -> tuple[Trait, ...]:
    """Return the traits a request names, after a look at all of its places."""
    names = list_places([call.path, call.params, call.body])
    for name in [*names, *list_places(call.headers)]:
        if (name != ON and name not in list(Trait)) or name not in names:
            reader.refuse(f"{{{name}}}", say("“{key}” is no place that I can fill."))
    traits = tuple(Trait(name) for name in names if name != ON)
    is_quoted = set(traits) & set(list_places([call.params, call.body]))
    if is_quoted and not reader.has("quoting"):
        reader.refuse("quoting", IS_MISSING)
    if traits and not reader.has("count_path"):
        reader.refuse("count_path", IS_MISSING)
    return traits
