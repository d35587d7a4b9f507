"""What sources that are read over HTTP ask for in a form, and the source that comes of the answers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from bot.connections import Connection
from bot.errors import SourceConfigError
from bot.jobs.connecting import Wish
from bot.listeners.filled import read_choices, read_supplies, read_text
from bot.sources.rest.configs import parse_rest_config
from bot.sources.rest.presets import (
    MEANING,
    Gives,
    PresetInfo,
    Question,
    list_presets,
    list_secrets,
)
from bot.views.ids import Field
from bot.views.source_forms import LONGEST_NAME, Ask, Form, place_block
from bot.views.text import clip
from rules.facts import shorten
from rules.headcounts import SourceKind
from rules.placements import PLACEMENTS, Choice
from rules.titles import STARTER_MAPPING
from rules.wording import Phrase, say

DEFINED_BY_YOU = say("Read as a preset of your own says.")
DEFINITION = "definition"
NAMED_ELSEWHERE = say(
    "Here I take presets that list people or groups. One with count_path asks for names: connect it"
    " on the command line."
)
PLACES = tuple(choice for choice in Choice if choice is not Choice.NOT_COUNTED)
COUNTS_CONTRACTORS, ENDS_EXCLUSIVE = "counts_contractors", "ends_exclusive"
SWITCHES = (
    (COUNTS_CONTRACTORS, say("Contractors count too")),
    (ENDS_EXCLUSIVE, say("An end date is the first day that somebody is gone")),
)


@cache
def list_forms() -> Mapping[str, Form]:
    """Return what each product asks for, by its choice."""
    forms = [_describe(info) for info in list_presets()]
    return {form.choice: form for form in forms}


def read_wish(form: Form, view: dict[str, Any], answers: Mapping[str, str]) -> Wish:
    """Return the source that a form describes.

    Args:
        form: The one that was shown.
        view: As Slack sends it back.
        answers: What was typed, by field of the configuration or part of the secret.

    Raises:
        SourceConfigError: If it cannot be connected so; its field is a block of the form.
    """
    secret = {ask.name: answers[ask.name] for ask in form.asks if ask.is_secret}
    typed = list(_read_places(form, view))
    config = _build_config(form, view, answers, [place for _, place in typed])
    try:
        parsed = parse_rest_config(config)
    except SourceConfigError as error:
        raise _refuse_beside(form, answers, [block for block, _ in typed], error) from None
    supplies = frozenset(place.headcount_class for place in parsed.places) or read_supplies(view)
    name = clip(parsed.preset.label, LONGEST_NAME)
    return Wish(SourceKind.REST, name, config, secret, supplies, STARTER_MAPPING)


def list_secret_asks(connection: Connection) -> tuple[Ask, ...]:
    """Return what makes up the credential of a connected source.

    Raises:
        SourceConfigError: If an earlier version took a configuration that says nothing today.
    """
    parts = parse_rest_config(connection.config).preset.auth.parts
    return tuple(_ask_secret(question) for question in list_secrets(parts))


def check_secret(_connection: Connection, _secret: Mapping[str, str]) -> None:
    """Take any credential: only the source itself can tell whether it is one."""


def _build_config(
    form: Form, view: dict[str, Any], answers: Mapping[str, str], places: list[dict[str, str]]
) -> dict[str, Any]:
    switches = read_choices(view, Field.SWITCHES)
    config: dict[str, Any] = {"preset": _name_preset(form)}
    for ask in form.asks:
        level, _, key = ask.name.rpartition(".")
        if answers[ask.name] and not ask.is_secret:
            (config.setdefault(level, {}) if level else config)[key] = answers[ask.name]
    if COUNTS_CONTRACTORS in switches:
        config["counts_contractors"] = True
    if ENDS_EXCLUSIVE in switches:
        config["end_inclusive"] = False
    return config | {"places": places} if form.places else config


def _read_places(form: Form, view: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each place with the block in which it was typed."""
    traits = _list_traits(form) if form.places else ()
    for choice in form.places:
        block = place_block(choice)
        for line in read_text(view, block).splitlines():
            if line.strip():
                yield block, _read_place(choice, line, traits)


def _read_place(choice: Choice, line: str, traits: Sequence[str]) -> dict[str, str]:
    # A name may hold a slash, unless there is more than one to tell apart.
    names = line.split("/") if len(traits) > 1 else [line]
    if len(names) != len(traits):
        parts = " / ".join(traits)
        phrase = say("Write “{text}” as {parts}.", text=shorten(line), parts=parts)
        raise SourceConfigError(place_block(choice), phrase)
    placement = PLACEMENTS[choice]
    named = {trait: name.strip() for trait, name in zip(traits, names, strict=True)}
    function = {"function": placement.function} if placement.function else {}
    return {"class": str(placement.headcount_class), **function, **named}


def _refuse_beside(
    form: Form, answers: Mapping[str, str], typed: Sequence[str], error: SourceConfigError
) -> SourceConfigError:
    """Return an error about the configuration as one beside a block of the form."""
    number = re.match(r"places\.(\d+)", error.field)
    if number and int(number[1]) <= len(typed):
        return SourceConfigError(typed[int(number[1]) - 1], error.phrase)
    for ask in form.asks:
        if error.field == ask.name:
            # What a configuration names by its key, a form names by its label.
            values = {
                place: ask.label if value == ask.name else value
                for place, value in error.phrase.values.items()
            }
            wrong = replace(error.phrase, values=values)
            # An address may hold a credential, and a preset is long.
            if answers[ask.name] and ask.name.startswith("values."):
                read = shorten(answers[ask.name])
                wrong = say("{wrong} I read “{text}”.", wrong=wrong, text=read)
            return SourceConfigError(ask.name, wrong)
    if form.places:
        return SourceConfigError(place_block(form.places[0]), error.phrase)
    # What a preset of one's own lacks is said beside its text.
    phrase = NAMED_ELSEWHERE if error.field.startswith("places") else error.phrase
    return SourceConfigError(form.asks[0].name, phrase)


def _describe(info: PresetInfo) -> Form:
    is_named = info.gives is Gives.COUNTS
    fields = tuple(_ask_field(question) for question in info.fields)
    return Form(
        f"{SourceKind.REST}:{info.name}",
        info.label,
        DEFINED_BY_YOU if info.gives is None else MEANING[info.gives],
        fields + tuple(_ask_secret(question) for question in info.secrets),
        supplies=not is_named,
        places=PLACES if is_named else (),
        places_hint=_hint_places(info) if is_named else None,
        switches=() if is_named else SWITCHES,
    )


def _name_preset(form: Form) -> str:
    return form.choice.partition(":")[2]


def _list_traits(form: Form) -> tuple[str, ...]:
    name = _name_preset(form)
    return next(tuple(info.places) for info in list_presets() if info.name == name)


def _hint_places(info: PresetInfo) -> Phrase:
    parts = " / ".join(str(trait) for trait in info.places)
    return say("One a line, as the source writes it: {parts}.", parts=parts)


def _ask_field(question: Question) -> Ask:
    # What a preset leaves open in an address would look like a place of ours.
    default = None if question.default is None else re.sub(r"\{\w+\}", "…", question.default)
    return Ask(question.name, question.label, default, is_long=question.name == DEFINITION)


def _ask_secret(question: Question) -> Ask:
    return Ask(question.name, question.label, is_secret=True)
