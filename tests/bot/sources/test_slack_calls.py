import pytest
from slack_sdk import WebClient

from bot.errors import SourceError
from bot.sources.slack_calls import MOST_PAGES, REFUSALS
from bot.sources.slack_usergroups import list_usergroups
from rules.headcounts import HeadcountClass, HeadcountRow
from rules.troubles import Detail, Incident, Trouble
from tests.bot.sources.usergroups import Waits, a_group, a_page, read, trouble_of
from tests.fakes import BOT_TOKEN, BROKEN, HANGING, RATE_LIMITED, RESET, FakeSlack, Reply, refused


def test_groups_are_asked_for_once_and_people_page_by_page(slack: FakeSlack) -> None:
    slack.on("usergroups.list", a_group("U1", "U2"))
    slack.on(
        "users.list", a_page({"id": "U2"}, after="more"), a_page({"id": "U1", "deleted": True})
    )
    reading = read(slack, team_id="T1")
    assert reading.rows == (HeadcountRow(HeadcountClass.CUSTOMER_FACING, 1),)
    assert (reading.people, reading.pages) == (2, 3)
    assert slack.sent("usergroups.list") == [
        {"include_count": "1", "include_disabled": "1", "include_users": "1", "team_id": "T1"}
    ]
    assert slack.sent("users.list") == [
        {"limit": "200", "team_id": "T1"},
        {"limit": "200", "team_id": "T1", "cursor": "more"},
    ]


def test_a_page_that_leads_to_itself_ends_the_run(slack: FakeSlack) -> None:
    slack.on("usergroups.list", a_group("U1"))
    slack.on("users.list", a_page(after="same"))
    assert trouble_of(slack) == Incident(Trouble.PAGES_REPEAT)


def test_pages_without_end_make_the_run_partial(slack: FakeSlack) -> None:
    slack.on("usergroups.list", a_group("U1"))
    slack.on("users.list", *(a_page(after=str(number)) for number in range(MOST_PAGES + 1)))
    assert trouble_of(slack) == Incident(Trouble.TOO_MANY_PAGES, {Detail.LIMIT: MOST_PAGES})


def test_a_refusal_in_the_middle_counts_nobody(slack: FakeSlack) -> None:
    slack.on("usergroups.list", a_group("U1"))
    slack.on("users.list", a_page(after="more"), refused("internal_error"))
    assert trouble_of(slack) == Incident(Trouble.SERVER_ERROR)


@pytest.mark.parametrize(("code", "trouble"), REFUSALS.items())
def test_what_slack_refuses_has_a_name(slack: FakeSlack, code: str, trouble: Trouble) -> None:
    slack.on("usergroups.list", refused(code))
    assert trouble_of(slack) == Incident(trouble)


def test_a_missing_scope_is_named(slack: FakeSlack) -> None:
    slack.on("usergroups.list", refused("missing_scope", needed="something:else"))
    assert trouble_of(slack) == Incident(Trouble.SCOPE_MISSING, {Detail.NAME: "usergroups:read"})
    slack.on("usergroups.list", a_group("U1"))
    slack.on("users.list", refused("missing_scope"))
    assert trouble_of(slack) == Incident(Trouble.SCOPE_MISSING, {Detail.NAME: "users:read"})


@pytest.mark.parametrize(
    ("reply", "incident"),
    [
        pytest.param(
            refused("team_is_on_fire"),
            Incident(Trouble.REFUSED_REQUEST, {Detail.CODE: "team_is_on_fire"}),
            id="a code we do not know",
        ),
        pytest.param(
            refused("Ask Jane <jane@example.com>"), Incident(Trouble.REFUSED_REQUEST), id="a text"
        ),
        pytest.param(
            Reply("<html>Jane</html>", 404), Incident(Trouble.REFUSED_REQUEST), id="another page"
        ),
        pytest.param(BROKEN, Incident(Trouble.SERVER_ERROR, {Detail.CODE: 500}), id="broken"),
        pytest.param(
            Reply({"ok": True}, headers={"Content-Length": "1000"}),
            Incident(Trouble.UNREACHABLE),
            id="half an answer",
        ),
        pytest.param(HANGING, Incident(Trouble.TIMED_OUT), id="hanging"),
        pytest.param(RESET, Incident(Trouble.UNREACHABLE), id="hanging up"),
    ],
)
def test_an_answer_that_is_none_has_a_name(
    slack: FakeSlack, reply: Reply, incident: Incident
) -> None:
    slack.on("usergroups.list", reply)
    assert trouble_of(slack) == incident


def test_nobody_at_the_other_end_is_unreachable(slack: FakeSlack) -> None:
    slack.close()
    assert trouble_of(slack) == Incident(Trouble.UNREACHABLE)


class TestWaiting:
    def test_it_waits_as_long_as_slack_asks_for(self, slack: FakeSlack) -> None:
        slow = Reply({"ok": False, "error": "ratelimited"}, 200, {"Retry-After": "7"})
        slack.on("usergroups.list", RATE_LIMITED, slow, a_group("U1"))
        busy = Reply("<html>too many requests</html>", 429, {"Retry-After": "1"})
        slack.on("users.list", busy, a_page())
        waits = Waits()
        assert read(slack, sleep=waits).pages == 5
        assert waits.seconds == [30, 7, 1]

    def test_it_does_not_wait_for_ever(self, slack: FakeSlack) -> None:
        slack.on("usergroups.list", RATE_LIMITED)
        waits = Waits()
        assert trouble_of(slack, waits) == Incident(Trouble.RATE_LIMITED)
        assert sum(waits.seconds) == 300

    @pytest.mark.parametrize("headers", [{}, {"Retry-After": "soon"}, {"Retry-After": "301"}])
    def test_it_does_not_guess_how_long(self, slack: FakeSlack, headers: dict[str, str]) -> None:
        slack.on("usergroups.list", Reply({"ok": False, "error": "ratelimited"}, 429, headers))
        waits = Waits()
        assert trouble_of(slack, waits) == Incident(Trouble.RATE_LIMITED)
        assert waits.seconds == []

    def test_whoever_chooses_groups_is_told_at_once(self, slack: FakeSlack) -> None:
        slack.on("usergroups.list", RATE_LIMITED)
        with pytest.raises(SourceError) as caught:
            list_usergroups(WebClient(BOT_TOKEN, slack.api_url))
        assert caught.value.incident == Incident(Trouble.RATE_LIMITED)
        assert slack.methods == ["usergroups.list"]
