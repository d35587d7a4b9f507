"""`POST /sandbox/…`: the sandbox's own switches."""

from typing import Any

from bot.sandbox.errors import PersonError
from bot.sandbox.live import Topic
from bot.sandbox.page.acts import Act
from bot.sandbox.page.fields import Fields
from bot.sandbox.steering import break_source, change_people, move_weeks, reinstall, uninstall


async def move_time(fields: Fields) -> dict[str, Any]:
    """Move time by weeks."""
    await move_weeks(fields.sandbox, fields.count("weeks"))
    return {"now": fields.sandbox.clock.now().isoformat()}


async def move_people(fields: Fields) -> dict[str, Any]:
    """Let people join or leave."""
    change_people(fields.sandbox, fields.text("function"), fields.count("change"))
    return {}


async def switch_source(fields: Fields) -> dict[str, Any]:
    """Break the user groups, or heal them."""
    error = fields.find_text("error") or "internal_error"
    break_source(fields.sandbox, error if fields.flag("is_broken") else None)
    return {}


async def switch_app(fields: Fields) -> dict[str, Any]:
    """Uninstall the app, install it anew, or let its connections be made anew."""
    change = fields.text("change")
    if change == "uninstall":
        uninstall(fields.sandbox)
    elif change == "reinstall":
        reinstall(fields.sandbox, frozenset(fields.words("optional_scopes")))
    elif change == "refresh_connections":
        await fields.sandbox.dispatcher.transport.refresh()
    else:
        said = "change must be uninstall, reinstall or refresh_connections"
        raise PersonError("invalid_request", said)
    return {}


async def switch_limits(fields: Fields) -> dict[str, Any]:
    """Switch Slack's rate limits on or off."""
    fields.sandbox.limits.is_on = fields.flag("is_on")
    fields.sandbox.changes.mark(Topic.LIMITS)
    return {}


async def note_tour(fields: Fields) -> dict[str, Any]:
    """Remember a step of the tour, or that it was dismissed."""
    tour = fields.sandbox.tour
    if "is_dismissed" in fields.raw:
        tour.is_dismissed = fields.flag("is_dismissed")
    else:
        step = fields.text("step")
        if step not in {one.key for one in tour.steps}:
            raise PersonError("step_not_found", f"the tour has no step {step}", is_missing=True)
        (tour.done.add if fields.flag("is_done") else tour.done.discard)(step)
    fields.sandbox.changes.mark(Topic.TOUR)
    return {}


SWITCHES: dict[str, Act] = {
    "time": move_time,
    "people": move_people,
    "source": switch_source,
    "app": switch_app,
    "limits": switch_limits,
    "tour": note_tour,
}
