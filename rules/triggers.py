"""What would make each post due, weighed against the facts that are known (domain.md 5)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from rules.facts import Facts, Role
from rules.findings import Finding, due, not_due, undecided
from rules.posts import FIRST_STAGE
from rules.provenance import (
    GITLAB,
    OURS,
    Figure,
    Grade,
    from_article,
    from_reference,
    our_judgement,
)
from rules.stages import STAGES, Stage
from rules.teams import PART_TIME_BELOW
from rules.wording import say, say_many

FIRST_HIRE_STARTERS = Figure(5, Grade.JUDGEMENT, OURS)
PARALLEL_PROGRAMMES = Figure(3, Grade.JUDGEMENT, OURS)
CS_SHARE_PERCENT = Figure(30, Grade.JUDGEMENT, OURS)
LAUNCHES = Figure(3, Grade.JUDGEMENT, OURS)
VERTICALS = Figure(2, Grade.JUDGEMENT, OURS)

RANKS: Mapping[Stage, int] = MappingProxyType({stage: rank for rank, stage in enumerate(Stage)})
_FROM_SCALE_ON = frozenset({Stage.SCALE, Stage.ENTERPRISE})


def weigh_role(role: Role, facts: Facts, stage: Stage) -> Finding:
    """Say whether a post is due at this stage, given what is known."""
    first = FIRST_STAGE[role]
    if RANKS[first] > RANKS[stage]:
        return _LATER[first]
    return _TRIGGERS[role](facts, stage)


def _weigh_leader(facts: Facts, stage: Stage) -> Finding:
    if stage is not Stage.TEAM_OF_ONE:
        return _HAS_LEADER
    count = facts.customer_facing
    if count >= PART_TIME_BELOW.value:
        return due(
            our_judgement(
                say(
                    "{count} teammates; from {limit} on one owner has a full post",
                    count=count,
                    limit=PART_TIME_BELOW.value,
                )
            )
        )
    if facts.starters is not None and facts.starters >= FIRST_HIRE_STARTERS.value:
        return due(our_judgement(say("{count} starters a quarter", count=facts.starters)))
    return not_due(
        our_judgement(
            say_many(
                "with {count} teammate an owner for part of the week will do",
                "with {count} teammates an owner for part of the week will do",
                count=count,
            )
        )
    )


def _weigh_adult_learning(facts: Facts, stage: Stage) -> Finding:
    if stage in _FROM_SCALE_ON:
        return _LISTED[stage]
    if facts.is_leader_skilled is None:
        return _LEADER_UNKNOWN
    if facts.is_leader_skilled:
        return not_due(from_article(say("your leader knows adult learning")))
    return due(from_article(say("your leader does not know adult learning")))


def _weigh_programme_manager(facts: Facts, stage: Stage) -> Finding:
    count, enough = facts.programmes, PARALLEL_PROGRAMMES.value
    if count is not None and count >= enough:
        return due(our_judgement(say("{count} programmes run in parallel", count=count)))
    if stage in _FROM_SCALE_ON:
        return _LISTED[stage]
    if count is None:
        return _PROGRAMMES_UNKNOWN
    return not_due(our_judgement(say("fewer than {limit} programmes in parallel", limit=enough)))


def _weigh_sales_enablement(facts: Facts, stage: Stage) -> Finding:
    sales, others = facts.sales, facts.customer_success
    if sales == 0:
        return _NO_SALES
    if stage in _FROM_SCALE_ON:
        return _LED[stage]
    if sales is None:
        return _SALES_UNKNOWN
    if sales > (facts.customer_facing - sales if others is None else others):
        return due(
            our_judgement(
                say(
                    "sales is the larger audience, {part} of {total}",
                    part=sales,
                    total=facts.customer_facing,
                )
            )
        )
    return not_due(our_judgement(say("sales is not the larger audience")))


def _weigh_cs_enablement(facts: Facts, stage: Stage) -> Finding:
    count, share = facts.customer_success, CS_SHARE_PERCENT.value
    if count == 0:
        return _NO_CS
    if stage in _FROM_SCALE_ON:
        return _LED[stage]
    if count is None:
        return _CS_UNKNOWN
    if 100 * count >= share * facts.customer_facing:
        return due(
            our_judgement(
                say(
                    "customer success is {part} of {total}",
                    part=count,
                    total=facts.customer_facing,
                )
            )
        )
    return not_due(
        our_judgement(
            say("customer success is less than {share}% of those you support", share=share)
        )
    )


def _weigh_product_enablement(facts: Facts, stage: Stage) -> Finding:
    count, enough = facts.launches, LAUNCHES.value
    if count is not None and count >= enough:
        return due(our_judgement(say("{count} launches a year", count=count)))
    if count is not None:
        return not_due(our_judgement(say("fewer than {limit} launches a year", limit=enough)))
    if stage in _FROM_SCALE_ON:
        return _LISTED[stage]
    return _LAUNCHES_UNKNOWN


def _weigh_liaison(facts: Facts, stage: Stage) -> Finding:
    count, enough = facts.verticals, VERTICALS.value
    if count is not None and count >= enough:
        return due(our_judgement(say("{count} verticals or product teams", count=count)))
    if count is not None:
        return not_due(
            our_judgement(say("fewer than {limit} verticals or product teams", limit=enough))
        )
    if stage in _FROM_SCALE_ON:
        return _LISTED[stage]
    return _VERTICALS_UNKNOWN


def _at_its_stage(finding: Finding) -> Callable[[Facts, Stage], Finding]:
    return lambda _facts, _stage: finding


_HAS_LEADER = due(from_article(say("every team from this stage on has a leader")))
_LISTED = {
    stage: due(from_article(say("the stage of {stage} lists it", stage=STAGES[stage].name)))
    for stage in _FROM_SCALE_ON
}
_LED = {
    stage: due(
        from_article(
            say("at the stage of {stage} this post is a leader's", stage=STAGES[stage].name)
        )
    )
    for stage in _FROM_SCALE_ON
}
_NO_SALES = not_due(our_judgement(say("nobody works in sales")))
_NO_CS = not_due(our_judgement(say("nobody works in customer success")))
_ADDED = due(from_article(say("the stage of {stage} adds it", stage=STAGES[Stage.ENTERPRISE].name)))
_PUBLISHED = due(from_reference(say("a published enablement team of 14 has it"), GITLAB))
_LEADER_UNKNOWN = undecided(say("it depends on whether your leader knows adult learning"))
_PROGRAMMES_UNKNOWN = undecided(say("it depends on how many programmes run in parallel"))
_SALES_UNKNOWN = undecided(say("it depends on how many of your teammates sell"))
_CS_UNKNOWN = undecided(say("it depends on how many work in customer success"))
_LAUNCHES_UNKNOWN = undecided(say("it depends on how often you launch"))
_VERTICALS_UNKNOWN = undecided(say("it depends on how many verticals or product teams you have"))
_LATER: Mapping[Stage, Finding] = MappingProxyType(
    {
        Stage.GROWTH: not_due(
            from_article(
                say(
                    "considered from {start} teammates on",
                    start=STAGES[Stage.GROWTH].starts_at.value,
                )
            )
        ),
        Stage.SCALE: not_due(
            our_judgement(
                say(
                    "due from {start} teammates on, or when reporting takes a fifth of the leader's time",
                    start=STAGES[Stage.SCALE].starts_at.value,
                )
            )
        ),
        Stage.ENTERPRISE: not_due(
            from_article(
                say(
                    "added from {start} teammates on",
                    start=STAGES[Stage.ENTERPRISE].starts_at.value,
                )
            )
        ),
    }
)
_TRIGGERS: Mapping[Role, Callable[[Facts, Stage], Finding]] = MappingProxyType(
    {
        Role.LEADER: _weigh_leader,
        Role.ADULT_LEARNING: _weigh_adult_learning,
        Role.PROGRAMME_MANAGER: _weigh_programme_manager,
        Role.SALES_ENABLEMENT: _weigh_sales_enablement,
        Role.CS_ENABLEMENT: _weigh_cs_enablement,
        Role.PRODUCT_ENABLEMENT: _weigh_product_enablement,
        Role.LIAISON: _weigh_liaison,
        Role.ENABLEMENT_OPS: _at_its_stage(_PUBLISHED),
        Role.CONTENT: _at_its_stage(_PUBLISHED),
        Role.COMMUNICATIONS: _at_its_stage(_PUBLISHED),
        Role.REGIONAL: _at_its_stage(_PUBLISHED),
        Role.PARTNER: _at_its_stage(_PUBLISHED),
        Role.CHANGE_LEAD: _at_its_stage(_ADDED),
        Role.CO_CREATION: _at_its_stage(_ADDED),
        Role.COE_HEAD: _at_its_stage(_ADDED),
    }
)
