"""No line of a log holds what opens a door."""

import pytest

from bot.logs import redact


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1-abc",
        "xapp-1-A.b-c",
        "eap_Zk9-_dR",
        "postgresql://kim:hunter2@db",
        "https://hooks.slack.com/commands/T1/2/x",
    ],
)
def test_a_secret_is_blotted_out(secret: str) -> None:
    said = redact(f"request failed: {secret}, tried 3 times")
    assert said.startswith("request failed: ")
    for opening in ("xoxb-1", "xapp-1", "eap_", "hunter2", "T1/2"):
        assert opening not in said
