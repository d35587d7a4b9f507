"""Our table of methods and Slack's own reference."""

import ast
import inspect
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.sandbox import posting, showing, triggers
from bot.sandbox.api import (
    agents,
    arguments,
    auth,
    chat,
    conversations,
    files,
    places,
    users,
    views,
)
from bot.sandbox.api.calls import HANDLERS
from bot.sandbox.api.methods import COMMON_ERRORS, METHODS
from bot.sandbox.limits import Tier
from bot.sandbox.steering import SOURCE_ERRORS

REFERENCE = Path(__file__).parents[5] / "shared" / "slack-reference" / "methods.json"
TIERS = {"t1": Tier.T1, "t2": Tier.T2, "t3": Tier.T3, "t4": Tier.T4, "t5": Tier.SPECIAL}
# Slack answers with these though its reference does not list them per method.
UNLISTED = {"invalid_arguments"}
RAISING = [agents, arguments, auth, chat, conversations, files, places, posting, showing]
RAISING += [triggers, users, views]
needs_reference = pytest.mark.skipif(
    not REFERENCE.exists(), reason="Slack's own reference is not on this machine"
)


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    return dict(json.loads(REFERENCE.read_text()))


def test_every_method_has_a_handler() -> None:
    assert HANDLERS.keys() == METHODS.keys()


@needs_reference
@pytest.mark.parametrize("name", METHODS)
class TestAgainstSlack:
    def test_the_arguments_exist(self, name: str, reference: dict[str, Any]) -> None:
        known = set(reference["methods"][name]["args"])
        assert {word.removesuffix("!") for word in METHODS[name].arguments.split()} <= known

    def test_the_same_ones_are_required(self, name: str, reference: dict[str, Any]) -> None:
        assert set(METHODS[name].required) == set(reference["methods"][name]["required"])

    def test_the_scopes_are_the_same(self, name: str, reference: dict[str, Any]) -> None:
        assert set(METHODS[name].scopes) == set(reference["methods"][name]["scopes"])

    def test_the_tier_is_the_same(self, name: str, reference: dict[str, Any]) -> None:
        tier = reference["methods"][name]["tier"]
        assert tier is None or METHODS[name].tier == TIERS[tier]

    def test_the_errors_exist(self, name: str, reference: dict[str, Any]) -> None:
        known = {*reference["methods"][name]["errors"], *reference["common_errors"]}
        assert set(METHODS[name].errors.split()) <= known | UNLISTED


@needs_reference
def test_the_common_errors_exist(reference: dict[str, Any]) -> None:
    # `invalid_auth` stands at each method in Slack's reference, not among the common ones.
    assert set(COMMON_ERRORS) - UNLISTED - {"invalid_auth"} <= set(reference["common_errors"])


@needs_reference
@pytest.mark.parametrize("code", SOURCE_ERRORS)
def test_a_broken_source_fails_with_an_error_of_slacks(
    code: str, reference: dict[str, Any]
) -> None:
    listed = reference["methods"]["usergroups.list"]["errors"]
    assert code in {*listed, *reference["common_errors"], "internal_error"}


@pytest.mark.parametrize("module", RAISING, ids=lambda module: module.__name__)
def test_every_error_that_is_raised_is_in_the_table(module: ModuleType) -> None:
    listed = COMMON_ERRORS.union(*(method.errors.split() for method in METHODS.values()))
    assert set(list_codes(module)) <= listed


def list_codes(module: ModuleType) -> list[str]:
    """The codes a module raises, where they are written out."""
    calls = (
        node
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "SlackError"
    )
    codes = [call.args[0] for call in calls]
    return [str(code.value) for code in codes if isinstance(code, ast.Constant)]
