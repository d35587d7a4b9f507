"""Modals that stay in one window: each step takes the place of the one before, also in the background."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot.errors import OutdatedButtonError
from bot.listeners.calls import Call, start
from bot.services import Services
from bot.storage.claims import claim_delivery

PAUSES = (0.2, 0.5, 1.0)
"""Seconds. Our answer to a submission may reach Slack after what we found out meanwhile."""
GONE = frozenset({"not_found", "view_not_found"})
View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Window:
    """A modal that says that something is being done, and later what became of it.

    It is found by an id of ours that only this step of the modal carries: whoever has closed it or
    gone on to something else is not disturbed.
    """

    call: Call
    id: str
    pauses: tuple[float, ...] = ()

    def show(self, view: View) -> bool:
        """Show what became of it; False where nobody looks any more."""
        for pause in (*self.pauses, None):
            try:
                self.call.client.views_update(external_id=self.id, view=view)
            except SlackApiError as error:
                if error.response["error"] not in GONE:
                    raise
            else:
                return True
            if pause is not None:
                time.sleep(pause)
        return False

    def report(self, view: View) -> bool:
        """Show how far it is; False where nobody looks any more."""
        return self.show(view | {"external_id": self.id})


@dataclass(frozen=True, slots=True)
class Reply:
    """How a submission is answered.

    Attributes:
        view: What the modal turns into; None where it stays as it is, with the errors.
        errors: A sentence for each block id.
        work: What goes on after the answer; the modal is its window.
    """

    view: View | None = None
    errors: Mapping[str, str] | None = None
    work: Callable[[Call, Window], None] | None = None


def submitted(handle: Callable[[Call], Reply]) -> Callable[..., None]:
    """Return a listener that answers a submission inside its ack, then goes on in the background."""

    def listen(
        ack: Ack,
        body: dict[str, Any],
        client: WebClient,
        respond: Respond,
        context: BoltContext,
        services: Services,
    ) -> None:
        call = Call(body, client, respond, context, services)
        reply = handle(call)
        if reply.view is None:
            ack(response_action="errors", errors=dict(reply.errors or {}))
            return
        if reply.work is None:
            ack(response_action="update", view=reply.view)
            return
        window = Window(call, body["trigger_id"], PAUSES)
        context["window"] = window.id
        ack(response_action="update", view=reply.view | {"external_id": window.id})
        work = reply.work
        start(lambda begun: work(begun, window), call)

    listen.__name__ = handle.__name__
    return listen


def claim_submission(session: Session, call: Call) -> bool:
    """Mark a submission as acted on; True once, however often Slack sends it."""
    view = call.body["view"]
    return claim_delivery(session, f"view:{view['id']}:{view['hash']}", call.services.clock())


def is_in_modal(call: Call) -> bool:
    """Return whether what sent this stands in a modal, not in a message or App Home."""
    view: View = call.body.get("view") or {}
    return view.get("type") == "modal"


def show(call: Call, view: View) -> None:
    """Show a view in the modal whose button was pressed, or else in a new one."""
    if is_in_modal(call):
        call.redraw(view)
    else:
        call.open(view)


def show_progress(call: Call, view: View) -> Window:
    """Show that something is being done; what becomes of it goes into the window."""
    window = Window(call, call.body["trigger_id"])
    call.context["window"] = window.id
    show(call, view | {"external_id": window.id})
    return window


def read_id(text: str) -> int:
    """Return the id that a button or form brings back.

    Raises:
        OutdatedButtonError: If an earlier version wrote something else there.
    """
    if not (text.isascii() and text.isdecimal()):
        raise OutdatedButtonError(text)
    return int(text)
