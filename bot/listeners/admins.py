"""Who may change what a workspace shares: asked by every handler that does, for buttons hide nothing.

A refusal is raised: the error handler says it where the person is, in their language.
"""

from slack_bolt import BoltContext

from bot.errors import NotAdminError
from bot.listeners.calls import Call
from bot.listeners.members import brief_known, get_briefing, user_id, workspace_id
from bot.services import Services
from bot.views.language import Translator, translator
from bot.workspaces import Briefing, Standing


def may_administer(briefing: Briefing, services: Services) -> bool:
    """Return whether a member may change settings and sources; a guest never may."""
    member = briefing.member
    if member.is_guest:
        return False
    return (
        member.standing is not Standing.MEMBER
        or member.user_id in services.admin_users
        or member.user_id in briefing.workspace.admins
    )


def check_admin(briefing: Briefing, services: Services) -> None:
    """Stop whoever may not administer.

    Raises:
        NotAdminError: If the member may not.
    """
    if not may_administer(briefing, services):
        raise NotAdminError(briefing.workspace.id)


def brief_admin(call: Call) -> tuple[Briefing, Translator]:
    """Return what answering an admin needs, after the ack.

    Slack is asked again about a standing that is older than a day: a button lives longer.

    Raises:
        NotAdminError: If the sender may not administer.
    """
    briefing = get_briefing(
        call.services, call.client, workspace_id(call.context), user_id(call.context)
    )
    call.context["language"] = briefing.member.language
    check_admin(briefing, call.services)
    return briefing, translator(briefing.member.language)


def brief_known_admin(services: Services, context: BoltContext) -> tuple[Briefing, Translator]:
    """Return what answering an admin's form needs, inside the ack.

    Raises:
        MemberNotFoundError: If nothing is stored about the sender.
        NotAdminError: If the sender may not administer.
    """
    briefing, tr = brief_known(services, context)
    check_admin(briefing, services)
    return briefing, tr
