"""Slack user groups as a headcount source: their members are counted and forgotten.

A person counts once. Whoever is in a group of enablement counts there, whatever other groups they
are in: enablers often sit in the groups of those they support, hardly anybody the other way round.
Among groups of one class, the first that was chosen counts them.

Bots, deactivated members and guests are left out where Slack says that somebody is one. It leaves
keys out for some people, and a key that is not there says nothing; nor does somebody who is not
listed, as colleagues in another workspace of the same organisation are not.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_sdk import WebClient

from bot.errors import SourceConfigError, SourceError
from bot.sources.numbers import parse_count
from bot.sources.readings import Reading
from bot.sources.slack_calls import Json, Workspace
from rules.headcounts import HeadcountClass, HeadcountRow
from rules.mappings import merge_rows
from rules.troubles import Trouble
from rules.wording import Phrase, say

FIELD = "groups"
SLACKBOT = "USLACKBOT"
UNCOUNTED_IF = ("deleted", "is_bot", "is_app_user", "is_restricted", "is_ultra_restricted")


@dataclass(frozen=True, slots=True)
class ChosenGroup:
    """A user group and where its people count."""

    id: str
    handle: str
    headcount_class: HeadcountClass
    function: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True)
class UsergroupsConfig:
    """The groups that are counted, in the order they were chosen."""

    groups: tuple[ChosenGroup, ...]


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A user group to choose from."""

    id: str
    handle: str
    name: str
    people: int
    is_disabled: bool


def parse_usergroups_config(values: Mapping[str, Any]) -> UsergroupsConfig:
    """Return a configuration.

    Args:
        values: With the key `groups`: for each `id`, `handle` and `headcount_class`, and where they
            matter `function` and `segment`.

    Raises:
        SourceConfigError: If no group is chosen, or one twice or without a class.
    """
    chosen = values.get(FIELD)
    groups = tuple(_parse_group(group) for group in chosen) if isinstance(chosen, list) else ()
    if not groups:
        raise _refused(say("Choose at least one user group."))
    for place, group in enumerate(groups):
        if group.id in {earlier.id for earlier in groups[:place]}:
            raise _refused(say("The user group {group} is chosen twice.", group=group.handle))
    return UsergroupsConfig(groups)


def list_usergroups(client: WebClient, team_id: str | None = None) -> tuple[UserGroup, ...]:
    """List the user groups that can be chosen, by handle, without waiting for a busy Slack.

    Raises:
        SourceError: If Slack does not say.
    """
    found = [
        UserGroup(
            str(group.get("id", "")),
            _name(group),
            str(group.get("name", "")),
            parse_count(group.get("user_count"), name=_name(group)),
            _is_disabled(group),
        )
        for group in Workspace(client, team_id, sleep=None).list_groups(has_users=False)
    ]
    return tuple(sorted(found, key=lambda group: group.handle))


class SlackUsergroupsSource:
    """Counts the people in some user groups of one workspace.

    Args:
        config: The groups.
        client: With the workspace's token.
        team_id: Needed where the token is an organisation's.
        sleep: Waits that many seconds while Slack asks to slow down.
    """

    def __init__(
        self,
        config: UsergroupsConfig,
        client: WebClient,
        team_id: str | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._config = config
        self._client = client
        self._team_id = team_id
        self._sleep = sleep

    def read(self, on: date) -> Reading:
        """Count who is in the groups now.

        Raises:
            SourceError: If the answer cannot be used, or is only a part.
        """
        workspace = Workspace(self._client, self._team_id, self._sleep)
        try:
            return self._count(workspace, on)
        except SourceError as error:
            error.note_seen(workspace.calls, people=0)
            raise

    def _count(self, workspace: Workspace, on: date) -> Reading:
        listed = {group.get("id"): group for group in workspace.list_groups(has_users=True)}
        members = {
            group: _read_members(group, listed.get(group.id)) for group in self._config.groups
        }
        everybody = frozenset[str]().union(*members.values())
        rows = _count_once(members, _find_uncounted(workspace, everybody))
        return Reading(on, rows, people=len(everybody), pages=workspace.calls)


def _count_once(
    members: Mapping[ChosenGroup, frozenset[str]], uncounted: frozenset[str]
) -> tuple[HeadcountRow, ...]:
    counted = set(uncounted)
    rows = []
    # Stable: within a class, groups stay in the order they were chosen.
    for group in sorted(
        members, key=lambda one: one.headcount_class is not HeadcountClass.ENABLEMENT
    ):
        people = len(members[group] - counted)
        counted |= members[group]
        rows.append(HeadcountRow(group.headcount_class, people, group.function, group.segment))
    return merge_rows(rows)


def _find_uncounted(workspace: Workspace, ids: Collection[str]) -> frozenset[str]:
    """Return those of some ids that Slack says are bots, guests or gone."""
    found = {SLACKBOT}
    wanted = set(ids) - found
    if not wanted:
        return frozenset(found)
    for member in workspace.list_members():
        if member.get("id") in wanted:
            wanted.discard(member["id"])
            found |= {member["id"] for key in UNCOUNTED_IF if member.get(key)}
        # The rest of a large workspace is nobody we asked about.
        if not wanted:
            break
    return frozenset(found)


def _read_members(chosen: ChosenGroup, group: Json | None) -> frozenset[str]:
    if group is None:
        raise SourceError(Trouble.GROUP_MISSING, name=chosen.handle)
    if _is_disabled(group):
        raise SourceError(Trouble.GROUP_DISABLED, name=chosen.handle)
    people = parse_count(group.get("user_count"), name=chosen.handle)
    ids = group.get("users")
    # Without ids a person in two groups would count twice.
    if not isinstance(ids, list):
        raise SourceError(Trouble.NOT_READABLE, name=chosen.handle)
    members = frozenset(str(one) for one in ids)
    # Slack does not say whether it announces deactivated people. More ids than announced are all
    # there, and those who do not count are left out by what is known of each; fewer are a part.
    if len(members) < people:
        raise SourceError(
            Trouble.TOTAL_DISAGREES, name=chosen.handle, rows=len(members), total=people
        )
    return members


def _is_disabled(group: Json) -> bool:
    return str(group.get("date_delete") or 0) != "0"


def _name(group: Json) -> str:
    return str(group.get("handle", ""))


def _parse_group(values: Mapping[str, Any]) -> ChosenGroup:
    try:
        return ChosenGroup(
            str(values["id"]),
            str(values["handle"]),
            HeadcountClass(values["headcount_class"]),
            str(values.get("function", "")),
            str(values.get("segment", "")),
        )
    except (KeyError, TypeError, ValueError):
        raise _refused(
            say("A user group needs an id, a handle, and customer_facing or enablement as class.")
        ) from None


def _refused(phrase: Phrase) -> SourceConfigError:
    return SourceConfigError(FIELD, phrase)
