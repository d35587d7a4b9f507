"""The company a sandbox plays."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.sandbox.channels import ChannelKind
from bot.sandbox.users import Role


class FunctionClass(StrEnum):
    """Whom a function works for."""

    CUSTOMER_FACING = "customer_facing"
    ENABLEMENT = "enablement"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody one can be in the page."""

    name: str
    real_name: str
    role: Role
    locale: str
    tz: str
    title: str


@dataclass(frozen=True, slots=True)
class ChannelSeed:
    """A channel at the start; `members` are names of people."""

    name: str
    kind: ChannelKind
    members: frozenset[str]
    has_bot: bool
    is_archived: bool
    is_read_only: bool
    topic: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Function:
    """A part of the company; `history` is its people at the end of each week, oldest first."""

    key: str
    labels: Mapping[str, str]
    function_class: FunctionClass
    handle: str
    history: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TourStep:
    """A step of the guided tour; `done_when` names what completes it, such as `week`."""

    key: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    hint: str
    done_when: frozenset[str]


@dataclass(frozen=True, slots=True)
class Company:
    """Everything a sandbox starts with."""

    name: str
    domain: str
    people: tuple[Person, ...]
    channels: tuple[ChannelSeed, ...]
    functions: tuple[Function, ...]
    tour: tuple[TourStep, ...]


def in_language(texts: Mapping[str, str], locale: str) -> str:
    """The text in the language of a locale, English where it is missing.

    >>> in_language({"en": "Sales", "ja": "営業"}, "ja-JP")
    '営業'
    """
    return texts.get(locale.split("-")[0], texts["en"])
