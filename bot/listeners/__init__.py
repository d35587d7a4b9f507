"""Slack listeners. Each one parses, loads, decides, saves and shows, in that order."""

from slack_bolt import App

from bot.listeners import (
    commands,
    failures,
    headcounts,
    home,
    reporting,
    roadmaps,
    sharing,
    usergroups,
    what_ifs,
)


def register_listeners(app: App) -> None:
    """Attach every listener; the commands first, because Bolt tries them in this order."""
    for journey in (
        commands,
        what_ifs,
        roadmaps,
        reporting,
        sharing,
        headcounts,
        home,
        usergroups,
        failures,
    ):
        journey.register(app)
