"""Share in Channel: a private plan becomes a post that everybody there sees."""

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.listeners.calls import Call, after_ack
from bot.storage.claims import claim_delivery
from bot.views import blocks as b
from bot.views.ids import Action
from bot.views.language import translator
from bot.views.notices import IN_A_CONVERSATION, SHARE_TROUBLE, notice, shared_note
from bot.views.places import name_place
from bot.views.plans import plan_message, shared_plan
from bot.views.values import decode_enquiry
from rules.plans import build_plan
from rules.wording import Phrase


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.SHARE)(after_ack(share_plan))


def share_plan(call: Call) -> None:
    """Post the plan whose button was pressed, in the workspace's language."""
    briefing, tr = call.brief()
    # Claim first, post second: a lost post is asked for again, a doubled one everybody sees.
    with call.services.database.sessions.begin() as session:
        key = f"share:{call.body['trigger_id']}"
        if not claim_delivery(session, key, call.services.clock()):
            return
    enquiry = decode_enquiry(call.action["value"])
    plan = build_plan(enquiry.facts, briefing.workspace.bounds)
    channel = call.body["channel"]
    post = shared_plan(
        translator(briefing.workspace.language), plan, enquiry, briefing.member.user_id
    )
    try:
        call.client.chat_postMessage(channel=channel["id"], **post)
    except SlackApiError as error:
        trouble = find_trouble(error.response["error"], channel["name"])
        if trouble is None:
            raise
        call.answer(notice(tr, trouble) | {"replace_original": False})
        return
    message = plan_message(tr, plan, enquiry, place=None)
    note = b.context(tr.mrkdwn(shared_note(name_place(tr, channel["name"]))))
    message["blocks"].insert(-1, note)
    call.answer(message | {"replace_original": True})


def find_trouble(code: str, channel_name: str) -> Phrase | None:
    """Return what helps against an error code of Slack's, or None where it is our fault."""
    if code in {"not_in_channel", "channel_not_found"} and channel_name == "directmessage":
        return IN_A_CONVERSATION
    # Slack has a family of restricted_action codes, one for each policy.
    family = "restricted_action" if code.startswith("restricted_action") else code
    return SHARE_TROUBLE.get(family)
