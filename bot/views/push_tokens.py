"""The push token: what it is for, and the one time that it is shown."""

from typing import Any

from bot.views import blocks as b
from bot.views.ids import Action, Callback
from bot.views.language import Translator

PUSH_REQUEST = """POST /api/headcount
Authorization: Bearer …
Content-Type: application/json

[{"class": "customer_facing", "count": 320},
 {"class": "enablement", "count": 6}]"""


def push_token_view(tr: Translator, *, has_token: bool, token: str | None = None) -> dict[str, Any]:
    """Return the modal in which a token is made and revoked.

    Args:
        tr: The admin's language.
        has_token: Whether programs can push at present.
        token: The one just made, shown this once.
    """
    purpose = tr("With this token a program of yours pushes your headcount: counts, never names.")
    return b.modal(
        Callback.PUSH_TOKEN_VIEW,
        tr("Push token"),
        [
            b.section(f"{purpose}\n```{PUSH_REQUEST}```"),
            *_state(tr, token, has_token=has_token),
            b.actions(*_buttons(tr, has_token=has_token)),
        ],
        close=tr("Close"),
    )


def _state(tr: Translator, token: str | None, *, has_token: bool) -> list[b.Block]:
    if token is not None:
        shown = b.titled(tr("Your new token"), f"```{token}```")
        once = tr("Copy it now: I keep only its fingerprint and cannot show it again.")
        return [b.section(shown), b.context(once)]
    if has_token:
        return [b.section(tr("There is a token. I keep only its fingerprint and cannot show it."))]
    return [b.section(tr("There is no token, so nothing can be pushed."))]


def _buttons(tr: Translator, *, has_token: bool) -> list[b.Element]:
    if not has_token:
        return [b.button(tr("Create Token"), Action.MINT_PUSH_TOKEN, "new", is_primary=True)]
    replace = b.confirm(
        tr("Replace the token?"),
        tr("The present one stops working at once."),
        tr("Replace Token"),
        tr("Cancel"),
    )
    revoke = b.confirm(
        tr("Revoke the token?"),
        tr("Programs that use it can push nothing from then on."),
        tr("Revoke Token"),
        tr("Cancel"),
    )
    return [
        b.button(tr("Replace Token"), Action.MINT_PUSH_TOKEN, "replace", confirm=replace),
        b.button(tr("Revoke Token"), Action.REVOKE_PUSH_TOKEN, "revoke", confirm=revoke),
    ]
