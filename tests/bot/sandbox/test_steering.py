import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from tests.bot.sandbox.bots import Bot
from tests.bot.sandbox.harness import PATIENCE, Page, running
from tests.bot.sandbox.person.test_saying import hear


class TestTime:
    def test_the_bots_jobs_run_after_each_day(self) -> None:
        moved: list[datetime] = []

        async def run_jobs(now: datetime) -> None:
            moved.append(now)

        with running(on_time_moved=run_jobs) as page:
            before = page.sandbox.clock.now()
            answer = page.do("time", weeks=2)
            assert [(one - before).days for one in moved] == list(range(1, 15))
            assert datetime.fromisoformat(answer["now"]) >= before + timedelta(weeks=2)
            assert page.state()["clock"]["weeks_moved"] == 2

    def test_failing_jobs_are_said_and_do_not_stop_time(self) -> None:
        async def fail(now: datetime) -> None:
            raise RuntimeError(f"the database is gone at {now}")

        with running(on_time_moved=fail) as page:
            page.do("time", weeks=1)
            clock = page.state()["clock"]
            assert clock["trouble"] == "the bot's jobs failed: RuntimeError"
            assert (clock["weeks_moved"], clock["is_moving"]) == (1, False)

    def test_each_week_is_kept_and_messages_follow_time(self, page: Page) -> None:
        first = page.client.chat_postMessage(channel=page.channel(), text="x")["ts"]
        page.do("people", function="sales", change=-30)
        page.do("time", weeks=1)
        company = page.state()["company"]
        assert len(company["history"]) == 27
        assert company["history"][-1]["customer_facing"] == 288
        [sales] = [one for one in company["functions"] if one["key"] == "sales"]
        assert (sales["count"], sales["last_week"]) == (110, 110)
        second = page.client.chat_postMessage(channel=page.channel(), text="x")["ts"]
        assert float(second) - float(first) > timedelta(days=6).total_seconds()

    @pytest.mark.parametrize("weeks", [0, 27, -1])
    def test_time_moves_forward_and_not_too_far(self, page: Page, weeks: int) -> None:
        assert page.fail("time", weeks=weeks)["error"] == "invalid_weeks"

    def test_it_moves_for_one_tab_at_a_time(self) -> None:
        has_begun, may_end = threading.Event(), threading.Event()

        async def take_long(now: datetime) -> None:  # noqa: ARG001 - the launcher's signature
            has_begun.set()
            await asyncio.to_thread(may_end.wait, PATIENCE)

        with running(on_time_moved=take_long) as page, ThreadPoolExecutor() as tabs:
            first = tabs.submit(page.do, "time", weeks=1)
            assert has_begun.wait(PATIENCE)
            assert page.state()["clock"]["is_moving"]
            assert page.fail("time", weeks=1)["error"] == "is_moving"
            may_end.set()
            assert first.result()["ok"]


class TestPeople:
    def test_who_joins_is_in_the_group_and_heard_of(self, bot: Bot) -> None:
        seen = hear(bot.app, "subteam_members_changed")
        bot.page.do("people", function="enablement", change=2)
        bot.page.wait_for(lambda: seen)
        assert (seen[0]["added_users_count"], seen[0]["removed_users"]) == (2, [])
        users = bot.page.client.usergroups_users_list(usergroup=seen[0]["subteam_id"])["users"]
        assert len(users) == 8
        assert set(seen[0]["added_users"]) <= set(users)
        assert bot.page.client.users_info(user=users[-1])["user"]["deleted"] is False

    def test_who_leaves_is_deactivated(self, bot: Bot) -> None:
        seen = hear(bot.app, "subteam_members_changed")
        bot.page.do("people", function="sales", change=-3)
        bot.page.wait_for(lambda: seen)
        [gone, *others] = seen[0]["removed_users"]
        assert len(others) == 2
        assert bot.page.client.users_info(user=gone)["user"]["deleted"] is True

    @pytest.mark.parametrize(
        ("function", "change", "error"),
        [
            pytest.param("enablement", -6, "invalid_change", id="nobody left"),
            pytest.param("enablement", 0, "invalid_change", id="no change"),
            pytest.param("enablement", 10_000, "invalid_change", id="too many"),
            pytest.param("legal", 1, "function_not_found", id="no such function"),
        ],
    )
    def test_a_change_slack_would_not_allow(
        self, page: Page, function: str, change: int, error: str
    ) -> None:
        assert page.fail("people", function=function, change=change)["error"] == error

    def test_the_last_but_one_may_leave(self, page: Page) -> None:
        page.do("people", function="enablement", change=-5)
        assert page.state()["company"]["totals"]["enablement"] == 1


def test_a_source_breaks_only_as_slack_breaks(page: Page) -> None:
    assert page.fail("source", is_broken=True, error="flood")["error"] == "invalid_error"
    page.do("source", is_broken=True)
    assert page.state()["source"]["error"] == "internal_error"


def test_the_bot_hears_that_it_was_uninstalled(bot: Bot) -> None:
    bot.page.do("app", change="uninstall")
    # Bolt takes no event whose token is dead, so both come more than once.
    expected = {"tokens_revoked", "app_uninstalled"}
    bot.page.wait_for(lambda: {entry["name"] for entry in bot.page.log()} >= expected)
    assert bot.page.state()["bot"]["is_installed"] is False


def test_only_scopes_the_app_asks_for_can_be_granted(page: Page) -> None:
    refused = page.fail("app", change="reinstall", optional_scopes=["admin"])
    assert refused["error"] == "invalid_scope"
    assert page.fail("app", change="dance")["error"] == "invalid_request"
