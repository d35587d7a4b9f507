"""Placing titles: page by page, suggestions first, and nothing counts before a preview."""

from datetime import timedelta

import pytest

from bot.connections import Connection
from bot.storage.snapshots import find_current_snapshot
from bot.views.ids import Action, Callback, Field
from bot.views.mappings import title_block
from bot.views.notices import DECIDED
from bot.workspaces import Language, Standing
from rules.mappings import MappingRule, SegmentBy
from rules.placements import (
    LABELS,
    PLACEMENTS,
    Choice,
    list_own_rules,
    list_titles,
    uses_lexicon,
)
from tests.bot.modals import Modal
from tests.bot.source_kit import list_history, list_stored, upload
from tests.bot.workbench import Transport, Workbench, says
from tests.builders import customer_facing, enablement
from tests.fakes import refused
from tests.slack_payloads import TEAM, a_press

HEADER = "department,title,region\n"
STRANGE = HEADER + "".join(
    f"Guild,Wizard {number:02},EMEA\n" * (60 - number) for number in range(45)
)
SMALL = (
    HEADER
    + "Sales,Account Executive,EMEA\n" * 9
    + "Guild,Wizard,APAC\n" * 4
    + "Guild,Partner Wizard Manager,EMEA\n" * 2
    + ",,EMEA\n"
)


@pytest.fixture
def transport() -> Transport:
    return Transport.HTTP


@pytest.fixture(autouse=True)
def admin(bench: Workbench) -> None:
    bench.add_member(standing=Standing.ADMIN)


def map_file(bench: Workbench, content: str = SMALL) -> Modal:
    modal = Modal(bench).open(Action.CHOOSE_KIND, "file")
    return modal.submit(file=[upload(bench.slack, content)])


def block(bench: Workbench, place: int) -> str:
    """Return the block of a title, by its place when the most frequent come first."""
    return title_block(list_titles(list_history(bench)[0].unmapped)[place].traits)


def stored(bench: Workbench) -> Connection:
    return list_stored(bench)[0]


def rule(choice: Choice, title: str, department: str = "Guild") -> MappingRule:
    return MappingRule(PLACEMENTS[choice], department, title)


def test_what_is_chosen_is_previewed_and_counts_once_published(bench: Workbench) -> None:
    modal = map_file(bench)
    modal.submit(**{block(bench, 0): Choice.SUPPORT, "segment_by": SegmentBy.REGION})
    assert "Support · APAC: 4" in modal.text
    assert find_current_snapshot(bench.database, TEAM) is None
    modal.press(Action.ACCEPT_RUN)
    snapshot = find_current_snapshot(bench.database, TEAM)
    assert snapshot is not None
    assert set(snapshot.rows) == {
        customer_facing(9, "sales", "EMEA"),
        customer_facing(4, "support", "APAC"),
    }
    connection = stored(bench)
    assert connection.draft is None
    assert rule(Choice.SUPPORT, "Wizard") in connection.mapping.rules


def test_discarding_a_preview_discards_the_draft(bench: Workbench) -> None:
    modal = map_file(bench).submit(**{block(bench, 0): Choice.SUPPORT})
    modal.press(Action.KEEP_OLD)
    assert stored(bench).draft is None
    assert find_current_snapshot(bench.database, TEAM) is None


def test_titles_come_by_count_and_those_without_a_name_are_told(bench: Workbench) -> None:
    modal = map_file(bench)
    labels = [part["label"]["text"] for part in modal.view["blocks"] if part["type"] == "input"]
    assert labels == ["Segments", "Wizard · Guild (4)", "Partner Wizard Manager · Guild (2)"]
    assert "1 person has neither a title nor a department" in modal.text


@pytest.mark.parametrize("language", Language)
def test_every_place_can_be_chosen(bench: Workbench, language: Language) -> None:
    bench.add_member(standing=Standing.ADMIN, language=language)
    modal = map_file(bench)
    [element] = [
        part["element"] for part in modal.view["blocks"] if part.get("block_id") == block(bench, 0)
    ]
    assert [option["value"] for option in element["options"]] == list(LABELS)


def test_a_suggestion_is_preselected_and_counts_as_chosen(bench: Workbench) -> None:
    content = HEADER + "Field,Enablement – Team EMEA,\n" * 3 + "Guild,Wizard,\n"
    modal = map_file(bench, content)
    modal.submit()
    rules = list_own_rules(stored(bench).draft or stored(bench).mapping)
    assert [one.title for one in rules] == ["Enablement – Team EMEA"]
    assert "Enablers: 3" in modal.text


def test_many_titles_come_in_pages_and_none_of_the_choices_is_lost(bench: Workbench) -> None:
    modal = map_file(bench, STRANGE)
    assert len(modal.blocks) == 21
    first, second, third = block(bench, 0), block(bench, 20), block(bench, 44)
    # Nobody fills in a form that is not the one on top.
    modal.send(_turn(modal, Action.TURN_PAGE, first, Choice.SALES))
    assert second in modal.blocks
    assert Field.SEGMENT_BY not in modal.blocks
    modal.send(_turn(modal, Action.TURN_PAGE, second, Choice.SUPPORT))
    modal.send(_turn(modal, Action.TURN_BACK, third, Choice.ENABLEMENT))
    modal.press(Action.TURN_PAGE)
    modal.submit()
    modal.press(Action.ACCEPT_RUN)
    snapshot = find_current_snapshot(bench.database, TEAM)
    assert snapshot is not None
    assert set(snapshot.rows) == {
        customer_facing(60, "sales"),
        customer_facing(40, "support"),
        enablement(16),
    }


def _turn(modal: Modal, action: Action, block_id: str, choice: Choice) -> dict[str, object]:
    """Return what Slack sends when a button is pressed after something was chosen."""
    filled = modal.a_submission(**{block_id: choice})["view"]
    press = modal.a_press(next(part for part in modal.buttons if part["action_id"] == action))
    return press | {"view": filled}


def test_rules_can_be_seen_and_removed(bench: Workbench) -> None:
    modal = map_file(bench).submit(
        **{block(bench, 0): Choice.SUPPORT, block(bench, 1): Choice.SALES}
    )
    modal.press(Action.MAP_TITLES).press(Action.SHOW_RULES)
    assert modal.view["callback_id"] == Callback.RULES_FORM
    assert "Your own rules: 2" in modal.text
    groups = next(part for part in modal.view["blocks"] if part.get("block_id") == Field.OWN_RULES)
    [one, _] = [
        option for group in groups["element"]["option_groups"] for option in group["options"]
    ]
    modal.submit(own_rules=[one["value"]])
    assert modal.view["callback_id"] == Callback.MAPPING_FORM
    connection = stored(bench)
    assert connection.draft is not None
    assert len(list_own_rules(connection.draft)) == 1
    assert uses_lexicon(connection.draft)


def test_our_lexicon_can_be_left_out_and_taken_in_again(bench: Workbench) -> None:
    modal = map_file(bench).press(Action.SHOW_RULES).submit(lexicon=[])
    draft = stored(bench).draft
    assert draft is not None
    assert not uses_lexicon(draft)
    modal.submit()
    assert "Nobody is counted" in modal.text
    assert Action.ACCEPT_RUN not in modal.actions
    modal.press(Action.MAP_TITLES).press(Action.SHOW_RULES).submit(lexicon=["lexicon"])
    draft = stored(bench).draft
    assert draft is not None
    assert uses_lexicon(draft)


def test_a_source_whose_titles_are_not_kept_is_read_again(bench: Workbench) -> None:
    modal = map_file(bench)
    modal.submit().press(Action.ACCEPT_RUN)
    modal.press(Action.SOURCES).press(Action.MAP_TITLES)
    assert "Wizard" in modal.text
    assert modal.view["callback_id"] == Callback.MAPPING_FORM


def test_a_file_that_is_gone_cannot_be_mapped_any_more(bench: Workbench) -> None:
    modal = map_file(bench)
    bench.slack.on("files.info", refused("file_deleted"))
    modal.submit()
    assert "not in Slack any more" in modal.text
    assert Action.CHOOSE_KIND in modal.actions


def test_choices_about_counts_that_are_decided_are_not_lost_in_silence(bench: Workbench) -> None:
    modal = map_file(bench)
    late = modal.a_submission(**{block(bench, 0): Choice.SUPPORT})
    bench.send(a_press(Action.ACCEPT_RUN, str(list_history(bench)[0].id)))
    assert says(bench.send(late).payload["view"], DECIDED)


def test_newer_counts_of_the_same_titles_do_not_disturb_whoever_maps_them(
    bench: Workbench,
) -> None:
    modal = map_file(bench)
    first = block(bench, 0)
    Modal(bench).open(Action.PREVIEW_SOURCE, str(stored(bench).id))
    modal.submit(**{first: Choice.SUPPORT})
    assert "Support: 4" in modal.text


def test_a_title_in_two_regions_is_placed_once(bench: Workbench) -> None:
    modal = map_file(bench, HEADER + "Guild,Wizard,APAC\n" * 4 + "Guild,Wizard,EMEA\n" * 3)
    assert modal.blocks == {Field.SEGMENT_BY, block(bench, 0)}
    assert "Wizard · Guild (7)" in modal.text
    modal.submit(**{block(bench, 0): Choice.SUPPORT})
    assert "Support: 7" in modal.text


def test_two_admins_map_different_titles_and_both_count(bench: Workbench) -> None:
    bench.add_member("U222", standing=Standing.OWNER)
    modal = map_file(bench)
    other = Modal(bench, "U222").open(Action.MAP_TITLES, str(stored(bench).id))
    first, second = block(bench, 0), block(bench, 1)
    modal.send(_turn(modal, Action.SHOW_RULES, first, Choice.SUPPORT))
    bench.clock.turn(timedelta(seconds=1))
    other.submit(**{second: Choice.PARTNERS})
    draft = stored(bench).draft
    assert draft is not None
    assert {one.title for one in list_own_rules(draft)} == {"Wizard", "Partner Wizard Manager"}
