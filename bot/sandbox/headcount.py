"""The company's people, function by function: made-up ids in user groups, no names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.sandbox.company import Company, Function, FunctionClass
from bot.sandbox.ids import new_id, stable_id
from bot.sandbox.usergroups import UserGroup, UserGroups
from bot.sandbox.users import User, Users

CSV_HEADER = "as_of,class,function,segment,count,fte"


@dataclass(frozen=True, slots=True)
class Week:
    """How many people each function had at the end of a week."""

    as_of: date
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A user group as it is now, and who came or went."""

    group: UserGroup
    before: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class Headcount:
    """Counts as they are, and as they were at the end of each week.

    Args:
        company: Where the counts start.
        groups: Where the people are; a function's group is `group_id(function)`.
        users: Where new people become known.
        today: The day of the newest week.
    """

    def __init__(self, company: Company, groups: UserGroups, users: Users, today: date) -> None:
        self._company = company
        self._groups = groups
        self._users = users
        self.weeks = [*_list_weeks(company.functions, today)]

    def find_function(self, key: str) -> Function | None:
        """The function of this key, or None."""
        return next((one for one in self._company.functions if one.key == key), None)

    def group_of(self, function: Function) -> UserGroup:
        """The user group that holds a function's people."""
        group = self._groups.find(group_id(self._company, function))
        if group is None:
            raise LookupError(function.key)
        return group

    def counts(self) -> dict[str, int]:
        """People per function, now."""
        return {one.key: len(self.group_of(one).users) for one in self._company.functions}

    def change(self, function: Function, by: int, now: int) -> GroupChange:
        """Let people join (positive) or leave (negative).

        Args:
            function: Where.
            by: How many; at least one person stays.
            now: Seconds since 1970.
        """
        group = self.group_of(function)
        if by < 0:
            removed = group.users[by:]
            for user in removed:
                self._users.deactivate(user)
            changed = self._groups.change(group.id, group.users[:by], now)
            return GroupChange(changed, group.updated, removed=removed)
        added = tuple(new_id("U") for _ in range(by))
        for user in added:
            self._users.save(nameless(user))
        changed = self._groups.change(group.id, group.users + added, now)
        return GroupChange(changed, group.updated, added=added)

    def close_week(self, today: date) -> None:
        """Keep the counts of now as those of a week."""
        self.weeks.append(Week(today, self.counts()))

    def total(self, week: Week, function_class: FunctionClass) -> int:
        """People of a class in a week."""
        functions = self._company.functions
        return sum(
            week.counts[one.key] for one in functions if one.function_class is function_class
        )

    def to_csv(self) -> str:
        """The history as the aggregate template: a header, a line per week and function."""
        return "\n".join([CSV_HEADER, *self._csv_lines(), ""])

    def _csv_lines(self) -> Iterator[str]:
        for week in self.weeks:
            for one in self._company.functions:
                yield f"{week.as_of},{one.function_class},{one.key},,{week.counts[one.key]},"


def group_id(company: Company, function: Function) -> str:
    """The same in every run, so that a bot's mapping stays true."""
    return stable_id("S", company.domain, function.key)


def nameless(user_id: str) -> User:
    """Somebody who is only counted."""
    return User(user_id, user_id.lower(), user_id)


def list_group_people(company: Company, function: Function) -> tuple[str, ...]:
    """The ids of those who are there at the start, the same in every run."""
    places = range(function.history[-1])
    return tuple(stable_id("U", company.domain, function.key, str(place)) for place in places)


def _list_weeks(functions: tuple[Function, ...], today: date) -> Iterator[Week]:
    weeks = len(functions[0].history)
    for place in range(weeks):
        as_of = today - timedelta(weeks=weeks - 1 - place)
        yield Week(as_of, {one.key: one.history[place] for one in functions})
