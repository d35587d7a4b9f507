"""Who is asking: a row that Slack refreshes once a day."""

import logging
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt import BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.errors import MemberNotFoundError
from bot.services import Services
from bot.storage.briefings import find_briefing
from bot.storage.workspaces import ensure_workspace, save_member
from bot.views.language import Translator, translator
from bot.workspaces import Briefing, Member, Standing, Workspace, pick_language

logger = logging.getLogger(__name__)


def find_fresh_briefing(services: Services, workspace_id: str, user_id: str) -> Briefing | None:
    """Return what answering needs if Slack need not be asked about the member first."""
    briefing = find_briefing(services.database, workspace_id, user_id, services.clock())
    if briefing is None or not briefing.member.is_fresh(services.clock()):
        return None
    return briefing


def get_known_briefing(services: Services, workspace_id: str, user_id: str) -> Briefing:
    """Return what answering needs about a member who was answered before, fresh or not.

    Raises:
        MemberNotFoundError: If nothing is stored about them.
    """
    briefing = find_briefing(services.database, workspace_id, user_id, services.clock())
    if briefing is None:
        raise MemberNotFoundError(workspace_id)
    return briefing


def brief_known(services: Services, context: BoltContext) -> tuple[Briefing, Translator]:
    """Return what answering the sender of a form needs; whoever has one was answered before.

    Raises:
        MemberNotFoundError: If nothing is stored about them.
    """
    briefing = get_known_briefing(services, workspace_id(context), user_id(context))
    context["language"] = briefing.member.language
    return briefing, translator(briefing.member.language)


def workspace_id(context: BoltContext) -> str:
    """Return the workspace a request belongs to; the organisation for an org-wide install."""
    return context.team_id or context.enterprise_id or ""


def user_id(context: BoltContext) -> str:
    """Return who sent a request."""
    return context.user_id or ""


def get_briefing(
    services: Services, client: WebClient, workspace_id: str, user_id: str
) -> Briefing:
    """Return what answering needs, after asking Slack about a member not seen for a day.

    Raises:
        SlackClientError: If Slack refuses and nothing is stored about the member.
        OSError: If Slack cannot be reached and nothing is stored about the member.
    """
    briefing = find_briefing(services.database, workspace_id, user_id, services.clock())
    if briefing is not None and briefing.member.is_fresh(services.clock()):
        return briefing
    try:
        user = client.users_info(user=user_id, include_locale=True)["user"]
    except (SlackClientError, OSError) as error:
        if briefing is None:
            raise
        # Yesterday's language and standing are better than no answer.
        logger.warning("member not refreshed, error=%s", error)
        return briefing
    _keep_member(services, workspace_id, user_id, user)
    return get_known_briefing(services, workspace_id, user_id)


def _keep_member(services: Services, workspace_id: str, user_id: str, user: dict[str, Any]) -> None:
    now = services.clock()
    language = pick_language(user.get("locale") or "")
    member = Member(
        workspace_id=workspace_id,
        user_id=user_id,
        language=language,
        standing=parse_standing(user),
        is_guest=is_guest(user, workspace_id),
        refreshed_at=now,
    )
    with services.database.sessions.begin() as session:
        # Slack has no language or time zone per workspace: both start as the first member's.
        ensure_workspace(session, Workspace(workspace_id, language, pick_time_zone(user)), now)
        save_member(session, member)


def pick_time_zone(user: dict[str, Any]) -> str:
    """Return a user's time zone, or UTC where this machine does not know it."""
    name = user.get("tz") or "UTC"
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        logger.warning("time zone not known here, name=%.64s", name)
        return "UTC"
    return str(name)


def parse_standing(user: dict[str, Any]) -> Standing:
    """Return what a user may do, from Slack's user object; absent flags are not granted ones."""
    if user.get("is_owner") or user.get("is_primary_owner"):
        return Standing.OWNER
    return Standing.ADMIN if user.get("is_admin") else Standing.MEMBER


def is_guest(user: dict[str, Any], workspace_id: str) -> bool:
    """Return whether a user is a guest or comes from another organisation's workspace."""
    home = user.get("team_id") or workspace_id
    is_stranger = bool(user.get("is_stranger")) or (
        home != workspace_id and not user.get("enterprise_user")
    )
    return bool(user.get("is_restricted") or user.get("is_ultra_restricted")) or is_stranger
