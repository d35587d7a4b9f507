"""The app manifest, as far as a workspace needs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A command the app listens to."""

    command: str
    description: str
    usage_hint: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A global or message shortcut; `type` is `global` or `message`."""

    type: str
    callback_id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A suggested prompt: what the person sees and what is sent."""

    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Agent:
    """The app's agent view."""

    description: str
    suggested_prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class AppManifest:
    """What the app asked Slack for."""

    name: str
    bot_name: str
    description: str
    commands: tuple[SlashCommand, ...]
    shortcuts: tuple[Shortcut, ...]
    scopes: frozenset[str]
    optional_scopes: frozenset[str]
    events: frozenset[str]
    has_home_tab: bool
    has_messages_tab: bool
    is_messages_read_only: bool
    agent: Agent | None


def parse_manifest(raw: Mapping[str, Any]) -> AppManifest:
    """Read a manifest that has been parsed from YAML or JSON.

    Raises:
        ValueError: If a part that a workspace needs is missing, naming it.
    """
    try:
        return _read_manifest(raw)
    except KeyError as error:
        raise ValueError(f"the manifest lacks {error.args[0]!r}") from None


def _read_manifest(raw: Mapping[str, Any]) -> AppManifest:
    about, features = raw["display_information"], raw.get("features", {})
    tabs = features.get("app_home", {})
    scopes = raw.get("oauth_config", {}).get("scopes", {})
    return AppManifest(
        name=about["name"],
        bot_name=features.get("bot_user", {}).get("display_name", about["name"]),
        description=about.get("description", ""),
        commands=tuple(_read_command(one) for one in features.get("slash_commands", [])),
        shortcuts=tuple(_read_shortcut(one) for one in features.get("shortcuts", [])),
        scopes=frozenset(scopes.get("bot", [])),
        optional_scopes=frozenset(scopes.get("bot_optional", [])),
        events=frozenset(
            raw.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
        ),
        has_home_tab=tabs.get("home_tab_enabled", False),
        has_messages_tab=tabs.get("messages_tab_enabled", False),
        is_messages_read_only=tabs.get("messages_tab_read_only_enabled", False),
        agent=_read_agent(features.get("agent_view")),
    )


def _read_command(raw: Mapping[str, Any]) -> SlashCommand:
    return SlashCommand(raw["command"], raw["description"], raw.get("usage_hint", ""))


def _read_shortcut(raw: Mapping[str, Any]) -> Shortcut:
    return Shortcut(raw["type"], raw["callback_id"], raw["name"], raw.get("description", ""))


def _read_agent(raw: Mapping[str, Any] | None) -> Agent | None:
    if raw is None:
        return None
    prompts = (Prompt(one["title"], one["message"]) for one in raw.get("suggested_prompts", []))
    return Agent(raw.get("agent_description", ""), tuple(prompts))
