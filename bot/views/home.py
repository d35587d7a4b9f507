"""App Home: where a workspace stands, for whoever looks; the controls only for admins."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.alerts import AlertCard
from bot.connections import Connection, Override, Run
from bot.views import blocks as b
from bot.views.alerts import alert_buttons, alert_section
from bot.views.charts import RatioPoint, ratio_chart
from bot.views.forecasts import forecast_blocks
from bot.views.ids import Action, Command, Subcommand
from bot.views.language import Translator
from bot.views.origins import expired_headcount, is_expired, may_enter, origin
from bot.views.ratios import beside_ratio
from bot.views.runs import held_blocks, name_person, run_line
from bot.views.silences import silence_blocks
from bot.views.text import escape
from bot.views.values import encode_enquiry
from bot.workspaces import Briefing, Enquiry, Preferences
from rules.forecasts import BOUND_TARGETS, STAGE_TARGETS
from rules.guards import PEOPLE
from rules.headcounts import DEFINITION
from rules.plans import Plan, build_plan
from rules.ratios import MEANING
from rules.silences import Silence
from rules.teams import count_enablers, count_teammates
from rules.wording import say_many

SHOWN_ALERTS = 10


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What App Home shows.

    Attributes:
        points: The ratio's history.
        runs: The newest ones, the newest first.
        held: Counts that an admin has to decide about.
        alerts: Those that are open.
        untold: Messages that Slack would not take, or that have no channel to go to.
        silence: Over all alerts; None where there is none.
        may_administer: Whether the viewer sees the controls.
    """

    briefing: Briefing
    preferences: Preferences
    connections: Sequence[Connection]
    overrides: Sequence[Override]
    points: Sequence[RatioPoint]
    runs: Sequence[Run]
    held: Sequence[Run]
    alerts: Sequence[AlertCard]
    untold: int
    silence: Silence | None
    may_administer: bool


def home_view(tr: Translator, board: Dashboard) -> dict[str, Any]:
    """Return App Home for one viewer."""
    blocks = [b.header(tr("Enablement Advisor")), b.section(_introduction(tr))]
    if board.briefing.member.is_guest:
        return b.home([*blocks, b.section(tr("You are a guest here, so you see no headcount."))])
    blocks += _checklist(tr, board)
    headcount = board.briefing.headcount
    if headcount is not None:
        blocks += [b.divider(), *_status(tr, board, headcount)]
    blocks += _alerts(tr, board)
    if board.may_administer:
        blocks += [block for run in board.held for block in (b.divider(), *held_blocks(tr, run))]
    blocks += _syncs(tr, board)
    blocks += [b.divider(), *_rights(tr, board), b.context(_help(tr), _privacy(tr))]
    return b.home(blocks)


def _introduction(tr: Translator) -> str:
    return tr.sentences(
        [
            tr("I tell you how to structure your sales-enablement team for your stage of growth."),
            tr("I keep your headcount in step with its source and watch the ratio."),
        ]
    )


def _checklist(tr: Translator, board: Dashboard) -> list[b.Block]:
    """Return the steps that are left; nothing once all are done."""
    has_headcount = board.briefing.headcount is not None
    has_channel = board.preferences.alert_channel is not None
    if has_headcount and has_channel:
        return []
    lines = [
        _step(
            tr("Give your headcount: type it, upload a file or connect a source."), has_headcount
        ),
        _step(tr("Choose the channel that hears when the ratio leaves its bounds."), has_channel),
        _step(
            tr("Done: from then on this page keeps itself up to date."),
            has_headcount and has_channel,
        ),
    ]
    blocks = [b.section(b.titled(tr("Three steps"), *lines))]
    buttons: list[b.Element] = []
    if not has_headcount:
        buttons.append(b.button(tr("Enter Numbers"), Action.ENTER_NUMBERS, "new", is_primary=True))
    if board.may_administer:
        buttons.append(b.button(tr("Connect a Source"), Action.CONNECT_SOURCE, "home"))
        buttons.append(b.button(tr("Settings"), Action.SETTINGS, "home"))
    return [*blocks, b.actions(*buttons)] if buttons else blocks


def _step(text: str, is_done: bool) -> str:  # noqa: FBT001 - a mark and its text
    return f"{':white_check_mark:' if is_done else ':white_large_square:'} {text}"


def _status(tr: Translator, board: Dashboard, headcount: Enquiry) -> list[b.Block]:
    if is_expired(headcount):
        blocks: list[b.Block] = expired_headcount(
            tr, headcount, may_administer=board.may_administer
        )["blocks"]
        if board.held:
            blocks.append(b.context(escape(tr("Newer counts wait for an admin's decision."))))
        return blocks
    bounds = board.briefing.workspace.bounds
    plan = build_plan(headcount.facts, bounds)
    return [
        b.header(tr.say(plan.headline.phrase)),
        b.section(_verdict(tr, plan)),
        b.context(escape(origin(tr, headcount)), tr.graded(DEFINITION)),
        *ratio_chart(tr, board.points, bounds),
        *forecast_blocks(tr, headcount, (*BOUND_TARGETS, *STAGE_TARGETS)),
        *_overrides(tr, board),
        b.actions(*_ways(tr, board, headcount)),
    ]


def _ways(tr: Translator, board: Dashboard, headcount: Enquiry) -> list[b.Element]:
    value = encode_enquiry(headcount)
    ways = [
        b.button(tr("What If…"), Action.WHAT_IF, value, is_primary=True),
        b.button(tr("Roadmap"), Action.ROADMAP, value),
        b.button(tr("Reporting Line"), Action.REPORTING, value),
    ]
    if may_enter(headcount, may_administer=board.may_administer):
        ways.append(b.button(tr("Update Numbers"), Action.ENTER_NUMBERS, "update"))
    return ways


def _alerts(tr: Translator, board: Dashboard) -> list[b.Block]:
    blocks: list[b.Block] = []
    if board.silence is not None:
        blocks += [b.divider(), *silence_blocks(tr, board.silence, may_end=board.may_administer)]
    if board.alerts:
        blocks += [b.divider(), b.header(tr("Open alerts"))]
    for card in board.alerts[:SHOWN_ALERTS]:
        blocks += [alert_section(tr, card), alert_buttons(tr, card)]
    if len(board.alerts) > SHOWN_ALERTS:
        blocks.append(b.context(tr("and {count} more", count=len(board.alerts) - SHOWN_ALERTS)))
    if board.untold and board.may_administer:
        said = tr.say(
            say_many(
                "{count} message could not be posted in Slack.",
                "{count} messages could not be posted in Slack.",
                count=board.untold,
            )
        )
        retry = b.button(tr("Try Again"), Action.RETRY_DELIVERIES, "home")
        blocks.append(b.section(f":warning: {escape(said)}", accessory=retry))
    return blocks


def _verdict(tr: Translator, plan: Plan) -> str:
    teammates = tr.mrkdwn(count_teammates(plan.facts.customer_facing))
    if plan.ratio is None or plan.facts.enablers is None:
        return b.titled(teammates, escape(tr("How many enablers support them is not known yet.")))
    enablers = tr.say(count_enablers(plan.facts.enablers))
    numbers = escape(tr("{enablers} for {teammates}", enablers=enablers, teammates=teammates))
    ratio = plan.ratio
    return b.titled(beside_ratio(tr, ratio.text, numbers), tr.graded(MEANING[ratio.verdict]))


def _overrides(tr: Translator, board: Dashboard) -> list[b.Block]:
    return [
        _override(tr, override, may_remove=board.may_administer) for override in board.overrides
    ]


def _override(tr: Translator, override: Override, *, may_remove: bool) -> b.Block:
    text = escape(
        tr(
            "Set by hand over the source: {count} {people}.",
            count=override.row.people if override.row.fte is None else override.row.fte,
            people=PEOPLE[override.headcount_class],
        )
    )
    said = f"{text} {name_person(tr, override.set_by)}, {tr.moment(override.set_at)}"
    if not may_remove:
        return b.section(said)
    remove = b.button(tr("Use the Source"), Action.REMOVE_OVERRIDE, override.headcount_class.value)
    return b.section(said, accessory=remove)


def _syncs(tr: Translator, board: Dashboard) -> list[b.Block]:
    if not board.runs:
        return []
    lines = [run_line(tr, run) for run in board.runs]
    return [b.divider(), b.section(b.titled(tr("Last syncs"), b.bullets(lines)))]


def _rights(tr: Translator, board: Dashboard) -> list[b.Block]:
    if not board.may_administer:
        return [
            b.section(
                tr(
                    "You may ask, plan and share. Settings and sources are for workspace admins and"
                    " those they name."
                )
            )
        ]
    buttons = [
        b.button(tr("Settings"), Action.SETTINGS, "home"),
        b.button(tr("Headcount Sources"), Action.SOURCES, "home"),
    ]
    if any(connection.due_at is not None for connection in board.connections):
        buttons.append(b.button(tr("Sync Now"), Action.SYNC_NOW, "home"))
    if board.silence is None:
        buttons.append(b.button(tr("Silence All Alerts…"), Action.SILENCE_ALL, "home"))
    return [b.section(tr("You may change settings and sources.")), b.actions(*buttons)]


def _help(tr: Translator) -> str:
    return tr("Everything I can do: {command}", command=f"`{Command.PLAN} {Subcommand.HELP}`")


def _privacy(tr: Translator) -> str:
    return tr("I keep counts, never names. Rows of a source are counted in memory and dropped.")
