"""The app over HTTP: only Slack is listened to, and health is told to whoever asks."""

import time
from typing import Any

import pytest
from sqlalchemy import text

from bot.wsgi import SLACK_PATH
from tests.bot.workbench import Transport, Workbench
from tests.fakes import SIGNING_SECRET, sign
from tests.slack_payloads import a_command, to_form


@pytest.mark.parametrize("transport", [Transport.HTTP], indirect=True)
class TestHttp:
    def post(self, bench: Workbench, headers: dict[str, str], body: str | None = None) -> Any:
        body = to_form(a_command("320 6")) if body is None else body
        return bench.request("POST", SLACK_PATH, body, headers)

    def test_a_signed_request_is_answered(self, bench: Workbench) -> None:
        bench.add_member()
        body = to_form(a_command("320 6"))
        assert self.post(bench, sign(body), body).status == 200

    @pytest.mark.parametrize(
        "headers",
        [
            pytest.param({}, id="none"),
            pytest.param(sign("something else"), id="of another body"),
            pytest.param({**sign(""), "X-Slack-Signature": "v0=00"}, id="nonsense"),
            pytest.param({**sign(""), "X-Slack-Request-Timestamp": "soon"}, id="no time"),
        ],
    )
    def test_a_request_that_is_not_slacks_gets_401(
        self, bench: Workbench, headers: dict[str, str]
    ) -> None:
        bench.add_member()
        assert self.post(bench, headers).status == 401
        assert bench.slack.calls == []

    @pytest.mark.parametrize("age", [-360, 301, 86_400])
    def test_a_stale_or_future_signature_gets_401(self, bench: Workbench, age: int) -> None:
        body = to_form(a_command("320 6"))
        assert self.post(bench, sign(body, at=time.time() - age), body).status == 401

    def test_another_apps_secret_gets_401(self, bench: Workbench) -> None:
        body = to_form(a_command("320 6"))
        assert self.post(bench, sign(body, SIGNING_SECRET[::-1]), body).status == 401

    @pytest.mark.parametrize(
        "body", ["", "payload=", "payload={", "payload=[]", "{", "a=b", "\x00"]
    )
    def test_a_signed_request_without_sense_is_no_server_error(
        self, bench: Workbench, body: str
    ) -> None:
        assert self.post(bench, sign(body), body).status < 500
        assert self.post(bench, {}, body).status == 401

    def test_slacks_certificate_check_is_answered(self, bench: Workbench) -> None:
        body = "ssl_check=1&token=x"
        assert self.post(bench, sign(body), body).status == 200

    @pytest.mark.parametrize("path", ["/", "/slack", "/slack/events/", "/healthz/x", "/.env"])
    def test_other_paths_are_not_found(self, bench: Workbench, path: str) -> None:
        assert bench.request("GET", path).status == 404

    def test_a_browser_at_slacks_address_is_no_error(self, bench: Workbench) -> None:
        assert bench.request("GET", SLACK_PATH).status in {404, 405}

    def test_health_is_said_without_the_database(self, bench: Workbench) -> None:
        bench.database.close()
        assert bench.request("GET", "/healthz").payload == {"status": "ok"}

    def test_readiness_names_what_was_checked(self, bench: Workbench) -> None:
        answer = bench.request("GET", "/readyz")
        assert answer.status == 200
        assert answer.payload == {"database": "ok", "schema": "ok"}

    def test_a_schema_of_another_version_is_not_ready(self, bench: Workbench) -> None:
        with bench.database.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        answer = bench.request("GET", "/readyz")
        assert answer.status == 503
        assert "migrate" in answer.payload["schema"]

    def test_a_database_without_a_schema_is_not_ready(self, bench: Workbench) -> None:
        with bench.database.engine.begin() as connection:
            connection.execute(text("DROP TABLE alembic_version"))
        assert bench.request("GET", "/readyz").status == 503
