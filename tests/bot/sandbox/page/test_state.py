from typing import Any

import pytest

from tests.bot.sandbox.builders import a_manifest
from tests.bot.sandbox.harness import Page, request, running


def test_each_person_sees_their_own_picture(page: Page) -> None:
    alex, gwen = page.state("alex"), page.state("gwen")
    names = {channel["name"] for channel in alex["channels"]}
    assert {"budget", "sales", "random"} <= names
    assert {channel["name"] for channel in gwen["channels"]} == {"general", "announcements", ""}
    assert alex["messages"].keys() == {channel["id"] for channel in alex["channels"]}


def test_the_people_one_can_be_are_told_from_the_rest(page: Page) -> None:
    users = page.state()["users"]
    assert [one["name"] for one in users if one["may_act"]] == ["alex", "mia", "aoi", "ken", "gwen"]
    assert {one["name"] for one in users if one["is_bot"]} == {"test-bot", "slackbot"}
    assert len(users) == 7


def test_the_first_person_is_shown_where_nobody_is_named(page: Page) -> None:
    assert request(f"{page.url}/sandbox/state").body["me"] == page.user("alex")
    for stranger in ("U404", page.sandbox.identity.bot_user):
        assert request(f"{page.url}/sandbox/state?user={stranger}").status == 404


def test_the_bot_is_described(page: Page) -> None:
    bot = page.state()["bot"]
    assert (bot["name"], bot["transport"], bot["is_connected"]) == ("Test Bot", "socket", False)
    assert bot["scopes"]["optional"] == ["canvases:write", "files:write"]
    assert bot["agent"]["suggested_prompts"] == [{"title": "Size", "message": "How large?"}]
    with running(manifest=a_manifest(agent=None)) as other:
        assert other.state()["bot"]["agent"] is None


@pytest.mark.parametrize(
    ("user", "label"),
    [pytest.param("alex", "Sales", id="English"), pytest.param("ken", "営業", id="Japanese")],
)
def test_the_company_is_told_in_the_persons_language(page: Page, user: str, label: str) -> None:
    company = page.state(user)["company"]
    assert company["functions"][0]["label"] == label
    assert company["totals"] == {"customer_facing": 318, "enablement": 6}
    assert len(company["history"]) == 26


def test_the_revision_grows_with_each_change(page: Page) -> None:
    before = page.state()["revision"]
    page.do("messages", channel=page.channel(), text="x")
    assert page.state()["revision"] > before


def test_two_tabs_see_the_same(page: Page) -> None:
    page.do("messages", channel=page.channel(), text="x")
    first, second = page.state("alex"), page.state("alex")
    assert first == second | {"clock": first["clock"]}


class TestTour:
    def steps(self, page: Page) -> dict[str, bool]:
        return {step["key"]: step["is_done"] for step in page.state()["tour"]["steps"]}

    def test_a_step_completes_by_what_a_person_does(self, page: Page) -> None:
        assert not any(self.steps(page).values())
        for step, happening in (
            ("plan", "command:/enablement-plan"),
            ("numbers", "submit:headcount_form"),
            ("what-if", "action:what_if"),
            ("share", "action:share"),
            ("language", "language:ja"),
        ):
            assert not self.steps(page)[step]
            page.sandbox.see(happening)
            assert self.steps(page)[step]

    def test_asking_in_another_language_is_seen(self, page: Page) -> None:
        page.do("commands", channel=page.channel(), text="/plan")
        assert not self.steps(page)["language"]
        page.do("commands", "ken", channel=page.channel(), text="/plan")
        assert self.steps(page)["language"]

    def test_a_step_completes_by_hand(self, page: Page) -> None:
        page.do("tour", step="share", is_done=True)
        assert self.steps(page)["share"]
        page.do("tour", step="share", is_done=False)
        assert not self.steps(page)["share"]
        assert page.fail("tour", step="fly", is_done=True)["error"] == "step_not_found"

    def test_it_can_be_put_away(self, page: Page) -> None:
        page.do("tour", is_dismissed=True)
        assert page.state()["tour"]["is_dismissed"]

    def test_it_speaks_the_persons_language(self, page: Page) -> None:
        def first(user: str) -> Any:
            return page.state(user)["tour"]["steps"][0]["title"]

        assert (first("alex"), first("ken")) == ("See a plan", "プランを見る")
