from typing import Any

import pytest
from slack_sdk import WebClient

from bot.errors import SourceError
from bot.sources.slack_usergroups import list_usergroups
from rules.troubles import Detail, Incident, RunStatus, Trouble
from tests.bot.sources.usergroups import a_group, a_page, people_in, trouble_of
from tests.fakes import BOT_TOKEN, FakeSlack, ok


@pytest.mark.parametrize(
    ("member", "people"),
    [
        pytest.param({"id": "U1"}, 1, id="no keys at all"),
        pytest.param({"id": "U1", "deleted": False, "is_bot": False}, 1, id="a colleague"),
        pytest.param({"id": "U1", "deleted": True}, 0, id="gone, and nothing else is said"),
        pytest.param({"id": "U1", "is_bot": True}, 0, id="a bot"),
        pytest.param({"id": "U1", "is_app_user": True}, 0, id="an app"),
        pytest.param({"id": "U1", "is_restricted": True}, 0, id="a guest"),
        pytest.param({"id": "U1", "is_ultra_restricted": True}, 0, id="a guest of one channel"),
        pytest.param({"id": "U2", "deleted": True}, 1, id="somebody else"),
        pytest.param({"deleted": True}, 1, id="nobody"),
    ],
)
def test_only_a_key_that_says_so_leaves_somebody_out(
    slack: FakeSlack, member: dict[str, Any], people: int
) -> None:
    slack.on("usergroups.list", a_group("U1"))
    slack.on("users.list", a_page(member))
    assert people_in(slack) == people


@pytest.mark.parametrize("count", ["2", 2, " 2 "])
def test_a_count_may_be_a_string(slack: FakeSlack, count: Any) -> None:
    slack.on("usergroups.list", a_group("U1", "U2", user_count=count))
    slack.on("users.list", a_page())
    assert people_in(slack) == 2
    client = WebClient(BOT_TOKEN, slack.api_url)
    assert [group.people for group in list_usergroups(client)] == [2]


@pytest.mark.parametrize("count", ["many", None, -1, 1.5, True])
def test_a_count_that_is_none_is_refused_with_its_group(slack: FakeSlack, count: Any) -> None:
    slack.on("usergroups.list", a_group("U1", user_count=count))
    expected = Incident(Trouble.NO_NUMBER, {Detail.NAME: "sales"})
    assert trouble_of(slack) == expected
    with pytest.raises(SourceError) as caught:
        list_usergroups(WebClient(BOT_TOKEN, slack.api_url))
    assert caught.value.incident == expected


@pytest.mark.parametrize("when", [1772409600, "1772409600"])
def test_a_disabled_group_is_not_a_count_of_nobody(slack: FakeSlack, when: Any) -> None:
    slack.on("usergroups.list", a_group(date_delete=when))
    trouble = trouble_of(slack)
    assert trouble == Incident(Trouble.GROUP_DISABLED, {Detail.NAME: "sales"})
    assert trouble.pages == 1
    [group] = list_usergroups(WebClient(BOT_TOKEN, slack.api_url))
    assert group.is_disabled


@pytest.mark.parametrize("when", [0, "0", None])
def test_a_group_that_was_never_disabled_is_not(slack: FakeSlack, when: Any) -> None:
    slack.on("usergroups.list", a_group(date_delete=when))
    assert people_in(slack) == 0


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"users": None}, id="no ids"),
        pytest.param({"users": "U1"}, id="ids that are no list"),
    ],
)
def test_without_ids_nobody_can_be_counted_once(slack: FakeSlack, changes: dict[str, Any]) -> None:
    slack.on("usergroups.list", a_group("U1", **changes))
    assert trouble_of(slack) == Incident(Trouble.NOT_READABLE, {Detail.NAME: "sales"})


@pytest.mark.parametrize("ids", [(), ("U1",), ("U1", "U2"), ("U1", "U2", "U2")])
def test_fewer_ids_than_announced_are_only_a_part(slack: FakeSlack, ids: tuple[str, ...]) -> None:
    slack.on("usergroups.list", a_group(*ids, user_count="3"))
    incident = trouble_of(slack)
    details: dict[Detail, int | str] = {
        Detail.NAME: "sales",
        Detail.ROWS: len(set(ids)),
        Detail.TOTAL: 3,
    }
    assert incident == Incident(Trouble.TOTAL_DISAGREES, details)
    assert incident.status is RunStatus.PARTIAL


@pytest.mark.parametrize("count", [0, "1"])
def test_more_ids_than_announced_are_all_there(slack: FakeSlack, count: Any) -> None:
    slack.on("usergroups.list", a_group("U1", "U2", user_count=count))
    slack.on("users.list", a_page({"id": "U2", "deleted": True}))
    assert people_in(slack) == 1


@pytest.mark.parametrize(
    "answer", [{}, {"usergroups": None}, {"usergroups": {}}, {"usergroups": [1]}]
)
def test_no_list_of_groups_is_not_an_empty_one(slack: FakeSlack, answer: dict[str, Any]) -> None:
    slack.on("usergroups.list", ok(**answer))
    assert trouble_of(slack) == Incident(Trouble.NOT_READABLE)


def test_no_list_of_people_is_not_an_empty_one(slack: FakeSlack) -> None:
    slack.on("usergroups.list", a_group("U1"))
    slack.on("users.list", ok())
    assert trouble_of(slack) == Incident(Trouble.NOT_READABLE)


def test_slackbot_is_nobody_though_slack_does_not_call_it_a_bot(slack: FakeSlack) -> None:
    slack.on("usergroups.list", a_group("USLACKBOT"))
    slack.on("users.list", a_page({"id": "USLACKBOT", "is_bot": False, "deleted": False}))
    assert people_in(slack) == 0


def test_no_id_is_logged(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    slack.on("usergroups.list", a_group("U1SECRET", "U2SECRET", user_count="many"))
    told = f"{trouble_of(slack)}"
    assert "SECRET" not in told + caplog.text
