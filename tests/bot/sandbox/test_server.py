from pathlib import Path

import pytest

from tests.bot.sandbox.builders import a_config
from tests.bot.sandbox.harness import Page, refusal, request, running


def test_two_sandboxes_share_nothing() -> None:
    with running() as first, running() as second:
        first.do("messages", channel=first.channel(), text="only here")
        first.do("source", is_broken=True)
        first.do("time", weeks=1)
        assert second.texts(second.channel()) == []
        assert second.client.usergroups_list()["ok"]
        assert second.state()["clock"]["weeks_moved"] == 0
        trigger_id = first.sandbox.triggers.make(first.user())
        view = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": []}
        error = refusal(second.client.views_open, trigger_id=trigger_id, view=view)
        assert error == "invalid_trigger_id"


def test_the_ids_are_the_same_in_every_run() -> None:
    with running() as first, running() as second:
        assert first.sandbox.identity == second.sandbox.identity
        assert first.state()["channels"] == second.state()["channels"]
        groups = [page.client.usergroups_list(include_users=True) for page in (first, second)]
        users = [[one["users"] for one in answer["usergroups"]] for answer in groups]
        assert users[0] == users[1]


class TestOnlyFromHere:
    @pytest.mark.parametrize(
        "headers",
        [
            pytest.param({"Host": "evil.example"}, id="a name that points here"),
            pytest.param({"Origin": "https://evil.example"}, id="another page's script"),
            pytest.param({"Origin": "null"}, id="a page from nowhere"),
        ],
    )
    def test_other_sites_are_turned_away(self, page: Page, headers: dict[str, str]) -> None:
        reply = request(f"{page.url}/sandbox/state", headers=headers)
        assert reply.status == 403

    def test_its_own_page_is_let_in(self, page: Page) -> None:
        reply = request(f"{page.url}/sandbox/state", headers={"Origin": page.url})
        assert reply.status == 200

    @pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "example.com", ""])  # noqa: S104 - refused
    def test_it_listens_on_loopback_alone(self, host: str) -> None:
        with pytest.raises(ValueError, match="only listens on this machine"):
            a_config(host=host)

    @pytest.mark.parametrize(
        ("host", "url"),
        [
            ("127.0.0.1", "http://127.0.0.1:3000"),
            ("localhost", "http://localhost:3000"),
            ("::1", "http://[::1]:3000"),
        ],
    )
    def test_loopback_has_several_names(self, host: str, url: str) -> None:
        assert a_config(host=host).base_url == url


class TestThePage:
    def test_a_sandbox_without_its_page_says_so(self, tmp_path: Path) -> None:
        with running(static=tmp_path / "missing") as page:
            for path in ("/", "/archives/C1/p1"):
                reply = request(page.url + path)
                assert reply.status == 404
                assert b"make web" in reply.content

    def test_the_built_page_is_served(self, tmp_path: Path) -> None:
        (tmp_path / "index.html").write_text("<title>Sandbox</title>")
        with running(static=tmp_path) as page:
            for path in ("/", "/archives/C1/p1"):
                assert b"Sandbox" in request(page.url + path).content


def test_no_secret_is_in_the_configurations_text() -> None:
    text = repr(a_config())
    assert not [secret for secret in ("xoxb", "xapp", "signing-secret") if secret in text]
