"""What a forecast says to people: the range before the point, and never surer than it is."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from rules.forecasts import DOWNWARD, Forecast, Target
from rules.provenance import Statement, from_article, our_judgement
from rules.stages import STAGES
from rules.teams import count_enablers, count_teammates
from rules.trends import FULL_FROM, LONGEST_HORIZON
from rules.wording import Phrase, say, say_many

WEEKS_IN_A_QUARTER = 13

WriteDate = Callable[[date], str]
"""Writes a date in the reader's language."""

PRESENT_PACE = say("the present pace")
WOULD_CHANGE_THIS = our_judgement(say("A reorganisation or a hiring freeze would change this."))
ONLY_ROUGH = our_judgement(
    say(
        "Fewer than {need} weekly counts give a direction and a rough range, no more.",
        need=FULL_FROM.value,
    )
)


def tell_forecast(forecast: Forecast, write_date: WriteDate) -> Statement:
    """Return a forecast in brief, for where it stands beside other things."""
    basis = say(
        "As of {as_of}, from counts in {used} of {asked} weeks; held fixed: {held}.",
        as_of=write_date(forecast.as_of),
        used=forecast.weeks_used,
        asked=forecast.weeks_asked,
        held=_list_held(forecast),
    )
    return our_judgement(say("{point} {basis}", point=_tell_when(forecast), basis=basis))


def explain_forecast(forecast: Forecast, write_date: WriteDate) -> tuple[Statement, ...]:
    """Return a forecast in full: when, how likely, what it would mean, and what it rests on."""
    likely = ONLY_ROUGH if forecast.is_rough else our_judgement(_tell_chance(forecast))
    return (
        our_judgement(_tell_when(forecast)),
        likely,
        tell_meaning(forecast),
        our_judgement(_tell_basis(forecast, write_date)),
        our_judgement(say("Held fixed: {held}.", held=_list_held(forecast))),
        WOULD_CHANGE_THIS,
    )


def _tell_when(forecast: Forecast) -> Phrase:
    event = _name_event(forecast)
    earliest, latest, horizon = forecast.earliest_week, forecast.latest_week, forecast.horizon
    if earliest is None and horizon == LONGEST_HORIZON.value:
        return say("On the present trend you are unlikely to {event} within 6 months.", event=event)
    if earliest is None:
        return say(
            "On the present trend you are unlikely to {event} within {horizon} weeks.",
            event=event,
            horizon=horizon,
        )
    if earliest == latest:
        return say_many(
            "Most likely you {event} within {count} week.",
            "Most likely you {event} within {count} weeks.",
            count=earliest,
            event=event,
        )
    if forecast.is_rough:
        return _tell_rough_range(event, earliest, latest)
    if forecast.median_week is None:
        return say(
            "You {event} in week {earliest} at the earliest, more likely not within {horizon}"
            " weeks.",
            event=event,
            earliest=earliest,
            horizon=horizon,
        )
    return _tell_range(event, earliest, forecast.median_week, latest, horizon)


def _tell_range(
    event: Phrase, earliest: int, median: int, latest: int | None, horizon: int
) -> Phrase:
    if latest is None:
        return say(
            "You {event} in {earliest} to more than {horizon} weeks (about 8 times in 10); the best"
            " single guess is {median}.",
            event=event,
            earliest=earliest,
            horizon=horizon,
            median=median,
        )
    return say(
        "You {event} in {earliest} to {latest} weeks (about 8 times in 10); the best single guess"
        " is {median}.",
        event=event,
        earliest=earliest,
        latest=latest,
        median=median,
    )


def _tell_rough_range(event: Phrase, earliest: int, latest: int | None) -> Phrase:
    if latest is None:
        return say(
            "You {event} in week {earliest} at the earliest, if at all: a rough guess.",
            event=event,
            earliest=earliest,
        )
    return say(
        "You {event} in {earliest} to {latest} weeks: a rough guess.",
        event=event,
        earliest=earliest,
        latest=latest,
    )


def _name_event(forecast: Forecast) -> Phrase:
    if forecast.target in DOWNWARD:
        return say("fall to {teammates}", teammates=count_teammates(forecast.people))
    return say("reach {teammates}", teammates=count_teammates(forecast.people))


def _tell_chance(forecast: Forecast) -> Phrase:
    if not forecast.chance:
        return say("Within {horizon} weeks: less than 1 in 10.", horizon=forecast.horizon)
    return say(
        "Within {horizon} weeks: about {tenths} in 10.",
        horizon=forecast.horizon,
        tenths=int(forecast.chance * 10),
    )


def tell_meaning(forecast: Forecast) -> Statement:
    """Return what it would mean: which bound is passed with how many enablers, or which stage begins."""
    if forecast.enablers is not None:
        return our_judgement(_tell_breach(forecast, count_enablers(forecast.enablers)))
    entered = [stage for stage in STAGES.values() if stage.starts_at.value <= forecast.people][-1]
    if forecast.target is Target.NEXT_STAGE:
        return from_article(
            say(
                "{people} is where the next stage begins: {stage}.",
                people=forecast.people,
                stage=entered.name,
            )
        )
    return our_judgement(
        say(
            "{people} is back in the stage before: {stage}.",
            people=forecast.people,
            stage=entered.name,
        )
    )


def _tell_breach(forecast: Forecast, enablers: Phrase) -> Phrase:
    teammates, bound = count_teammates(forecast.people), f"1:{forecast.bound}"
    if forecast.target is Target.BOUND_ABOVE:
        return say(
            "With {enablers} as today, {teammates} are more than your bound of {bound} allows.",
            enablers=enablers,
            teammates=teammates,
            bound=bound,
        )
    return say(
        "With {enablers} as today, {teammates} are fewer than your bound of {bound} asks for.",
        enablers=enablers,
        teammates=teammates,
        bound=bound,
    )


def _tell_basis(forecast: Forecast, write_date: WriteDate) -> Phrase:
    as_of, pace = write_date(forecast.as_of), _tell_pace(forecast)
    if forecast.reorganised_on is None:
        return say(
            "As of {as_of}, from counts in {used} of the last {asked} weeks: {pace}.",
            as_of=as_of,
            used=forecast.weeks_used,
            asked=forecast.weeks_asked,
            pace=pace,
        )
    return say(
        "As of {as_of}, from counts in {used} of the {asked} weeks since the reorganisation of"
        " {reorganised_on}: {pace}.",
        as_of=as_of,
        used=forecast.weeks_used,
        asked=forecast.weeks_asked,
        reorganised_on=write_date(forecast.reorganised_on),
        pace=pace,
    )


def _tell_pace(forecast: Forecast) -> Phrase:
    """Return the slope in whole people: a week, or where that is none a quarter."""
    is_growing = forecast.slope > 0
    a_quarter = _round(forecast.slope * WEEKS_IN_A_QUARTER)
    if not a_quarter:
        return say("holding steady")
    if forecast.is_rough:
        return say("growing") if is_growing else say("shrinking")
    a_week = _round(forecast.slope)
    if a_week and is_growing:
        return say("growing by about {people} a week", people=a_week)
    if a_week:
        return say("shrinking by about {people} a week", people=a_week)
    if is_growing:
        return say("growing by about {people} a quarter", people=a_quarter)
    return say("shrinking by about {people} a quarter", people=a_quarter)


def _round(people: Decimal) -> int:
    """Return the size of a change in whole people, half up."""
    return int(abs(people) + Decimal("0.5"))


def _list_held(forecast: Forecast) -> tuple[Phrase, ...]:
    if forecast.enablers is None:
        return (PRESENT_PACE,)
    return (count_enablers(forecast.enablers), PRESENT_PACE)
