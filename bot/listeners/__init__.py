"""Slack listeners. Each one parses, loads, decides, saves and shows, in that order."""

from slack_bolt import App

from bot.listeners import (
    alerts,
    commands,
    connecting,
    decisions,
    failures,
    groups,
    headcounts,
    home,
    mappings,
    previews,
    push_tokens,
    reporting,
    roadmaps,
    settings,
    sharing,
    silences,
    sources,
    syncs,
    tuning,
    uploads,
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
        sources,
        connecting,
        groups,
        uploads,
        previews,
        mappings,
        decisions,
        syncs,
        alerts,
        silences,
        settings,
        tuning,
        push_tokens,
        usergroups,
        failures,
    ):
        journey.register(app)
