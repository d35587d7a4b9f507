from playwright.sync_api import expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.processes import Served
from tests.e2e.browser.visitors import Visitor


def test_a_shared_plan_is_seen_by_another_person(
    alex: Visitor, workspace: Served, open_page: Visit
) -> None:
    aoi = open_page(workspace, "aoi")
    plan = alex.ask("/enablement-plan 777 7")
    alex.share(plan)
    expect(plan).to_contain_text("You shared this in #sales.")
    expect(plan.get_by_test_id("action-share")).to_have_count(0)
    for reader in (alex, aoi):
        post = reader.messages.last
        expect(post).to_contain_text("777 customer-facing")
        expect(post).to_contain_text("Alex Moreau")
        expect(post).not_to_contain_text("Only visible to you")


def test_nothing_is_shared_by_who_changes_their_mind(alex: Visitor) -> None:
    plan = alex.ask("/enablement-plan 320 6")
    before = alex.messages.count()
    plan.get_by_test_id("action-share").click()
    expect(alex.find("confirm-dialog")).to_contain_text("Everybody in #sales will see")
    alex.find("confirm-deny").click()
    expect(alex.find("confirm-dialog")).to_be_hidden()
    assert alex.messages.count() == before


def test_where_the_bot_was_not_invited_it_says_what_to_type(alex: Visitor) -> None:
    for channel, trouble in (("random", "not in this channel"), ("budget", "cannot see")):
        alex.go_to(f"channel-{channel}")
        before = alex.messages.count()
        alex.share(alex.ask("/enablement-plan 320 6"))
        expect(alex.messages).to_have_count(before + 2)
        expect(alex.messages.last).to_contain_text(trouble)
        expect(alex.messages.last).to_contain_text("/invite @Enablement Advisor")


def test_an_invited_bot_can_share(new_workspace: Served, open_page: Visit) -> None:
    alex = open_page(new_workspace, "alex", "random")
    plan = alex.ask("/enablement-plan 320 6")
    alex.composer.fill("/invite @Enablement Advisor")
    alex.find("send").click()
    alex.share(plan)
    expect(plan).to_contain_text("You shared this in #random.")


def test_nobody_writes_into_an_archived_channel(alex: Visitor) -> None:
    alex.go_to("channel-kickoff-2025")
    expect(alex.composer).to_be_disabled()
    expect(alex.composer).to_have_attribute("placeholder", "This channel is archived.")
