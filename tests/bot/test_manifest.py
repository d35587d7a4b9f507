"""The manifest is what the code listens to and needs, and what Slack takes."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.manifest import OPTIONAL_SCOPES, SCOPES, build_manifest
from bot.views.ids import Command
from tests.blockkit import reference

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
UNNEEDED = {"channels:manage", "groups:write", "mpim:history", "mpim:write"}
"""Each kind of conversation takes a scope of its own; the bot talks in no group of people, and opens
nothing but the direct message with one."""


def bot_scopes_used() -> set[str]:
    """Return the scopes that the Web API methods in the code need, by Slack's own account."""
    methods: dict[str, Any] = reference("methods.json")["methods"]
    scopes = {name.replace(".", "_").lower(): about["scopes"] for name, about in methods.items()}
    code = "\n".join(path.read_text() for path in (ROOT / "bot").rglob("*.py"))
    called = set(re.findall(r"client\.(\w+)", code))
    return {scope for name in called for scope in scopes.get(name.lower(), ())}


def test_the_manifest_holds_the_commands_that_are_listened_to() -> None:
    manifest = build_manifest()
    listed = {entry["command"] for entry in manifest["features"]["slash_commands"]}
    assert listed == set(Command)
    scopes = manifest["oauth_config"]["scopes"]
    assert scopes == {"bot": list(SCOPES), "bot_optional": list(OPTIONAL_SCOPES)}


def test_the_manifest_file_is_the_one_the_code_makes() -> None:
    kept = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
    assert kept == build_manifest()


@pytest.mark.parametrize("url", [None, "https://bot.example.com", "https://bot.example.com/"])
def test_the_manifest_is_one_that_slack_takes(url: str | None) -> None:
    errors = Draft7Validator(reference("manifest.schema.json")).iter_errors(build_manifest(url))
    assert [error.message for error in errors] == []


def test_every_scope_has_its_reason_and_none_is_missing() -> None:
    used = bot_scopes_used() | {"commands"}
    assert used - UNNEEDED == SCOPES.keys() | OPTIONAL_SCOPES.keys()
    assert SCOPES.keys().isdisjoint(OPTIONAL_SCOPES)
    assert all([*SCOPES.values(), *OPTIONAL_SCOPES.values()])


def test_the_readme_gives_each_scope_its_reason() -> None:
    rows = re.findall(r"^\| `([a-z.:]+)` \| (.+) \|$", README.read_text(encoding="utf-8"), re.M)
    told = {scope: why for scope, why in rows if scope in SCOPES or ":" in scope}
    assert set(told) == SCOPES.keys() | OPTIONAL_SCOPES.keys()
    optional = {scope for scope, why in told.items() if why.startswith("optional")}
    assert optional == set(OPTIONAL_SCOPES)


def test_the_manifest_for_http_sends_everything_to_one_address() -> None:
    manifest = build_manifest("https://bot.example.com/")
    address = "https://bot.example.com/slack/events"
    assert {entry["url"] for entry in manifest["features"]["slash_commands"]} == {address}
    assert manifest["settings"]["interactivity"]["request_url"] == address
    assert manifest["settings"]["interactivity"]["message_menu_options_url"] == address
    assert manifest["settings"]["socket_mode_enabled"] is False
