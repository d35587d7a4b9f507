"""The presets that come with the bot, and what a form has to ask for each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from bot.sources.rest.parsing import parse_preset, parse_values
from bot.sources.rest.preset_text import parse_preset_text
from bot.sources.rest.shapes import CountPlan, GroupPlan, PeoplePlan, Plan, SecretPart, Trait
from bot.sources.rest.templates import fill
from rules.wording import Phrase, say

CUSTOM = "custom"
A_SERVER = "https://server.invalid"


class Gives(StrEnum):
    """What a source hands over, the least first."""

    COUNTS = "counts"
    GROUPS = "groups"
    PEOPLE = "people"


GIVES_BY_PLAN: Mapping[type[Plan], Gives] = MappingProxyType(
    {CountPlan: Gives.COUNTS, GroupPlan: Gives.GROUPS, PeoplePlan: Gives.PEOPLE}
)
MEANING: Mapping[Gives, Phrase] = MappingProxyType(
    {
        Gives.COUNTS: say("Returns a number for each group that you name, and no people."),
        Gives.GROUPS: say("Returns numbers by department and the like, and no people."),
        Gives.PEOPLE: say("Returns people, who are counted in memory and not kept."),
    }
)
FIELD_LABELS: Mapping[str, Phrase] = MappingProxyType(
    {
        "base_url": say("Address of its API"),
        "login_url": say("Address where it hands out tokens"),
        "definition": say("Preset"),
        "values.company": say("Company name in its address"),
        "values.tenant": say("Directory (tenant) ID"),
        "values.id_field": say("Field with the employee's number"),
    }
)
SECRET_LABELS: Mapping[SecretPart, Phrase] = MappingProxyType(
    {
        SecretPart.TOKEN: say("Access token"),
        SecretPart.API_KEY: say("API key"),
        SecretPart.ACCOUNT_TOKEN: say("Account token"),
        SecretPart.USERNAME: say("User name"),
        SecretPart.PASSWORD: say("Password"),
        SecretPart.CLIENT_ID: say("Client ID"),
        SecretPart.CLIENT_SECRET: say("Client secret"),
    }
)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing a form asks for.

    Attributes:
        name: The field of the configuration, such as `values.company`; or a part of the secret.
        default: What counts if it is left empty; None where it has to be given.
    """

    name: str
    label: Phrase
    default: str | None = None


@dataclass(frozen=True, slots=True)
class PresetInfo:
    """What a form has to know about a preset.

    Attributes:
        label: The product's name.
        gives: None where that depends on the definition.
        secrets: Parts of the credential; all of them have to be given.
        places: The traits that each entry of `places` names; none where nothing is named.
    """

    name: str
    label: Phrase
    gives: Gives | None
    fields: tuple[Question, ...]
    secrets: tuple[Question, ...] = ()
    places: tuple[Trait, ...] = ()


@cache
def list_presets() -> tuple[PresetInfo, ...]:
    """Return all presets by label, what hands over least first, and `custom` at the end."""
    infos = sorted(
        map(_describe, _load_trees().values()),
        key=lambda info: (info.label.text, list(Gives).index(info.gives or Gives.PEOPLE)),
    )
    custom = (_ask("definition"), _ask("base_url", default=""))
    return (*infos, PresetInfo(CUSTOM, say("Another source"), None, custom))


def list_secrets(parts: Iterable[SecretPart]) -> tuple[Question, ...]:
    """Return what a form asks for a credential; the parts are `preset.auth.parts`."""
    return tuple(Question(part.value, SECRET_LABELS[part]) for part in parts)


def find_tree(name: str) -> Mapping[str, Any] | None:
    """Return the settings of a preset that comes with the bot, or None."""
    return _load_trees().get(name)


@cache
def _load_trees() -> Mapping[str, Mapping[str, Any]]:
    folder = files("bot.sources.rest") / "presets"
    texts = sorted(file.read_text("utf-8") for file in folder.iterdir() if file.is_file())
    trees = [parse_preset_text(text, "preset") for text in texts]
    return MappingProxyType({tree["preset"]: tree for tree in trees})


def _describe(tree: Mapping[str, Any]) -> PresetInfo:
    values = parse_values(tree, "preset")
    example = fill({"base_url": A_SERVER, **tree}, dict.fromkeys(values, "x"))
    preset = parse_preset(example, tree["preset"])
    addresses = [key for key in ("base_url", "login_url") if key == "base_url" or key in tree]
    return PresetInfo(
        preset.name,
        # A product is called the same in every language.
        Phrase(preset.label, {}),
        GIVES_BY_PLAN[type(preset.plan)],
        (
            *(_ask(f"values.{name}", default) for name, default in values.items()),
            *(_ask(key, tree.get(key)) for key in addresses),
        ),
        list_secrets(preset.auth.parts),
        preset.plan.places if isinstance(preset.plan, CountPlan) else (),
    )


def _ask(name: str, default: str | None = None) -> Question:
    return Question(name, FIELD_LABELS[name], default)
