"""Everything about alerts that can be tuned, with the defaults (product.md 5).

The numbers are our judgement; where a method is borrowed, the comment above says whose.
"""

from dataclasses import dataclass
from datetime import timedelta

from rules.headcounts import SMALL_SEGMENT_BELOW
from rules.provenance import OURS, Figure, Grade

# Consecutive failures before anybody hears: Sentry's crons; with a least age: Prometheus, `for`.
PENDING_SYNCS = Figure(2, Grade.JUDGEMENT, OURS)
PENDING_HOURS = Figure(24, Grade.JUDGEMENT, OURS)
# A day is 23 hours long when summer time begins, and runs vary by minutes: without some slack the
# second daily sync would often come too early to confirm the first.
EARLY_MINUTES = Figure(90, Grade.JUDGEMENT, OURS)
# Prometheus, `keep_firing_for`; Sentry, `recovery_threshold`.
CLEAR_SYNCS = Figure(3, Grade.JUDGEMENT, OURS)
# Grafana's recovery threshold.
DEAD_BAND_PERCENT = Figure(5, Grade.JUDGEMENT, OURS)
SEVERE_FACTOR = Figure(2, Grade.JUDGEMENT, OURS)
# Grafana keeps a missing series for two evaluations.
MISSING_SYNCS = Figure(2, Grade.JUDGEMENT, OURS)
FIRST_REMINDER_DAYS = Figure(7, Grade.JUDGEMENT, OURS)
SECOND_REMINDER_DAYS = Figure(14, Grade.JUDGEMENT, OURS)
LAST_REMINDER_DAYS = Figure(28, Grade.JUDGEMENT, OURS)
# PagerDuty's acknowledgements time out too.
ACKNOWLEDGED_DAYS = Figure(30, Grade.JUDGEMENT, OURS)
ESCALATION_DAYS = Figure(14, Grade.JUDGEMENT, OURS)
STALE_ESCALATION_DAYS = Figure(7, Grade.JUDGEMENT, OURS)
# Two thresholds, one to start and one to stop: Nagios.
FLAPPING_FROM = Figure(4, Grade.JUDGEMENT, OURS)
FLAPPING_DAYS = Figure(14, Grade.JUDGEMENT, OURS)
SETTLED_UP_TO = Figure(1, Grade.JUDGEMENT, OURS)
SETTLED_DAYS = Figure(7, Grade.JUDGEMENT, OURS)
FORECAST_FROM_PERCENT = Figure(60, Grade.JUDGEMENT, OURS)
FORECAST_BELOW_PERCENT = Figure(40, Grade.JUDGEMENT, OURS)
FORECAST_RUNS = Figure(2, Grade.JUDGEMENT, OURS)
FORECAST_PAUSE_DAYS = Figure(28, Grade.JUDGEMENT, OURS)
# Sentry: what is missed while the watcher itself is away is unknown, not missed.
RESTART_GRACE_HOURS = Figure(2, Grade.JUDGEMENT, OURS)
STAGE_SYNCS = Figure(2, Grade.JUDGEMENT, OURS)
# An alert tells how many people a segment has, and a channel may not see that of a smaller one.
TOLD_FROM = Figure(5, Grade.JUDGEMENT, OURS)


class TuningError(ValueError):
    """Numbers that cannot be, or not beside each other.

    Attributes:
        names: The attributes of `Tuning` that are at fault.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(f"unsound tuning of {', '.join(names)}")
        self.names = names


@dataclass(frozen=True, slots=True)
class Tuning:
    """Everything about alerts that can be set.

    Attributes:
        pending_syncs: Fresh syncs in a row outside before an alert fires.
        pending_for: Least time between the first and the last of them.
        early: How much sooner than planned a sync may come and still count as on time.
        clear_syncs: Fresh syncs in a row in the clear before an alert ends.
        dead_band_percent: Of the bound; and one head more, so that it is never empty.
        severe_factor: This many times the upper bound is severe.
        minimum_population: Customer-facing teammates that a segment needs to be judged; an alert
            tells how many there are, and a channel may not see that of a smaller one.
        missing_syncs: Good syncs in a row that do not count a target before its alert ends.
        reminders: Times since the opening, while nobody has acknowledged.
        acknowledged_for: How long an acknowledgement holds.
        escalates_after: Time unacknowledged before the workspace admins are told.
        stale_escalates_after: The same where the headcount is stale.
        flapping_from: Openings and endings within `flapping_window` that start flapping.
        settled_up_to: Openings and endings within `settled_window` that end it.
        forecast_from_percent: A chance at which a passage is announced.
        forecast_below_percent: A chance below which it is taken back.
        forecast_runs: Weekly runs in a row at such a chance.
        forecast_pause: Least time between two announcements.
        restart_grace: For a sync to come in before stale counts are blamed on a source, when the
            check itself came late by as long.
        stage_syncs: Fresh syncs in a row that agree on a new stage.

    Raises:
        TuningError: If the numbers contradict each other.
    """

    pending_syncs: int = PENDING_SYNCS.value
    pending_for: timedelta = timedelta(hours=PENDING_HOURS.value)
    early: timedelta = timedelta(minutes=EARLY_MINUTES.value)
    clear_syncs: int = CLEAR_SYNCS.value
    dead_band_percent: int = DEAD_BAND_PERCENT.value
    severe_factor: int = SEVERE_FACTOR.value
    minimum_population: int = SMALL_SEGMENT_BELOW.value
    missing_syncs: int = MISSING_SYNCS.value
    reminders: tuple[timedelta, ...] = (
        timedelta(days=FIRST_REMINDER_DAYS.value),
        timedelta(days=SECOND_REMINDER_DAYS.value),
        timedelta(days=LAST_REMINDER_DAYS.value),
    )
    acknowledged_for: timedelta = timedelta(days=ACKNOWLEDGED_DAYS.value)
    escalates_after: timedelta = timedelta(days=ESCALATION_DAYS.value)
    stale_escalates_after: timedelta = timedelta(days=STALE_ESCALATION_DAYS.value)
    flapping_from: int = FLAPPING_FROM.value
    flapping_window: timedelta = timedelta(days=FLAPPING_DAYS.value)
    settled_up_to: int = SETTLED_UP_TO.value
    settled_window: timedelta = timedelta(days=SETTLED_DAYS.value)
    forecast_from_percent: int = FORECAST_FROM_PERCENT.value
    forecast_below_percent: int = FORECAST_BELOW_PERCENT.value
    forecast_runs: int = FORECAST_RUNS.value
    forecast_pause: timedelta = timedelta(days=FORECAST_PAUSE_DAYS.value)
    restart_grace: timedelta = timedelta(hours=RESTART_GRACE_HOURS.value)
    stage_syncs: int = STAGE_SYNCS.value

    def __post_init__(self) -> None:
        unsound = tuple(name for name, is_sound in self._list_checks() if not is_sound)
        if unsound:
            raise TuningError(unsound)

    def _list_checks(self) -> tuple[tuple[str, bool], ...]:
        none = timedelta()
        return (
            ("pending_syncs", self.pending_syncs >= 1),
            ("early", none <= self.early),
            ("pending_for", self.pending_for >= self.early),
            ("clear_syncs", self.clear_syncs >= 1),
            ("dead_band_percent", 0 <= self.dead_band_percent < 50),
            ("severe_factor", self.severe_factor > 1),
            ("minimum_population", self.minimum_population >= TOLD_FROM.value),
            ("missing_syncs", self.missing_syncs >= 1),
            ("reminders", [none, *self.reminders] == sorted({none, *self.reminders})),
            ("acknowledged_for", self.acknowledged_for > none),
            ("escalates_after", self.escalates_after > none),
            ("stale_escalates_after", self.stale_escalates_after > none),
            ("flapping_from", self.flapping_from > self.settled_up_to),
            ("settled_up_to", self.settled_up_to >= 0),
            ("settled_window", none < self.settled_window <= self.flapping_window),
            ("forecast_from_percent", self.forecast_from_percent <= 100),
            (
                "forecast_below_percent",
                0 < self.forecast_below_percent <= self.forecast_from_percent,
            ),
            ("forecast_runs", self.forecast_runs >= 1),
            ("forecast_pause", self.forecast_pause >= self.early),
            ("restart_grace", self.restart_grace >= none),
            ("stage_syncs", self.stage_syncs >= 1),
        )


DEFAULT_TUNING = Tuning()
