"""Reading a company from YAML or JSON, and refusing it where it makes no sense."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import available_timezones

import yaml

from bot.sandbox.channels import ChannelKind
from bot.sandbox.company import (
    ChannelSeed,
    Company,
    Function,
    FunctionClass,
    Person,
    TourStep,
)
from bot.sandbox.users import Role

DEFAULT_COMPANY = Path(__file__).with_name("company.yml")
Choice = TypeVar("Choice")


class CompanyError(ValueError):
    """A company file that cannot be played; says where and why."""


def read_company(path: Path = DEFAULT_COMPANY) -> Company:
    """Read a company from a YAML or JSON file; `company.yml` shows the shape.

    Raises:
        CompanyError: If the file is unreadable or a value makes no sense.
    """
    try:
        # JSON is YAML too.
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise CompanyError(f"{path} cannot be read: {error}") from error
    return parse_company(raw)


def parse_company(raw: Any) -> Company:
    """Check a company that was parsed from YAML or JSON.

    Raises:
        CompanyError: At the first value that makes no sense, with its place.
    """
    top = _Part(raw, "")
    workspace = top.part("workspace")
    people = tuple(_read_person(one) for one in top.parts("people"))
    names = frozenset(person.name for person in people)
    channels = tuple(_read_channel(one, names) for one in top.parts("channels"))
    functions = tuple(_read_function(one) for one in top.parts("functions"))
    steps = tuple(_read_step(one) for one in top.parts("tour", is_needed=False))
    _refuse_twins("people", [person.name for person in people])
    _refuse_twins("channels", [channel.name for channel in channels])
    _refuse_twins("functions", [function.key for function in functions])
    _refuse_twins("functions", [function.handle for function in functions])
    _check_weeks(functions)
    domain, name = workspace.text("domain"), workspace.text("name")
    return Company(name, domain, people, channels, functions, steps)


@dataclass(frozen=True, slots=True)
class _Part:
    """An object of the file and where it stands, for sentences about it."""

    raw: Any
    where: str

    def __post_init__(self) -> None:
        if not isinstance(self.raw, Mapping):
            raise CompanyError(f"{self.where or 'the file'} must be an object")

    def _place(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def fail(self, key: str, why: str) -> CompanyError:
        return CompanyError(f"{self._place(key)} {why}")

    def part(self, key: str) -> "_Part":
        return _Part(self.raw.get(key), self._place(key))

    def parts(self, key: str, *, is_needed: bool = True) -> "list[_Part]":
        items = self.raw.get(key, [])
        if not isinstance(items, list) or (is_needed and not items):
            raise self.fail(key, "must be a list of at least one")
        return [_Part(item, f"{self._place(key)}[{place}]") for place, item in enumerate(items)]

    def text(self, key: str, default: str | None = None) -> str:
        value = self.raw.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fail(key, "must be a text")
        return value

    def flag(self, key: str) -> bool:
        value = self.raw.get(key, False)
        if not isinstance(value, bool):
            raise self.fail(key, "must be true or false")
        return value

    def choice(self, key: str, make: Callable[[str], Choice], default: str | None = None) -> Choice:
        try:
            return make(self.text(key, default))
        except ValueError:
            raise self.fail(key, f"cannot be {self.raw.get(key)!r}") from None

    def texts(self, key: str) -> dict[str, str]:
        value = self.raw.get(key)
        if not isinstance(value, dict) or not isinstance(value.get("en"), str):
            raise self.fail(key, "must have a text per language, en among them")
        return {language: str(text) for language, text in value.items()}


def _read_person(part: _Part) -> Person:
    role = part.choice("role", Role, "member")
    if role is Role.BOT:
        raise part.fail("role", "cannot be 'bot'")
    return Person(
        name=part.text("name"),
        real_name=part.text("real_name"),
        role=role,
        locale=part.text("locale", "en-US"),
        tz=part.choice("tz", _time_zone, "UTC"),
        title=part.text("title", ""),
    )


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(name)
    return name


def _read_channel(part: _Part, people: frozenset[str]) -> ChannelSeed:
    kind = part.choice("kind", ChannelKind, "public")
    members = part.raw.get("members", "all")
    names = people if members == "all" else frozenset(members)
    if strangers := names - people:
        raise part.fail("members", f"names nobody: {', '.join(sorted(strangers))}")
    if kind is ChannelKind.IM:
        raise part.fail("kind", "cannot be 'im'")
    return ChannelSeed(
        name=part.text("name"),
        kind=kind,
        members=names,
        has_bot=part.flag("has_bot"),
        is_archived=part.flag("is_archived"),
        is_read_only=part.flag("is_read_only"),
        topic=part.text("topic", ""),
        purpose=part.text("purpose", ""),
    )


def _read_function(part: _Part) -> Function:
    history = part.raw.get("history")
    if not isinstance(history, list) or not history or not all(map(_is_count, history)):
        raise part.fail("history", "must be a list of whole numbers from 1 to 10,000")
    return Function(
        key=part.text("key"),
        labels=part.texts("label"),
        function_class=part.choice("class", FunctionClass),
        handle=part.text("handle"),
        history=tuple(history),
    )


def _is_count(value: Any) -> bool:
    # A Slack user group cannot be empty, and each person of it is held in memory.
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 10_000


def _read_step(part: _Part) -> TourStep:
    return TourStep(
        key=part.text("key"),
        titles=part.texts("title"),
        texts=part.texts("text"),
        hint=part.text("hint", ""),
        done_when=frozenset(map(str, part.raw.get("done_when", []))),
    )


def _refuse_twins(where: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise CompanyError(f"{where} has {name!r} more than once")


def _check_weeks(functions: tuple[Function, ...]) -> None:
    weeks = len(functions[0].history)
    for place, function in enumerate(functions):
        if len(function.history) != weeks:
            said = f"has {len(function.history)} weeks; the first function has {weeks}"
            raise CompanyError(f"functions[{place}].history {said}")
