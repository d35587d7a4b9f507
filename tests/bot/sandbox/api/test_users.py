import pytest

from tests.bot.sandbox.harness import Page, refusal


def test_a_person_has_a_language_only_where_it_is_asked_for(page: Page) -> None:
    aoi = page.user("aoi")
    assert "locale" not in page.client.users_info(user=aoi)["user"]
    user = page.client.users_info(user=aoi, include_locale=True)["user"]
    assert (user["locale"], user["tz"], user["is_admin"]) == ("ja-JP", "Asia/Tokyo", True)


@pytest.mark.parametrize(
    ("name", "flags"),
    [
        pytest.param("alex", (True, True, False), id="owner"),
        pytest.param("aoi", (True, False, False), id="admin"),
        pytest.param("mia", (False, False, False), id="member"),
        pytest.param("gwen", (False, False, True), id="guest"),
    ],
)
def test_a_role_shows_in_the_flags(page: Page, name: str, flags: tuple[bool, bool, bool]) -> None:
    user = page.client.users_info(user=page.user(name))["user"]
    assert (user["is_admin"], user["is_owner"], user["is_restricted"]) == flags


def test_a_stranger_is_not_found(page: Page) -> None:
    assert refusal(page.client.users_info, user="U404") == "user_not_found"


def test_all_are_listed_page_by_page(page: Page) -> None:
    listed = [user for answer in page.client.users_list(limit=200) for user in answer["members"]]
    assert len(listed) == len({user["id"] for user in listed}) == 5 + 2 + 324
    assert {user["name"] for user in listed if user["is_bot"]} == {"test-bot", "slackbot"}


class TestUserGroups:
    def test_they_hold_ids_without_names(self, page: Page) -> None:
        groups = page.client.usergroups_list(include_users=True, include_count=True)["usergroups"]
        [sales] = [group for group in groups if group["handle"] == "sales"]
        assert sales["user_count"] == len(sales["users"]) == 140
        user = page.client.users_info(user=sales["users"][0])["user"]
        assert user["real_name"] == user["id"]

    def test_users_and_counts_come_only_when_asked_for(self, page: Page) -> None:
        group = page.client.usergroups_list()["usergroups"][0]
        assert not {"users", "user_count"} & group.keys()

    def test_one_group_can_be_asked_for(self, page: Page) -> None:
        group = page.client.usergroups_list()["usergroups"][-1]
        users = page.client.usergroups_users_list(usergroup=group["id"])["users"]
        assert len(users) == 6
        error = refusal(page.client.usergroups_users_list, usergroup="S404")
        assert error == "no_such_subteam"

    @pytest.mark.parametrize(
        "code", ["internal_error", "plan_upgrade_required", "service_unavailable", "ratelimited"]
    )
    def test_a_broken_source_fails_until_it_is_healed(self, page: Page, code: str) -> None:
        page.do("source", is_broken=True, error=code)
        assert refusal(page.client.usergroups_list) == code
        assert refusal(page.client.usergroups_users_list, usergroup="S404") == code
        assert page.state()["source"]["error"] == code
        page.do("source", is_broken=False)
        assert page.client.usergroups_list()["ok"]
