from typing import Any

import pytest

from bot.sources.rest.configs import parse_rest_config
from bot.sources.rest.presets import (
    CUSTOM,
    FIELD_LABELS,
    MEANING,
    SECRET_LABELS,
    Gives,
    PresetInfo,
    list_presets,
)
from bot.sources.rest.shapes import CountPlan, PeoplePlan, SecretPart
from rules.mappings import fold

SHIPPED = [info for info in list_presets() if info.name != CUSTOM]
PERSONAL = ("birth", "email", "gender", "home", "mail", "manager", "phone", "salary", "surname")


def minimal_config(info: PresetInfo) -> dict[str, Any]:
    """Just what the preset asks for, as a form would send it."""
    config: dict[str, Any] = {"preset": info.name}
    for field in info.fields:
        if field.default is None:
            group, _, name = field.name.rpartition(".")
            value = "https://hr.example.com" if field.name.endswith("_url") else "x"
            (config.setdefault(group, {}) if group else config)[name] = value
    if info.places:
        config["places"] = [{"class": "enablement", **dict.fromkeys(info.places, "x")}]
    return config


def test_all_presets_are_listed_by_product_and_the_own_one_at_the_end() -> None:
    assert [(info.name, info.label.text, info.gives) for info in list_presets()] == [
        ("bamboohr", "BambooHR", Gives.PEOPLE),
        ("merge", "Merge", Gives.PEOPLE),
        ("entra", "Microsoft Entra ID", Gives.COUNTS),
        ("entra_rows", "Microsoft Entra ID", Gives.PEOPLE),
        ("okta", "Okta", Gives.COUNTS),
        ("okta_rows", "Okta", Gives.PEOPLE),
        ("personio", "Personio", Gives.PEOPLE),
        ("scim", "SCIM 2.0", Gives.COUNTS),
        ("scim_rows", "SCIM 2.0", Gives.PEOPLE),
        ("salesforce", "Salesforce", Gives.GROUPS),
        ("custom", "Another source", None),
    ]


@pytest.mark.parametrize("info", SHIPPED, ids=lambda info: str(info.name))
def test_what_a_preset_asks_for_is_enough(info: PresetInfo) -> None:
    config = parse_rest_config(minimal_config(info))
    assert [part.name for part in info.secrets] == list(config.preset.auth.parts)
    assert config.preset.base_url.startswith("https://")


@pytest.mark.parametrize("info", SHIPPED, ids=lambda info: str(info.name))
def test_no_preset_asks_for_anything_personal(info: PresetInfo) -> None:
    preset = parse_rest_config(minimal_config(info)).preset
    asked = fold(f"{preset.call.params} {preset.call.body} {preset.plan}")
    assert [word for word in PERSONAL if word in asked] == []


@pytest.mark.parametrize("info", SHIPPED, ids=lambda info: str(info.name))
def test_a_preset_of_people_says_who_is_there(info: PresetInfo) -> None:
    plan = parse_rest_config(minimal_config(info)).preset.plan
    if isinstance(plan, PeoplePlan):
        assert plan.state.active_when
        assert plan.contractor
        assert plan.dims
    assert bool(info.places) == isinstance(plan, CountPlan)


def test_everything_asked_for_has_a_label() -> None:
    asked = {field.name for info in list_presets() for field in info.fields}
    assert asked == set(FIELD_LABELS)
    assert set(SECRET_LABELS) == set(SecretPart)
    assert set(MEANING) == set(Gives)


def test_the_credential_of_merge_has_two_parts() -> None:
    (merge,) = [info for info in SHIPPED if info.name == "merge"]
    assert [(part.name, part.label.text) for part in merge.secrets] == [
        ("api_key", "API key"),
        ("account_token", "Account token"),
    ]
