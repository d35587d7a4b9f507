"""The methods and what Slack asks of a call. Facts: docs.slack.dev, method reference."""

from dataclasses import dataclass

from bot.sandbox.installation import TokenKind
from bot.sandbox.limits import Tier


@dataclass(frozen=True, slots=True)
class Method:
    """What Slack says of a method.

    Args:
        tier: How often it may be called.
        arguments: Those we read; `!` marks the required ones.
        scopes: One of them is enough; which one, the conversation's kind may decide.
        errors: Those we answer with, beside the ones every method has.
        token: Whose token it takes; None for no token at all.
    """

    tier: Tier
    arguments: str = ""
    scopes: tuple[str, ...] = ()
    errors: str = ""
    token: TokenKind | None = TokenKind.BOT

    @property
    def required(self) -> list[str]:
        """The arguments that have to be there."""
        return [name[:-1] for name in self.arguments.split() if name.endswith("!")]


def _of_conversations(right: str) -> tuple[str, ...]:
    return tuple(f"{kind}:{right}" for kind in ("channels", "groups", "im", "mpim"))


_READ = _of_conversations("read")
_HISTORY = _of_conversations("history")
_OPEN = ("channels:manage", "groups:write", "im:write", "mpim:write")
_WRITE = ("chat:write",)
_PAGES = "cursor limit"
_CONTENT = "text blocks attachments metadata markdown_text"
_REFUSED = "no_text invalid_blocks invalid_blocks_format too_many_attachments"
_PLACE = "channel_not_found is_archived not_in_channel cannot_reply_to_message"
_BAD_METADATA = "invalid_metadata_format"
_HISTORY_ERRORS = "channel_not_found invalid_cursor invalid_ts_latest invalid_ts_oldest"
_TRIGGER_ERRORS = "invalid_trigger_id exchanged_trigger_id expired_trigger_id"
_VIEW_ERRORS = "duplicate_external_id view_too_large"

METHODS = {
    "api.test": Method(Tier.T4, "error", token=None),
    "auth.test": Method(Tier.SPECIAL, errors="invalid_auth"),
    "apps.connections.open": Method(
        Tier.T3, errors="invalid_auth forbidden_team", token=TokenKind.APP
    ),
    "team.info": Method(Tier.T3, "team", ("team:read",), "team_not_found"),
    "bots.info": Method(Tier.T3, "bot", ("users:read",), "bot_not_found"),
    "users.info": Method(Tier.T4, "user! include_locale", ("users:read",), "user_not_found"),
    "users.list": Method(Tier.T2, f"{_PAGES} include_locale", ("users:read",), "invalid_cursor"),
    "usergroups.list": Method(
        Tier.T2,
        "include_count include_users include_disabled",
        ("usergroups:read",),
        "plan_upgrade_required",
    ),
    "usergroups.users.list": Method(
        Tier.T2,
        "usergroup! include_disabled",
        ("usergroups:read",),
        "no_such_subteam plan_upgrade_required",
    ),
    "conversations.info": Method(
        Tier.T3, "channel! include_num_members include_locale", _READ, "channel_not_found"
    ),
    "conversations.list": Method(
        Tier.T2, f"types exclude_archived {_PAGES}", _READ, "invalid_types invalid_cursor"
    ),
    "conversations.members": Method(
        Tier.T4, f"channel! {_PAGES}", _READ, "channel_not_found invalid_cursor"
    ),
    "conversations.open": Method(
        Tier.T3,
        "users channel return_im",
        _OPEN,
        "channel_not_found users_list_not_supplied user_not_found "
        "method_not_supported_for_channel_type",
    ),
    "conversations.join": Method(
        Tier.T3,
        "channel!",
        ("channels:join",),
        "channel_not_found is_archived method_not_supported_for_channel_type",
    ),
    "conversations.history": Method(
        Tier.T3,
        f"channel! latest oldest inclusive include_all_metadata {_PAGES}",
        _HISTORY,
        f"{_HISTORY_ERRORS} not_in_channel",
    ),
    "conversations.replies": Method(
        Tier.T3,
        f"channel! ts! latest oldest inclusive include_all_metadata {_PAGES}",
        _HISTORY,
        f"{_HISTORY_ERRORS} thread_not_found",
    ),
    "chat.postMessage": Method(
        Tier.SPECIAL,
        f"channel! thread_ts reply_broadcast {_CONTENT}",
        _WRITE,
        f"{_PLACE} {_REFUSED} {_BAD_METADATA} markdown_text_conflict messages_tab_disabled "
        "restricted_action_read_only_channel",
    ),
    "chat.postEphemeral": Method(
        Tier.T4,
        f"channel! user! thread_ts {_CONTENT}",
        _WRITE,
        f"{_PLACE} {_REFUSED} invalid_attachments markdown_text_conflict "
        "messages_tab_disabled restricted_action user_not_in_channel",
    ),
    "chat.update": Method(
        Tier.T3,
        f"channel! ts! {_CONTENT}",
        _WRITE,
        f"channel_not_found message_not_found cant_update_message msg_too_long {_REFUSED} "
        f"{_BAD_METADATA} invalid_attachments markdown_text_conflict is_inactive",
    ),
    "chat.delete": Method(
        Tier.T3,
        "channel! ts!",
        _WRITE,
        "channel_not_found message_not_found cant_delete_message",
    ),
    "chat.getPermalink": Method(
        Tier.SPECIAL, "channel! message_ts!", errors="channel_not_found message_not_found"
    ),
    "views.open": Method(Tier.T4, "view! trigger_id", errors=f"{_TRIGGER_ERRORS} {_VIEW_ERRORS}"),
    "views.push": Method(
        Tier.T4,
        "view! trigger_id",
        errors=f"{_TRIGGER_ERRORS} {_VIEW_ERRORS} not_found push_limit_reached",
    ),
    "views.update": Method(
        Tier.T4,
        "view! view_id external_id hash",
        errors=f"{_VIEW_ERRORS} not_found hash_conflict",
    ),
    "views.publish": Method(
        Tier.T4, "view! user_id! hash", errors=f"{_VIEW_ERRORS} hash_conflict not_enabled"
    ),
    "files.getUploadURLExternal": Method(
        Tier.T4,
        "filename! length! alt_txt snippet_type",
        ("files:write",),
        "file_upload_size_restricted alt_txt_too_large",
    ),
    "files.completeUploadExternal": Method(
        Tier.T4,
        "files! channel_id thread_ts initial_comment blocks",
        ("files:write",),
        "file_not_found channel_not_found not_in_channel invalid_blocks",
    ),
    "files.info": Method(Tier.T4, "file!", ("files:read",), "file_not_found"),
    "canvases.create": Method(
        Tier.T2,
        "title document_content channel_id",
        ("canvases:write",),
        "canvas_creation_failed",
    ),
    "assistant.threads.setSuggestedPrompts": Method(
        Tier.T4,
        "channel_id! prompts! thread_ts title",
        ("assistant:write",),
        "channel_not_found invalid_thread_ts not_agent_app",
    ),
    "assistant.threads.setStatus": Method(
        Tier.SPECIAL,
        "channel_id! thread_ts! status! loading_messages",
        _WRITE,
        "channel_not_found invalid_thread_ts",
    ),
    "assistant.threads.setTitle": Method(
        Tier.T4,
        "channel_id! thread_ts! title!",
        ("assistant:write",),
        "channel_not_found invalid_thread_ts",
    ),
    "agents.sessions.setStatus": Method(
        Tier.T3,
        "channel_id! status! thread_ts title",
        _WRITE,
        "channel_not_found feature_disabled invalid_status thread_ts_required",
    ),
    "agents.sessions.rename": Method(
        Tier.T3,
        "channel_id! title! thread_ts",
        _WRITE,
        "channel_not_found feature_disabled session_not_found thread_ts_required",
    ),
    "blocks.validate": Method(
        Tier.T4,
        "blocks message view",
        errors="invalid_arguments invalid_blocks invalid_message invalid_view",
        token=None,
    ),
}

# What any method can answer; `invalid_arguments` comes with a line per argument.
COMMON_ERRORS = frozenset(
    {
        "account_inactive",
        "invalid_arguments",
        "invalid_auth",
        "invalid_form_data",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "ratelimited",
        "unknown_method",
    }
)
