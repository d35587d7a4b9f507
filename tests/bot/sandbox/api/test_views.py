import json
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.bot.sandbox.builders import FakeMonotonic, a_manifest, a_modal, a_section, an_input
from tests.bot.sandbox.harness import Page, refusal, running


def a_home(text: str = "Welcome") -> dict[str, Any]:
    return {"type": "home", "blocks": [a_section(text)]}


def a_trigger(page: Page, user: str = "alex") -> str:
    """What an interaction of this person's would have brought."""
    return page.sandbox.triggers.make(page.user(user))


def test_a_modal_opens_for_the_person_of_the_trigger(page: Page) -> None:
    answer = page.client.views_open(trigger_id=a_trigger(page, "mia"), view=a_modal(an_input()))
    [view] = page.state("mia")["views"]
    assert view["id"] == answer["view"]["id"] == view["root_view_id"]
    assert view["state"] == {"values": {}}
    assert page.state("alex")["views"] == []


class TestTriggers:
    def test_one_is_good_for_one_modal(self, page: Page) -> None:
        trigger_id = a_trigger(page)
        page.client.views_open(trigger_id=trigger_id, view=a_modal())
        error = refusal(page.client.views_open, trigger_id=trigger_id, view=a_modal())
        assert error == "exchanged_trigger_id"

    def test_it_dies_after_three_seconds(self) -> None:
        clock = FakeMonotonic()
        with running(monotonic=clock) as page:
            late, just = a_trigger(page), a_trigger(page)
            clock.seconds += 3
            page.client.views_open(trigger_id=just, view=a_modal())
            clock.seconds += 0.1
            error = refusal(page.client.views_open, trigger_id=late, view=a_modal())
            assert error == "expired_trigger_id"

    def test_an_invented_one_is_refused(self, page: Page) -> None:
        error = refusal(page.client.views_open, trigger_id="1.2.3", view=a_modal())
        assert error == "invalid_trigger_id"
        with pytest.raises(SlackApiError) as caught:
            page.client.views_open(view=a_modal())
        assert caught.value.response["error"] == "invalid_arguments"

    def test_a_refused_view_does_not_use_it_up(self, page: Page) -> None:
        trigger_id = a_trigger(page)
        refusal(page.client.views_open, trigger_id=trigger_id, view={"type": "modal"})
        assert page.client.views_open(trigger_id=trigger_id, view=a_modal())["ok"]


class TestStack:
    def test_modals_pile_up_to_three(self, page: Page) -> None:
        root = page.client.views_open(trigger_id=a_trigger(page), view=a_modal())["view"]["id"]
        for _ in range(2):
            page.client.views_push(trigger_id=a_trigger(page), view=a_modal())
        error = refusal(page.client.views_push, trigger_id=a_trigger(page), view=a_modal())
        assert error == "push_limit_reached"
        views = page.state()["views"]
        assert [view["root_view_id"] for view in views] == [root] * 3
        assert [view["previous_view_id"] for view in views] == [None, *[v["id"] for v in views[:2]]]

    def test_nothing_can_be_pushed_on_nothing(self, page: Page) -> None:
        error = refusal(page.client.views_push, trigger_id=a_trigger(page), view=a_modal())
        assert error == "not_found"


class TestUpdate:
    def open(self, page: Page, **more: Any) -> dict[str, Any]:
        answer = page.client.views_open(trigger_id=a_trigger(page), view=a_modal(**more))
        return dict(answer["view"])

    def test_it_changes_the_view_and_its_hash(self, page: Page) -> None:
        view = self.open(page)
        page.client.views_update(view_id=view["id"], view=a_modal(a_section("new")))
        [changed] = page.state()["views"]
        assert changed["blocks"][0]["text"]["text"] == "new"
        assert changed["hash"] != view["hash"]

    def test_an_old_hash_loses(self, page: Page) -> None:
        view = self.open(page)
        update = page.client.views_update
        update(view_id=view["id"], hash=view["hash"], view=a_modal())
        error = refusal(update, view_id=view["id"], hash=view["hash"], view=a_modal())
        assert error == "hash_conflict"

    def test_the_apps_own_id_finds_it(self, page: Page) -> None:
        self.open(page, external_id="mine")
        page.client.views_update(external_id="mine", view=a_modal(external_id="mine"))
        view = a_modal(external_id="mine")
        error = refusal(page.client.views_open, trigger_id=a_trigger(page, "mia"), view=view)
        assert error == "duplicate_external_id"

    def test_it_has_to_be_named_and_there(self, page: Page) -> None:
        update = page.client.views_update
        assert refusal(update, view_id="V404", view=a_modal()) == "not_found"
        arguments = {"view": json.dumps(a_modal())}
        call = page.client.api_call
        assert refusal(call, api_method="views.update", params=arguments) == "invalid_arguments"


class TestHome:
    def test_it_is_published_for_one_person(self, page: Page) -> None:
        page.client.views_publish(user_id=page.user("mia"), view=a_home("Hello Mia"))
        assert page.state("mia")["home"]["blocks"][0]["text"]["text"] == "Hello Mia"
        assert page.state("alex")["home"] is None

    def test_it_keeps_its_id_and_refuses_an_old_hash(self, page: Page) -> None:
        publish, user = page.client.views_publish, page.user()
        first = publish(user_id=user, view=a_home())["view"]
        second = publish(user_id=user, view=a_home("again"), hash=first["hash"])["view"]
        assert first["id"] == second["id"]
        error = refusal(publish, user_id=user, view=a_home(), hash=first["hash"])
        assert error == "hash_conflict"

    def test_it_needs_somebody_and_the_right_kind_of_view(self, page: Page) -> None:
        publish = page.client.views_publish
        assert refusal(publish, user_id="U404", view=a_home()) == "invalid_arguments"
        assert refusal(publish, user_id=page.user(), view=a_modal()) == "invalid_arguments"

    def test_an_app_without_a_home_tab_has_none(self) -> None:
        with running(manifest=a_manifest(has_home_tab=False)) as page:
            error = refusal(page.client.views_publish, user_id=page.user(), view=a_home())
            assert error == "not_enabled"


def test_a_refused_view_is_explained_and_shown(page: Page) -> None:
    view = a_modal(title={"type": "plain_text", "text": "x" * 25})
    with pytest.raises(SlackApiError) as caught:
        page.client.views_open(trigger_id=a_trigger(page), view=view)
    answer = caught.value.response
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"][0].endswith("[json-pointer:/view/title/text]")
    [rejection] = page.state()["rejections"]
    assert (rejection["method"], rejection["channel"]) == ("views.open", None)


@pytest.mark.parametrize(
    ("view", "error"),
    [
        pytest.param("{", "invalid_arguments", id="no JSON"),
        pytest.param("[]", "invalid_arguments", id="no object"),
        pytest.param(json.dumps(a_home()), "invalid_arguments", id="a home"),
        pytest.param(
            json.dumps(a_modal(*[a_section("x" * 3000)] * 100)), "view_too_large", id="too large"
        ),
    ],
)
def test_what_is_no_modal_does_not_open(page: Page, view: str, error: str) -> None:
    arguments = {"trigger_id": a_trigger(page), "view": view}
    assert refusal(page.client.api_call, api_method="views.open", params=arguments) == error
