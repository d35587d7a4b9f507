"""Connecting a source by a form: what is wrong is said beside its field, and secrets stay secret."""

import json
from typing import Any

import pytest

from bot.storage.snapshots import find_current_snapshot
from bot.views.ids import Action, Callback, Field
from bot.views.notices import OUTDATED
from bot.workspaces import Language, Standing
from rules.headcounts import HeadcountClass
from rules.titles import STARTER_MAPPING
from tests.bot.modals import Modal
from tests.bot.source_kit import (
    PASSWORD,
    a_page,
    choose,
    count_in,
    fill_scim,
    list_history,
    list_stored,
)
from tests.bot.workbench import Transport, Workbench, says
from tests.builders import customer_facing, enablement
from tests.fakes import Reply
from tests.slack_payloads import TEAM, a_press

QUERY = "SELECT department, title, count(*) AS n FROM people GROUP BY 1, 2"
PRESET = """
preset: ours
label: Our own
auth: {type: header, headers: {X-Key: '{api_key}'}}
path: /people
rows: people
id: id
dims: {title: title}
"""


@pytest.fixture
def transport() -> Transport:
    return Transport.HTTP


@pytest.fixture(autouse=True)
def admin(bench: Workbench) -> None:
    bench.add_member(standing=Standing.ADMIN)


@pytest.mark.parametrize("language", Language)
def test_every_product_has_a_form_that_slack_accepts(bench: Workbench, language: Language) -> None:
    bench.add_member(standing=Standing.ADMIN, language=language)
    chooser = Modal(bench).open(Action.CONNECT_SOURCE)
    menu = next(part for part in chooser.view["blocks"] if "options" in part.get("accessory", {}))
    choices = [option["value"] for option in menu["accessory"]["options"]]
    assert len(choices) >= 10
    for option in menu["accessory"]["options"]:
        assert not option["description"]["text"].endswith("…")
    for choice in (*choices, "sql"):
        modal = choose(bench, choice)
        assert modal.view["callback_id"] == Callback.CONNECT_FORM
        assert modal.view["private_metadata"] == choice


def test_what_an_earlier_version_offered_is_an_outdated_button(bench: Workbench) -> None:
    bench.send(a_press(Action.CHOOSE_KIND, "rest:gone"))
    assert says(bench.slack.sent("response_url")[0], OUTDATED)


def test_a_source_that_counts_by_name_is_connected_in_one_form(bench: Workbench) -> None:
    count_in(bench.slack, 120, 30, 5)
    modal = choose(bench, "rest:scim").submit(**fill_scim(bench.slack))
    assert "150" in modal.text
    modal.press(Action.ACCEPT_RUN)
    snapshot = find_current_snapshot(bench.database, TEAM)
    assert snapshot is not None
    assert set(snapshot.rows) == {customer_facing(150, "sales"), enablement(5)}
    [connection] = list_stored(bench)
    assert connection.name == "SCIM 2.0"
    assert connection.supplies == set(HeadcountClass)
    assert connection.due_at is not None


def test_a_source_that_lists_people_is_placed_by_our_lexicon(bench: Workbench) -> None:
    people = [
        {"id": str(number), "active": True, "title": title}
        for number, title in enumerate(["Account Executive", "Sales Enablement Manager", "Wizard"])
    ]
    bench.slack.on("hr/Users", a_page(people), a_page([]))
    modal = choose(bench, "rest:scim_rows")
    modal.submit(base_url=f"{bench.slack.address}/hr", token=PASSWORD)
    assert "2 classified / 1 unclassified" in modal.text
    assert Action.MAP_TITLES in modal.actions
    [connection] = list_stored(bench)
    assert connection.mapping == STARTER_MAPPING


def test_special_cases_are_told_to_the_source(bench: Workbench) -> None:
    modal = choose(bench, "rest:personio")
    modal.submit(
        client_id="a", client_secret=PASSWORD, switches=["counts_contractors", "ends_exclusive"]
    )
    [connection] = list_stored(bench)
    assert connection.config == {
        "preset": "personio",
        "counts_contractors": True,
        "end_inclusive": False,
    }


@pytest.mark.parametrize(
    ("choice", "typed", "field"),
    [
        ("rest:scim", {"base_url": "not an address"}, "base_url"),
        ("rest:scim", {"base_url": None}, "base_url"),
        ("rest:scim", {"token": None}, "token"),
        ("rest:scim", {"place__sales": None, "place__enablement": None}, "place.sales"),
        ("rest:scim", {"place__sales": "A\nB\nA"}, "place.sales"),
        ("rest:scim", {"place__support": "Sales"}, "place.support"),
        ("rest:scim", {"place__sales": "x" * 300}, "place.sales"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    bench: Workbench, choice: str, typed: dict[str, Any], field: str
) -> None:
    modal = choose(bench, choice).submit(**fill_scim(bench.slack, **typed))
    assert list(modal.errors) == [field]
    assert modal.errors[field]
    assert list_stored(bench) == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"url": "postgresql://db.example.com/people"}, "url"),
        ({"url": "nonsense"}, "url"),
        ({"query": "DELETE FROM people"}, "query"),
        ({"query": ""}, "query"),
        ({"supplies": []}, Field.SUPPLIES),
    ],
)
def test_a_database_is_refused_beside_the_field_too(
    bench: Workbench, typed: dict[str, Any], field: str
) -> None:
    good = {"url": f"postgresql://reader:{PASSWORD}@db.example.com/people", "query": QUERY}
    modal = choose(bench, "sql").submit(**{**good, **typed})
    assert list(modal.errors) == [field]
    assert PASSWORD not in json.dumps(modal.answer)


@pytest.mark.parametrize(
    ("choice", "typed", "field"),
    [
        (
            "google:directory",
            {"service_account": "{}", "subject": "a@b.example"},
            "service_account",
        ),
        (
            "google:sheet",
            {"spreadsheet": "x", "range": "A:F", "service_account": "{}"},
            "spreadsheet",
        ),
    ],
)
def test_google_is_refused_beside_the_field_too(
    bench: Workbench, choice: str, typed: dict[str, Any], field: str
) -> None:
    modal = choose(bench, choice).submit(**typed)
    assert list(modal.errors) == [field]


def test_a_preset_of_ones_own_asks_for_its_secret_once_it_is_read(bench: Workbench) -> None:
    people = [{"id": number, "title": "Account Executive"} for number in range(4)]
    bench.slack.on("ours/people", Reply({"people": people}))
    modal = choose(bench, "rest:custom")
    modal.submit(definition=PRESET, base_url=f"{bench.slack.address}/ours")
    assert modal.view["callback_id"] == Callback.SECRET_FORM
    assert modal.blocks == {"api_key"}
    modal.submit(api_key=PASSWORD)
    assert "Customer-facing teammates: 4" in modal.text
    [connection] = list_stored(bench)
    assert connection.name == "Our own"
    assert PASSWORD not in json.dumps(connection.config)


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ("preset: [", "YAML"),
        ("preset: x\npath: /", "auth"),
        (
            PRESET[: PRESET.index("path")] + "path: /{group}\ncount_path: n",
            "command line",
        ),
    ],
)
def test_a_preset_that_cannot_be_used_is_refused_beside_its_text(
    bench: Workbench, definition: str, said: str
) -> None:
    modal = choose(bench, "rest:custom")
    modal.submit(definition=definition, base_url="https://hr.example.com")
    assert list(modal.errors) == ["definition"]
    assert said in modal.errors["definition"]


def test_the_same_form_twice_connects_one_source(bench: Workbench) -> None:
    count_in(bench.slack, 1)
    modal = choose(bench, "rest:scim")
    submission = modal.a_submission(**fill_scim(bench.slack))
    for _ in range(3):
        modal.send(submission)
    assert len(list_stored(bench)) == 1


def test_two_admins_at_once_connect_two_sources_and_the_later_takes_over(bench: Workbench) -> None:
    bench.add_member("U222", standing=Standing.OWNER)
    count_in(bench.slack, 10)
    modals = [
        choose(bench, "rest:scim"),
        Modal(bench, "U222").open(Action.CHOOSE_KIND, "rest:scim"),
    ]
    for modal in modals:
        bench.send_only(modal.a_submission(**fill_scim(bench.slack)))
    bench.settle()
    runs = list_history(bench)
    assert len(runs) == len(list_stored(bench)) == 2
    for run in runs:
        bench.send(a_press(Action.ACCEPT_RUN, str(run.id)))
    supplies = [len(connection.supplies) for connection in list_stored(bench)]
    assert sorted(supplies) == [0, 2]


def test_a_source_in_trouble_is_told_with_a_remedy_and_can_be_tried_again(bench: Workbench) -> None:
    bench.slack.on("hr/Users", Reply({}, 401))
    modal = choose(bench, "rest:scim").submit(**fill_scim(bench.slack))
    assert "The source refused the credential." in modal.text
    count_in(bench.slack, 7)
    modal.press(Action.PREVIEW_SOURCE)
    assert Action.ACCEPT_RUN in modal.actions
