"""People and user groups."""

from typing import Any

from bot.sandbox.api.arguments import Arguments, with_cursor
from bot.sandbox.errors import SlackError
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.usergroups import usergroup_json
from bot.sandbox.users import user_json


def user_info(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """One person."""
    user = sandbox.workspace.users.find(arguments.text("user"))
    if user is None:
        raise SlackError("user_not_found")
    team = sandbox.identity.team_id
    return {"user": user_json(user, team, has_locale=arguments.flag("include_locale"))}


def list_users(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Everybody, page by page: people, bots, those who have left."""
    team, has_locale = sandbox.identity.team_id, arguments.flag("include_locale")
    users, cursor = arguments.page(sandbox.workspace.users.list_users(), default_limit=1000)
    members = [user_json(user, team, has_locale=has_locale) for user in users]
    return with_cursor({"members": members, "cache_ts": sandbox.seconds()}, cursor)


def list_groups(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """All user groups."""
    _fail_if_broken(sandbox)
    groups = [
        usergroup_json(
            group,
            sandbox.identity.team_id,
            has_users=arguments.flag("include_users"),
            has_count=arguments.flag("include_count"),
        )
        for group in sandbox.workspace.groups.list_groups()
    ]
    return {"usergroups": groups}


def list_group_users(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """The members of one user group."""
    _fail_if_broken(sandbox)
    group = sandbox.workspace.groups.find(arguments.text("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": [*group.users]}


def _fail_if_broken(sandbox: Sandbox) -> None:
    if code := sandbox.workspace.groups.broken_with:
        raise SlackError(code, retry_after=30 if code == "ratelimited" else None)
