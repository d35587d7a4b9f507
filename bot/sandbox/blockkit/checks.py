"""The few words a schema is written in; each makes a check.

A check takes a value and its JSON pointer and yields what is wrong with it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.blockkit.violations import Violation

Check = Callable[[Any, str], Iterator[Violation]]


def string(most: int | None = None, least: int = 0) -> Check:
    """A text of so many characters."""

    def check(value: Any, path: str) -> Iterator[Violation]:
        if not isinstance(value, str):
            yield Violation(path, f"must be a string, not {_kind(value)}", "type")
        elif most is not None and len(value) > most:
            yield Violation(path, f"has {len(value):,} characters; at most {most:,}", "too_long")
        elif len(value) < least:
            yield Violation(path, "must not be empty", "too_short")

    return check


def flag(value: Any, path: str) -> Iterator[Violation]:
    """True or false."""
    if not isinstance(value, bool):
        yield Violation(path, f"must be true or false, not {_kind(value)}", "type")


def number(value: Any, path: str) -> Iterator[Violation]:
    """Any number; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield Violation(path, f"must be a number, not {_kind(value)}", "type")


def one_of(*allowed: str | int) -> Check:
    """One of a few values."""

    def check(value: Any, path: str) -> Iterator[Violation]:
        if isinstance(value, bool) or value not in allowed:
            choices = ", ".join(map(str, allowed))
            yield Violation(path, f"must be one of {choices}", "not_allowed")

    return check


def array(item: Check, least: int = 0, most: int | None = None) -> Check:
    """A list of so many items of one kind."""

    def check(value: Any, path: str) -> Iterator[Violation]:
        if not isinstance(value, list | tuple):
            yield Violation(path, f"must be a list, not {_kind(value)}", "type")
            return
        if most is not None and len(value) > most:
            yield Violation(path, f"has {len(value):,} items; at most {most:,}", "too_many")
        if len(value) < least:
            yield Violation(path, f"needs at least {least} item", "too_few")
        for place, each in enumerate(value):
            yield from item(each, f"{path}/{place}")

    return check


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with these fields and no others.

    Args:
        type: The value of its field `type`; None for an object without one.
        fields: A check per field; a name that ends in `!` is required.
        also: A check of the whole object, for fields that need each other.
    """

    type: str | None
    fields: Mapping[str, Check]
    also: Check | None = None

    def __call__(self, value: Any, path: str) -> Iterator[Violation]:
        """Yield what is wrong with the object."""
        if not isinstance(value, Mapping):
            yield Violation(path, f"must be an object, not {_kind(value)}", "type")
            return
        if self.type is not None and value.get("type") != self.type:
            yield Violation(f"{path}/type", f"must be {self.type}", "not_allowed")
        required = {name[:-1] for name in self.fields if name.endswith("!")}
        for name in sorted(required - value.keys()):
            yield Violation(path, f"lacks the field {name}", "missing")
        yield from self._check_fields(value, path)
        if self.also is not None:
            yield from self.also(value, path)

    def _check_fields(self, value: Mapping[str, Any], path: str) -> Iterator[Violation]:
        for name, each in value.items():
            check = self.fields.get(name) or self.fields.get(f"{name}!")
            if check is not None:
                yield from check(each, f"{path}/{name}")
            elif name != "type" or self.type is None:
                yield Violation(f"{path}/{name}", f"has no field {name}", "unknown_field")


def by_type(*shapes: Shape) -> Check:
    """An object that says with its `type` which of the shapes it has."""
    known = {shape.type: shape for shape in shapes}

    def check(value: Any, path: str) -> Iterator[Violation]:
        if not isinstance(value, Mapping):
            yield Violation(path, f"must be an object, not {_kind(value)}", "type")
            return
        kind = value.get("type")
        shape = known.get(kind) if isinstance(kind, str) else None
        if shape is None:
            yield Violation(f"{path}/type", f"{kind!r} cannot stand here", "unknown_type")
        else:
            yield from shape(value, path)

    return check


def exactly_one(*names: str) -> Check:
    """An object with one of these fields, not none and not two."""

    def check(value: Any, path: str) -> Iterator[Violation]:
        if isinstance(value, Mapping) and len(value.keys() & set(names)) != 1:
            yield Violation(path, f"needs exactly one of {', '.join(names)}", "one_of_fields")

    return check


def _kind(value: Any) -> str:
    return "nothing" if value is None else type(value).__name__
