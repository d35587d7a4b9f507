"""Why somebody is asked to take an alert on, and who is said to have been told."""

from bot.jobs.answering import take_on
from bot.storage.workspaces import save_member
from bot.workspaces import Standing
from tests.bot.jobs.watch import ADMIN, CHANNEL, Watch, some_counts
from tests.builders import a_member


def answers(watch: Watch) -> list[str]:
    """Return what was said in the thread, in order."""
    return [one.shown["text"] for one in watch.rooms.posted(CHANNEL) if one.thread_ts]


def dms(watch: Watch) -> list[str]:
    return [one.shown["text"] for one in watch.rooms.posted() if one.channel != CHANNEL]


def acknowledge(watch: Watch) -> None:
    watch.write(take_on, "T1", watch.episodes()[0].id, ADMIN, watch.now)


def test_a_reminder_says_that_nobody_has_taken_it_on(watch: Watch) -> None:
    watch.fire()
    for _ in range(7):
        watch.pass_day(*some_counts(1_040))
    [said] = answers(watch)
    assert said.startswith("This is still open, and nobody has taken it on. All teams: 1:520")


def test_what_got_far_worse_ends_an_acknowledgement_and_says_so(watch: Watch) -> None:
    watch.fire()
    acknowledge(watch)
    watch.pass_day(*some_counts(2_100))
    [said] = answers(watch)
    assert said.startswith(
        "The ratio went beyond 2 times its upper bound, which ends the acknowledgement:"
        " who takes it on now? All teams: 1:1050"
    )


def test_why_an_acknowledgement_ended_is_told_though_more_has_happened_since(watch: Watch) -> None:
    watch.fire()
    acknowledge(watch)
    watch.set(quiet_hours="11:00-14:00")
    watch.pass_day(*some_counts(2_100))
    watch.set(quiet_hours="00:00-11:00")
    watch.pass_day(*some_counts(2_150))
    [said] = answers(watch)
    assert said.startswith("The ratio went beyond 2 times its upper bound")


def test_an_acknowledgement_that_expired_is_told_as_that(watch: Watch) -> None:
    watch.fire()
    acknowledge(watch)
    for _ in range(31):
        watch.pass_day(*some_counts(1_040))
    [said] = answers(watch)
    assert said.startswith("The acknowledgement has expired: who takes it on now? All teams: 1:520")


def test_admins_are_said_to_be_told_where_one_was(watch: Watch) -> None:
    watch.fire()
    for _ in range(14):
        watch.pass_day(*some_counts(1_040))
    assert "so I also told the workspace's admins" in answers(watch)[-1]
    assert len(dms(watch)) == 1


def test_where_no_admin_is_known_nobody_is_said_to_be_told(watch: Watch) -> None:
    watch.write(save_member, a_member(standing=Standing.MEMBER))
    watch.fire()
    for _ in range(14):
        watch.pass_day(*some_counts(1_040))
    assert answers(watch)[-1].startswith(
        "Nobody has taken this on for a while, and I know no workspace admin to tell. All teams:"
    )
    assert dms(watch) == []
