"""The point of a plan in one sentence."""

from rules.facts import Facts
from rules.provenance import Statement, from_article, our_judgement
from rules.ratios import NO_ENABLER_ALERTS_FROM, Ratio, Verdict
from rules.teams import PART_TIME_BELOW, TeamSize, count_enablers, count_teammates
from rules.wording import Phrase, say

NOTHING_TO_SIZE = our_judgement(
    say("With nobody to support yet there is nothing to size: come back with your first starters.")
)


def write_headline(facts: Facts, ratio: Ratio | None, team: TeamSize) -> Statement:
    """Return the one sentence that a leader should take away.

    Args:
        facts: At least one teammate to support.
        ratio: Of the same facts; None where the enablers are unknown.
        team: Of the same facts.
    """
    if ratio is None or facts.enablers is None:
        return _unknown_team(facts, team)
    if ratio.verdict is Verdict.NO_ENABLER:
        return _no_enabler(facts, team)
    if ratio.verdict is Verdict.TEAM_OF_ONE:
        return _team_of_one(facts, team)
    return _outside_bounds(facts, ratio) or _inside_bounds(facts, ratio, team)


def _unknown_team(facts: Facts, team: TeamSize) -> Statement:
    if facts.customer_facing < PART_TIME_BELOW.value:
        return _part_time_owner(facts)
    if team.lean == team.typical:
        return our_judgement(
            say(
                "Aim for {enablers} for {teammates}.",
                enablers=count_enablers(team.lean),
                teammates=count_teammates(facts.customer_facing),
            )
        )
    return our_judgement(
        say(
            "Aim for {lean} to {typical} enablers for {teammates}.",
            lean=team.lean,
            typical=team.typical,
            teammates=count_teammates(facts.customer_facing),
        )
    )


def _no_enabler(facts: Facts, team: TeamSize) -> Statement:
    teammates = count_teammates(facts.customer_facing)
    if facts.customer_facing < PART_TIME_BELOW.value:
        return _part_time_owner(facts)
    if facts.customer_facing < NO_ENABLER_ALERTS_FROM.value:
        return our_judgement(
            say(
                "Your first enablement hire is due: nobody owns it for {teammates}.",
                teammates=teammates,
            )
        )
    return our_judgement(
        say(
            "Nobody owns enablement for {teammates}: name an owner now, then build a lean team"
            " of {lean}.",
            teammates=teammates,
            lean=team.lean,
        )
    )


def _part_time_owner(facts: Facts) -> Statement:
    return our_judgement(
        say(
            "It is early: for {teammates} an owner for part of the week will do.",
            teammates=count_teammates(facts.customer_facing),
        )
    )


def _team_of_one(facts: Facts, team: TeamSize) -> Statement:
    teammates = count_teammates(facts.customer_facing)
    if team.gap and facts.customer_facing >= PART_TIME_BELOW.value:
        return our_judgement(
            say(
                "{teammates} are a full-time job for one owner: make it a full post.",
                teammates=teammates,
            )
        )
    return from_article(
        say("One owner is right for {teammates}: no hire is due now.", teammates=teammates)
    )


def _outside_bounds(facts: Facts, ratio: Ratio) -> Statement | None:
    enablers, teammates = _count_both(facts)
    if ratio.verdict is Verdict.ONE_TO_ONE:
        return from_article(
            say(
                "{enablers} for {teammates} is 1:1 or less, which is the least efficient: check"
                " who is counted.",
                enablers=enablers,
                teammates=teammates,
            )
        )
    if ratio.verdict is Verdict.OVER_SUPPORTED:
        return our_judgement(
            say(
                "{enablers} for {teammates} is more support than usual: is a hiring wave coming?",
                enablers=enablers,
                teammates=teammates,
            )
        )
    if ratio.verdict is Verdict.NO_BUY_IN:
        return from_article(
            say(
                "{enablers} for {teammates} points to missing buy-in: win a sponsor before you"
                " hire in bulk.",
                enablers=enablers,
                teammates=teammates,
            )
        )
    return None


def _inside_bounds(facts: Facts, ratio: Ratio, team: TeamSize) -> Statement:
    enablers, teammates = _count_both(facts)
    if team.gap:
        # Names the team and not what is missing: with 1.1 enablers one more could be too many.
        thin = say(
            "{enablers} for {teammates} is thin: a lean team is {lean}.",
            enablers=enablers,
            teammates=teammates,
            lean=team.lean,
        )
        nearly = say(
            "{enablers} for {teammates} is nearly the right size: a lean team is {lean}.",
            enablers=enablers,
            teammates=teammates,
            lean=team.lean,
        )
        return our_judgement(thin if ratio.verdict is Verdict.STRETCHED else nearly)
    return our_judgement(
        say(
            "{enablers} for {teammates} is the right size: no hire is due now.",
            enablers=enablers,
            teammates=teammates,
        )
    )


def _count_both(facts: Facts) -> tuple[Phrase, Phrase]:
    return count_enablers(facts.enablers or 0), count_teammates(facts.customer_facing)
