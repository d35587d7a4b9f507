"""A workspace with an alert that fires, told in its channel."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from bot.alerts import AlertCard
from bot.jobs.check import check_due
from bot.jobs.deliver import deliver_due
from bot.storage.cards import find_card
from bot.views.ids import Action
from tests.bot.listeners.setting_payloads import change
from tests.bot.workbench import Workbench, buttons
from tests.builders import some_facts
from tests.fakes import ok
from tests.slack_payloads import TEAM, Payload, a_change, a_press

ALERTS = "C777"
A_DAY = timedelta(days=1)
POSTED = "1772.0001"
HOME = {"id": "V1", "type": "home", "hash": "1.hash", "blocks": []}


def fire(bench: Workbench, customer_facing: int = 1_600) -> Payload:
    """Have an alert fire and be posted; return its message."""
    bench.slack.on("chat.postMessage", ok(channel=ALERTS, ts=POSTED))
    open_alert(bench, customer_facing)
    message = bench.slack.sent("chat.postMessage")[-1]
    assert message["channel"] == ALERTS
    bench.slack.forget()
    return message


def open_alert(bench: Workbench, customer_facing: int = 1_600) -> None:
    """Have an alert fire, and try to tell it."""
    change(bench, alert_channel=ALERTS)
    bench.add_headcount(some_facts(customer_facing, "3"))
    pass_days(bench, 2)


def pass_days(bench: Workbench, days: int) -> None:
    """Let days go by, each with its check; then tell what there is to tell."""
    for _ in range(days):
        check_due(bench.database, bench.clock.now)
        bench.clock.turn(A_DAY)
    check_due(bench.database, bench.clock.now)
    deliver_due(bench.database, bench.client, bench.clock.now, between_posts=timedelta())


def recover(bench: Workbench) -> None:
    """Have the alert that fires end."""
    bench.add_headcount(some_facts(300, "3"))
    pass_days(bench, 4)
    bench.slack.forget()


def value_of(message: Payload) -> str:
    """Return which alert the buttons of a message are about."""
    value: str = buttons(message)[Action.VIEW_PLAN]["value"]
    return value


def read_card(bench: Workbench, message: Payload) -> AlertCard:
    with bench.database.sessions() as session:
        card = find_card(session, TEAM, int(value_of(message)), bench.clock.now)
    assert card is not None
    return card


def in_channel(**changes: Any) -> Payload:
    """Where a button of the alert's own message is pressed."""
    container = {"type": "message", "message_ts": POSTED, "channel_id": ALERTS}
    return {"container": container, "channel": {"id": ALERTS, "name": "alerts"}, **changes}


def press(bench: Workbench, action: Action, message: Payload, **changes: Any) -> None:
    bench.send(a_press(action, value_of(message), **in_channel(**changes)))


def press_at_home(bench: Workbench, action: Action, value: str, **changes: Any) -> None:
    bench.send(a_change(HOME, action, actions=[{"action_id": action, "value": value}], **changes))


def edits(bench: Workbench) -> list[Payload]:
    return bench.slack.sent("chat.update")


def answers(bench: Workbench) -> list[Payload]:
    return bench.slack.sent("response_url")


def count(bench: Workbench, row: Any, *conditions: Any) -> int:
    with bench.database.sessions() as session:
        return session.scalar(select(func.count()).select_from(row).where(*conditions)) or 0
