"""The sandbox's own switches: time, people, the source, the installation."""

import logging
from datetime import timedelta

from bot.sandbox.delivery.events import (
    app_uninstalled,
    group_members_changed,
    group_updated,
    tokens_revoked,
)
from bot.sandbox.errors import PersonError
from bot.sandbox.live import Topic
from bot.sandbox.sandbox import Sandbox

_logger = logging.getLogger(__name__)
MOST_WEEKS = 26
MOST_PEOPLE = 10_000
A_DAY = timedelta(days=1)
DAYS_IN_A_WEEK = 7
SOURCE_ERRORS = (
    "internal_error",
    "ratelimited",
    "service_unavailable",
    "fatal_error",
    "plan_upgrade_required",
    "token_revoked",
)


async def move_weeks(sandbox: Sandbox, weeks: int) -> None:
    """Move the clock week by week, and run the bot's jobs after each day of them.

    Raises:
        PersonError: If time is moving already, or the number makes no sense.
    """
    bar = sandbox.time_bar
    if not 1 <= weeks <= MOST_WEEKS:
        raise PersonError("invalid_weeks", f"time moves 1 to {MOST_WEEKS} weeks at once")
    if bar.is_moving:
        raise PersonError("is_moving", "time is moving already")
    bar.is_moving, bar.trouble = True, None
    try:
        for _ in range(weeks):
            await _move_week(sandbox)
    finally:
        bar.is_moving = False
        sandbox.changes.mark(Topic.CLOCK)
    sandbox.see("week")


async def _move_week(sandbox: Sandbox) -> None:
    # A source is read daily: whoever steps over the days between would find it stale.
    for _ in range(DAYS_IN_A_WEEK - 1):
        await _move_day(sandbox)
    sandbox.time_bar.weeks_moved += 1
    sandbox.headcount.close_week((sandbox.clock.now() + A_DAY).date())
    sandbox.changes.mark(Topic.COMPANY)
    await _move_day(sandbox)


async def _move_day(sandbox: Sandbox) -> None:
    sandbox.clock.move(A_DAY)
    sandbox.changes.mark(Topic.CLOCK)
    if sandbox.config.on_time_moved is None:
        return
    try:
        await sandbox.config.on_time_moved(sandbox.clock.now())
    except Exception as error:  # whatever the launcher runs: time goes on, and the page says so
        _logger.exception("the bot's jobs failed at the sandbox's time")
        sandbox.time_bar.trouble = f"the bot's jobs failed: {type(error).__name__}"


def change_people(sandbox: Sandbox, key: str, by: int) -> None:
    """Let people join a function (positive) or leave it (negative).

    Raises:
        PersonError: If there is no such function, or nobody would stay.
    """
    function = sandbox.headcount.find_function(key)
    if function is None:
        raise PersonError("function_not_found", f"there is no function {key}", is_missing=True)
    count = len(sandbox.headcount.group_of(function).users)
    if by == 0 or not 1 <= count + by <= MOST_PEOPLE:
        said = f"a user group has 1 to {MOST_PEOPLE:,} people; Slack allows no empty one"
        raise PersonError("invalid_change", said)
    change = sandbox.headcount.change(function, by, sandbox.seconds())
    sandbox.changes.mark(Topic.COMPANY)
    ts = sandbox.clock.make_ts()
    sandbox.announce(group_members_changed(sandbox.identity, change, ts))
    sandbox.announce(group_updated(sandbox.identity, change, ts))
    sandbox.see("people:join" if by > 0 else "people:leave")


def break_source(sandbox: Sandbox, error: str | None) -> None:
    """Let every call for user groups fail with an error, or heal them with None.

    Raises:
        PersonError: If Slack has no such error.
    """
    if error is not None and error not in SOURCE_ERRORS:
        raise PersonError("invalid_error", f"choose one of {', '.join(SOURCE_ERRORS)}")
    sandbox.workspace.groups.broken_with = error
    sandbox.changes.mark(Topic.SOURCE)


def uninstall(sandbox: Sandbox) -> None:
    """Remove the app; the bot hears of it last."""
    sandbox.announce(tokens_revoked(sandbox.identity, sandbox.clock.make_ts()))
    sandbox.announce(app_uninstalled(sandbox.clock.make_ts()))
    sandbox.installations.uninstall()
    sandbox.changes.mark(Topic.BOT)


def reinstall(sandbox: Sandbox, optional_scopes: frozenset[str]) -> None:
    """Install the app anew with the required scopes and these optional ones.

    Raises:
        PersonError: If the app did not ask for one of them.
    """
    manifest = sandbox.config.manifest
    if strangers := optional_scopes - manifest.optional_scopes:
        said = f"the app does not ask for {', '.join(sorted(strangers))}"
        raise PersonError("invalid_scope", said)
    sandbox.installations.reinstall(manifest.scopes | optional_scopes)
    sandbox.changes.mark(Topic.BOT)
