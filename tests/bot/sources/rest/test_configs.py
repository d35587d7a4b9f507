import json
from decimal import Decimal
from typing import Any

import pytest

from bot.errors import SourceConfigError
from bot.sources.rest.configs import MOST_PLACES, Place, parse_rest_config
from bot.sources.rest.shapes import FteShare, PeoplePlan
from bot.views.language import translator
from bot.workspaces import Language
from rules.headcounts import HeadcountClass
from tests.bot.sources.rest.readings import a_config, a_preset

URL = "https://hr.example.com"
SALES = {"class": "customer_facing", "function": "sales", "department": "Sales"}
SCIM = {"preset": "scim", "base_url": URL, "places": [SALES]}
BAMBOO = {"preset": "bamboohr", "values": {"company": "acme"}}


def complaint(config: dict[str, Any]) -> tuple[str, str]:
    with pytest.raises(SourceConfigError) as caught:
        parse_rest_config(config)
    return caught.value.field, translator(Language.EN).say(caught.value.phrase)


def test_a_configuration_is_plain_data() -> None:
    config = json.loads(json.dumps({**SCIM, "counts_contractors": True}))
    parsed = parse_rest_config(config)
    assert parsed.preset.label == "SCIM 2.0"
    assert parsed.preset.base_url == URL
    assert parsed.places == (
        Place(HeadcountClass.CUSTOMER_FACING, {"department": "Sales"}, "sales"),
    )
    assert parsed.counts_contractors


def test_what_a_preset_leaves_open_is_filled_in_everywhere() -> None:
    preset = parse_rest_config(BAMBOO).preset
    assert preset.base_url == "https://acme.bamboohr.com"
    assert preset.call.body is not None
    assert preset.call.body["orderBy"] == "employeeNumber asc"
    other = parse_rest_config({**BAMBOO, "values": {"company": "acme", "id_field": "eeid"}}).preset
    assert isinstance(other.plan, PeoplePlan)
    assert other.plan.id.text == "fields.eeid"


def test_the_address_that_a_form_suggests_can_be_sent_back_as_it_is() -> None:
    config = {**BAMBOO, "base_url": "https://{company}.bamboohr.com"}
    assert parse_rest_config(config).preset.base_url == "https://acme.bamboohr.com"


def test_another_address_takes_the_place_of_the_vendors() -> None:
    config = {"preset": "entra", "values": {"tenant": "t"}, "places": [SALES]}
    moved = {
        "base_url": "https://graph.microsoft.us/v1.0/",
        "login_url": "https://login.microsoftonline.us",
    }
    preset = parse_rest_config({**config, **moved}).preset
    assert preset.base_url == "https://graph.microsoft.us/v1.0"
    assert preset.auth.token_request is not None
    assert preset.auth.token_request.url == "https://login.microsoftonline.us/t/oauth2/v2.0/token"


def test_the_last_day_and_the_full_week_are_the_companys() -> None:
    config = {"preset": "personio", "end_inclusive": False, "full_time_hours": 38.5}
    plan = parse_rest_config(config).preset.plan
    assert isinstance(plan, PeoplePlan)
    assert isinstance(plan.fte, FteShare)
    assert (plan.state.end_inclusive, plan.fte.full_time) == (False, Decimal("38.5"))
    usual = parse_rest_config({"preset": "personio"}).preset.plan
    assert isinstance(usual, PeoplePlan)
    assert isinstance(usual.fte, FteShare)
    assert (usual.state.end_inclusive, usual.fte.full_time) == (True, Decimal(40))


def test_switches_that_a_source_has_no_use_for_do_no_harm() -> None:
    config = {**SCIM, "end_inclusive": False, "full_time_hours": 40}
    assert parse_rest_config(config).preset == parse_rest_config(SCIM).preset


def test_a_preset_of_ones_own_is_read_from_its_text() -> None:
    preset = parse_rest_config(a_config(URL, a_preset(label="Our HR"))).preset
    assert (preset.name, preset.label, preset.base_url) == ("ours", "Our HR", URL)
    assert parse_rest_config(a_config(URL)).preset.label == "ours"


@pytest.mark.parametrize(
    ("config", "field", "said"),
    [
        ({}, "preset", "“preset” is missing."),
        ({"preset": "workday"}, "preset", "“preset” has to be one of: bamboohr, merge, "),
        ({"preset": 7}, "preset", "“preset” has to be a text."),
        ({**SCIM, "base_url": None}, "base_url", "“base_url” is missing."),
        ({**SCIM, "base_url": "hr.example.com"}, "base_url", "“base_url” has to be an address"),
        ({**SCIM, "token": "x"}, "token", "“token” is unknown."),
        ({**SCIM, "values": {"company": "x"}}, "values.company", "“values.company” is unknown."),
        ({**BAMBOO, "values": {}}, "values.company", "“values.company” is missing."),
        ({"preset": "bamboohr"}, "values.company", "“values.company” is missing."),
        ({**BAMBOO, "values": {"company": "a/b"}}, "values.company", "“values.company” has to be letters"),
        ({**BAMBOO, "values": {"company": "a@b"}}, "values.company", "“values.company” has to be letters"),
        ({**BAMBOO, "values": "acme"}, "values", "“values” has to be settings"),
        ({**BAMBOO, "places": [SALES]}, "places", "“places” is unknown."),
        ({**BAMBOO, "counts_contractors": "no"}, "counts_contractors", "“counts_contractors” has to be true"),
        ({**BAMBOO, "full_time_hours": "40"}, "full_time_hours", "“full_time_hours” has to be a number"),
        ({**SCIM, "places": []}, "places", "“places” is missing."),
        ({**SCIM, "places": ["Sales"]}, "places.1", "“places.1” has to be settings"),
        ({**SCIM, "places": [{**SALES, "class": "sales"}]}, "places.1.class", "“places.1.class” has to be one of"),
        ({**SCIM, "places": [{**SALES, "group": "x"}]}, "places.1.group", "“places.1.group” is unknown."),
        ({**SCIM, "places": [{**SALES, "department": ""}]}, "places.1.department", "“places.1.department” has"),
        ({**SCIM, "places": [{**SALES, "department": ".."}]}, "places.1.department", "“places.1.department” has"),
        ({**SCIM, "places": [{**SALES, "department": "a\nb"}]}, "places.1.department", "“places.1.department” has"),
        ({**SCIM, "places": [{**SALES, "department": "x" * 201}]}, "places.1.department", "“places.1.department” has"),
        (
            {**SCIM, "places": [SALES, {**SALES, "class": "enablement"}]},
            "places.2",
            "“places.2” would count the same people again.",
        ),
        (
            {**SCIM, "places": [{**SALES, "department": str(n)} for n in range(MOST_PLACES + 1)]},
            "places",
            "“places” has more than 200 entries.",
        ),
        ({"preset": "custom"}, "definition", "“definition” is missing."),
        ({"preset": "custom", "definition": "a: ["}, "definition", "A preset is written in YAML; line 1"),
        (a_config(URL, a_preset(row="x")), "definition", "“row” is unknown."),
        (a_config(URL, a_preset(values=["x"])), "definition", "“values” has to be settings"),
    ],
)  # fmt: skip
def test_a_configuration_that_does_not_fit_names_the_field_that_a_form_shows(
    config: dict[str, Any], field: str, said: str
) -> None:
    found_field, found = complaint(config)
    assert found_field == field
    assert found.startswith(said)
