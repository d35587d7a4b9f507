from datetime import UTC, datetime

from bot.sandbox.live import Changes
from bot.sandbox.log import Direction, Exchange, PayloadLog, redact

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def an_exchange(name: str = "auth.test", request: object = None) -> Exchange:
    return Exchange(Direction.FROM_BOT, "api", name, request, None, 200, 1.5)


def test_old_entries_are_forgotten() -> None:
    log = PayloadLog(Changes())
    for number in range(1001):
        log.add(an_exchange(str(number)), NOON)
    names = [entry.exchange.name for entry in log.list_newest(2000)]
    assert (len(names), names[0], names[-1]) == (1000, "1000", "1")


def test_secrets_never_get_in() -> None:
    log = PayloadLog(Changes())
    secret = {"Authorization": "x", "nested": [{"token": "y", "text": "xoxb-1-2 xapp-1-A"}]}
    log.add(an_exchange(request=secret), NOON)
    [entry] = log.list_newest(1)
    hidden = "[redacted]"
    assert entry.to_json()["request"] == {
        "Authorization": hidden,
        "nested": [{"token": hidden, "text": f"{hidden} {hidden}"}],
    }


def test_other_values_stay_as_they_are() -> None:
    value = {"a": [1, None, True, "text"], "b": {"c": 2.5}}
    assert redact(value) == value
