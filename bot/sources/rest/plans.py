"""Read from a preset what to make of an answer: what is counted, and how pages follow each other."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from bot.sources.rest.paging import (
    CursorPaging,
    IndexPaging,
    LinkHeaderPaging,
    NextUrlPaging,
    NoPaging,
    PagePaging,
    Paging,
)
from bot.sources.rest.reader import Reader
from bot.sources.rest.selectors import Selector
from bot.sources.rest.shapes import (
    Condition,
    CountPlan,
    Employments,
    FteFlag,
    FteShare,
    GroupPlan,
    Listing,
    PeoplePlan,
    Plan,
    State,
    Trait,
    fold,
)
from rules.wording import say

ACCEPTED_VALUES = say("a list of texts, numbers, true or false")


class PagingType(StrEnum):
    """The six styles."""

    NONE = "none"
    INDEX = "index"
    PAGE = "page"
    CURSOR = "cursor"
    LINK_HEADER = "link_header"
    NEXT_URL = "next_url"


class FteUnit(StrEnum):
    """How a source writes how much of a job somebody does."""

    SHARE = "share"
    PERCENT = "percent"
    MILLIPERCENT = "millipercent"
    HOURS = "hours"
    FLAG = "flag"


class Target(StrEnum):
    """Where a parameter goes."""

    PARAMS = "params"
    BODY = "body"


FULL_TIME = MappingProxyType(
    {
        FteUnit.SHARE: Decimal(1),
        FteUnit.PERCENT: Decimal(100),
        FteUnit.MILLIPERCENT: Decimal(100_000),
    }
)


def parse_plan(reader: Reader, places: tuple[Trait, ...]) -> Plan:
    """Read what a preset counts; `places` are the traits its request names.

    Raises:
        SourceConfigError: Naming the setting that does not fit.
    """
    if reader.has("count_path"):
        if not places:
            reader.refuse(
                "path",
                say("“{key}” has to name a place such as {example}.", example="{department}"),
            )
        return CountPlan(reader.selector("count_path"), places)
    if reader.has("people"):
        return GroupPlan(
            _parse_listing(reader),
            reader.selector("people"),
            _parse_dims(reader),
            reader.optional("kind", lambda key: _parse_contractor(reader.level(key))),
        )
    return PeoplePlan(
        _parse_listing(reader),
        reader.selector("id"),
        _parse_dims(reader),
        reader.optional("state", lambda key: _parse_state(reader.level(key))) or State(),
        reader.optional("employments", lambda key: _parse_employments(reader.level(key))),
        reader.optional("kind", lambda key: _parse_contractor(reader.level(key))),
        reader.optional("fte", lambda key: _parse_fte(reader.level(key))),
    )


def parse_condition(reader: Reader, accepts: str = "in") -> Condition:
    """Read a path and the values that may be there; `equals` stands for a list of one."""
    selector = reader.selector("path")
    has_one = accepts == "in" and reader.has("equals")
    values = [reader.value("equals")] if has_one else reader.items(accepts)
    if not values or not all(isinstance(value, str | int | bool) for value in values):
        reader.refuse_value(accepts, ACCEPTED_VALUES)
    reader.finish()
    return Condition(selector, tuple(fold(value) for value in values))


def _parse_listing(reader: Reader) -> Listing:
    return Listing(
        reader.selector("rows"),
        reader.optional("total_path", reader.selector),
        reader.optional("paging", lambda key: _parse_paging(reader.level(key))) or NoPaging(),
    )


def _parse_dims(reader: Reader) -> Mapping[Trait, Selector]:
    dims = reader.optional("dims", reader.level)
    if dims is None:
        return {}
    found = {trait: dims.selector(trait) for trait in Trait if dims.has(trait)}
    dims.finish()
    return found


def _parse_state(reader: Reader) -> State:
    state = State(
        tuple(parse_condition(level) for level in reader.levels("active_when")),
        reader.optional("arriving_when", lambda key: parse_condition(reader.level(key))),
        reader.optional("start", reader.selector),
        reader.optional("end", reader.selector),
        reader.flag("end_inclusive", default=True),
    )
    reader.finish()
    return state


def _parse_employments(reader: Reader) -> Employments:
    employments = Employments(reader.selector("rows"), reader.selector("effective"))
    reader.finish()
    return employments


def _parse_contractor(reader: Reader) -> Condition:
    return parse_condition(reader, "contractor")


def _parse_fte(reader: Reader) -> FteShare | FteFlag:
    unit = reader.choice("unit", FteUnit)
    if unit is FteUnit.FLAG:
        return FteFlag(parse_condition(reader, "full"))
    selector = reader.selector("path")
    full_time = FULL_TIME[unit] if unit in FULL_TIME else reader.amount("full_time")
    reader.finish()
    return FteShare(selector, full_time)


def _parse_paging(reader: Reader) -> Paging:
    paging = PAGINGS[reader.choice("type", PagingType)](reader)
    reader.finish()
    return paging


def _parse_index(reader: Reader) -> IndexPaging:
    return IndexPaging(
        reader.text("start_param"),
        reader.number("base"),
        reader.text("size_param"),
        reader.number("size", at_least=1),
        _is_in_body(reader),
    )


def _parse_page(reader: Reader) -> PagePaging:
    return PagePaging(
        reader.text("page_param"),
        reader.number("base"),
        reader.text("size_param"),
        reader.number("size", at_least=1),
        _is_in_body(reader),
        reader.optional("more_path", reader.selector),
    )


def _parse_cursor(reader: Reader) -> CursorPaging:
    return CursorPaging(
        reader.selector("cursor_path"), reader.text("cursor_param"), _is_in_body(reader)
    )


def _is_in_body(reader: Reader) -> bool:
    return reader.choice("in", Target, Target.PARAMS) is Target.BODY


PAGINGS: Mapping[PagingType, Callable[[Reader], Paging]] = MappingProxyType(
    {
        PagingType.NONE: lambda _: NoPaging(),
        PagingType.INDEX: _parse_index,
        PagingType.PAGE: _parse_page,
        PagingType.CURSOR: _parse_cursor,
        PagingType.LINK_HEADER: lambda _: LinkHeaderPaging(),
        PagingType.NEXT_URL: lambda reader: NextUrlPaging(reader.selector("path")),
    }
)
